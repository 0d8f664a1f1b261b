"""Reading the ledger: sums of postings by the rules of the tree, the period and what was known."""

import re
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from django.db import connection

from congdoan.figures.models.looks import IN_ASKED, Look, bounded
from congdoan.figures.models.restating import difference, first_day_of
from congdoan.figures.rules import Reach, Sums

MONTH = "to_char(p.first_day, 'YYYY-MM') || to_char(p.last_day, 'YYYY-MM')"
"""The group of a posting by its months: the first and the last, which differ for what is declared over several."""

TALLIED = {"0": "", "l.level": "level", MONTH: "month"}
"""The groups that tallies tell apart, each with its name in the database."""

WITH_UNFOLDED = "WITH fresh AS MATERIALIZED (SELECT * FROM unfolded_postings(%(fresh)s::bigint[])) "

Asked = tuple[Look, Iterable[int]]

# What is asked: a row for each indicator of each look.
ASKED = """
    asked AS (
        SELECT look.place, each.indicator, look.is_stock, look.first, look.last, look.settled
        FROM unnest(%(places)s::int[], %(codes)s::text[], %(stocks)s::bool[], %(firsts)s::date[], %(lasts)s::date[],
                %(settled)s::date[])
            AS look(place, codes, is_stock, first, last, settled), unnest(look.codes::bigint[]) AS each(indicator)
    )
"""
_TOUCHED = "p.first_day <= asked.last AND p.last_day >= asked.first"

# The days of months that a period cuts, and the last of the month: there the postings are read, all of them, no tally.
EDGES = """
    edge AS (
        SELECT row_number() OVER () AS number, asked.place, asked.indicator, asked.is_stock, asked.first AS since,
            part.first, part.last, month_end(part.last) AS ends
        FROM asked JOIN unnest(%(edge_places)s::int[], %(edge_firsts)s::date[], %(edge_lasts)s::date[])
            AS part(place, first, last) USING (place)
    )
"""

LARGE = 500
"""Units beneath one, from which on it takes longer to ask each than to ask the whole country."""

# Of many units, most have nothing on those days: it is asked first which have, and then only of those how much.
_IS_LARGE = "(SELECT is_large FROM beneath)"
_BENEATH = """
    beneath AS MATERIALIZED (SELECT %(large)s <= (SELECT count(*) FROM (
        SELECT FROM org_lineage WHERE ancestor_id = %(unit)s AND superseded IS NULL LIMIT %(large)s
    ) AS first_ones) AS is_large)
"""
_ACTIVE = f"""
    SELECT edge.*, active.day AS from_day, active.day AS to_day, active.unit_id, active.level, active.span
    FROM posted_beneath(
        %(unit)s, {{level}}, ARRAY(SELECT indicator FROM edge ORDER BY number),
        ARRAY(SELECT first FROM edge ORDER BY number), ARRAY(SELECT last FROM edge ORDER BY number),
        ARRAY(SELECT ends FROM edge ORDER BY number)
    ) AS active JOIN edge ON edge.number = active.edge WHERE {_IS_LARGE}
"""
_IN_ONE_MONTH = "p.last_day <= month_end(p.first_day)"


def sums(look: Look, indicators: Iterable[int], by: str = "0") -> dict[tuple[int, Any], Sums]:
    """The sums of each indicator in each group `by` (an SQL expression over `l` and `p`).

    What lies whole in the period counts as it is. A declaration that the period cuts gives its bound alone: anything
    from nothing to all of it, per unit and span, since what corrects it must be taken together with it.
    """
    return together([(look, indicators)], by)[0]


