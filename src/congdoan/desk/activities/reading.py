"""Numbers and days as people write them: `2.000.000`, `2 triệu`, `khoảng 300`, `hơn 200`, `hàng trăm`, `31/5`."""

import re
import unicodedata
from calendar import monthrange
from datetime import date

from django.utils.translation import gettext as _

from congdoan.base.bound import Bound
from congdoan.base.text import number
from congdoan.claims.rules.measures import measure_at
from congdoan.claims.rules.numerals import Numeral, numeral_at, scale_at

MOST = 10**15
"""No number that a unit writes is larger: a thousand thousand billion đồng."""

UNSURE = ("about", "least", "most", "tens", "hundreds", "thousands")
"""What may be said of a number beside it, where words are hard to type."""

# In English too: a form that is corrected says what is recorded in the language of its page.
_ABOUT = re.compile(r"(?:khoảng|chừng|độ|gần|xấp xỉ|ước|~|about) ?")
_LEAST = re.compile(r"(?:hơn|trên|ít nhất|tối thiểu|không dưới|từ|>=?|≥|at least) ?")
_MOST = re.compile(r"(?:dưới|tối đa|không quá|nhiều nhất|chưa đến|chưa tới|<=?|≤|at most) ?")
_VAGUE = re.compile(r"(hàng|vài|mấy) (?=chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)")
_TO = re.compile(r" ?(?:-|–|đến|tới|to) ?")
_MORE = re.compile(r" ?(?:trở lên|\+)$")
_MONEY = re.compile(r" ?(?:đồng|đ|vnđ|vnd|₫)$")
_SHORT_THOUSAND = re.compile(r"(\d) ?k\b")
_SHORT_MILLION = re.compile(r"(\d) ?tr\b")
_MILLION_AND = re.compile(r"(\d+) ?(?:triệu|tr)(\d)(?!\d)")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d\d))?$")
_LEAP_DAYS_APART = 8
"""Years that may lie between one 29/2 and the next."""


class Unreadable(ValueError):
    """Not a number, or not a day; the text is a sentence for the user, where there is more to say than that.

    `instead` is the day that was likely meant, where one can be guessed.
    """

    def __init__(self, sentence: str = "", instead: date | None = None) -> None:
        super().__init__(sentence)
        self.instead = instead


def read_number(text: str) -> Bound:
    """A whole number within bounds. Raises Unreadable."""
    written = _plain(text)
    if more := _MORE.search(written):
        return Bound(_exact(written[: more.start()]), None)
    if vague := _VAGUE.match(written):
        return _vague(written, vague)
    if hedge := _ABOUT.match(written):
        value = _exact(written[hedge.end() :])
        return Bound(value, value, rough=True)
    if hedge := _MOST.match(written):
        return Bound(0, _exact(written[hedge.end() :]))
    hedge = _LEAST.match(written)
    first = _numeral(written, hedge.end() if hedge else 0)
    if to := _TO.match(written, first.end):
        return _range(written, first, to.end())
    value = _exact(written[hedge.end() :]) if hedge else _exact(written)
    return Bound(value, None) if hedge else Bound.exactly(value)


def unsure(bound: Bound, how: str) -> Bound:
    """The same number with what was said of it beside it."""
    match how:
        case "about":
            return Bound(bound.low, bound.high, rough=True)
        case "least":
            return Bound(bound.low, None)
        case "most" if bound.high is not None:
            return Bound(0, bound.high)
        case _:
            return bound


def magnitude(how: str) -> Bound | None:
    """`hàng chục`, `hàng trăm`, `hàng nghìn`, where that is all that is known."""
    first = {"tens": 10, "hundreds": 100, "thousands": 1000}.get(how)
    return Bound(first, first * 10 - 1) if first else None


