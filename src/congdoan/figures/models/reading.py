"""Reading the ledger: sums of postings by the rules of the tree, the period and what was known."""

import re
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from django.db import connection

from congdoan.figures.models.looks import Look
from congdoan.figures.rules import Reach, Sums

MONTH = "to_char(p.first_day, 'YYYY-MM') || to_char(p.last_day, 'YYYY-MM')"
"""The group of a posting by its months: the first and the last, which differ for what is declared over several."""

TALLIED = ("0", "l.level", MONTH)
"""The groups that tallies tell apart."""

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
_WHOLE = "{0}.last_day BETWEEN asked.first AND asked.last AND {0}.first_day >= asked.first"
_CUT = "{0}.first_day <= asked.last AND {0}.last_day >= asked.first AND NOT (" + _WHOLE + ")"
_SEVERAL_MONTHS = "t.last_day > (t.first_day + 30)"

# The days of months that a period cuts, and the last of the month: there the postings are read, all of them, no tally.
EDGES = """
    edge AS (
        SELECT asked.place, asked.indicator, asked.is_stock, asked.first AS since, part.first, part.last,
            month_end(part.last) AS ends
        FROM asked JOIN unnest(%(edge_places)s::int[], %(edge_firsts)s::date[], %(edge_lasts)s::date[])
            AS part(place, first, last) USING (place)
    )
"""

LARGE = 2000
"""Units beneath one, from which on it takes longer to ask each than to ask the whole country."""

# Of many units, most have nothing on those days: it is asked first which have, and then only of those how much.
_IS_LARGE = """(
    %(large)s <= (SELECT count(*) FROM (
        SELECT FROM org_lineage WHERE ancestor_id = %(unit)s AND superseded IS NULL LIMIT %(large)s
    ) AS beneath)
)"""
_ACTIVE = f"""
    SELECT DISTINCT edge.*, p.last_day AS from_day, p.last_day AS to_day, p.unit_id
    FROM edge JOIN figures_posting AS p
        ON p.indicator_id = edge.indicator AND p.last_day BETWEEN edge.first AND edge.ends
    WHERE {_IS_LARGE} AND (p.last_day <= edge.last OR p.last_day = edge.ends)
"""
_IN_ONE_MONTH = "p.last_day <= month_end(p.first_day)"
_IN_NO_EDGE = f"""
    (NOT {_IN_ONE_MONTH} OR month_begin(p.last_day) >= asked.first AND month_end(p.last_day) <= asked.last)
"""


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
        are_stocks = all(look.stock for look in looks) and "p." not in by
        return f"WITH {ASKED} {_from_postings(looks[0], by, are_stocks=are_stocks)}", parameters
    cut = [(place, *edge) for place, look, _indicators in asked for edge in look.edges]
    if not cut:
        return f"WITH {ASKED} {_from_tallies(looks[0], by)}", parameters
    edges = zip(("edge_places", "edge_firsts", "edge_lasts"), map(list, zip(*cut, strict=True)), strict=True)
    kept = f"{_from_tallies(looks[0], by)} UNION ALL {_from_edges(looks[0], by)}"
    query = f"WITH {ASKED}, {EDGES}, {_near(looks[0], by)} {kept}"
    return query, parameters | dict(edges)


def as_array(keys: Iterable[int]) -> str:
    """Keys as PostgreSQL writes an array: arrays of unequal length stand side by side only as text."""
    return "{" + ",".join(map(str, keys)) + "}"


def _five(row: str, sign: str = "") -> str:
    return ", ".join(f"sum({sign}{row}.{number})::bigint" for number in ("low", "high", "open", "rough", "declared"))


def _bounds(row: str) -> str:
    """Anything from nothing to all of it."""
    return f"""
        sum(least(0, {row}.low))::bigint, sum(greatest(0, {row}.high))::bigint, sum(greatest(0, {row}.open))::bigint,
        sum(greatest(0, {row}.rough))::bigint, 0
    """


