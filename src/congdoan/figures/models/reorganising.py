"""What stocks gained or lost because units came or went with all they held."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import connection

from congdoan.figures.models.looks import Look, known
from congdoan.figures.rules import Sums

LEVEL_AND_MONTH = "level || ' ' || month_begin(day)"
"""A group of what was moved: the level of the units, and the month by its first day."""

_BOUNDS = ", ".join(
    f"sum(sign * CASE WHEN whole THEN {name} ELSE {least}(0, {name}) END)"
    for name, least in (
        ("low", "least"),
        ("high", "greatest"),
        ("open", "greatest"),
        ("rough", "greatest"),
    )
)
_FIVE = ", ".join(f"sum(p.{name}) AS {name}" for name in ("low", "high", "open", "rough", "declared"))

# What was declared over the day on which a unit came or went is held within its bounds.
_HELD = f"""
    SELECT indicator_id, {{by}}, {_BOUNDS}, sum(sign * CASE WHEN whole THEN declared ELSE 0 END)
    FROM (
        SELECT p.indicator_id, moved.level, moved.day, moved.sign, p.last_day < moved.day AS whole, {_FIVE}
        FROM unnest(%(firsts)s::date[], %(lasts)s::date[]) AS days(first, last) CROSS JOIN LATERAL (
            SELECT l.unit_id, l.level, 1 AS sign, lower(l.span) AS day FROM org_lineage AS l
            WHERE {{rows}} AND lower(l.span) BETWEEN days.first AND days.last
            UNION ALL
            SELECT l.unit_id, l.level, -1, upper(l.span) FROM org_lineage AS l
            WHERE {{rows}} AND upper(l.span) BETWEEN days.first AND days.last
        ) AS moved
        JOIN figures_posting AS p ON p.unit_id = moved.unit_id AND p.first_day < moved.day
        WHERE p.indicator_id = ANY(%(indicators)s) AND {{visible}}
        GROUP BY moved.unit_id, moved.level, moved.sign, moved.day, p.indicator_id, p.first_day, p.last_day
    ) AS held GROUP BY 1, 2
"""
_CARRIED = """
    SELECT indicator_id, '', sum(low), sum(high), sum(open), sum(rough), sum(declared)
    FROM (
        SELECT indicator_id, level, month, low, high, open, rough, declared FROM figures_carried
        WHERE unit_id = %(unit)s
        UNION ALL
        SELECT indicator_id, level, month, low, high, open, rough, declared
        FROM carried_beside(%(unit)s, %(indicators)s::bigint[])
    ) AS l
    WHERE indicator_id = ANY(%(indicators)s) AND month >= %(first)s AND month_end(month) <= %(last)s AND {scope}
    GROUP BY 1
"""


def moved(look: Look, indicators: Iterable[int], by: str = "''") -> dict[tuple[int, str], Sums]:
    """Of each stock, what units held that came in the period, less what those held that went, each on its day.

    Whole months come from what is kept of them, where the unit keeps tallies; the days of cut months from postings.
    Only what is read from postings can be told apart in groups.
    """
    days = replace(look, stock=False)
    is_kept = days.reads_tallies and by == "''"
    edges = days.edges if is_kept else [(days.first, days.last)]
    scope = look.scope_condition or "TRUE"
    parameters: dict[str, Any] = days.parameters | {"indicators": list(indicators)}
    parts = [_CARRIED.format(scope=scope)] if is_kept else []
    if edges:
        rows = f"l.ancestor_id = %(unit)s AND {known('l', look.moment)} AND {scope}"
        visible = "pg_visible_in_snapshot(p.xact, %(snapshot)s::pg_snapshot)" if look.moment else "TRUE"
        parts.append(_HELD.format(by=by, rows=rows, visible=visible))
        parameters |= {"firsts": [first for first, _last in edges], "lasts": [last for _first, last in edges]}
    found: dict[tuple[int, str], Sums] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        for indicator, group, *numbers in cursor.fetchall():
            found[indicator, group] = found.get((indicator, group), Sums()) + Sums(*map(int, numbers))
    return found
