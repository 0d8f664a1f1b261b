"""What stocks gained or lost because units came or went with all they held."""

from collections.abc import Iterable

from django.db import connection

from congdoan.figures.models.reading import Look, known
from congdoan.figures.rules import Sums

_MOVED = """
    SELECT indicator_id, sum(sign * CASE WHEN whole THEN low ELSE least(0, low) END),
        sum(sign * CASE WHEN whole THEN high ELSE greatest(0, high) END),
        sum(sign * CASE WHEN whole THEN open ELSE greatest(0, open) END),
        sum(sign * CASE WHEN whole THEN rough ELSE greatest(0, rough) END),
        sum(sign * CASE WHEN whole THEN declared ELSE 0 END)
    FROM (
        SELECT p.indicator_id, moved.sign, p.last_day < moved.day AS whole,
            sum(p.low) AS low, sum(p.high) AS high, sum(p.open) AS open,
            sum(p.rough) AS rough, sum(p.declared) AS declared
        FROM (
            SELECT l.unit_id, 1 AS sign, lower(l.span) AS day FROM org_lineage AS l WHERE {rows}
            UNION ALL SELECT l.unit_id, -1, upper(l.span) FROM org_lineage AS l WHERE {rows}
        ) AS moved
        JOIN figures_posting AS p ON p.unit_id = moved.unit_id AND p.first_day < moved.day
        WHERE moved.day BETWEEN %(first)s AND %(last)s AND p.indicator_id = ANY(%(indicators)s) AND {visible}
        GROUP BY moved.unit_id, moved.sign, moved.day, p.indicator_id, p.first_day, p.last_day
    ) AS held GROUP BY 1
"""


def moved(look: Look, indicators: Iterable[int]) -> dict[int, Sums]:
    """Of each stock, what units held that came in the period, less what those held that went, each on its day."""
    rows = ["l.ancestor_id = %(unit)s", known("l", look.moment), look.scope_condition or "TRUE"]
    visible = "pg_visible_in_snapshot(p.xact, %(snapshot)s::pg_snapshot)" if look.moment else "TRUE"
    query = _MOVED.format(rows=" AND ".join(rows), visible=visible)
    days = {"first": look.period.first_day, "last": look.period.last_day}
    with connection.cursor() as cursor:
        cursor.execute(query, look.parameters | days | {"indicators": list(indicators)})
        return {row[0]: Sums(*map(int, row[1:])) for row in cursor.fetchall()}
