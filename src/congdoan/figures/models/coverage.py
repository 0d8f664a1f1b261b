"""Unknown is not zero: of how many units the days asked for are known, by records or by declaration."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from congdoan.base import clock
from congdoan.base.period import DAY
from congdoan.figures.models.looks import Look, known
from congdoan.figures.models.reading import as_array, in_ways, numbered
from congdoan.figures.models.restating import OTHERS
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

    @property
    def is_in_whole_months(self) -> bool:
        first, last = self.days
        return (last + DAY).day == 1 and (self.look.stock or first.day == 1)


FLOWS, STOCKS = 0, -1
"""In the place of an indicator: what holds where nothing is declared."""

# What is asked: a row for each indicator.
_ASKED = """
    asked AS (
        SELECT look.place, each.indicator, look.is_stock, look.first, look.last
        FROM unnest(%(places)s::int[], %(codes)s::text[], %(stocks)s::bool[], %(firsts)s::date[], %(lasts)s::date[])
            AS look(place, codes, is_stock, first, last), unnest(look.codes::bigint[]) AS each(indicator)
    )
"""
_ALL, _NONE = "'{{(,)}}'::datemultirange", "'{{}}'::datemultirange"
_COUNTED = "SELECT asked.place, asked.indicator, sum({0}s.units)::int, sum({0}s.gaps)::int, sum({0}s.known)::int"
_ON_ITS_DAYS = "s.days && daterange(asked.first, asked.last, '[]')"

_EACH = f"""
    WITH {_ASKED}
    {_COUNTED.format("")} FROM standing_beneath(
        %(those)s::bigint[], %(unit)s, %(level)s, %(indicators)s::bigint[], %(snapshot)s::pg_snapshot, %(tree)s::date
    ) AS s JOIN asked ON s.indicator_id = asked.indicator AND {_ON_ITS_DAYS}
    GROUP BY 1, 2
"""
# Of many units, each by itself.
_COUNTED_BY_UNIT = _COUNTED.format("").replace("SELECT ", "SELECT s.unit_id, ", 1)
_EACH_OF_MANY = f"""
    WITH {_ASKED}
    {_COUNTED_BY_UNIT} FROM standing_of(
        %(units)s::bigint[], '', %(indicators)s::bigint[], %(snapshot)s::pg_snapshot, %(tree)s::date
    ) AS s JOIN asked ON s.indicator_id = asked.indicator AND {_ON_ITS_DAYS}
    GROUP BY 1, 2, 3
"""
_OWN_OF_MANY = _EACH_OF_MANY.replace("standing_of(", "standing_of_some(%(units)s::bigint[],")
_FOLDED = """
    SELECT * FROM told_by_standings(
        %(unit)s, %(level)s, %(indicators)s::bigint[], %(places)s::int[], %(codes)s::text[], %(stocks)s::bool[],
        %(firsts)s::date[], %(lasts)s::date[]
    )
"""

# Where days are asked and not months.
_EDGES = f" UNION ALL {_FOLDED.replace('told_by_standings', 'told_at_edges')}"

# On the tree of one day each unit stands in one place, with its whole life: no days need to be put together.
_ON_TREE = f"""
    WITH {_ASKED}, period AS (SELECT *, daterange(first, last, '[]') AS days FROM asked),
    beneath AS MATERIALIZED (
        SELECT u.id, u.life, r.day, coalesce(r.day <= coalesce(lower(u.life), '-infinity'), FALSE) AS is_complete
        FROM org_lineage AS l
        CROSS JOIN LATERAL (SELECT id, {{life}} AS life FROM org_unit WHERE id = l.unit_id OFFSET 0) AS u
        LEFT JOIN LATERAL (
            SELECT day FROM org_recordsfrom AS r WHERE unit_id = l.unit_id AND {{r}} OFFSET 0
        ) AS r ON TRUE
        WHERE l.ancestor_id = %(unit)s AND {{l}} AND l.span @> %(tree)s::date AND NOT isempty(u.life) AND {{scope}}
    ), declared AS (
        SELECT b.id, b.life, b.day, b.is_complete, d.indicator_id, min(d.last_day) AS since,
            range_agg(daterange(d.first_day, d.last_day, '[]')) AS days
        FROM figures_declaration AS d JOIN beneath AS b ON b.id = d.unit_id
        WHERE d.indicator_id = ANY(%(indicators)s::bigint[]) AND {{d}} GROUP BY 1, 2, 3, 4, 5
    ), differing AS (
        SELECT period.*, datemultirange(d.life) AS life,
            CASE WHEN code.is_stock THEN datemultirange(daterange(d.since, NULL)) ELSE d.days END AS told,
            CASE WHEN is_never_recorded OR code.is_stock AND NOT d.is_complete THEN {_ALL}
                WHEN code.is_stock THEN {_NONE} ELSE datemultirange(daterange(NULL, d.day)) END AS unknown,
            CASE WHEN is_never_recorded OR d.day IS NULL THEN {_NONE}
                ELSE datemultirange(daterange(d.day, NULL)) END AS recorded
        FROM declared AS d JOIN period ON period.indicator = d.indicator_id
            JOIN catalogue_code AS code ON code.id = d.indicator_id,
            LATERAL (SELECT code.meaning::jsonb -> 'terms' = '[]' AS is_never_recorded) AS never
    )
    SELECT place, indicator, count(*)::int,
        (count(*) FILTER (WHERE NOT is_complete AND (is_stock OR life * daterange(NULL, day) && days)))::int,
        (count(*) FILTER (WHERE is_complete OR day IS NOT NULL AND life * daterange(day, NULL) && days))::int
    FROM period JOIN beneath ON life && days WHERE indicator IN ({FLOWS}, {STOCKS}) GROUP BY 1, 2
    UNION ALL
    SELECT place, indicator, 0,
        sum((life * (unknown - told) && days)::int - (life * unknown && days)::int)::int,
        sum((life * (recorded + told) && days)::int - (life * recorded && days)::int)::int
    FROM differing GROUP BY 1, 2
