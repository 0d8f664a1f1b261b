"""Unknown is not zero: which units' own days are known in a period, by records or by declaration."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from congdoan.base import clock
from congdoan.base.period import DAY
from congdoan.figures.models.reading import Look, known, numbered


@dataclass(frozen=True)
class Coverage:
    """How many units lived in the period, and of how many every day is known; `blank`: nothing at all is known."""

    units: int = 0
    covered: int = 0
    blank: bool = False


_UNITS = """
    SELECT u.id, u.span, max(r.day) FILTER (WHERE %(recorded)s) AS records_from
    FROM org_lineage AS l
    JOIN {lives} AS u ON u.id = l.unit_id AND u.span && daterange(%(asked_from)s, %(asked_to)s)
    LEFT JOIN org_recordsfrom AS r ON r.unit_id = u.id AND {records_known}
    WHERE l.ancestor_id = %(unit)s AND {lineage_known} AND {scope} AND {day}
    GROUP BY u.id, u.span
"""

_LIVES_THEN = """(
    SELECT id, CASE WHEN pg_visible_in_snapshot(closed_in, %(snapshot)s::pg_snapshot) IS NOT FALSE THEN span
        ELSE daterange(lower(span), NULL) END AS span
    FROM org_unit
)"""

_FLOWS = """
    SELECT i.id AS indicator, u.id AS unit,
        isempty(u.asked) OR isempty(datemultirange(u.asked) - coalesce(
            range_agg(daterange(d.first_day, d.last_day, '[]')) FILTER (WHERE d.entry_id IS NOT NULL), '{{}}'
        )) AS is_covered,
        u.asked @> u.all_days AND NOT isempty(u.all_days) AND count(d.entry_id) = 0 AS is_blank
    FROM (
        SELECT id, span * daterange(%(asked_from)s, %(asked_to)s) AS all_days,
            span * daterange(%(asked_from)s, %(asked_to)s) * daterange(NULL, records_from) AS asked
        FROM ({units}) AS living
    ) AS u CROSS JOIN unnest(%(indicators)s) AS i(id)
    LEFT JOIN figures_declaration AS d ON d.unit_id = u.id AND d.indicator_id = i.id
        AND d.first_day < %(asked_to)s AND d.last_day >= %(asked_from)s AND {declaration_known}
    GROUP BY i.id, u.id, u.asked, u.all_days
"""

_STOCKS = """
    SELECT i.id AS indicator, u.id AS unit,
        coalesce(u.records_from <= coalesce(lower(u.span), '-infinity'), false) OR count(d.entry_id) > 0 AS is_covered,
        NOT coalesce(u.records_from <= %(last)s, false) AND count(d.entry_id) = 0 AS is_blank
    FROM ({units}) AS u CROSS JOIN unnest(%(indicators)s) AS i(id)
    LEFT JOIN figures_declaration AS d ON d.unit_id = u.id AND d.indicator_id = i.id
        AND d.last_day <= %(last)s AND {declaration_known}
    GROUP BY i.id, u.id, u.span, u.records_from
"""


@dataclass(frozen=True)
class Asked:
    """Indicators (all flows, or all stocks) over whose units a look goes; `recorded` False: they are only declared."""

    look: Look
    indicators: tuple[int, ...]
    recorded: bool = True


def coverage(look: Look, indicators: Iterable[int], *, recorded: bool = True) -> dict[int, Coverage]:
    """For each indicator (all flows, or all stocks): over how many of the units looked at it is known in full.

    A flow is known on the days from `records_from` on and on declared days; a stock where the unit kept records since
    it was founded, or once declared how many there are. Days to come and days outside a unit's life ask for nothing.
    What is never recorded, only declared, is known on declared days alone.
    """
    return coverages([Asked(look, tuple(indicators), recorded)])[0]


def coverages(asked: Sequence[Asked]) -> list[dict[int, Coverage]]:
    """The coverage of several looks, in one statement."""
    found = [dict.fromkeys(one.indicators, Coverage()) for one in asked]
    parts: list[str] = []
    parameters: dict[str, Any] = {}
    for place, one in enumerate(asked):
        if one.indicators:
            query, mine = _query(one)
            parts.append(f"SELECT {place}, part.* FROM ({numbered(query, place)}) AS part")
            parameters |= {f"{name}_{place}": value for name, value in mine.items()}
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), parameters)
            for place, indicator, *numbers in cursor.fetchall():
                found[place][indicator] = Coverage(*numbers)
    return found


def _query(asked: Asked) -> tuple[str, dict[str, Any]]:
    look = asked.look
    tree = look.tree_on or (look.period.last_day if look.stock else None)
    units = _UNITS.format(
        lives=_LIVES_THEN if look.moment else "org_unit",
        records_known=known("r", look.moment),
        lineage_known=known("l", look.moment),
        scope=look.scope_condition or "TRUE",
        day="l.span @> %(tree)s::date" if tree else "l.span && daterange(%(asked_from)s, %(asked_to)s)",
    )
    query = (_STOCKS if look.stock else _FLOWS).format(units=units, declaration_known=known("d", look.moment))
    first = look.period.last_day if look.stock else look.period.first_day
    until = max(first, min(look.period.last_day, _today(look))) + DAY
    parameters = look.parameters | {
        "indicators": list(asked.indicators),
        "asked_from": first,
        "asked_to": until,
        "tree": tree,
        "recorded": asked.recorded,
    }
    summary = f"""
        SELECT indicator, count(*), count(*) FILTER (WHERE is_covered), bool_and(is_blank)
        FROM ({query}) AS each GROUP BY 1
    """
    return summary, parameters


def _today(look: Look) -> date:
    return look.moment.at.astimezone(clock.HOME).date() if look.moment else clock.today()
