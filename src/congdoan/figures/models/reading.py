"""Reading the ledger: sums of postings by the rules of the tree, the period and what was known."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from congdoan.base.knowledge import Moment, known_sql
from congdoan.base.period import DAY, Period
from congdoan.figures.rules import Reach, Scope, Sums
from congdoan.org.models import Unit

BEGINNING = date(1, 1, 1)


@dataclass(frozen=True)
class Look:
    """One way of looking at the ledger: whose postings, of which days, on which tree, as known when."""

    unit: Unit
    period: Period
    scope: Scope = Reach.SUBTREE
    tree_on: date | None = None
    moment: Moment | None = None
    stock: bool = False
    tallied: bool = False
    only: tuple[DateRange, ...] | None = None
    """The days whose facts count, where not all of them do: those on which the unit stood beneath another."""
    children: bool = False
    """Whether each posting comes with `child`, the row of the child under which it stood; of the unit itself, nulls."""

    @property
    def reads_tallies(self) -> bool:
        """Whole months of a unit that keeps tallies, on the tree of their own days, as known now."""
        if not self.tallied or self.tree_on is not None or self.moment is not None or self.scope == Reach.OWN:
            return False
        if self.only is not None:
            return False
        return self.period.is_whole_months or (self.stock and (self.period.last_day + DAY).day == 1)

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "unit": self.unit.pk,
            "first": BEGINNING if self.stock else self.period.first_day,
            "last": self.period.last_day,
            "tree": self.tree_on or (self.period.last_day if self.stock else None),
            "level": str(self.scope),
            "snapshot": self.moment.snapshot if self.moment else None,
            "only": list(self.only or ()),
        }

    @property
    def scope_condition(self) -> str:
        """Which rows of the tree count; empty for all."""
        if self.scope == Reach.OWN:
            return "l.depth = 0"
        return "" if self.scope == Reach.SUBTREE else "l.level = %(level)s"

    @property
    def from_where(self) -> str:
        return self.of("figures_posting")

    @property
    def tree_day(self) -> str:
        """The day whose tree counts a posting, as SQL."""
        return "p.last_day" if self.tree_on is None and not self.stock else "%(tree)s::date"

    def of(self, postings: str) -> str:
        """The postings looked at, as `p`, each under the row of the tree, `l`, that counts it."""
        day = self.tree_day
        conditions = [
            "l.ancestor_id = %(unit)s",
            f"l.span @> {day}",
            known("l", self.moment),
            "p.indicator_id = ANY(%(indicators)s)",
            "p.last_day >= %(first)s",
            "p.first_day <= %(last)s",
        ]
        if self.scope_condition:
            conditions.append(self.scope_condition)
        if self.only is not None:
            conditions.append("p.last_day <@ ANY(%(only)s::daterange[])")
        if self.moment:
            conditions.append("pg_visible_in_snapshot(p.xact, %(snapshot)s::pg_snapshot)")
        tree = "org_lineage AS l"
        if self.children:
            tree += f" LEFT JOIN org_lineage AS child ON {_IS_CHILD} AND {known('child', self.moment)}"
            conditions.append(f"(child.id IS NULL OR child.span @> {day})")
        return f"FROM {tree} JOIN {postings} AS p ON p.unit_id = l.unit_id WHERE " + " AND ".join(conditions)


_IS_CHILD = "child.unit_id = l.unit_id AND child.depth = l.depth - 1 AND child.span && l.span"


def known(alias: str, moment: Moment | None) -> str:
    """The condition that a superseded row holds, now or at a moment, with the parameters of a look."""
    return known_sql(alias, moment).replace("%s", "%(snapshot)s")


WHOLE = "p.first_day >= %(first)s AND p.last_day <= %(last)s"
_FIVE = "sum(p.low), sum(p.high), sum(p.open), sum(p.rough), sum(p.declared)"


MONTH = "to_char(p.first_day, 'YYYY-MM') || to_char(p.last_day, 'YYYY-MM')"
"""The group of a posting by its months: the first and the last, which differ for what is declared over several."""

TALLIED = ("0", "l.level", MONTH)
"""The groups that tallies tell apart."""

WITH_UNFOLDED = "WITH fresh AS MATERIALIZED (SELECT * FROM unfolded_postings(%(fresh)s::bigint[])) "
_SEVERAL_MONTHS = "t.last_day > (t.first_day + 30)"


def _posted(look: Look, by: str, postings: str = "figures_posting") -> str:
    """What lies whole in the period, as it is."""
    return f"SELECT p.indicator_id, {by}, {_FIVE} {look.of(postings)} AND {WHOLE} GROUP BY 1, 2"


def _cut(look: Look, by: str) -> str:
    """The bounds of the declarations that the period cuts, each per unit and span."""
    return f"""
        SELECT indicator_id, by, sum(least(0, low)), sum(greatest(0, high)), sum(greatest(0, open)),
            sum(greatest(0, rough)), 0
        FROM (
            SELECT p.indicator_id, {by} AS by, p.unit_id, p.first_day, p.last_day, sum(p.low) AS low,
                sum(p.high) AS high, sum(p.open) AS open, sum(p.rough) AS rough
            {look.from_where} AND p.first_day < p.last_day AND NOT ({WHOLE}) GROUP BY 1, 2, 3, 4, 5
        ) AS cut
        GROUP BY 1, 2
    """


def _tallies(look: Look, by: str) -> str:
    scope = "" if look.scope == Reach.SUBTREE else "AND t.level = %(level)s"
    return f"""
        SELECT t.indicator_id, {by.replace("l.", "t.").replace("p.", "t.")} AS by, {_FIVE.replace("p.", "t.")}
        FROM figures_tally AS t WHERE t.unit_id = %(unit)s AND t.indicator_id = ANY(%(indicators)s) {scope}
    """


def _tallied(look: Look, by: str) -> str:
    """What lies whole in the period, from the tallies and the postings not in them yet."""
    return f"""
        {_tallies(look, by)} AND {WHOLE.replace("p.", "t.")} GROUP BY 1, 2
        UNION ALL
        {_posted(look, by, "fresh")}
    """


def _cut_flows(look: Look, by: str) -> str:
    """The same bounds from the tallies: what a unit declares of a flow is never negative, so they add up over units."""
    around = "t.last_day >= %(first)s AND t.first_day <= %(last)s"
    return f"""
        SELECT indicator_id, by, 0, greatest(0, sum(high)), greatest(0, sum(open)), greatest(0, sum(rough)), 0
        FROM (
            {_tallies(look, by)} AND {_SEVERAL_MONTHS} AND {around} AND NOT ({WHOLE.replace("p.", "t.")}) GROUP BY 1, 2
            UNION ALL
            SELECT p.indicator_id, {by}, {_FIVE} {look.of("fresh")} AND NOT ({WHOLE}) GROUP BY 1, 2
        ) AS cut (indicator_id, by, low, high, open, rough, declared)
        GROUP BY 1, 2
    """


def sums(look: Look, indicators: Iterable[int], by: str = "0") -> dict[tuple[int, Any], Sums]:
    """The sums of each indicator in each group `by` (an SQL expression over `l` and `p`).

    What lies whole in the period counts as it is. A declaration that the period cuts gives its bound alone: anything
    from nothing to all of it, per unit and span, since what corrects it must be taken together with it.
    """
    return together([(look, indicators)], by)[0]


def together(asked: Sequence[tuple[Look, Iterable[int]]], by: str = "0") -> list[dict[tuple[int, Any], Sums]]:
    """The sums of several looks, each with its own indicators, in one statement: all see the ledger at one moment."""
    parts: list[str] = []
    parameters: dict[str, Any] = {"fresh": []}
    for place, (look, indicators) in enumerate(asked):
        mine = look.parameters | {"indicators": list(indicators)}
        parameters["fresh"] += mine["indicators"]
        parameters |= {f"{name}_{place}": value for name, value in mine.items()}
        parts.append(f"SELECT {place}, part.* FROM ({numbered(_query(look, by), place)}) AS part")
    tallied = any(look.reads_tallies for look, _indicators in asked)
    query = (WITH_UNFOLDED if tallied else "") + " UNION ALL ".join(parts)
    found: list[dict[tuple[int, Any], Sums]] = [{} for _look in asked]
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        for place, indicator, group, *numbers in cursor.fetchall():
            key = (indicator, group)
            found[place][key] = found[place].get(key, Sums()) + Sums(*map(int, numbers))
    return found


def numbered(query: str, place: int) -> str:
    """A query whose parameters carry its place among several, so that they can stand in one statement."""
    return re.sub(r"%\((\w+)\)s", rf"%(\1_{place})s", query)


def _query(look: Look, by: str) -> str:
    if look.reads_tallies and by in TALLIED:
        return f"{_tallied(look, by)} UNION ALL {_cut(look, by) if look.stock else _cut_flows(look, by)}"
    return f"{_posted(look, by)} UNION ALL {_cut(look, by)}"


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


CHILD = "child.ancestor_id"
"""The group of a posting beneath the unit, of a look with children; NULL is the unit itself."""


@dataclass(frozen=True)
class Fact:
    """A posting and the fact beneath it, with what it gives to the figure that was asked for."""

    entry: int
    noun: str
    title: str
    unit: str
    first_day: date
    last_day: date
    xact: int
    sums: Sums = field(default_factory=Sums)


def facts(look: Look, indicator: int) -> list[Fact]:
    """Every posting that the figure sums, by day; those of a cut declaration give one line, its bound."""
    query = f"""
        SELECT told.*, entry.noun, entry.title, unit.code FROM (
            SELECT p.id, p.entry_id, p.first_day, p.last_day, p.unit_id, p.xact::text::bigint AS xact, p.low,
                p.high, p.open, p.rough, p.declared, ({WHOLE}) AS whole
            {look.from_where}
        ) AS told
        JOIN figures_entry AS entry ON entry.id = told.entry_id JOIN org_unit AS unit ON unit.id = told.unit_id
        ORDER BY told.last_day, told.entry_id, told.id
    """
    with connection.cursor() as cursor:
        cursor.execute(query, look.parameters | {"indicators": [indicator]})
        rows = cursor.fetchall()
    whole: list[Fact] = []
    cut: dict[tuple[str, date, date], Fact] = {}
    for _id, entry, first, last, _unit, xact, low, high, open_, rough, declared, is_whole, noun, title, code in rows:
        fact = Fact(entry, noun, title, code, first, last, xact, Sums(low, high, open_, rough, declared))
        if is_whole:
            whole.append(fact)
        else:
            held = cut.get((code, first, last))
            cut[code, first, last] = replace(fact, sums=fact.sums + held.sums) if held else fact
    return whole + [replace(fact, sums=_bound_of_a_part(fact.sums)) for fact in cut.values()]


def _bound_of_a_part(whole: Sums) -> Sums:
    return Sums(min(0, whole.low), max(0, whole.high), max(0, whole.open), max(0, whole.rough), 0)
