"""What bounds a figure: hơn, gần, khoảng before it, trở lên after it; and where such words bound nothing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from congdoan.claims.rules.articles import PEOPLE
from congdoan.claims.rules.claim import Role
from congdoan.claims.rules.figure import Figure
from congdoan.claims.rules.grammar import one_of, pattern, words
from congdoan.claims.rules.left import GAP
from congdoan.claims.rules.measures import measure_at
from congdoan.claims.rules.numerals import BEGINS, sensible_at

_MORE_LATER = re.compile(r"(?: [^\W\d_]+){1,5} trở lên(?!\w)")
_AND_MORE = re.compile(r" trở lên(?!\w)| ?\+(?!\w)")
_HEDGE = pattern(
    r"(?<!\w)(?:(?P<about>{about}(?: trên dưới)?)(?: là)?(?: (?:(?P<below2>{from_below})|(?P<above2>{from_above})))?"
    r"|(?P<below>{from_below})|(?P<above>{from_above})|{up_to}) $"
)
# `≥ 95%`.
_SIGN = re.compile(r"(?:[≥≤]|[<>]=) ?$")
_AT_LEAST_FROM = re.compile(r"(?<!\w)(?:trị giá|số tiền|giá(?: bán| thuê| vé| mua)?|mức|lãi|giá trị|vay|hỗ trợ) từ $")
_MOVES = re.compile(
    r",? ?(?:(?:hạ|giảm|tăng|nâng|rút|sụt|đẩy|điều chỉnh|đổi)(?: dần)? )?(?:lên|xuống|đến|tới|thành|còn)(?!\w)"
)
_FROM = re.compile(r"(?<!\w)từ $")
_COMPARES = re.compile(r"(?:cao|thấp|ít|nhiều|lớn) hơn $")
_COMPARED = re.compile(r" (?:so với|so cùng kỳ|cùng kỳ|năm (?:trước|ngoái))(?!\w)")
_SUPERLATIVE = re.compile(r"(?:đông|nhiều|cao|lớn|ít|thấp) nhất(?!\w)[^.;\n]*$")
_HELD_BY_ONE = re.compile(
    rf"(?:^|[,;:(.\n]|(?<!\w)(?:và|còn|có)) ?{one_of(words('words', 'words', 'holders'))}"
    rf"(?: {one_of(words('words', 'words', 'held'))})? $"
)
# `mỗi quận, huyện ít nhất một đợt`: each of them, not the one that has the fewest.
_HELD_BY_EACH = re.compile(
    rf"(?<!\w)(?:mỗi|từng|các) {one_of(words('words', 'words', 'held_by_each'))}"
    rf"(?:(?:, ?| và | hoặc ){one_of(words('words', 'words', 'held_by_each'))})+ $"
)
_LEAST_WAGE = re.compile(r"(?<!\w)(?:lương|mức lương) (?:cơ bản )?$")
_LEAST_FOR_LIFE = re.compile(rf"(?<!\w){one_of(words('words', 'words', 'least_for_life'))} $")
_UPON = re.compile(rf" {one_of(words('words', 'words', 'upon'))}")
# `chở quà trên 2 xe`: on so few of them; a round number, or what one has, is bounded: `huy động trên 20 xe`.
_CARRIERS = re.compile(rf" {one_of(words('words', 'words', 'carriers'))}")
_HAVING = re.compile(rf"(?:(?:^|[\n.;:]) ?|(?<!\w){one_of(words('words', 'words', 'having'))} )$")
# `thí điểm trên 3 xưởng`, `khảo sát tháng 5 trên 3.200 công nhân`, `áp dụng sáng kiến trên 12 máy`.
_DEEDS = (word for word in words("words", "words", "verbs") if word != "thực hiện")
_OTHERWISE = one_of((*words("words", "words", "to_others"), *_DEEDS))
_TO_MORE = re.compile(rf"(?<!\w){one_of(words('words', 'words', 'to_more'))} $")
_NEXT = rf"(?: (?!{_OTHERWISE})(?:[^\W\d_]+|{GAP}+))"
_TRIAL = re.compile(rf"(?<!\w){one_of(words('words', 'words', 'trials'))}{_NEXT}{{0,5}} $")
_INQUIRY = re.compile(rf"(?<!\w){one_of(words('words', 'words', 'inquiries'))}(?P<whose>{_NEXT}{{0,6}}) $")
_FINDS = re.compile(r"[^.;\n]{0,80}(?<!\w)(?:cho thấy|cho biết|cho kết quả|chỉ ra|phản ánh rằng)(?!\w)")
_USE = re.compile(rf"(?<!\w){one_of(words('words', 'words', 'uses'))}{_NEXT}{{1,5}} $")
_USED_ON = re.compile(rf" {one_of(words('words', 'words', 'used_on'))}")
_FEW, _ROUND = 50, 5
_BESIDE = re.compile(rf"(?:, ?{one_of(words('measures', 'joined', 'nouns'))})? ?")
_WINDOW = 40


def is_hedged(before: str) -> bool:
    """Whether what stands before a number ends with a word that bounds it."""
    return bool(_HEDGE.search(before))


def bounded(figure: Figure, text: str, after: int) -> Figure:
    """The figure with what bounds it: hơn, gần, khoảng before, but not before `after`; trở lên after it."""
    more = _AND_MORE.match(text, figure.end)
    if more:
        figure = replace(figure, end=more.end(), high=None)
    begin = max(after, figure.start - _WINDOW)
    before = text[begin : figure.start]
    if not more and figure.low == figure.high and _FROM.search(before) and _MORE_LATER.match(text, figure.end):
        return replace(figure, high=None)
    if (more or figure.low != figure.high) and _FROM.search(before):
        return figure
    if figure.role is Role.MONEY and _AT_LEAST_FROM.search(before) and not _MOVES.match(text, figure.end):
        return replace(figure, high=None)
    sign = _SIGN.search(before)
    if sign:
        figure = replace(figure, start=begin + sign.start())
        return replace(figure, high=None) if sign[0][0] in "≥>" else replace(figure, low=None)
    hedge = _HEDGE.search(before)
    if not hedge or _is_no_hedge(figure, text, begin + hedge.start(), hedge[0]):
        return figure
    if hedge[0] == "trên " and _is_out_of(figure, text, begin + hedge.start(), after):
        return figure
    is_about = bool(hedge["about"]) or figure.role is Role.RATIO
    figure = replace(figure, start=begin + hedge.start(), about=is_about)
    if figure.role is Role.RATIO:
        return figure
    if hedge["below"] or hedge["below2"]:
        return replace(figure, high=None)
    if (hedge["above"] or hedge["above2"]) and not more:
        return replace(figure, low=None)
    return figure


def _is_no_hedge(figure: Figure, text: str, place: int, hedge: str) -> bool:
    """Whether the word is none here: `ít hơn 19 cuộc so với`, `đông nhất 214, ít nhất 22`, `trên 02 chuyến tàu`."""
    if _COMPARES.search(hedge):
        return bool(_COMPARED.match(text, figure.end))
    if hedge.startswith(("tối thiểu", "tối đa")):
        before = text[max(0, place - _WINDOW) : place]
        if figure.role is Role.MONEY:
            return hedge.startswith("tối thiểu") and bool(_LEAST_FOR_LIFE.search(before))
        return figure.role is Role.PERCENT and bool(_LEAST_WAGE.search(before))
    if hedge.startswith(("ít nhất", "nhiều nhất")):
        before = text[max(0, place - _WINDOW) : place]
        if _HELD_BY_EACH.search(before):
            return False
        if _HELD_BY_ONE.search(before):
            return True
        return bool(_SUPERLATIVE.search(text[max(0, place - 2 * _WINDOW) : place]))
    if hedge == "trên " and figure.role is Role.COUNT and _is_tried(figure, text, place):
        return True
    is_upon = text[figure.number_start] == "0" or bool(_UPON.match(text, figure.number_end))
    is_upon = is_upon or _is_carried(figure, text, place)
    return hedge == "trên " and is_upon and figure.low is not None and 0 < figure.low < 100


def _is_tried(figure: Figure, text: str, place: int) -> bool:
    """Whether a trial, an inquiry or something in use is on so many: `khảo sát tháng 5 trên 3.200 công nhân`."""
    before = text[max(0, place - 2 * _WINDOW) : place]
    if _TO_MORE.search(before):
        return False
    inquiry = _INQUIRY.search(before)
    if inquiry and (inquiry["whose"] or _FINDS.match(text, figure.end)):
        return True
    return bool(_TRIAL.search(before) or (_USE.search(before) and _USED_ON.match(text, figure.number_end)))


def _is_carried(figure: Figure, text: str, place: int) -> bool:
    """Whether something goes on so many vehicles, `chở quà trên 2 xe`, and no more than these are counted."""
    if figure.low is None or figure.low > _FEW or figure.low % _ROUND == 0:
        return False
    is_had = _HAVING.search(text[max(0, place - _WINDOW) : place])
    return bool(_CARRIERS.match(text, figure.number_end)) and not is_had


def _is_out_of(figure: Figure, text: str, place: int, after: int) -> bool:
    """Whether people told just before are part of the figure, or at it: `1.200 đoàn viên trên 1.500 lao động`."""
    if figure.role is not Role.COUNT or not _BESIDE.fullmatch(text, after, place):
        return False
    before = next(_people_before(text, after), None)
    if before is None or figure.low is None:
        return False
    return figure.measure not in PEOPLE or before < figure.low


def _people_before(text: str, end: int) -> Iterator[Decimal]:
    """The number of people that is told just before here."""
    for begins in BEGINS.finditer(text, max(0, end - _WINDOW), end):
        numeral = sensible_at(text, begins.end())
        noun = measure_at(text, numeral.end) if numeral else None
        if numeral and noun and noun.end == end and noun.noun in PEOPLE:
            yield numeral.value