def written(bound: Bound) -> str:
    """A bound in the words that `read_number` reads: `300`, `khoảng 300`, `ít nhất 200`, `100 đến 999`."""
    low = number(bound.low)
    if bound.high is None:
        return _("ít nhất %(n)s") % {"n": low}
    if bound.low == bound.high:
        return _("khoảng %(n)s") % {"n": low} if bound.rough else low
    if bound.low == 0:
        return _("không quá %(n)s") % {"n": number(bound.high)}
    return _("%(low)s đến %(high)s") % {"low": low, "high": number(bound.high)}


def read_day(text: str, today: date | None) -> date:
    """`2024-05-31`, `31/5/2024`, `31/5` the last time it was, also `31/5/`, as typing leaves it.

    Where there is no today, the year must be told. Raises Unreadable, with what the month does have.
    """
    text = text.strip().rstrip("/")
    match = _DAY.match(text)
    if not match:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise _unreadable(text) from None
    day, month = int(match[1]), int(match[2])
    if not 1 <= month <= 12:
        raise Unreadable(_("Không có tháng %d.") % month)
    year = _year(match[3] or "", day, month, today)
    if year == 0:
        raise _unreadable(text)
    most = monthrange(year, month)[1]
    if not 1 <= day <= most:
        said = {"day": f"{day:02}/{month:02}", "month": month, "most": most}
        sentence = _("Ngày %(day)s không có. Tháng %(month)s chỉ có %(most)s ngày.") % said
        raise Unreadable(sentence, date(year, month, most) if day else None)
    found = date(year, month, day)
    if match[3] and len(match[3]) == 2:
        raise Unreadable(_("Ghi năm bằng bốn chữ số, ví dụ 05/03/2024."), found)
    return found


def _year(written: str, day: int, month: int, today: date | None) -> int:
    """The year as it is written, of this century where that is short; where it is not, the last that had the day."""
    if written:
        return int(written) + (2000 if len(written) == 2 else 0)
    if today is None:
        raise Unreadable(_("Ghi cả năm, ví dụ 05/03/2024."))
    for year in range(today.year, today.year - _LEAP_DAYS_APART - 1, -1):
        if 1 <= day <= monthrange(year, month)[1] and date(year, month, day) <= today:
            return year
    return today.year


def _unreadable(text: str) -> Unreadable:
    return Unreadable(_("Ngày “%(text)s” không đọc được. Viết như 20/06/2024.") % {"text": text})


def _plain(text: str) -> str:
    lower = " ".join(unicodedata.normalize("NFC", text).lower().split())
    lower = _MILLION_AND.sub(lambda match: f"{match[1]},{match[2]} triệu", lower)
    return _SHORT_THOUSAND.sub(r"\1 nghìn", _SHORT_MILLION.sub(r"\1 triệu", lower))


def _numeral(written: str, place: int = 0) -> Numeral:
    found = numeral_at(written, place)
    if found is None:
        raise Unreadable
    return found


def _exact(written: str) -> int:
    """The whole number that the words are, with nothing after it but what it counts."""
    written = written.strip()
    found = _numeral(written)
    return _whole(found, written)


def _whole(found: Numeral, written: str) -> int:
    rest = _MONEY.sub("", written[found.end :])
    counted = measure_at(rest, 0)
    if rest.strip() and not (counted and not rest[counted.end :].strip()):
        raise Unreadable
    if found.value > MOST or found.value % 1:
        raise Unreadable
    return int(found.value)


def _range(written: str, first: Numeral, place: int) -> Bound:
    last = _numeral(written, place)
    high = _whole(last, written)
    low = first.scaled(last.scale) if first.scale == 1 and first.bare < last.bare and last.scale > 1 else first
    if low.value % 1 or int(low.value) > high:
        raise Unreadable
    return Bound(int(low.value), high)


def _vague(written: str, vague: "re.Match[str]") -> Bound:
    scale, end = scale_at(written, vague.end() - 1)
    rest = written[end:].strip()
    if rest and not measure_at(f" {rest}", 0) and not _MONEY.match(rest):
        raise Unreadable
    return Bound(scale * (1 if vague[1] == "hàng" else 2), scale * 10 - 1)