def _from_postings(look: Look, by: str, *, are_stocks: bool) -> str:
    """In one pass: what lies whole in its period in one group, what is cut in a group for each unit and span."""
    touched = "p.first_day <= asked.last AND p.last_day >= asked.first"
    cut = f"CASE WHEN NOT ({_WHOLE.format('p')}) THEN (p.unit_id, p.first_day, p.last_day) END"
    bounds = ("low", "least"), ("high", "greatest"), ("open", "greatest"), ("rough", "greatest")
    told = ", ".join(f"sum(CASE WHEN cut IS NULL THEN {name} ELSE {of}(0, {name}) END)::bigint" for name, of in bounds)
    if are_stocks:  # what is cut is grouped for each unit already
        numbers = "p.low, p.high, p.open, p.rough, p.declared"
        rows = f"SELECT asked.place, p.indicator_id, {by} AS by, p.cut, {numbers} {look.asking_summed(touched, cut)}"
    else:
        numbers = ", ".join(f"sum(p.{name}) AS {name}" for name in ("low", "high", "open", "rough", "declared"))
        rows = f"SELECT asked.place, p.indicator_id, {by} AS by, {cut} AS cut, {numbers} {look.asking(touched)}"
        rows += " GROUP BY 1, 2, 3, 4"
    return f"""
        SELECT place, indicator_id, by, {told}, coalesce(sum(declared) FILTER (WHERE cut IS NULL), 0)::bigint
        FROM ({rows}) AS touched
        GROUP BY 1, 2, 3
    """


def _from_tallies(look: Look, by: str) -> str:
    """From the tallies and the postings not in them yet.

    The bounds of cut flows add up over units, for what a unit declares of a flow is never negative. Those of stocks
    do not: they are kept as steps, at the ends of months.
    """
    of_tally, of_step = (by.replace("l.", row).replace("p.", row) for row in ("t.", "s."))
    level = "" if look.scope == Reach.SUBTREE else "AND {0}.level = %(level)s"
    tally = f"""
        SELECT * FROM figures_tally AS t
        WHERE t.unit_id = %(unit)s AND t.indicator_id = asked.indicator {level.format("t")}
    """
    steps = "SELECT unit_id, indicator_id, level, first_day, last_day, low, high, open, rough FROM"
    return f"""
        SELECT asked.place, t.indicator_id, {of_tally}, {_five("t")}
        FROM asked CROSS JOIN LATERAL ({tally} AND {_WHOLE.format("t")} OFFSET 0) AS t GROUP BY 1, 2, 3
        UNION ALL
        SELECT asked.place, p.indicator_id, {by}, {_five("p")}
        {look.asking_beside(_WHOLE, "greatest(p.last_day, asked.settled)")} AND {_IN_NO_EDGE} GROUP BY 1, 2, 3
        UNION ALL
        SELECT place, indicator_id, by, 0, greatest(0, sum(high))::bigint, greatest(0, sum(open))::bigint,
            greatest(0, sum(rough))::bigint, 0
        FROM (
            SELECT asked.place, t.indicator_id, {of_tally} AS by, t.high, t.open, t.rough
            FROM asked CROSS JOIN LATERAL ({tally} AND {_SEVERAL_MONTHS} AND {_CUT.format("t")} OFFSET 0) AS t
            WHERE NOT asked.is_stock
            UNION ALL
            SELECT asked.place, p.indicator_id, {by}, p.high, p.open, p.rough
            {look.asking_beside(_CUT, "asked.last")} AND NOT asked.is_stock AND NOT {_IN_ONE_MONTH}
        ) AS cut GROUP BY 1, 2, 3
        UNION ALL
        SELECT asked.place, s.indicator_id, {of_step}, sum(s.low)::bigint, sum(s.high)::bigint, sum(s.open)::bigint,
            sum(s.rough)::bigint, 0
        FROM asked JOIN (
            {steps} figures_step WHERE unit_id = %(unit)s
            UNION ALL {steps} steps_beside(%(unit)s, %(indicators)s::bigint[])
        ) AS s ON asked.is_stock AND asked.settled = asked.last AND s.indicator_id = asked.indicator
            AND asked.last BETWEEN s.first_day AND s.last_day {level.format("s")}
        GROUP BY 1, 2, 3
    """


def _near(look: Look, by: str) -> str:
    """The postings of the cut months, and what was declared for them."""
    level = "" if look.scope == Reach.SUBTREE else "AND l.level = %(level)s"
    row = f"SELECT l.* FROM org_lineage AS l WHERE l.ancestor_id = %(unit)s AND l.superseded IS NULL {level}"
    return f"""
        near AS MATERIALIZED (
            SELECT l.place, l.is_stock, p.indicator_id, {by} AS by, p.unit_id, p.first_day, p.last_day, p.low, p.high,
                p.open, p.rough, p.declared, p.first_day >= l.since AND p.last_day <= l.last AS is_whole,
                p.first_day <= l.last AS is_begun
            FROM (
                SELECT edge.*, edge.first AS from_day, edge.ends AS to_day, l.unit_id, l.level, l.span
                FROM ({row} AND NOT {_IS_LARGE}) AS l CROSS JOIN edge
                UNION ALL
                SELECT active.*, l.level, l.span FROM ({_ACTIVE}) AS active JOIN ({row}) AS l
                    ON l.unit_id = active.unit_id AND l.span @> active.to_day
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