def together(asked: Sequence[Asked], by: str = "0") -> list[dict[tuple[int, Any], Sums]]:
    """The sums of several looks, each with its own indicators, in one statement: all see the ledger at one moment."""
    parts: list[str] = []
    parameters: dict[str, Any] = {}
    for number, alike in enumerate(in_ways([look for look, _indicators in asked])):
        query, mine = _alike([(place, *asked[place]) for place in alike], by)
        parts.append(f"({numbered(query, number)})")
        parameters |= {f"{name}_{number}": value for name, value in mine.items()}
    found: list[dict[tuple[int, Any], Sums]] = [{} for _look in asked]
    if not parts:
        return found
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        for place, indicator, group, *numbers in cursor.fetchall():
            key = (indicator, group)
            told = Sums(*numbers)
            found[place][key] = found[place][key] + told if key in found[place] else told
    return found


def in_ways(looks: Sequence[Look]) -> list[list[int]]:
    """The places of looks that can be read together: they differ in nothing but their days."""
    ways: dict[Hashable, list[int]] = {}
    for place, look in enumerate(looks):
        ways.setdefault(look.way, []).append(place)
    return list(ways.values())


def numbered(query: str, place: int) -> str:
    """A query whose parameters carry its place among several, so that they can stand in one statement."""
    return re.sub(r"%\((\w+)\)s", rf"%(\1_{place})s", query)


def _alike(asked: Sequence[tuple[int, Look, Iterable[int]]], by: str) -> tuple[str, dict[str, Any]]:
    """The statement and the parameters for looks that differ in nothing but their days and what they ask for."""
    looks = [look for _place, look, _indicators in asked]
    if looks[0].few_others and by == "0":
        return _restated(asked, looks, by)
    codes = [list(indicators) for _place, _look, indicators in asked]
    parameters = looks[0].parameters | {
        "places": [place for place, _look, _indicators in asked],
        "codes": [as_array(keys) for keys in codes],
        "stocks": [look.stock for look in looks],
        "firsts": [look.first for look in looks],
        "lasts": [look.last for look in looks],
        "settled": [look.settled for look in looks],
        "large": LARGE,
        "earliest": min(look.first for look in looks),
        "indicators": sorted({key for keys in codes for key in keys}),
    }
    if not looks[0].reads_tallies or by not in TALLIED or (by == MONTH and any(look.stock for look in looks)):
        are_stocks = all(look.stock for look in looks)
        if looks[0].is_plain and by == "0" and not are_stocks:
            return _from_plain_postings(looks[0]), parameters
        has_one_day = looks[0].tree_on is not None or are_stocks
        read = _on_one_day if has_one_day and "p." not in by else _from_postings
        return f"WITH {ASKED} {read(looks[0], by)}", parameters
    cut = [(place, *edge) for place, look, _indicators in asked for edge in look.edges]
    if not cut:
        return _from_tallies(looks[0], by), parameters
    edges = zip(("edge_places", "edge_firsts", "edge_lasts"), map(list, zip(*cut, strict=True)), strict=True)
    kept = f"{_from_tallies(looks[0], by)} UNION ALL {_from_edges(looks[0], by)}"
    query = f"WITH {ASKED}, {EDGES}, {_near(looks[0], by)} {kept}"
    return query, parameters | dict(edges)


def _restated(
    asked: Sequence[tuple[int, Look, Iterable[int]]], looks: list[Look], by: str
) -> tuple[str, dict[str, Any]]:
    """What the tallies tell, and by how much the tree of the day tells otherwise."""
    told, parameters = _alike([(place, look.as_told, indicators) for place, look, indicators in asked], by)
    query = f"({told}) UNION ALL (WITH {ASKED} {difference(looks[0])})"
    return query, parameters | {"on_tree": looks[0].tree_on, "since": first_day_of(looks)}


def as_array(keys: Iterable[int]) -> str:
    """Keys as PostgreSQL writes an array: arrays of unequal length stand side by side only as text."""
    return "{" + ",".join(map(str, keys)) + "}"


_NUMBERS = "low", "high", "open", "rough", "declared"


def _five(row: str, sign: str = "") -> str:
    return ", ".join(f"sum({sign}{row}.{number})::bigint" for number in _NUMBERS)


def _bounds(row: str) -> str:
    """Anything from nothing to all of it."""
    return f"""
        sum(least(0, {row}.low))::bigint, sum(greatest(0, {row}.high))::bigint, sum(greatest(0, {row}.open))::bigint,
        sum(greatest(0, {row}.rough))::bigint, 0
    """


