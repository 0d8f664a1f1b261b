"""How long things may take: months, working days without Vietnam's days off, and the terms of the charter."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

from holidays import HolidayBase, country_holidays

from congdoan.base.period import DAY

SATURDAY = 5


@dataclass(frozen=True)
class Terms:
    """The charter's terms of one day; None is not fixed."""

    decide_days: int | None = None
    readmit_after_months: int | None = None
    suspension_months: int | None = None


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def working_days_after(day: date, number: int) -> date:
    """The day on which so many working days have passed since a day, which itself does not count."""
    while number > 0:
        day += DAY
        number -= day.weekday() < SATURDAY and day not in _days_off()
    return day


@cache
def _days_off() -> HolidayBase:
    return country_holidays("VN")
