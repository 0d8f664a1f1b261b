"""Verifying tallies: every number of a unit's tallies counted again from the postings, by another way.

Tallies are made from what happens: a posting comes, a row of the tree begins, a row ends. Here flows are counted by the
rule of their day, straight; and a stock is told by what was so at the end of each month: who stood where, and what each
held. Units that stood in the same places are counted together, so what is in hand does not grow with the postings.
What is kept beside tallies is counted again too (`recounting`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Count

from congdoan.base import clock
from congdoan.base.knowledge import Moment
from congdoan.base.period import Period, add_months, month_end
from congdoan.catalogue.models import Code
from congdoan.figures.models.coverage import STOCKS
from congdoan.figures.models.looks import BEGINNING, Look
from congdoan.figures.models.recounting import Miscount, bounds, standings
from congdoan.figures.models.reorganising import LEVEL_AND_MONTH, moved
from congdoan.figures.models.tallies import Fold, Tallied
from congdoan.figures.rules import Sums
from congdoan.org.models import Lineage, Unit


@dataclass(frozen=True)
class Difference:
    """A tally that is not what the postings say; of a stock, from the end of this month on."""

    unit: str
    indicator: str
    level: str
    first_day: date
    last_day: date
    tallied: Sums
    posted: Sums


def tallied_units() -> list[tuple[Unit, int]]:
    """The units that keep tallies, each with how many rows of the tree lie beneath it: a measure of the work."""
    units = Unit.objects.filter(pk__in=Tallied.objects.values("unit")).order_by("pk")
    rows = Lineage.objects.known().filter(ancestor__in=units.values("pk")).values_list("ancestor")
    beneath = dict(rows.annotate(rows=Count("pk")).order_by())
    return [(unit, beneath.get(unit.pk, 0)) for unit in units]


def differences(unit: Unit) -> Iterator[Difference | Miscount]:
    """Where what is kept of a unit differs from the folded postings, both in one snapshot; nowhere, if all is well."""
    codes = dict(Code.objects.values_list("pk", "code"))
    with _one_snapshot():
        folded = Fold.objects.get().snapshot
        for indicator, level, first, last, tallied, posted in _parted(unit, folded):
            yield Difference(unit.code, codes.get(indicator, str(indicator)), level, first, last, tallied, posted)
        stocks = {STOCKS, *Code.objects.filter(is_stock=True).values_list("pk", flat=True)}
        for indicator, level, first, last, kept, counted in standings(unit, folded):
            is_stock = indicator in stocks
            yield Miscount(unit.code, codes.get(indicator, ""), is_stock, level, first, last, kept, counted)


def _parted(unit: Unit, folded: str) -> Iterator["Found"]:
    yield from _flows(unit)
    yield from _stocks(unit)
    yield from _carried(unit, folded)
    yield from bounds(unit, folded)


Found = tuple[int, str, date, date, Sums, Sums]


@contextmanager
def _one_snapshot() -> Iterator[None]:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute("SET LOCAL enable_sort = off")
        yield


_NUMBERS = ("low", "high", "open", "rough", "declared")
_STOCKS = "(SELECT array_agg(id) FROM catalogue_code WHERE is_stock)::bigint[]"

# What is folded: all postings, less those that are not.
_FOLDED = """
    SELECT {what}, sum(p.low) AS low, sum(p.high) AS high, sum(p.open) AS open, sum(p.rough) AS rough,
        sum(p.declared) AS declared
    FROM {rows} AS l JOIN figures_posting AS p ON p.unit_id = l.unit_id WHERE {condition} GROUP BY {by}
    UNION ALL
    SELECT {what}, -sum(p.low), -sum(p.high), -sum(p.open), -sum(p.rough), -sum(p.declared)
    FROM {rows} AS l JOIN unfolded_postings() AS p ON p.unit_id = l.unit_id WHERE {condition} GROUP BY {by}
