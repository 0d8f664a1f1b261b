"""The words "một" and "năm": one and five, or an article and a year."""

import re
from decimal import Decimal

from congdoan.claims.rules.grammar import one_of, words
from congdoan.claims.rules.left import GAP
from congdoan.claims.rules.measures import Measure, measure_at
from congdoan.claims.rules.numerals import numeral_at


def _after(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){one_of(words('words', 'words', name))} $")


def _before(name: str) -> re.Pattern[str]:
    return re.compile(rf" {one_of(words('words', 'words', name))}")


PEOPLE = frozenset(words("measures", "measures", "people"))
_SENTENCE = 300
_GIVING, _GIFTS = _after("giving"), _before("gifts")
# `tặng mỗi hộ một bộ nồi`, `200 nghìn đồng và một phần quà`, `hai tư vấn viên và một máy điện thoại`.
_OBJECTS = _before("objects")
_GIVES_EACH = re.compile(
    rf"(?<!\w){one_of(words('words', 'words', 'gives'))} {one_of(words('words', 'words', 'given'))}"
    r"(?: [^\W\d_]+){0,9}(?:,| và)? $"
)
_BESIDE_OTHERS = re.compile(
    r"(?:\d|(?<!\w)(?:hai|ba|bốn|sáu|bảy|tám|chín|mười))(?: [^\W\d_]+){1,6}"
    r"(?:,| và| cùng(?: với)?| kèm(?: theo)?|, kèm(?: theo)?) $"
)
_BEFORE_FIVE, _AFTER_FIVE = _after("before_five"), _before("after_five")
_SENTENCE_BEGINS, _FIVE_FIRST = re.compile(r"(?:^|[.!?\n] ?)$"), _before("five_first")
_APPOINTING, _APPOINTED = _after("appointing"), _before("appointed")
# `một tập thể và hai cá nhân`: what is counted beside it.
_ALSO = re.compile(r"(?:,| và) (?=\d|(?:hai|ba|bốn|sáu|bảy|tám|chín|mười)(?!\w))")
# `Ba chị có sáng kiến, một chị được khen`: one of others told before.
_OTHERS = re.compile(r"(?:\d|(?<!\w)(?:hai|ba|bốn|sáu|bảy|tám|chín|mười)(?!\w))[^.\n]*, (?:và )?$")
# `mới một trường hợp.`: one, and no more.
_ONLY = re.compile(
    r"(?<!\w)(?:(?:mới|chỉ)(?: được)?"
    r"(?: (?:có|còn|cấp|giao|nhận|mua|trang bị|thành lập|kết nạp|xây|mở|ký))?|vẻn vẹn|đúng) $"
)
_ENDS_CLAUSE = re.compile(r" ?(?:[.,;!?”\"\n]|$)")
# `góp một ngày lương`, `thấp nhất bằng một tháng lương`; `cử một đoàn 22 người`.
_WAGE = re.compile(r" (?:ngày|tháng) lương(?!\w)")
_OF_WAGE = re.compile(r"(?<!\w)(?:góp|đóng góp|ủng hộ|trích|thưởng|tặng|bằng|nhất(?: là)?)(?: ít nhất| tối thiểu)? $")
_SENDING = re.compile(r"(?<!\w)(?:cử|lập|thành lập|điều|huy động|tổ chức|tăng cường) $")
_OF_PEOPLE = re.compile(
    rf" (?:đoàn|đội|tổ|nhóm|tốp)(?: [^\W\d_]+){{0,2}} \d+ {one_of(words('measures', 'measures', 'people'))}"
)
# `một thợ lò tử vong`: an accident has its numbers.
_IS_HURT = re.compile(r"(?: [^\W\d_]+)? (?:tử vong|thiệt mạng|tử nạn|mất tích)(?!\w)")
_FAMILY = re.compile(r"(?<!\w)(?:gia đình|thân nhân|người thân|nhà|con|vợ|chồng|mẹ|của) $")
# `một điều dưỡng phải lo sáu bệnh nhân`: so many for each.
_LOOKS_AFTER = re.compile(
    r"(?: [^\W\d_]+)? (?:đang |chỉ )?phải (?:lo|chăm|chăm sóc|phụ trách|quản lý|trông|gánh|kèm)"
    r"(?: (?:tới|đến|cho|hơn|gần|khoảng))? (?=\d|(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?!\w))"
)
_ON_AVERAGE = re.compile(r"(?<!\w)(?:bình quân|trung bình|tính ra)(?: cứ)? $")
# `năm, sáu thanh niên`, `năm đến sáu ca`: five or six; but `trong năm, sáu đơn vị` is a year.
_OR_SIX = re.compile(r"(?:,? | (?:đến|tới|hay|hoặc) | ?- ?)sáu(?!\w)|,? bảy(?!\w)")
_YEAR_BEFORE = re.compile(
    r"(?<!\w)(?:\d+|trong|hằng|hàng|cả|đầu|giữa|cuối|mỗi|từng|các|những|mấy|nhiều|suốt|qua|một|hai|ba) $"
)
# `thi năm nghề: hàn, tiện, ...`: a list follows.
_LIST_FOLLOWS = re.compile(r" [^\W\d_]+(?: [^\W\d_]+)? ?: ?[^\W\d_]+(?: [^\W\d_]+){0,5}, ")
# `lớp thứ ba trong năm lớp`: of so many; an ordinal in digits was taken out.
_OF_ALL = (
    rf" (?:thứ (?:nhất|nhì|hai|ba|tư|bốn|năm)|\d{{1,2}}|{GAP}+|đầu tiên|cuối cùng) (?:trong|của)(?: tổng)?(?: số)? $"
)
_HAPPENS = re.compile(r" (?:được|bị|đạt|chết|mất tích)(?!\w)")


