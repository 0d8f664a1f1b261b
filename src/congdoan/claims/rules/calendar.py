"""Which period words mean, on the day a text was written: candidates, the likeliest first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from congdoan.base.period import CALENDAR, DAY, Cutoff, Period, UnknownPeriod, parse_period
from congdoan.claims.rules.plain import Plain

# The union's forms close the half-year on 31/5 and the year on 30/11.
UNION = Cutoff(5)
_JUST_OVER = 100
# Until March a text that says "in the year" tells of the year before.
_NEW_YEAR = 3
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_SMALL = {"ba": 3, "năm": 5, "sáu": 6, "chín": 9, "mười": 10}
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_RUN = re.compile(
    r"từ (?:đầu |ngày |tháng |năm |quý )*"
    r"(?:(?P<day>\d{1,2})[/.-])?(?:(?P<month>\d{1,2})[/.-])?(?P<first>\d{4}|\d{1,2})?.*?"
    r"(?:đến|tới|-) (?:(?P<now>nay)|(?P<rest>.+))"
)
_PART = re.compile(rf"(?P<count>\d+|ba|năm|sáu|chín|mười) tháng (?P<half>đầu|cuối)?.*?{_YEAR}?$")
_YEARS_BACK = re.compile(
    r"(?:(?:qua|sau|trong|suốt) )?(?P<count>\d+|ba|năm|mười) năm(?: (?:vừa )?(?:qua|gần đây|trở lại đây)|$)"
)
_YEARLY = re.compile(r"(?:bình quân |trung bình )?(?:mỗi|hằng|hàng) năm")
_HALF = re.compile(r"^nửa (?:(?P<half>đầu|cuối) )?(?:của )?")
_QUARTER = re.compile(rf"quý (?P<quarter>i{{1,3}}|iv|[1-4])\b.*?{_YEAR}?$")
_SCHOOL_YEAR = re.compile(r"(?:năm học|niên khóa) (?P<first>\d{4}) ?[-/] ?(?P<last>\d{4})")
_YEARS = re.compile(r"(?:giai đoạn|nhiệm kỳ|khóa) (?P<first>\d{4}) ?[-/] ?(?P<last>\d{4})")
_UNTIL = re.compile(r"đến (?P<rest>.+)")
_MONTH = re.compile(rf"tháng (?P<month>\d{{1,2}})(?:(?:[/.-]| năm ){_YEAR})?$")
_BARE_YEAR = re.compile(rf"(?:năm|tết|dịp|xuân|tháng).*?{_YEAR}$")


@dataclass(frozen=True)
class Meant:
    """A period that words may mean; `is_day` says that they name a day up to which things are told."""

    period: Period
    is_day: bool = False


def periods_meant(words: str, dated: date) -> list[Meant]:
    """What the words of a text written on a day mean, in the union's calendar first, then in the common one."""
    lower = Plain.of(words).lower.strip()
    found: list[Meant] = []
    for meant in _readings(lower, dated):
        if meant is not None and all(meant.period != other.period for other in found):
            found.append(meant)
    return found


def is_to_come(words: str, dated: date) -> bool:
    """Whether words name a period that begins only after the day on which a text was written."""
    lower = Plain.of(words).lower.strip()
    named = [_named(text, cutoff) for cutoff in (UNION, CALENDAR) for text in _notations(lower, dated)]
    return any(named) and all(period is None or period.first_day > dated for period in named)


def is_yearly(words: str) -> bool:
    """Whether words tell of each of several years: `bình quân mỗi năm`."""
    return bool(_YEARLY.match(Plain.of(words).lower.strip()))


def whole_first(periods: list[Period]) -> list[Period]:
    """The periods for which plans are made, those that words name whole, before what of them was over on a day."""
    return sorted(periods, key=lambda period: not period.name)


def usual_periods(dated: date) -> list[Meant]:
    """The periods that a text without words for one may tell of: a half or year just over, the one so far."""
    found: list[Meant] = []
    for cutoff in (UNION, CALENDAR):
        named = [parse_period(f"{dated.year - back}{part}", cutoff) for back in (0, 1) for part in ("-H1", "")]
        over = [period for period in named if 0 <= (dated - period.last_day).days <= _JUST_OVER]
        running = [Period(period.first_day, dated, "", cutoff) for period in named if dated in period]
        found += map(Meant, over + running[-1:])
    return [*found, *(Meant(parse_period(str(dated.year - 1), cutoff)) for cutoff in (UNION, CALENDAR))]


