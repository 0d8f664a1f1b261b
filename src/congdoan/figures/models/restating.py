"""Figures restated on the tree of a day: as they were told, and by how much that day's tree tells otherwise.

Most units of a large one stood beneath it all the time: what its tallies tell holds for them. Postings are read of
those alone that came, went or changed their level since the period began.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from congdoan.figures.models.looks import IN_ASKED, Look, bounded

LARGE = 1000
"""Units beneath one, from which on it takes longer to ask each than to ask who stood elsewhere."""

TIMES = 4
"""To tell a unit twice and take the difference takes about as long as to tell so many on the tree of the day."""

OTHERS = "ARRAY(SELECT placed_otherwise(%(unit)s, %(on_tree)s::date, %(since)s::date))"
_FEW_OTHERS = """
    SELECT beneath.units >= %(large)s AND (
        SELECT count(*) * %(times)s
        FROM placed_otherwise(%(unit)s, %(tree)s, %(since)s, beneath.units / %(times)s + 1)
        WHERE beneath.units >= %(large)s
    ) <= beneath.units
    FROM (
        SELECT count(*) AS units FROM org_lineage
        WHERE ancestor_id = %(unit)s AND superseded IS NULL AND span @> %(tree)s
    ) AS beneath
"""
_NAMED = ", ".join(f"sum(p.{name}) AS {name}" for name in ("low", "high", "open", "rough", "declared"))


def has_few_others(looks: Sequence[Look]) -> bool:
    """Of looks at one unit on the tree of a day: whether it is large and few stood beneath it otherwise."""
    parameters: dict[str, Any] = {
        "unit": looks[0].unit.pk,
        "tree": looks[0].tree_on,
        "since": first_day_of(looks),
        "large": LARGE,
        "times": TIMES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FEW_OTHERS, parameters)
        (few,) = cursor.fetchone()
    return bool(few)


def first_day_of(looks: Sequence[Look]) -> date:
    """The first day whose tree counts anything that is looked at: of a stock, the tree of its day."""
    return min(look.last if look.stock else look.first for look in looks)


def difference(look: Look) -> str:
    """What is `asked` on the day's tree, less the same on the tree of each day; of those that differ alone."""
    level = f"AND {look.scope_condition}" if look.scope_condition else ""
    return f"""
        SELECT place, indicator, 0, {bounded("sign * ")}
        FROM (
            SELECT asked.place, asked.indicator, placed.sign,
                CASE WHEN NOT ({IN_ASKED}) THEN (p.unit_id, p.first_day, p.last_day) END AS cut, {_NAMED}
            FROM (
                SELECT l.unit_id, l.span FROM unnest({OTHERS}) AS other(unit) JOIN org_lineage AS l
                    ON l.unit_id = other.unit AND l.ancestor_id = %(unit)s AND l.superseded IS NULL {level}
                OFFSET 0
            ) AS l CROSS JOIN LATERAL (
                SELECT * FROM figures_posting WHERE unit_id = l.unit_id AND indicator_id = ANY(%(indicators)s::bigint[])
                    AND last_day >= %(earliest)s OFFSET 0
            ) AS p
            JOIN asked ON asked.indicator = p.indicator_id AND p.first_day <= asked.last AND p.last_day >= asked.first
            CROSS JOIN LATERAL (
                SELECT (l.span @> %(on_tree)s::date)::int
                    - (l.span @> CASE WHEN asked.is_stock THEN asked.last ELSE p.last_day END)::int AS sign
            ) AS placed
            WHERE placed.sign <> 0 GROUP BY 1, 2, 3, 4
        ) AS differing GROUP BY 1, 2
    """