def is_number(text: str, start: int, end: int, value: Decimal) -> bool:
    """Whether the "một" or "năm" at start..end is a number: `trao một căn nhà`, `mở năm lớp`, `bầu một ủy viên`."""
    before = text[max(0, start - _SENTENCE) : start]
    if _GIVING.search(before) and _GIFTS.match(text, end):
        return True
    if value != 1:
        if _SENTENCE_BEGINS.search(before) and _FIVE_FIRST.match(text, end):
            return True
        return (bool(_BEFORE_FIVE.search(before)) and bool(_AFTER_FIVE.match(text, end))) or _is_five(text, end, before)
    if _APPOINTING.search(before) and _APPOINTED.match(text, end):
        return True
    if (_OF_WAGE.search(before) and _WAGE.match(text, end)) or (
        _SENDING.search(before) and _OF_PEOPLE.match(text, end)
    ):
        return True
    thing = _OBJECTS.match(text, end)
    if thing and (_GIVES_EACH.search(before) or _BESIDE_OTHERS.search(before) or _is_counted_too(text, thing.end())):
        return True
    noun = measure_at(text, end)
    if noun is None:
        return False
    if _ONLY.search(before) and _ENDS_CLAUSE.match(text, noun.end):
        return True
    if noun.noun in PEOPLE and _IS_HURT.match(text, noun.end) and not _FAMILY.search(before):
        return True
    if noun.noun in PEOPLE and _LOOKS_AFTER.match(text, noun.end) and not _ON_AVERAGE.search(before):
        return True
    if _is_counted_too(text, noun.end):
        return True
    return noun.noun in PEOPLE and bool(_OTHERS.search(before)) and bool(_HAPPENS.match(text, noun.end))


def _is_counted_too(text: str, end: int) -> bool:
    """Whether something else is counted right after what ends here: `một máy in và 3 máy tính`."""
    also = _ALSO.match(text, end)
    other = numeral_at(text, also.end()) if also else None
    return other is not None and measure_at(text, other.end) is not None


def _is_five(text: str, end: int, before: str) -> bool:
    """Whether "năm" is five by what stands around it: a range, a list that follows, a noun counted before."""
    noun = measure_at(text, end, alone=True)
    if noun and _is_of_all(noun, before):
        return True
    if _YEAR_BEFORE.search(before):
        return False
    if six := _OR_SIX.match(text, end):
        last = numeral_at(text, six.end() - len("sáu"))
        return last is not None and (last.scale >= 10**6 or measure_at(text, last.end) is not None)
    if noun is None:
        return False
    if _LIST_FOLLOWS.match(text, end):
        return True
    again = rf"(?:\d|(?<!\w)(?:hai|ba|bốn|sáu|bảy|tám|chín|mười|mươi)) {re.escape(noun.noun)}(?!\w)[^.\n]*$"
    return bool(re.search(again, before))


def _is_of_all(noun: Measure, before: str) -> bool:
    """Whether one of them was told just before by its place among them: `lớp thứ ba trong năm lớp`."""
    return bool(re.search(rf"(?<!\w){re.escape(noun.noun)}{_OF_ALL}", before))