def _readings(lower: str, dated: date) -> Iterator[Meant | None]:
    lower = _HALF.sub(lambda half: f"6 tháng {half['half'] or ''} ".replace("  ", " "), lower)
    whole = [*_runs(lower, dated)] or [*filter(None, [_until(lower, dated)])] or [*_years_back(lower, dated)]
    if whole:
        yield from whole
        return
    read = [_parsed(text, cutoff, dated) for cutoff in (UNION, CALENDAR) for text in _notations(lower, dated)]
    far = [meant for meant in read if meant and (meant.period.last_day - dated).days > _JUST_OVER]
    yield from (meant for meant in read if meant not in far)
    yield from _so_far([meant.period for meant in read if meant], dated)
    yield from far


def _so_far(periods: list[Period], dated: date) -> Iterator[Meant]:
    """Of the periods that were not over when the text was written: up to the day on which a form closed, up to then."""
    for period in periods:
        if dated not in period or period.last_day == dated:
            continue
        closed = [parse_period(f"{dated.year}{part}", period.cutoff).last_day for part in ("-9M", "-H1")]
        for last in [*(day for day in closed if period.first_day < day <= dated), dated]:
            yield Meant(Period(period.first_day, last, "", period.cutoff))


def _notations(lower: str, dated: date) -> Iterator[str]:
    """The notation of base.period for what the words name."""
    if match := _SCHOOL_YEAR.search(lower):
        yield f"{match['first']}/{match['last']}"
    elif match := _YEARS.search(lower):
        yield f"{match['first']}..{match['last']}"
    elif match := _PART.match(lower):
        yield from _part(match, dated)
    elif match := _QUARTER.match(lower):
        quarter = _ROMAN.get(match["quarter"]) or int(match["quarter"])
        yield f"{_year(match, dated)}-Q{quarter}"
    elif match := _MONTH.search(lower):
        yield f"{_year(match, dated)}-{int(match['month']):02}"
    elif match := _BARE_YEAR.match(lower):
        yield match["year"]
    elif re.match(r"(?:trong )?năm(?: vừa)? qua|trong năm", lower):
        years = (dated.year - 1, dated.year)
        yield from map(str, years if dated.month <= _NEW_YEAR else reversed(years))
    elif re.match(r"trong quý|quý qua", lower):
        yield f"{dated.year}-Q{(dated.month + 2) // 3}"
    elif re.match(r"trong tháng|tháng qua", lower):
        yield f"{dated:%Y-%m}"


def _part(match: re.Match[str], dated: date) -> Iterator[str]:
    months = _SMALL.get(match["count"]) or int(match["count"])
    year = _year(match, dated)
    if match["half"] == "cuối":
        yield from [f"{year}-H2"] * (months == 6) + [f"{year}-Q4"] * (months == 3)
        return
    if months == 6 and match["half"] is None and match["year"] is None and dated.month <= _NEW_YEAR:
        yield f"{year - 1}-H2"
    named = {3: [f"{year}-Q1"], 6: [f"{year}-H1"], 9: [f"{year}-9M"], 12: [str(year)]}
    # Without a form for so many months: from the first of January, or from the day on which the union's year begins.
    others = [f"{year}-01..{year}-{months:02}", f"{year - 1}-12..{year}-{months:02}"] if 1 < months < 12 else []
    yield from named.get(months, others)


def _year(match: re.Match[str], dated: date) -> int:
    return int(match["year"]) if match["year"] else dated.year


def _parsed(text: str, cutoff: Cutoff, dated: date) -> Meant | None:
    period = _named(text, cutoff)
    return Meant(period) if period and period.first_day <= dated else None


def _named(text: str, cutoff: Cutoff) -> Period | None:
    try:
        return parse_period(text, cutoff)
    except UnknownPeriod:
        return None


