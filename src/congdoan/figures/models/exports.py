"""What an export reads from the ledger: everything as visible in one snapshot, so that it can be taken up again."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from congdoan.base.knowledge import IsVisible, ThisSnapshot
from congdoan.org.models import Deed, Place, Unit

VISIBLE = "pg_visible_in_snapshot({alias}.xact, %(snapshot)s::pg_snapshot)"
KNOWN = (
    VISIBLE + " AND ({alias}.superseded IS NULL"
    " OR NOT pg_visible_in_snapshot({alias}.superseded, %(snapshot)s::pg_snapshot))"
)

POSTINGS = f"""
    SELECT p.entry_id AS entry, p.unit_id AS unit, p.indicator_id AS indicator, p.first_day, p.last_day,
        p.low, p.high, p.open, p.rough, p.declared
    FROM figures_posting AS p
    LEFT JOIN LATERAL (
        SELECT l.ancestor_id FROM org_lineage AS l
        WHERE l.unit_id = p.unit_id AND l.span @> p.last_day AND l.ancestor_id = ANY(%(provinces)s)
            AND {KNOWN.format(alias="l")}
        ORDER BY l.depth LIMIT 1
    ) AS nearest ON true
    WHERE {VISIBLE.format(alias="p")} AND nearest.ancestor_id IS NOT DISTINCT FROM %(province)s
        AND p.unit_id = ANY(%(units)s) AND p.last_day BETWEEN %(first)s AND %(last)s
    ORDER BY p.unit_id, p.indicator_id, p.last_day, p.id
"""
LINEAGE = f"""
    SELECT l.unit_id AS unit, l.ancestor_id AS ancestor, l.depth, l.level, l.sector,
        coalesce(lower(l.span), '0001-01-01') AS from_day, coalesce(upper(l.span), '9999-12-31') AS until_day
    FROM org_lineage AS l WHERE {KNOWN.format(alias="l")} ORDER BY 1, 2, 6
"""
INDICATORS = "SELECT id AS indicator, code, is_stock FROM catalogue_code ORDER BY id"
UNITS = "SELECT id AS unit, code FROM org_unit ORDER BY id"

VECTORS = f"""
    SELECT l.ancestor_id, p.indicator_id, l.level, at.first_day, at.last_day, sum(at.sign * p.low)::bigint,
        sum(at.sign * p.high)::bigint, sum(at.sign * p.open)::bigint, sum(at.sign * p.rough)::bigint,
        sum(at.sign * p.declared)::bigint
    FROM org_lineage AS l
    JOIN figures_posting AS p ON p.unit_id = l.unit_id
    JOIN catalogue_code AS code ON code.id = p.indicator_id
    CROSS JOIN LATERAL (
        SELECT 1 AS sign,
            CASE WHEN code.is_stock AND lower(l.span) > p.last_day THEN month_begin(lower(l.span))
                WHEN p.first_day = p.last_day THEN month_begin(p.last_day) ELSE p.first_day END AS first_day,
            CASE WHEN code.is_stock AND lower(l.span) > p.last_day THEN month_end(lower(l.span))
                WHEN p.first_day = p.last_day THEN month_end(p.last_day) ELSE p.last_day END AS last_day
        WHERE CASE WHEN code.is_stock THEN coalesce(upper(l.span) > p.last_day, true) ELSE l.span @> p.last_day END
        UNION ALL
        SELECT -1, month_begin(upper(l.span)), month_end(upper(l.span))
        WHERE code.is_stock AND upper(l.span) > p.last_day
    ) AS at
    WHERE l.ancestor_id = ANY(%(units)s) AND {KNOWN.format(alias="l")} AND {VISIBLE.format(alias="p")}
    GROUP BY 1, 2, 3, 4, 5
"""

Vector = tuple[int, int, str, date, date]
Five = tuple[int, int, int, int, int]


def this_snapshot() -> str:
    """The database's snapshot now, in the ledger's count."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {ThisSnapshot.function}()::text")
        return str(cursor.fetchone()[0])


def this_book() -> str:
    """What tells one book from another, also after a restore: its first unit and its first deed; empty without them."""
    unit, deed = Unit.objects.order_by("pk").first(), Deed.objects.order_by("pk").first()
    return f"{unit.code} {deed.at.isoformat()}" if unit and deed else ""


def provinces(snapshot: str) -> dict[int, str]:
    """The units that were provincial as seen in the snapshot, with their codes: an export is cut by the nearest.

    One that rose since then would take from others what may be written already.
    """
    rows = Place.objects.filter(IsVisible("xact", snapshot), level="provincial").order_by("unit")
    return dict(rows.values_list("unit", "unit__code"))


def units_of(province: int | None, snapshot: str) -> list[int]:
    """The units that ever stood beneath a province; of none, all the others."""
    query = f"SELECT DISTINCT l.unit_id FROM org_lineage AS l WHERE {KNOWN.format(alias='l')}"
    if province is not None:
        query += " AND l.ancestor_id = %(province)s"
    with connection.cursor() as cursor:
        cursor.execute(query, {"snapshot": snapshot, "province": province})
        return [row[0] for row in cursor.fetchall()]


def years(snapshot: str) -> range:
    """The years of all postings; empty where there is none."""
    query = f"""
        SELECT extract(year FROM min(last_day))::int, extract(year FROM max(last_day))::int
        FROM figures_posting AS p WHERE {VISIBLE.format(alias="p")}
    """
    with connection.cursor() as cursor:
        cursor.execute(query, {"snapshot": snapshot})
        first, last = cursor.fetchone()
    return range(first, last + 1) if first else range(0)


def copied(query: str, parameters: dict[str, Any]) -> bytes:
    """The rows of a query as CSV with a head."""
    copying = f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)"
    with connection.cursor() as cursor, cursor.copy(copying, parameters) as copy:
        return b"".join(bytes(block) for block in copy)


def vectors(units: Iterable[int], snapshot: str) -> dict[Vector, Five]:
    """The monthly vectors of units, as the database computes them from its postings."""
    with connection.cursor() as cursor:
        cursor.execute(VECTORS, {"units": list(units), "snapshot": snapshot})
        found = {row[:5]: tuple(map(int, row[5:])) for row in cursor.fetchall()}
    return {key: five for key, five in found.items() if any(five)}  # type: ignore[misc]
