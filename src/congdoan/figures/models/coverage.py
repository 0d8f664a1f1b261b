"""Unknown is not zero: of how many units the days asked for are known, by records or by declaration."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from congdoan.base import clock
from congdoan.figures.models.reading import ASKED, Look, as_array, in_ways, numbered
from congdoan.figures.rules import Reach


@dataclass(frozen=True)
class Coverage:
    """How many units lived in the period, and of how many every day is known; `blank`: nothing at all is known."""

    units: int = 0
    covered: int = 0
    blank: bool = False


@dataclass(frozen=True)
class Asked:
    """Indicators (all flows, or all stocks) over whose units a look goes; `recorded` False: they are only declared."""

    look: Look
    indicators: tuple[int, ...]
    recorded: bool = True

    @property
    def days(self) -> tuple[date, date]:
        """Of a stock its day; of a flow the period without the days to come, which ask for nothing."""
        first, last = self.look.period.first_day, self.look.period.last_day
        return (last, last) if self.look.stock else (first, max(first, min(last, _today(self.look))))


FLOWS, STOCKS = 0, -1
"""In the place of an indicator: what holds where nothing is declared."""

_COUNTED = "SELECT asked.place, asked.indicator, sum(s.units)::int, sum(s.gaps)::int, sum(s.known)::int"
_ON_ITS_DAYS = "s.indicator_id = asked.indicator AND s.days && daterange(asked.first, asked.last, '[]')"

_FOLDED = f"""
    WITH {ASKED}
    {_COUNTED} FROM asked JOIN figures_standing AS s
        ON s.unit_id = %(unit)s AND s.level = %(level)s AND s.indicator_id = asked.indicator
        AND s.first_day <= asked.last AND s.last_day >= asked.first
    GROUP BY 1, 2
    UNION ALL
    {_COUNTED} FROM standing_beside(%(unit)s, %(level)s, %(indicators)s::bigint[]) AS s JOIN asked ON {_ON_ITS_DAYS}
    GROUP BY 1, 2
"""
_EACH = f"""
    WITH {ASKED}
    {_COUNTED} FROM standing_beneath(
        %(those)s::bigint[], %(unit)s, %(level)s, %(indicators)s::bigint[], %(snapshot)s::pg_snapshot, %(tree)s::date
    ) AS s JOIN asked ON {_ON_ITS_DAYS}
    GROUP BY 1, 2
"""


def coverages(asked: Sequence[Asked]) -> list[dict[int, Coverage]]:
    """For each indicator of several looks, over how many of the units looked at it is known in full; in one statement.

    A flow is known on the days from `records_from` on and on declared days; a stock where the unit kept records since
    it was founded, or once declared how many there are. Days to come and days outside a unit's life ask for nothing.
    What is never recorded, only declared, is known on declared days alone.
    """
    parts: list[str] = []
    parameters: dict[str, Any] = {}
    for number, alike in enumerate(in_ways([one.look for one in asked])):
        query = _FOLDED if asked[alike[0]].look.reads_tallies else _EACH
        parts.append(f"({numbered(query, number)})")
        mine = _parameters([(place, asked[place]) for place in alike])
        parameters |= {f"{name}_{number}": value for name, value in mine.items()}
    counted: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        for place, indicator, *numbers in cursor.fetchall():
            held = counted[place, indicator]
            counted[place, indicator] = [a + b for a, b in zip(held, numbers, strict=True)]
    return [
        {
            indicator: _coverage(one, counted[place, _class(one)], counted[place, indicator])
            for indicator in one.indicators
        }
        for place, one in enumerate(asked)
    ]


def _class(asked: Asked) -> int:
    return STOCKS if asked.look.stock else FLOWS


def _coverage(asked: Asked, undeclared: Sequence[int], declared: Sequence[int]) -> Coverage:
    """From what holds where nothing is declared, and by how much units that declared differ from it."""
    units, gaps, known = undeclared
    if not asked.recorded:
        gaps, known = units, 0
    return Coverage(units, units - gaps - declared[1], units > 0 and known + declared[2] == 0)


def _parameters(asked: Sequence[tuple[int, Asked]]) -> dict[str, Any]:
    look = asked[0][1].look
    codes = [[_class(one), *one.indicators] for _place, one in asked]
    return {
        "unit": look.unit.pk,
        "those": [look.unit.pk] if look.scope == Reach.OWN else None,
        "level": "" if isinstance(look.scope, Reach) else str(look.scope),
        "snapshot": look.moment.snapshot if look.moment else None,
        "tree": look.tree_on,
        "places": [place for place, _one in asked],
        "codes": [as_array(keys) for keys in codes],
        "stocks": [one.look.stock for _place, one in asked],
        "firsts": [one.days[0] for _place, one in asked],
        "lasts": [one.days[1] for _place, one in asked],
        "indicators": sorted({key for keys in codes for key in keys}),
    }


def _today(look: Look) -> date:
    return look.moment.at.astimezone(clock.HOME).date() if look.moment else clock.today()