def _runs(lower: str, dated: date) -> Iterator[Meant]:
    """`từ năm 2008 đến tháng 5/2024`; what begins with the year may also begin with the union's, a month before."""
    run = _run(lower, dated)
    if run is None:
        return
    yield run
    if lower.startswith("từ đầu năm") and run.period.first_day.month == 1:
        first = date(run.period.first_day.year - 1, 12, 1)
        yield Meant(Period(first, run.period.last_day, "", UNION))


def _run(lower: str, dated: date) -> Meant | None:
    """`từ năm 2008 đến tháng 5/2024`, `từ đầu năm đến nay`, `từ tháng 1 đến tháng 9/2023`."""
    match = _RUN.search(lower)
    if match is None:
        return None
    last = dated if match["now"] else _last_day(match["rest"], dated)
    if last is None:
        return None
    year = int(match["first"]) if match["first"] and len(match["first"]) == 4 else last.year
    day, month = (match["day"], match["month"]) if match["month"] else (None, match["day"])
    month = month or (match["first"] if match["first"] and len(match["first"]) < 3 else None)
    first = _day(year, int(month or 1), int(day or 1))
    if first is None or first > last:
        return None
    named = day is None and (last + DAY).day == 1
    name = f"{first:%Y-%m}..{last:%Y-%m}" if named and month else f"{first.year}..{last:%Y-%m}" if named else ""
    return Meant(parse_period(name) if name else Period(first, last))


def _until(lower: str, dated: date) -> Meant | None:
    """`đến cuối năm 2014`, `đến hết tháng 5/2024`, `đến ngày 31/5`, `đến nay`: all until that day, in its year."""
    if re.search(r"đến (?:nay|thời điểm|hiện)|^hiện", lower):
        return Meant(Period(date(dated.year, 1, 1), dated), is_day=True)
    match = None if lower.startswith("từ") else _UNTIL.search(lower)
    last = _last_day(match["rest"], dated) if match else None
    return Meant(Period(date(last.year, 1, 1), last), is_day=True) if last else None


def _years_back(lower: str, dated: date) -> Iterator[Meant]:
    """`15 năm qua`: up to the text's day, or the end of the year before; a review is often written a year late."""
    match = _YEARS_BACK.match(lower)
    if match is None:
        return
    count = _SMALL.get(match["count"]) or int(match["count"])
    for last in (dated, date(dated.year - 1, 12, 31)):
        for years in (count, count + 1):
            first = _day(dated.year - years, 1, 1) if years < dated.year else None
            if first and first < last:
                yield Meant(Period(first, last))


def _last_day(words: str, dated: date) -> date | None:
    """The last day that words like `hết tháng 5/2024`, `cuối năm 2014`, `ngày 31/5` name."""
    if match := re.search(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?$", words):
        return _day(int(match[3] or dated.year), int(match[2]), int(match[1]))
    if match := re.search(r"(\d{1,2})(?:[/.-]| năm )(\d{4})$", words):
        return _month_end(int(match[2]), int(match[1]))
    if match := re.search(r"(\d{4})$", words):
        return date(int(match[1]), 12, 31) if int(match[1]) else None
    if match := re.search(r"tháng (\d{1,2})$", words):
        return _month_end(dated.year, int(match[1]))
    return None


def _month_end(year: int, month: int) -> date | None:
    first = _day(year + month // 12, month % 12 + 1, 1) if 1 <= month <= 12 else None
    return first - DAY if first else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_DATED = re.compile(r"(?<![\d/.-])(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d))(?![\d/-])")
_UNDATED = re.compile(r"(?:ngày|sáng|chiều|tối|trưa) (\d{1,2})[/.-](\d{1,2})(?![\d/.-])")
_ANY_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def day_of(text: str, today: date) -> date | None:
    """The day on which a text was written, by its own words: its first whole date, or a day with the latest year named.

    Days ahead are none; the text should be without the other news beneath it.
    """
    lower = Plain.of(text).lower
    for match in _DATED.finditer(lower):
        numbers = [int(part) for part in match.groups() if part]
        day = _day(*numbers) if match[1] else _day(numbers[2], numbers[1], numbers[0])
        if day and day <= today:
            return day
    undated = _UNDATED.search(lower)
    years = [int(year) for year in _ANY_YEAR.findall(lower) if int(year) <= today.year]
    if undated and years:
        return _day(max(years), int(undated[2]), int(undated[1]))
    return None