"""

# A flow belongs to the row that holds its last day, and to its own month (both days its first, until they are added
# up); a declaration's to its own months.
_MONTHS = """
    CASE WHEN p.first_day = p.last_day OR month_begin(p.first_day) = month_begin(p.last_day)
        THEN month_begin(p.last_day) ELSE p.first_day END AS first_day,
    CASE WHEN p.first_day = p.last_day OR month_begin(p.first_day) = month_begin(p.last_day)
        THEN month_begin(p.last_day) ELSE p.last_day END AS last_day
"""
_FLOWS = f"""
    SELECT indicator_id, level, first_day, last_day,
        {", ".join(f"coalesce(sum({number}) FILTER (WHERE is_tally), 0)" for number in _NUMBERS)},
        {", ".join(f"coalesce(sum({number}) FILTER (WHERE NOT is_tally), 0)" for number in _NUMBERS)}
    FROM (
        SELECT TRUE AS is_tally, indicator_id, level, first_day, last_day, {", ".join(_NUMBERS)}
        FROM figures_tally WHERE unit_id = %(unit)s AND indicator_id <> ALL({_STOCKS})
        UNION ALL
        SELECT FALSE, indicator_id, level, first_day,
            CASE WHEN first_day = last_day THEN month_end(last_day) ELSE last_day END, {", ".join(_NUMBERS)}
        FROM ({
    _FOLDED.format(
        what=f"p.indicator_id, l.level, {_MONTHS}",
        rows="(SELECT * FROM org_lineage WHERE ancestor_id = %(unit)s AND superseded IS NULL)",
        condition=f"l.span @> p.last_day AND p.indicator_id <> ALL({_STOCKS})",
        by="1, 2, 3, 4",
    )
}) AS folded
    ) AS both_sides
    GROUP BY 1, 2, 3, 4
    HAVING {" OR ".join(f"sum(CASE WHEN is_tally THEN {number} ELSE -{number} END) <> 0" for number in _NUMBERS)}
    ORDER BY 1, 4, 3, 2
"""


def _flows(unit: Unit) -> Iterator[Found]:
    with connection.cursor() as cursor:
        cursor.execute(_FLOWS, {"unit": unit.pk})
        for indicator, level, first, last, *numbers in cursor.fetchall():
            yield indicator, level, first, last, Sums(*map(int, numbers[:5])), Sums(*map(int, numbers[5:]))


# Units that stood beneath this one on the same days, at the same levels, under one number.
_STOOD = """
    WITH standing AS (
        SELECT unit_id, level, range_agg(span) AS spans FROM org_lineage
        WHERE ancestor_id = %(unit)s AND superseded IS NULL GROUP BY 1, 2
    ), alike AS (
        SELECT unit_id, dense_rank() OVER (ORDER BY array_agg(level || spans::text ORDER BY level)) AS number
        FROM standing GROUP BY 1
    )
"""
_PLACES = f"{_STOOD} SELECT DISTINCT number, level, spans FROM alike JOIN standing USING (unit_id)"
_HELD = f"""
    {_STOOD}
    SELECT number, indicator_id, month, {", ".join(f"sum({number})" for number in _NUMBERS)}
    FROM ({
    _FOLDED.format(
        what="l.number, p.indicator_id, month_end(p.last_day) AS month",
        rows="alike",
        condition=f"p.indicator_id = ANY({_STOCKS})",
        by="1, 2, 3",
    )
}) AS folded GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_TALLIES = f"""
    SELECT indicator_id, level, month_end(last_day), {", ".join(f"sum({number})" for number in _NUMBERS)}
    FROM figures_tally WHERE unit_id = %(unit)s AND indicator_id = ANY({_STOCKS}) GROUP BY 1, 2, 3
"""
_LAST = """
    SELECT month_end(greatest(%(today)s::date, (SELECT max(last_day) FROM figures_tally WHERE unit_id = %(unit)s),
        (SELECT max(upper(span)) FROM org_lineage WHERE ancestor_id = %(unit)s AND superseded IS NULL)))
"""

