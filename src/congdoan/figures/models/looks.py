"""One way of looking at the ledger, and what it says in SQL."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from congdoan.base.knowledge import Moment, known_sql
from congdoan.base.period import DAY, Period, month_end
from congdoan.figures.rules import Reach, Scope
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
    since: Moment | None = None
    """Only what was posted after a moment: it was not visible then."""
    others: tuple[int, ...] = ()
    """Units looked at besides the one, each by itself: their postings are told apart by `ANCESTOR`."""
    few_others: bool = False
    """Whether few units stood beneath it otherwise than on the tree's day, where that is known (`restating`)."""

    @property
    def as_told(self) -> "Look":
        """The same on the tree of each day."""
        return replace(self, tree_on=None, few_others=False)

    @property
    def can_be_told(self) -> bool:
        """Whether on the tree of each day it would read tallies."""
        return self.tree_on is not None and self.as_told.reads_tallies

    @property
    def reads_tallies(self) -> bool:
        """A unit that keeps tallies, on the tree of each day, as known now."""
        return self.tallied and self.scope != Reach.OWN and self.is_plain

    @property
    def is_plain(self) -> bool:
        """One unit's look at all that was posted, on the tree of each day, as known now."""
        is_special = self.children or self.others or self.only is not None or self.since is not None
        return not is_special and self.tree_on is None and self.moment is None

    @property
    def edges(self) -> list[tuple[date, date]]:
        """The days of the months that the period cuts; of a stock, those since its last whole month."""
        first, last = self.period.first_day, self.period.last_day
        is_cut_late = (last + DAY).day != 1
        if self.stock:
            return [(last.replace(day=1), last)] if is_cut_late else []
        if first.day == 1:
            return [(max(first, last.replace(day=1)), last)] if is_cut_late else []
        head = first, min(last, month_end(first.year, first.month))
        return [head, (last.replace(day=1), last)] if is_cut_late and head[1] < last else [head]

    @property
    def settled(self) -> date:
        """The end of the last whole month: until then the tallies tell a stock."""
        return self.edges[0][0] - DAY if self.stock and self.edges else self.last

    @property
    def way(self) -> Hashable:
        """What two looks have in common that can be read together."""
        moment = self.moment.pk if self.moment else None
        since = self.since.pk if self.since else None
        days = self.tree_on, moment, since, self.only
        how = self.children, self.reads_tallies, self.few_others
        return self.unit.pk, self.others, self.scope, days, how

    @property
    def first(self) -> date:
        """The first day whose facts count: a stock is the sum of its flows from the beginning."""
        return BEGINNING if self.stock else self.period.first_day

    @property
    def last(self) -> date:
        return self.period.last_day

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "unit": self.unit.pk,
            "units": [self.unit.pk, *self.others],
            "first": self.first,
            "last": self.last,
            "tree": self.tree_on or (self.period.last_day if self.stock else None),
            "level": str(self.scope),
            "snapshot": self.moment.snapshot if self.moment else None,
            "only": list(self.only or ()),
            "since": self.since.snapshot if self.since else None,
        }

    @property
    def scope_condition(self) -> str:
        """Which rows of the tree count; empty for all."""
        if self.scope == Reach.OWN:
            return "l.depth = 0 AND l.unit_id = l.ancestor_id"
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
        asked = "p.indicator_id = ANY(%(indicators)s) AND p.last_day >= %(first)s AND p.first_day <= %(last)s"
        tree, beneath = (self._tree, "TRUE") if self.children else ("org_lineage AS l", self._beneath)
        return f"""
            FROM {tree} JOIN {postings} AS p ON p.unit_id = l.unit_id
            WHERE {" AND ".join([asked, beneath, f"l.span @> {self.tree_day}", self.of_postings])}
        """

    def asking(self, days: str) -> str:
        """The same for all that is `asked` in one way: of each, the postings of its days.

        The units come first and of each its postings: from the other end, the postings of the whole country would be
        gone through for those of a few units.
        """
        day = "CASE WHEN asked.is_stock THEN asked.last ELSE p.last_day END"
        there = f"l.span @> {self.tree_day if self.tree_on else day}"
        return f"""
            FROM {self._tree} CROSS JOIN LATERAL (
                SELECT * FROM figures_posting WHERE unit_id = l.unit_id AND indicator_id = ANY(%(indicators)s::bigint[])
                    AND last_day >= %(earliest)s OFFSET 0
            ) AS p
            JOIN asked ON asked.indicator = p.indicator_id AND {days}
            WHERE {" AND ".join([there, self.of_postings])}
        """

    @property
    def asked_on_one_day(self) -> str:
        """All that is `asked`, under the rows of the day that counts whatever the postings' own days are.

        So it is of stocks, and on the tree of a day.
        """
        return f"{self._tree} JOIN asked ON l.span @> {self.tree_day if self.tree_on else 'asked.last'}"

    @property
    def _tree(self) -> str:
        """The tree as rows `l` beneath the unit; with children, of each the days that it shares with one."""
        if not self.children:
            there = "" if self.tree_on is None else " AND l.span @> %(tree)s::date"
            return f"(SELECT * FROM org_lineage AS l WHERE {self._beneath}{there} OFFSET 0) AS l"
        return f"""(
            SELECT l.unit_id, l.level, l.depth, child.ancestor_id AS child,
                coalesce(l.span * child.span, l.span) AS span
            FROM org_lineage AS l LEFT JOIN org_lineage AS child ON {_IS_CHILD} AND {known("child", self.moment)}
            WHERE {self._beneath} OFFSET 0
        ) AS l"""

    @property
    def _beneath(self) -> str:
        those = "ANY(%(units)s::bigint[])" if self.others else "%(unit)s"
        scope = f" AND {self.scope_condition}" if self.scope_condition else ""
        return f"l.ancestor_id = {those} AND {known('l', self.moment)}{scope}"

    @property
    def of_postings(self) -> str:
        """Which postings `p` count, whatever their place."""
        conditions = ["TRUE"]
        if self.only is not None:
            conditions.append("p.last_day <@ ANY(%(only)s::daterange[])")
        if self.moment:
            conditions.append("pg_visible_in_snapshot(p.xact, %(snapshot)s::pg_snapshot)")
        if self.since:
            conditions.append("NOT pg_visible_in_snapshot(p.xact, %(since)s::pg_snapshot)")
        return " AND ".join(conditions)


ANCESTOR = "l.ancestor_id"
"""The group of a posting by the unit that is looked at."""

_IS_CHILD = "child.unit_id = l.unit_id AND child.depth = l.depth - 1 AND child.span && l.span"


def known(alias: str, moment: Moment | None) -> str:
    """The condition that a superseded row holds, now or at a moment, with the parameters of a look."""
    return known_sql(alias, moment).replace("%s", "%(snapshot)s")


WHOLE = "p.first_day >= %(first)s AND p.last_day <= %(last)s"
IN_ASKED = "p.first_day >= asked.first AND p.last_day <= asked.last"
"""Whether a posting lies whole in the period of what is `asked`."""


def bounded(sign: str = "") -> str:
    """The sums of rows: as they are, or, where `cut` says which declaration a period cuts, the bounds that it gives."""
    bounds = ("low", "least"), ("high", "greatest"), ("open", "greatest"), ("rough", "greatest")
    told = [f"sum({sign}CASE WHEN cut IS NULL THEN {name} ELSE {of}(0, {name}) END)::bigint" for name, of in bounds]
    return ", ".join([*told, f"coalesce(sum({sign}declared) FILTER (WHERE cut IS NULL), 0)::bigint"])
