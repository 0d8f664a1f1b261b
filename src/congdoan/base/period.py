"""Reporting periods: runs of days with both ends in them, in all the spellings that reports use."""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

DAY = timedelta(days=1)


class UnknownPeriod(ValueError):
    """A period that cannot be read; its text is the sentence for the user."""


class UnreadablePeriod(UnknownPeriod):
    """No period in any spelling of the book; pages say how it is written there."""


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def add_months(year: int, month: int, months: int) -> tuple[int, int]:
    """The month so many months later, as (year, month)."""
    index = year * 12 + month - 1 + months
    return index // 12, index % 12 + 1


@dataclass(frozen=True)
class Cutoff:
    """The last month of a form's first half-year; 5 is the union's 31/5, 6 the calendar's 30/6."""

    month: int = 6

    @classmethod
    def parse(cls, text: str | None) -> "Cutoff":
        """Read `05-31`; raises UnknownPeriod where it is no end of a month."""
        if not text:
            return cls()
        match = re.fullmatch(r"(\d\d)-(\d\d)", text)
        month = int(match[1]) if match else 0
        ends = {month_end(year, month).day for year in (2023, 2024)} if 1 <= month <= 12 else set()
        if not match or int(match[2]) not in ends:
            sentence = _("Ngày chốt %(text)s không đọc được. Viết tháng-ngày cuối tháng, ví dụ 05-31.")
            raise UnknownPeriod(sentence % {"text": text})
        return cls(month)

    def run(self, year: int, first: int, months: int) -> "tuple[date, date]":
        """The days of `months` months from the `first` (0 to 11) month of the form's year."""
        opening = add_months(year, self.month, first - 5)
        closing = add_months(*opening, months - 1)
        return date(*opening, 1), month_end(*closing)

    def __str__(self) -> str:
        return f"{self.month:02}-{month_end(2023, self.month).day:02}"


CALENDAR = Cutoff()
# A year 999 or 9999 is a slip of the pen, and has no year before or no day after it that a date could name.
_YEAR = r"[12]\d{3}"
_PARTS = {"H1": (0, 6), "H2": (6, 6), "9M": (0, 9)}


@dataclass(frozen=True, order=True)
class Period:
    """A run of days; both ends belong to it."""

    first_day: date
    last_day: date
    name: str = field(default="", compare=False)
    cutoff: Cutoff = field(default=CALENDAR, compare=False)

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise UnknownPeriod(
                _("Kỳ kết thúc %(last)s trước khi bắt đầu %(first)s.")
                % {"first": f"{self.first_day:%d/%m/%Y}", "last": f"{self.last_day:%d/%m/%Y}"}
            )

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        return self.name or f"{self.first_day}..{self.last_day}"

    @property
    def is_whole_months(self) -> bool:
        return self.first_day.day == 1 and (self.last_day + DAY).day == 1

    def contains(self, other: "Period") -> bool:
        return self.first_day <= other.first_day and other.last_day <= self.last_day

    def overlaps(self, other: "Period") -> bool:
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    def crosses(self, other: "Period") -> bool:
        """Whether the two share days and neither lies inside the other."""
        return self.overlaps(other) and not self.contains(other) and not other.contains(self)

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def before(self) -> "Period | None":
        """The same period of the year before; None for a free run of days, which has none."""
        if ".." in self.name or not self.name:
            return None
        years = [int(year) - 1 for year in re.findall(r"\d{4}", self.name)]
        rest = re.sub(r"\d{4}(/\d{4})?", "", self.name, count=1)
        return parse_period("/".join(map(str, years)) + rest, self.cutoff)

    def months(self) -> "list[Period]":
        """Its calendar months, the first and the last cut to the period."""
        found: list[Period] = []
        day = self.first_day
        while day <= self.last_day:
            end = min(month_end(day.year, day.month), self.last_day)
            whole = day.day == 1 and (end + DAY).day == 1
            found.append(Period(day, end, f"{day:%Y-%m}" if whole else "", self.cutoff))
            day = end + DAY
        return found

    def years(self) -> "list[Period]":
        """Its years in its own calendar, the first and the last cut to the period."""
        found: list[Period] = []
        day = self.first_day
        while day <= self.last_day:
            year = next(y for y in (day.year, day.year + 1, day.year - 1) if day in _year(y, self.cutoff))
            whole = _year(year, self.cutoff)
            end = min(whole.last_day, self.last_day)
            is_whole = (day, end) == (whole.first_day, whole.last_day)
            found.append(whole if is_whole else Period(day, end, "", self.cutoff))
            day = end + DAY
        return found


def _year(year: int, cutoff: Cutoff) -> Period:
    return Period(*cutoff.run(year, 0, 12), str(year), cutoff)


@lru_cache(maxsize=4096)  # pages read the same few hundred again and again
def parse_period(text: str, cutoff: Cutoff = CALENDAR) -> Period:
    """Read `2024-05`, `2024-Q2`, `2024-H1`, `2024-9M`, `2024`, `2023/2024`, `2008..2024-05` or two days `a..b`.

    The cut-off lays out halves, nine months and years; months and quarters are calendar.
    A school year runs from 1 September to 31 August, so that no day falls between two of them.
    Raises UnknownPeriod.
    """
    text = text.strip()
    try:
        if ".." in text:
            first, last = text.split("..", 1)
            return Period(_part(first, cutoff).first_day, _part(last, cutoff).last_day, text, cutoff)
        return _part(text, cutoff)
    except UnknownPeriod:
        raise
    except ValueError:
        raise _unreadable(text) from None


def _part(text: str, cutoff: Cutoff) -> Period:
    if re.fullmatch(rf"{_YEAR}-\d\d-\d\d", text, re.ASCII):
        day = date.fromisoformat(text)
        return Period(day, day, "", cutoff)
    match = re.fullmatch(rf"({_YEAR})(?:-(Q[1-4]|H1|H2|9M|\d\d)|/({_YEAR}))?", text, re.ASCII)
    if not match:
        raise _unreadable(text)
    year, part, next_year = int(match[1]), match[2], match[3]
    if next_year:
        if int(next_year) != year + 1:
            raise _unreadable(text)
        return Period(date(year, 9, 1), date(year + 1, 8, 31), text, cutoff)
    return Period(*_days_of(year, part, cutoff), text, cutoff)


def _days_of(year: int, part: str | None, cutoff: Cutoff) -> tuple[date, date]:
    if part is None:
        return cutoff.run(year, 0, 12)
    if part in _PARTS:
        return cutoff.run(year, *_PARTS[part])
    if part.startswith("Q"):
        return CALENDAR.run(year, 3 * int(part[1]) - 3, 3)
    return date(year, int(part), 1), month_end(year, int(part))


def _unreadable(text: str) -> UnreadablePeriod:
    return UnreadablePeriod(
        _(
            "Kỳ “%(text)s” không đọc được. Viết như 2024-05, 2024-Q2, 2024-H1, 2024-9M, 2024, 2023/2024, "
            "2008..2024-05 hoặc 2024-01-15..2024-06-20."
        )
        % {"text": text}
    )