Stock = tuple[int, str]
"""An indicator, at the units of one level."""

ByMonth = dict[date, Sums]
"""By the last day of the month."""


def _stocks(unit: Unit) -> Iterator[Found]:
    """Both sides as stocks at the end of each month: a difference is where they part, and where they part further."""
    tallied: dict[Stock, ByMonth] = defaultdict(dict)
    for indicator, level, month, *numbers in _rows(_TALLIES, unit):
        tallied[indicator, level][month] = Sums(*map(int, numbers))
    with connection.cursor() as cursor:
        cursor.execute(_LAST, {"unit": unit.pk, "today": clock.today()})
        (last,) = cursor.fetchone()
    posted = _posted(unit, last)
    for stock in sorted(tallied.keys() | posted.keys()):
        yield from _parting(stock, tallied.get(stock, {}), posted.get(stock, {}), last)


def _posted(unit: Unit, last: date) -> dict[Stock, ByMonth]:
    """What the units beneath held at the end of each month, by the level at which they stood on that day."""
    places: dict[int, list[tuple[str, Any]]] = defaultdict(list)
    for number, level, spans in _rows(_PLACES, unit):
        places[number].append((level, spans))
    posted: dict[Stock, ByMonth] = defaultdict(dict)
    for number, of_units in groupby(_rows(_HELD, unit), itemgetter(0)):
        levels: dict[date, str | None] = {}
        for indicator, steps in groupby(of_units, itemgetter(1)):
            came = {month: Sums(*map(int, numbers)) for _number, _indicator, month, *numbers in steps}
            for month, held in _running(came, last):
                if month not in levels:
                    levels[month] = _level_on(month, places[number])
                if level := levels[month]:
                    by_month = posted[indicator, level]
                    by_month[month] = by_month.get(month, Sums()) + held
    return posted


def _level_on(day: date, places: Iterable[tuple[str, Any]]) -> str | None:
    return next((level for level, spans in places if any(day in span for span in spans)), None)


def _running(steps: ByMonth, last: date) -> Iterator[tuple[date, Sums]]:
    """The sum of all steps up to the end of each month, from the first step on."""
    held, month = Sums(), min(steps)
    while month <= last:
        held += steps.get(month, Sums())
        yield month, held
        month = month_end(*add_months(month.year, month.month, 1))


def _parting(stock: Stock, tallied: ByMonth, posted: ByMonth, last: date) -> Iterator[Found]:
    parted = Sums()
    steps = {month: Sums() for month in posted} | tallied
    for month, told in _running(steps, last):
        held = posted.get(month, Sums())
        if told - held != parted:
            parted = told - held
            yield *stock, month.replace(day=1), month, told, held


def _carried(unit: Unit, folded: str) -> Iterator[Found]:
    """What came and went with units, told straight from who did, as the folding saw it."""
    kept = {
        (indicator, f"{level} {month}"): Sums(*map(int, numbers))
        for indicator, level, month, *numbers in _rows(_KEPT, unit)
    }
    look = Look(unit, Period(BEGINNING, date.max), moment=Moment(snapshot=folded))
    posted = moved(look, Code.objects.filter(is_stock=True).values_list("pk", flat=True), by=LEVEL_AND_MONTH)
    for indicator, group in sorted(kept.keys() | posted.keys()):
        tallied, told = kept.get((indicator, group), Sums()), posted.get((indicator, group), Sums())
        if tallied != told:
            level, month = group.split()
            first = date.fromisoformat(month)
            yield indicator, level, first, month_end(first.year, first.month), tallied, told


_KEPT = f"SELECT indicator_id, level, month, {', '.join(_NUMBERS)} FROM figures_carried WHERE unit_id = %(unit)s"


def _rows(query: str, unit: Unit) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, {"unit": unit.pk})
        yield from cursor