def _from_postings(look: Look, by: str) -> str:
    """In one pass: what lies whole in its period in one group, what is cut in a group for each unit and span."""
    named = ", ".join(f"sum(p.{name})::bigint AS {name}" for name in _NUMBERS)
    return f"""
        SELECT place, indicator_id, by, {bounded()}
        FROM (
            SELECT asked.place, p.indicator_id, {by} AS by,
                CASE WHEN NOT ({IN_ASKED}) THEN (p.unit_id, p.first_day, p.last_day) END AS cut, {named}
            {look.asking(_TOUCHED)} GROUP BY 1, 2, 3, 4
        ) AS touched
        GROUP BY 1, 2, 3
    """


def _on_one_day(look: Look, by: str) -> str:
    """Where one day's tree counts all: of each unit first, all as sums and what is cut as rows, to be put right by."""
    sums = ", ".join(f"sum(p.{name})::bigint AS {name}" for name in _NUMBERS)
    cut = "cut(first_day date, last_day date, low bigint, high bigint, open int, rough int, declared bigint)"
    summed = ", ".join(f"sum(cut.{name}) AS {name}" for name in _NUMBERS)
    return f"""
        , held AS MATERIALIZED (
            SELECT asked.place, asked.indicator, {by} AS by, l.unit_id, p.* FROM {look.asked_on_one_day}
                CROSS JOIN LATERAL (
                    SELECT {sums}, array_agg((p.first_day, p.last_day, p.low, p.high, p.open, p.rough, p.declared))
                        FILTER (WHERE NOT ({IN_ASKED})) AS cut
                    FROM figures_posting AS p
                    WHERE p.unit_id = l.unit_id AND p.indicator_id = asked.indicator AND {_TOUCHED}
                        AND {look.of_postings}
                    HAVING count(*) > 0
                ) AS p
        )
        SELECT place, indicator, by, {_five("held")} FROM held GROUP BY 1, 2, 3
        UNION ALL
        SELECT place, indicator, by, sum(least(0, low) - low)::bigint, sum(greatest(0, high) - high)::bigint,
            sum(greatest(0, open) - open)::bigint, sum(greatest(0, rough) - rough)::bigint, -sum(declared)::bigint
        FROM (
            SELECT held.place, held.indicator, held.by, {summed}
            FROM (SELECT * FROM held WHERE cut IS NOT NULL) AS held, unnest(held.cut) AS {cut}
            GROUP BY 1, 2, 3, held.unit_id, cut.first_day, cut.last_day
        ) AS cut GROUP BY 1, 2, 3
    """


_LOOKS = """
    %(places)s::int[], %(codes)s::text[], %(stocks)s::bool[], %(firsts)s::date[], %(lasts)s::date[], %(settled)s::date[]
"""


def _from_plain_postings(look: Look) -> str:
    """From postings alone; the statement stands in the database, its plan is kept."""
    is_own = "TRUE" if look.scope == Reach.OWN else "FALSE"
    return f"""
        SELECT place, indicator_id, 0, low, high, open, rough, declared FROM told_by_postings(
            %(unit)s, {is_own}, {_level(look)}, %(indicators)s::bigint[], %(earliest)s, {_LOOKS}
        )
    """


def _from_tallies(look: Look, by: str) -> str:
    """From the tallies and the postings not in them yet; the statement stands in the database, its plan is kept."""
    group = "0" if by == "0" else "by"
    return f"""
        SELECT place, indicator_id, {group}, low, high, open, rough, declared FROM told_by_tallies(
            %(unit)s, {_level(look)}, '{TALLIED[by]}', %(indicators)s::bigint[], {_LOOKS}
        )
    """


def _level(look: Look) -> str:
    """The level of organisers that counts; empty for all."""
    return "''" if isinstance(look.scope, Reach) else "%(level)s"