"""
_LIFE = "CASE WHEN pg_visible_in_snapshot(closed_in, {at}) IS NOT FALSE THEN span ELSE daterange(lower(span), NULL) END"


def _on_tree(look: Look) -> str:
    """For a look at the tree of one day."""
    rows = {alias: known(alias, look.moment) for alias in "lrd"}
    life = _LIFE.format(at="%(snapshot)s::pg_snapshot") if look.moment else "span"
    return _ON_TREE.format(life=life, scope=look.scope_condition or "TRUE", **rows)


# Of the units that stood elsewhere: what holds on the tree of the day, less what holds on the tree of each day.
_OTHERS = "SELECT {sign} AS sign, s.* FROM standing_beneath(those.units, {asked}, NULL, {tree}) AS s"
_ASKED_OF_OTHERS = "%(unit)s, %(level)s, %(indicators)s::bigint[]"
_DIFFERENCE = f"""
    UNION ALL (
    WITH {_ASKED}, those AS MATERIALIZED (SELECT {OTHERS} AS units)
    {_COUNTED.format("s.sign * ")} FROM those CROSS JOIN LATERAL (
        {_OTHERS.format(sign=1, asked=_ASKED_OF_OTHERS, tree="%(on_tree)s::date")}
        UNION ALL {_OTHERS.format(sign=-1, asked=_ASKED_OF_OTHERS, tree="NULL")}
    ) AS s JOIN asked ON s.indicator_id = asked.indicator AND {_ON_ITS_DAYS}
    GROUP BY 1, 2)
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
        look = asked[alike[0]].look
        query = _on_tree(look) if look.tree_on else _EACH
        if look.reads_tallies or look.few_others:
            query = _FOLDED if all(asked[place].is_in_whole_months for place in alike) else _FOLDED + _EDGES
        if look.few_others:
            query += _DIFFERENCE
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


def coverages_by_unit(asked: Sequence[Asked]) -> dict[int, list[dict[int, Coverage]]]:
    """The same of looks at several units, alike in all but their days: by unit, for each look as it was asked.

    No unit may stand beneath another of them where they are looked at alone.
    """
    look = asked[0].look
    query = _OWN_OF_MANY if look.scope == Reach.OWN else _EACH_OF_MANY
    parameters = _parameters(list(enumerate(asked))) | {"units": look.parameters["units"]}
    counted: dict[tuple[int, int], dict[int, Sequence[int]]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        for unit, place, indicator, *numbers in cursor.fetchall():
            counted[unit, place][indicator] = numbers
    return {
        unit: [_covered(one, counted.get((unit, place), {})) for place, one in enumerate(asked)]
        for unit in look.parameters["units"]
    }


NOBODY: Sequence[int] = (0, 0, 0)


def _covered(asked: Asked, counted: Mapping[int, Sequence[int]]) -> dict[int, Coverage]:
    undeclared = counted.get(_class(asked), NOBODY)
    found = dict.fromkeys(asked.indicators, _coverage(asked, undeclared, NOBODY))
    for indicator in found.keys() & counted.keys():
        found[indicator] = _coverage(asked, undeclared, counted[indicator])
    return found


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
    codes = [[_class(one), *one.indicators] if one.indicators else [] for _place, one in asked]
    return {
        "unit": look.unit.pk,
        "those": [look.unit.pk] if look.scope == Reach.OWN else None,
        "level": "" if isinstance(look.scope, Reach) else str(look.scope),
        "snapshot": look.moment.snapshot if look.moment else None,
        "tree": look.tree_on,
        "on_tree": look.tree_on,
        "since": min(one.days[1] if one.look.stock else one.days[0] for _place, one in asked),
        "places": [place for place, _one in asked],
        "codes": [as_array(keys) for keys in codes],
        "stocks": [one.look.stock for _place, one in asked],
        "firsts": [one.days[0] for _place, one in asked],
        "lasts": [one.days[1] for _place, one in asked],
        "indicators": sorted({key for keys in codes for key in keys}),
    }


def _today(look: Look) -> date:
    return look.moment.at.astimezone(clock.HOME).date() if look.moment else clock.today()
