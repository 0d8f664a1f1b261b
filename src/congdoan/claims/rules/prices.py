"""Money that is not called so: what is paid, spent or put by, though no "đồng" stands behind the number."""

import re

# `tăng từ 22k lên 28k`, `mỗi suất 22k`.
_PRICED = re.compile(
    r"(?<!\w)(?:giá|tiền|phí|ăn|thưởng|trả|hết|tốn|góp|mỗi|chỉ|\d+k (?:lên|xuống|còn|thành))(?: [^\W\d_]+){0,3} \d+k$"
)
_TO_PRICE = re.compile(r" (?:lên|xuống|còn|thành|đến) \d+k(?!\w)")
# `45.000/suất`: so much for each is đồng.
_PRICE = re.compile(r" ?/ ?(?:suất|phần|bữa|vé|tô|bát|ly|ổ|em|cháu|người|hộ|túi|hộp|kg|ký|lít|đêm|ca|tháng|ngày)(?!\w)")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})?\.[05]00$")
_IN_MONEY = re.compile(r" tiền(?!\w)")
# `400-600 nghìn mùa thấp điểm`: paid over a time.
_OVER_TIME = re.compile(r" (?:một |mỗi )?(?:mùa|tháng|ngày|đêm|buổi|tuần)(?! (?:công|lương|giờ))(?!\w)")
# `tháng rồi tốn bảy trăm hai chục ngàn”`: what was spent, as one says it.
_SPENT = re.compile(
    r"(?<!\w)(?:tốn|hết|mất|trả|đóng|lãi|lời|kiếm|bán|tiêu|dành dụm|mua|âm|hụt|dư ra|dôi ra|dôi được)"
    r"(?: [^\W\d_]+){0,2} $"
    r"|(?<!\w)(?:trực|công|lương|ca|làm thêm|tăng ca)(?: [^\W\d_]+){0,4} được $"
)
# `mỗi suất 500 ngàn`, `trị giá 300 nghìn`: what is paid, without its name.
_PAID = re.compile(
    r"(?<!\w)(?:trị giá|giá|số tiền|kinh phí|tiền|thưởng|mức"
    r"|mỗi (?:suất|phần|người|em|cháu|hộ|nhà|gia đình|trường hợp|tô|bát|bữa|ca|giờ|chiếc|cây|con|ký|lít))"
    r"(?: [^\W\d_]+){0,4} $"
)
# `thu 58.320.000, chi 61.005.000`: millions of a fund are đồng.
_FUNDS = re.compile(
    r"(?<!\w)(?:thu|chi|dư|tồn|quỹ|số tiền|kinh phí|tiền|trị giá|ủng hộ)(?: [^\W\d_]+){0,3}(?: là)?:? $"
)
# `có nơi 1 triệu đồng, có nơi 300 nghìn`: thousands told beside money are money.
_BESIDE_MONEY = re.compile(
    r"(?:đồng(?! chí)|(?:triệu|tỷ|tỉ)(?=[,;)]))(?!\w)(?:[^.\n]|\.(?=\d))*$"
    r"|(?<!\w)(?:thưởng|lương|tiền)(?!\w)[^.\n]{0,60}(?<!\w)(?:chỉ còn|chỉ có|chỉ được|xuống còn|còn có) $"
)
_AMOUNT = re.compile(r"(?<!\w)(?:số tiền|kinh phí|trị giá|giá trị|tổng tiền|quỹ|tiền)(?: [^\W\d_]+){0,3} $")
_WINDOW = 40


def is_in_k(text: str, place: int) -> bool:
    """Whether the number that ends here is written so: `400k`."""
    return text.endswith("k", 0, place)


def is_of_thousands(text: str, place: int, scale: int) -> bool:
    """Whether thousands that end here are paid, so that what follows is no noun of which there are so many."""
    return scale == 1000 and (is_in_k(text, place) or bool(_OVER_TIME.match(text, place)))


def is_price(text: str, place: int, scale: int) -> bool:
    """Whether the number of this scale that ends here is of đồng: `45.000/suất`, `200 nghìn tiền xe`, `400k`."""
    if scale == 1:
        return bool(_PRICE.match(text, place) and _THOUSANDS.search(text, max(0, place - _WINDOW), place))
    if scale != 1000:
        return False
    return bool(_IN_MONEY.match(text, place) or _OVER_TIME.match(text, place)) or _is_price_in_k(text, place)


def _is_price_in_k(text: str, place: int) -> bool:
    """`400k`: so one writes no other thousands, but of clicks; and `22k` where it is told to be a price."""
    if not is_in_k(text, place):
        return False
    is_told = _PRICED.search(text, max(0, place - _WINDOW), place) or _TO_PRICE.match(text, place)
    return text[place - 2] in "05" or bool(is_told)


def is_spent(before: str) -> bool:
    """Whether thousands in words after these are spent or earned."""
    return bool(_SPENT.search(before))


def is_paid(before: str) -> bool:
    """Whether thousands after these are paid, or told beside money."""
    return bool(_PAID.search(before) or _BESIDE_MONEY.search(before))


def is_of_fund(before: str) -> bool:
    """Whether millions after these are what a fund has, gets or gives."""
    return bool(_FUNDS.search(before))


def is_amount(before: str) -> bool:
    """Whether what is cut off after these is a sum."""
    return bool(_AMOUNT.search(before))
