"""Chance that always falls the same way, and days and totals laid out by it."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from vn_money import allocate

SEED = 20_240_531


def chance(subject: str) -> Random:
    """The same run of luck for a subject in every build; what one subject draws shifts no other."""
    return Random(f"{SEED}/{subject}")


def months(first: date, last: date) -> Iterator[date]:
    """The first days of the months from the month of `first` to that of `last`."""
    day = first.replace(day=1)
    while day <= last:
        yield day
        day = next_month(day)


def next_month(day: date) -> date:
    """The first day of the month after a day's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def workday(luck: Random, month: date) -> date:
    """A day from Monday to Friday in the month of a day."""
    day = month.replace(day=luck.randint(1, 26))
    return day if day.weekday() < 5 else day + timedelta(days=7 - day.weekday())


def spread(total: int, weights: Sequence[float], *, least: int = 0) -> list[int]:
    """A total laid out by weights without losing one; each share gets at least so much."""
    shares = allocate(total - least * len(weights), [round(weight * 1000) for weight in weights])
    return [least + share for share in shares]


def steps_of(luck: Random, low: int, high: int, step: int) -> int:
    """A round number between two bounds, such as an amount of money."""
    return luck.randint(low // step, max(low, high) // step) * step
