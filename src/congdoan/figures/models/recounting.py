"""Counting again what is kept beside tallies: of how many units something holds, and bounds between declared stocks.

Standings are counted from each unit's days, their spans one after the other, as of what is folded; steps at the end of
each month, from who stood where and what each had declared. Both are kept as signed rows that folding adds to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from congdoan.figures.rules import Sums
from congdoan.org.models import Unit


class Counts(NamedTuple):
    """How many units live in months, have gaps, are known at all."""

    units: int
    gaps: int
    known: int


@dataclass(frozen=True)
class Miscount:
    """A standing that is not what the units say. Without an indicator it serves all flows, or all stocks.

    `level` is empty for all levels together; what holds for ever has the first or the last day there is.
    """

    unit: str
    indicator: str
    is_stock: bool
    level: str
    first_day: date
    last_day: date
    kept: Counts
    counted: Counts


_COUNTS = ("units", "gaps", "known")
_BOUNDS = ("low", "high", "open", "rough")
_KNOWN = """
    pg_visible_in_snapshot({0}.xact, %(folded)s::pg_snapshot)
    AND ({0}.superseded IS NULL OR NOT pg_visible_in_snapshot({0}.superseded, %(folded)s::pg_snapshot))
"""


def _beside(names: tuple[str, ...]) -> str:
    """The sums of what is kept, then of what is counted."""
    sides = ("", "NOT ")
    return ", ".join(f"coalesce(sum({name}) FILTER (WHERE {side}is_kept), 0)" for side in sides for name in names)


def _parts(names: tuple[str, ...]) -> str:
    return " OR ".join(f"sum(CASE WHEN is_kept THEN {name} ELSE -{name} END) <> 0" for name in names)


_STANDINGS = f"""
    WITH pieces AS (
        SELECT row_number() OVER () AS piece, s.*,
            s.indicator_id = -1 OR s.indicator_id IN (SELECT id FROM catalogue_code WHERE is_stock) AS is_stock
        FROM standing_of(ARRAY[%(unit)s]::bigint[], NULL, NULL, %(folded)s::pg_snapshot, NULL) AS s
    ), spans AS (
        SELECT indicator_id, level, is_stock, units, gaps, known, lower(span) AS begins, upper(span) AS ends,
            lead(lower(span)) OVER (PARTITION BY piece ORDER BY lower(span) NULLS FIRST) AS resumes
        FROM pieces, unnest(days) AS span
    ), months AS (
        SELECT indicator_id, level, units, gaps, known, coalesce(month_begin(begins), '-infinity') AS first_day,
            CASE WHEN ends IS NULL THEN 'infinity' WHEN is_stock THEN month_begin(ends) - 1
                ELSE month_end(ends - 1) END AS last_day
        FROM spans
    ), counted AS (
        SELECT indicator_id, level, first_day, 'infinity'::date AS last_day, units, gaps, known
        FROM months WHERE first_day <= last_day
        UNION ALL
        SELECT indicator_id, level, '-infinity', half.day, half.sign * units, half.sign * gaps, half.sign * known
        FROM months CROSS JOIN LATERAL (VALUES (last_day, 1), ('infinity', -1)) AS half(day, sign)
        WHERE first_day <= last_day AND last_day < 'infinity'
        UNION ALL
        SELECT indicator_id, level, month_begin(resumes), month_end(ends - 1), -units, -gaps, -known
        FROM spans WHERE resumes IS NOT NULL AND NOT is_stock
    )
    SELECT indicator_id, level, greatest(first_day, '0001-01-01'), least(last_day, '9999-12-31'), {_beside(_COUNTS)}
    FROM (
        SELECT TRUE AS is_kept, indicator_id, level, first_day, last_day, {", ".join(_COUNTS)}
        FROM figures_standing WHERE unit_id = %(unit)s
        UNION ALL
        SELECT FALSE, indicator_id, level, first_day, last_day, {", ".join(_COUNTS)} FROM counted
    ) AS both_sides
    GROUP BY indicator_id, level, first_day, last_day HAVING {_parts(_COUNTS)} ORDER BY 1, 2, first_day, last_day
"""

_STEPS = f"""
    WITH held AS (
        SELECT p.unit_id, p.indicator_id, p.first_day, p.last_day, least(0, sum(p.low)) AS low,
            greatest(0, sum(p.high)) AS high, greatest(0, sum(p.open)) AS open, greatest(0, sum(p.rough)) AS rough
        FROM (SELECT DISTINCT unit_id FROM org_lineage WHERE ancestor_id = %(unit)s) AS ever
        JOIN figures_posting AS p ON p.unit_id = ever.unit_id
        WHERE p.first_day < p.last_day AND p.indicator_id IN (SELECT id FROM catalogue_code WHERE is_stock)
            AND pg_visible_in_snapshot(p.xact, %(folded)s::pg_snapshot)
        GROUP BY 1, 2, 3, 4
    ), counted AS (
        SELECT held.indicator_id, l.level, day, held.low, held.high, held.open, held.rough
        FROM held
        CROSS JOIN generate_series(month_begin(held.first_day), held.last_day, interval '1 month') AS month
        CROSS JOIN LATERAL month_end(month::date) AS day
        JOIN org_lineage AS l ON l.unit_id = held.unit_id AND l.ancestor_id = %(unit)s AND l.span @> day
            AND {_KNOWN.format("l")}
        WHERE day < held.last_day
    )
    SELECT indicator_id, level, day, {_beside(_BOUNDS)}
    FROM (
        SELECT TRUE AS is_kept, s.indicator_id, s.level, month_end(month::date) AS day, s.low, s.high, s.open, s.rough
        FROM figures_step AS s CROSS JOIN generate_series(s.first_day, s.last_day, interval '1 month') AS month
        WHERE s.unit_id = %(unit)s
        UNION ALL
        SELECT FALSE, indicator_id, level, day, low, high, open, rough FROM counted
    ) AS both_sides
    GROUP BY 1, 2, 3 HAVING {_parts(_BOUNDS)} ORDER BY 1, 2, 3
"""


def standings(unit: Unit, folded: str) -> Iterator[tuple[int, str, date, date, Counts, Counts]]:
    """Where the standings kept of a unit differ from its units' days, as of the snapshot that is folded."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS, {"unit": unit.pk, "folded": folded})
        for indicator, level, first, last, *numbers in cursor.fetchall():
            told = [int(number) for number in numbers]
            yield indicator, level, first, last, Counts(*told[:3]), Counts(*told[3:])


def bounds(unit: Unit, folded: str) -> Iterator[tuple[int, str, date, date, Sums, Sums]]:
    """At which months' ends the bounds kept of stocks differ from what was declared, as of what is folded."""
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, {"unit": unit.pk, "folded": folded})
        for indicator, level, day, *numbers in cursor.fetchall():
            told = [int(number) for number in numbers]
            yield indicator, level, day.replace(day=1), day, Sums(*told[:4]), Sums(*told[4:])
