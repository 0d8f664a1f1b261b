"""What tests look up in the ledger itself."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from congdoan.base.period import parse_period
from congdoan.figures.models import Entry, Posting, figure
from congdoan.figures.rules import AnyFigure, Sums
from congdoan.org.models import Unit


class Line(NamedTuple):
    """A posting as an accountant would read it."""

    indicator: str
    unit: str
    first_day: date
    last_day: date
    sums: Sums


def lines_of(*entries: Entry) -> list[Line]:
    """The postings of entries in the order in which they were appended."""
    rows = Posting.objects.filter(entry__in=entries).select_related("indicator", "unit").order_by("pk")
    return [Line(p.indicator.code, p.unit.code, p.first_day, p.last_day, sums_of([p])) for p in rows]


def net_of(*entries: Entry) -> dict[str, int]:
    """What entries post, as the sum of their lows by indicator; without what adds up to nothing."""
    found: dict[str, int] = {}
    for line in lines_of(*entries):
        found[line.indicator] = found.get(line.indicator, 0) + line.sums.low
    return {code: low for code, low in found.items() if low}


def sums_of(postings: Iterable[Posting]) -> Sums:
    return Sums.total([Sums(p.low, p.high, p.open, p.rough, p.declared) for p in postings])


def told(indicator: str, unit: Unit, period: str, **more: object) -> AnyFigure:
    """A figure, its period as officials write it."""
    return figure(indicator, unit, parse_period(period), **more)  # type: ignore[arg-type]


def between(indicator: str, unit: Unit, period: str, **more: object) -> tuple[object, object]:
    """The low and the high of a figure."""
    found = told(indicator, unit, period, **more)
    return found.low, found.high


def exactly(indicator: str, unit: Unit, period: str, **more: object) -> object:
    """A figure that is exact: its value, or None."""
    return told(indicator, unit, period, **more).value
