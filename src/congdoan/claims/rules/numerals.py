"""Numerals: digits, words, scales and their mixtures, and the value of each in base units."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from congdoan.claims.rules.grammar import pattern

_ONES = {
    **dict(zip(("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"), range(1, 10), strict=True)),
    "bẩy": 7,
}
# After "mươi" and "lẻ" some digits change their names; "năm" after "mươi" would be years.
_LATER = {**_ONES, "mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5, "rưỡi": 5}
_SCALES = {
    "chục": 10,
    "trăm": 100,
    "nghìn": 1000,
    "ngàn": 1000,
    "vạn": 10_000,
    "triệu": 10**6,
    "tr": 10**6,
    "k": 1000,
    "tỷ": 10**9,
    "tỉ": 10**9,
}
LARGEST = Decimal(10) ** 18
# Where a number may begin, or words like "hàng" before a scale.
BEGINS = pattern(
    # Numbers are set apart from the word before them, but for slips: `trao1 tỉ đồng`.
    r"(?:(?<![\w.,])|(?<=trao)|(?<=nạp)|(?<=tặng)|(?<=được)|(?<=hơn)|(?<=gần)|(?<=trên)|(?<=khoảng))(?<![\d\W]/)(?<![a-zà-ỹđ]-)"
    r"(?:(?P<vague>{vague}|{few}) (?={scale}(?!\w))|(?:(?<=mươi )|(?<=mười ))(?P<odd>mấy) (?=[^\W\d_])"
    r"|(?=\d)|(?=(?:{word_digit}|mười|(?:phân )?nửa)(?!\w))"
    r"|(?:(?<=hơn )|(?<=gần )|(?<=trên )|(?<=ngót )|(?<=khoảng ))(?={scale}(?!\w))|(?<= )(?={scale} rưỡi(?!\w))"
    r"|(?<= )(?=(?:triệu|tỷ|tỉ) (?:mốt|hai|ba|tư|bốn|lăm|sáu|bảy|tám|chín)(?!\w)"
    r"(?: ?[.,;:)\n…/”\"]|$| (?:một|mỗi) tháng)))"
)
_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = pattern("{digits}")
_SCALE = pattern(r" ?(?P<scale>{scale})")
_HALF = re.compile(r" rưỡi(?!\w)")
# "1 tỷ 2" and "hai triệu mốt" are 1,2 billion and 2,1 million, as one says it.
_TENTH = re.compile(
    r"(?: |(?<=\dtr))([1-9]|mốt|hai|ba|tư|bốn|lăm|sáu|bảy|bẩy|tám|chín)"
    r"(?:(?<=mốt)(?!\w)|(?= ?(?:[.,;:)\n…/”\"]|$| đồng(?!\w)"
    r"| (?:một|mỗi) (?:tháng|năm|ngày|ca|buổi|người|suất)(?!\w)| (?:tiền|nữa|thôi|ạ)(?!\w)))(?![.,]\d))"
)
# "hơn chục", "gần trăm": the scale alone is one of it.
_ONE_SCALE = pattern(r"(?<= ){scale}(?!\w)")
# "1tr450" is 1,45 million.
_THOUSANDS_AFTER = re.compile(r"(?<=\dtr)(\d{3})k?(?!\w)")
_AND = re.compile(r" (?:linh |lẻ )?")
# "nửa tấn gạo" is half a ton.
_WEIGHED = re.compile(r" (?:tấn|tạ|yến|héc ta|hecta|ha|ký|lít)(?!\w)")


@dataclass(frozen=True)
class Numeral:
    """A number as written: its place, its value, its number without scale, and its scale."""

    start: int
    end: int
    value: Decimal
    bare: Decimal
    scale: int
    in_words: bool = False
    step: Decimal = Decimal(1)

    @property
    def is_small_word(self) -> bool:
        """Whether it is one of the words that idioms have too: up to ten."""
        return self.in_words and self.value <= 10

    def scaled(self, scale: int) -> "Numeral":
        """The same number, the scale of which is told by a later one: "3-30 triệu"."""
        return replace(self, value=self.bare * scale, scale=scale, step=self.step * scale)


def numeral_at(lower: str, place: int) -> Numeral | None:
    """The longest numeral that begins here: `1 tỷ 250 triệu`, `2,5 nghìn`, `hai mươi lăm`, `hai triệu rưỡi`."""
    first = _simple_at(lower, place)
    if first is None:
        return None
    value, end, scale, step = first.value, first.end, first.scale, first.step
    while scale >= 1000 and (more := _remainder_at(lower, end, scale, first.in_words)):
        value, end, scale, step = value + more.value, more.end, more.scale, more.step
    half = _HALF.match(lower, end)
    if half and scale >= 10:
        value, end, step = value + Decimal(scale) / 2, half.end(), Decimal(scale) / 2
    return Numeral(place, end, value, first.bare, first.scale, first.in_words, step)


def sensible_at(lower: str, place: int) -> Numeral | None:
    """The numeral that begins here, unless it is larger than anything that is counted."""
    found = numeral_at(lower, place)
    return found if found and found.value < LARGEST else None


def scale_at(lower: str, place: int) -> tuple[int, int]:
    """The product of the scale words here, and their end; 1 where there are none."""
    scale, end = 1, place
    while match := _SCALE.match(lower, end):
        word = match["scale"]
        scale, end = scale * _SCALES[word], match.end()
    return scale, end


def value_of_digits(text: str) -> Decimal:
    """`2.247` is 2247, `2,5` is 2.5, `1,234,567` and `1 250 000` are grouped, `148,714` is a decimal."""
    plain = text.replace(" ", "")
    if "." in plain and "," in plain:
        decimal_mark = max(plain.rfind("."), plain.rfind(","))
        whole = re.sub(r"[.,]", "", plain[:decimal_mark])
        return Decimal(f"{whole}.{plain[decimal_mark + 1 :]}")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", plain) or re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}", plain):
        return Decimal(re.sub(r"[.,]", "", plain))
    try:
        return Decimal(plain.replace(",", "."))
    except InvalidOperation:  # digits of other scripts that do not make a number
        return Decimal(0)


def _simple_at(lower: str, place: int) -> Numeral | None:
    digits = _DIGITS.match(lower, place)
    if digits:
        bare, end, in_words = value_of_digits(digits[0]), digits.end(), False
    else:
        words = _words_at(lower, place) or ((Decimal(1), place) if _ONE_SCALE.match(lower, place) else None)
        if words is None:
            return None
        bare, end, in_words = words[0], words[1], True
    scale, end = scale_at(lower, end)
    if not in_words and "," in lower[place:end] and scale == 1:
        bare = _grouped_by_comma(digits[0] if digits else "", bare)
    decimals = max(0, -int(bare.as_tuple().exponent))
    return Numeral(place, end, bare * scale, bare, scale, in_words, Decimal(scale).scaleb(-decimals))


def _grouped_by_comma(text: str, bare: Decimal) -> Decimal:
    """`1,250` of things that have no parts is a thousand and more; the caller knows of no scale."""
    return Decimal(text.replace(",", "")) if re.fullmatch(r"[1-9]\d{0,2},\d{3}", text) else bare


def _remainder_at(lower: str, place: int, scale: int, in_words: bool) -> Numeral | None:
    """What follows a scale and belongs to it: ` 250 triệu` or ` 2` after a billion; ` hai trăm` after a thousand."""
    thousands = _THOUSANDS_AFTER.match(lower, place)
    if thousands:
        bare = Decimal(thousands[1])
        return Numeral(place, thousands.end(), bare * 1000, bare, 1000, step=Decimal(1000))
    tenth = _TENTH.match(lower, place)
    if tenth and scale >= 10**6 and not (in_words and tenth[1].isdigit()):
        digit = Decimal(_LATER.get(tenth[1]) or int(tenth[1]))
        return Numeral(place, tenth.end(1), digit * scale / 10, digit, 1, step=Decimal(scale) / 10)
    gap = _AND.match(lower, place)
    more = _simple_at(lower, gap.end()) if gap else None
    if more is None or more.value >= scale or more.value == 0:
        return None
    if more.scale >= 100 or (in_words and more.in_words and more.bare >= 100):
        return more
    return None


def _words_at(lower: str, place: int) -> tuple[Decimal, int] | None:
    """A number below a thousand in words, and its end: `mười hai`, `ba mươi mốt`, `một trăm linh năm`, `nửa`."""
    if place and (lower[place - 1].isalnum() or lower[place - 1] == "_"):
        return None
    word, end = _word_at(lower, place)
    if word == "nửa":
        return (Decimal("0.5"), end) if scale_at(lower, end)[0] >= 1000 or _WEIGHED.match(lower, end) else None
    if word == "mười":
        ones, end = _ones_after(lower, end)
        return Decimal(10 + ones), end
    if word not in _ONES:
        return None
    return _hundreds(lower, _ONES[word], end)


def _hundreds(lower: str, digit: int, end: int) -> tuple[Decimal, int]:
    """What a leading digit begins: itself, tens, or hundreds with what follows."""
    following, after = _word_at(lower, end + 1) if lower[end : end + 1] == " " else ("", end)
    if following == "mươi":
        ones, end = _ones_after(lower, after)
        return Decimal(digit * 10 + ones), end
    if following == "trăm":
        rest, end = _below_hundred(lower, after)
        return Decimal(digit * 100 + rest), end
    return Decimal(digit), end


def _below_hundred(lower: str, place: int) -> tuple[int, int]:
    """Tens and ones after "trăm"; 0 where nothing follows that belongs to it."""
    if lower[place : place + 1] != " ":
        return 0, place
    word, end = _word_at(lower, place + 1)
    if word in {"linh", "lẻ"}:
        ones, after = _word_at(lower, end + 1)
        return (_LATER[ones], after) if ones in _LATER else (0, place)
    if word == "mười":
        ones_after, end = _ones_after(lower, end)
        return 10 + ones_after, end
    tens, after = _word_at(lower, end + 1)
    if word in _ONES and tens in {"mươi", "chục"}:
        ones_after, end = _ones_after(lower, after)
        return _ONES[word] * 10 + ones_after, end
    if word in _ONES and tens == "chục":
        return _ONES[word] * 10, after
    return (50, end) if word == "rưỡi" else (0, place)


def _ones_after(lower: str, place: int) -> tuple[int, int]:
    """The last digit of a number in words, and its end; "năm" there would be years."""
    if lower[place : place + 1] != " ":
        return 0, place
    word, end = _word_at(lower, place + 1)
    if word in _LATER and word not in {"năm", "rưỡi"}:
        return _LATER[word], end
    return 0, place


def _word_at(lower: str, place: int) -> tuple[str, int]:
    word = _WORD.match(lower, place)
    return (word[0], word.end()) if word else ("", place)