def _near(look: Look, by: str) -> str:
    """The postings of the cut months, and what was declared for them."""
    level = "" if look.scope == Reach.SUBTREE else "AND l.level = %(level)s"
    row = f"SELECT l.* FROM org_lineage AS l WHERE l.ancestor_id = %(unit)s AND l.superseded IS NULL {level}"
    return f"""
        {_BENEATH}, near AS MATERIALIZED (
            SELECT l.place, l.is_stock, p.indicator_id, {by} AS by, p.unit_id, p.first_day, p.last_day, p.low, p.high,
                p.open, p.rough, p.declared, p.first_day >= l.since AND p.last_day <= l.last AS is_whole,
                p.first_day <= l.last AS is_begun
            FROM (
                SELECT edge.*, edge.first AS from_day, edge.ends AS to_day, l.unit_id, l.level, l.span
                FROM ({row} AND NOT {_IS_LARGE}) AS l CROSS JOIN edge
                UNION ALL
                {_ACTIVE.format(level=_level(look))}
            ) AS l CROSS JOIN LATERAL (
                SELECT * FROM figures_posting WHERE unit_id = l.unit_id AND indicator_id = l.indicator
                    AND last_day BETWEEN l.from_day AND l.to_day OFFSET 0
            ) AS p
            WHERE {_IN_ONE_MONTH} AND l.span @> p.last_day
        )
    """


def _from_edges(look: Look, by: str) -> str:
    """What the months give that periods cut: of their days; of stocks also what units held that came or went then."""
    level = "" if look.scope == Reach.SUBTREE else "AND l.level = %(level)s"
    row = f"FROM org_lineage AS l WHERE l.ancestor_id = %(unit)s AND l.superseded IS NULL {level}"
    return f"""
        SELECT place, indicator_id, by, {_five("near")} FROM near WHERE is_whole GROUP BY 1, 2, 3
        UNION ALL
        SELECT place, indicator_id, by, {_bounds("cut")}
        FROM (
            SELECT place, indicator_id, by, sum(low) AS low, sum(high) AS high, sum(open) AS open, sum(rough) AS rough
            FROM near WHERE NOT is_stock AND NOT is_whole AND is_begun GROUP BY 1, 2, 3, unit_id, first_day, last_day
        ) AS cut GROUP BY 1, 2, 3
        UNION ALL
        SELECT edge.place, p.indicator_id, {by}, {_five("p", sign="l.sign * ")}
        FROM edge CROSS JOIN LATERAL (
            SELECT l.unit_id, l.level, 1 AS sign, lower(l.span) AS day {row}
                AND lower(l.span) BETWEEN edge.first AND edge.last
            UNION ALL
            SELECT l.unit_id, l.level, -1, upper(l.span) {row} AND upper(l.span) BETWEEN edge.first AND edge.last
        ) AS l JOIN figures_posting AS p
            ON p.unit_id = l.unit_id AND p.indicator_id = edge.indicator AND p.last_day < l.day
        WHERE edge.is_stock GROUP BY 1, 2, 3
        UNION ALL
        SELECT place, indicator_id, by, {_bounds("cut")}
        FROM (
            SELECT edge.place, p.indicator_id, p.by, sum(p.low) AS low, sum(p.high) AS high, sum(p.open) AS open,
                sum(p.rough) AS rough
            FROM (SELECT * FROM edge WHERE is_stock) AS edge CROSS JOIN LATERAL (
                SELECT p.*, {by} AS by FROM (SELECT l.* {row}) AS l JOIN figures_posting AS p ON p.unit_id = l.unit_id
                WHERE p.indicator_id = edge.indicator AND p.first_day < p.last_day AND p.first_day <= edge.last
                    AND p.last_day > edge.last AND l.span @> edge.last OFFSET 0
            ) AS p
            GROUP BY 1, 2, 3, p.unit_id, p.first_day, p.last_day
        ) AS cut
        GROUP BY 1, 2, 3
    """


CHILD = "l.child"
"""The group of a posting beneath the unit, of a look with children; NULL is the unit itself."""
