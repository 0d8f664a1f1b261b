"""The slow and obvious computation: every figure from a plain list of facts, in plain Python, with no database.

It knows the rules of DESIGN section 4 and nothing of how the ledger keeps them.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from congdoan.base.bound import Bound
from congdoan.base.period import Period
from congdoan.catalogue.rules import Level
from congdoan.figures.rules import Reach, Scope, Sums

DAY = timedelta(days=1)
LONG_AGO = date(1, 1, 1)

FLOWS = [
    "dialogue.held",
    "dialogue.regular",
    "dialogue.people",
    "dialogue.non_state",
    "members.admitted",
    "units.founded",
    "fund.net",
    "wages.sum",
    "wages.counted",
]
STOCKS = ["members.total", "units.grassroots", "workers.total", "fund.balance"]
CODES = FLOWS + STOCKS
NEVER_RECORDED = {"workers.total", "wages.sum", "wages.counted"}
ALWAYS_TOLD = {"units.founded", "units.grassroots"}


class Changes:
    """Something that is so from a day on, until the next day on which it is known to be otherwise."""

    def __init__(self, first: Any) -> None:
        self.days, self.values = [LONG_AGO], [first]

    def on(self, day: date) -> Any:
        return self.values[bisect_right(self.days, day) - 1]

    def change(self, day: date, value: Any) -> None:
        found = dict(zip(self.days, self.values, strict=True)) | {day: value}
        self.days, self.values = [], []
        for since in sorted(found):
            if not self.values or found[since] != self.values[-1]:
                self.days.append(since)
                self.values.append(found[since])


@dataclass
class Place:
    """A unit as the reckoning sees it; closed is its last day."""

    founded: date
    records_from: date
    parent: Changes
    level: Changes
    sector: Changes
    closed: date | None = None

    def lived(self, first: date, last: date) -> range:
        """The ordinals of its days between two days, both in it."""
        begin, end = max(first, self.founded), last if self.closed is None else min(last, self.closed)
        return range(begin.toordinal(), end.toordinal() + 1)


@dataclass
class Fact:
    """What happened at a unit on a day: how much, and what tells it apart."""

    unit: str
    day: date
    noun: str
    people: Bound = field(default_factory=lambda: Bound.exactly(1))
    traits: dict[str, Any] = field(default_factory=dict)
    balance: dict[str, Sums] = field(default_factory=dict)
    withdrawn: bool = False
    entered: int = 0
    """Which one it was of all that was entered."""


@dataclass
class Told:
    """What a unit declared for a run of months; of a stock, for the last of its days."""

    unit: str
    code: str
    first: date
    last: date
    bound: Bound
    withdrawn: bool = False
    entered: int = 0


class Line(NamedTuple):
    """What one fact or declaration gives to one indicator."""

    unit: str
    code: str
    first: date
    last: date
    sums: Sums
    is_declared: bool
    handed_on: int = 0
    """Of what an ended unit handed on: when that was entered."""


class Answer(NamedTuple):
    """All that a figure says."""

    low: int | None
    high: int | None
    about: bool
    backed: float
    units: int
    covered: int


@dataclass
class Reckoning:
    """Units, facts and what was declared: lists to which things are added, and nothing computed beforehand."""

    places: dict[str, Place] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    declared: list[Told] = field(default_factory=list)
    today: date = date.max
    _all: list[Line] | None = None

    def close(self) -> None:
        """Nothing more will be added: what everything gives is worked out once."""
        self._all = self.lines()

    # The tree

    def path(self, unit: str, day: date) -> list[str]:
        """The unit and all above it on a day."""
        found = [unit]
        while above := self.places[found[-1]].parent.on(day):
            found.append(above)
        return found

    def counts(self, unit: str, top: str, scope: Scope, day: date) -> bool:
        """Whether what happens at a unit counts for the top's figure on the tree of a day."""
        if top not in self.path(unit, day):
            return False
        if scope == Reach.OWN:
            return unit == top
        return scope == Reach.SUBTREE or self.places[unit].level.on(day) == scope

    def child(self, unit: str, top: str, day: date) -> str | None:
        """The child of the top beneath which a unit stands on a day; None for the top itself."""
        path = self.path(unit, day)
        return path[path.index(top) - 1] if unit != top else None

    # What counts

    def lines(self) -> list[Line]:
        """All that facts and declarations give, as known now."""
        if self._all is not None:
            return self._all
        recorded = [line for fact in self.facts if not fact.withdrawn for line in self.lines_of(fact)]
        return recorded + list(self._settled(recorded))

    def lines_of(self, fact: Fact) -> Iterator[Line]:
        place = self.places[fact.unit]
        for code, sums in self._given(fact, place.level.on(fact.day), place.sector.on(fact.day)):
            if sums:
                handed_on = fact.entered if fact.noun == "balance" else 0
                yield Line(fact.unit, code, fact.day, fact.day, sums, False, handed_on)

    def _given(self, fact: Fact, level: str, sector: str) -> Iterator[tuple[str, Sums]]:
        once = Sums(1, 1)
        match fact.noun:
            case "dialogue":
                yield "dialogue.held", once
                yield "dialogue.people", Sums.of(fact.people)
                if fact.traits.get("trigger") == "định kỳ":
                    yield "dialogue.regular", once
                if sector == "non-state":
                    yield "dialogue.non_state", once
            case "fund":
                amount = Sums.of(fact.people)
                moved = amount if fact.traits["way"] == "thu" else -amount
                yield "fund.net", moved
                yield "fund.balance", moved
            case "admission":
                yield "members.admitted", once
                yield "members.total", once
            case "arrival":
                yield "members.total", once
            case "departure" | "leaving":
                yield "members.total", -once
            case "founding" if fact.traits["level"] == Level.GRASSROOTS:
                yield "units.grassroots", once
                if fact.traits["origin"] == "new":
                    yield "units.founded", once
            case "closing" if fact.traits["level"] == Level.GRASSROOTS:
                yield "units.grassroots", -once
            case "grading":
                if fact.traits["to_level"] == Level.GRASSROOTS:
                    yield "units.grassroots", once
                if fact.traits["from_level"] == Level.GRASSROOTS:
                    yield "units.grassroots", -once
            case "balance":
                yield from fact.balance.items()

    def _settled(self, recorded: list[Line]) -> Iterator[Line]:
        """What declarations give beside what lies inside them: the inner before the outer, the earlier stock first."""
        standing = [told for told in self.declared if not told.withdrawn]
        for unit, code in sorted({(told.unit, told.code) for told in standing}):
            inside = [line for line in recorded if (line.unit, line.code) == (unit, code)]
            mine = [told for told in standing if (told.unit, told.code) == (unit, code)]
            settled = _stocks(mine, inside) if code in STOCKS else _flows(mine, inside)
            yield from (line for line in settled if line.sums)

    # Figures

    def sums(
        self, top: str, code: str, period: Period, scope: Scope = Reach.SUBTREE, tree_on: date | None = None
    ) -> Sums:
        return Sums.total(list(self.by_child(top, code, period, scope, tree_on).values()))

    def by_child(
        self, top: str, code: str, period: Period, scope: Scope = Reach.SUBTREE, tree_on: date | None = None
    ) -> dict[str | None, Sums]:
        """The figure's sums by the child under which each line counts."""
        found: dict[str | None, Sums] = {}
        cut: dict[tuple[str, date, date, str | None], Sums] = {}
        first = LONG_AGO if code in STOCKS else period.first_day
        for line in self.lines():
            if line.code != code or line.last < first or line.first > period.last_day:
                continue
            row = tree_on or (period.last_day if code in STOCKS else line.last)
            if not self.counts(line.unit, top, scope, row):
                continue
            child = self.child(line.unit, top, row)
            if first <= line.first and line.last <= period.last_day:
                found[child] = found.get(child, Sums()) + line.sums
            else:
                key = (line.unit, line.first, line.last, child)
                cut[key] = cut.get(key, Sums()) + line.sums
        for (_unit, _first, _last, child), whole in cut.items():
            part = Sums(min(0, whole.low), *(max(0, n) for n in (whole.high, whole.open, whole.rough)))
            found[child] = found.get(child, Sums()) + part
        return {child: sums for child, sums in found.items() if sums}

    def is_cut(self, code: str, period: Period) -> bool:
        """Whether the period cuts something declared."""
        return any(
            line.code == code
            and line.first <= period.last_day
            and line.last >= period.first_day
            and not (period.first_day <= line.first and line.last <= period.last_day)
            for line in self.lines()
        )

    def tell(
        self, top: str, code: str, period: Period, scope: Scope = Reach.SUBTREE, tree_on: date | None = None
    ) -> Answer:
        """The whole figure."""
        sums = self.sums(top, code, period, scope, tree_on)
        units, covered, blank = self._coverage(top, code, period, scope, tree_on)
        is_own = scope == Reach.OWN or (scope == Reach.SUBTREE and units == 1)
        if blank and not sums:
            return Answer(None, None, False, 1.0, units, covered)
        high = None if sums.open or (is_own and covered < units) else sums.high
        return Answer(sums.low, high, sums.rough > 0, _backed(sums), units, covered)

    # Unknown is not zero

    def _coverage(
        self, top: str, code: str, period: Period, scope: Scope, tree_on: date | None
    ) -> tuple[int, int, bool]:
        is_stock = code in STOCKS
        first = period.last_day if is_stock else period.first_day
        last = max(first, min(period.last_day, self.today))
        beneath = {unit: self._days(unit, top, first, last, scope, is_stock, tree_on) for unit in self.places}
        asked = {unit: days for unit, days in beneath.items() if days}
        if code in ALWAYS_TOLD:
            return len(asked), len(asked), False
        known = [self._known(unit, code, days, first, last) for unit, days in asked.items()]
        return len(asked), sum(covered for covered, _ in known), bool(known) and all(blank for _, blank in known)

    def _days(
        self, unit: str, top: str, first: date, last: date, scope: Scope, is_stock: bool, tree_on: date | None
    ) -> set[int]:
        """The ordinals of the days of its life on which a unit stands beneath another; of one tree, all or none."""
        lived = set(self.places[unit].lived(first, last))
        if is_stock or tree_on:
            return lived if self.counts(unit, top, scope, tree_on or last) else set()
        changes = {day for above in self.places.values() for line in (above.parent, above.level) for day in line.days}
        begins = [first, *sorted(day for day in changes if first < day <= last), last + timedelta(days=1)]
        return {
            day
            for begin, end in pairwise(begins)
            if self.counts(unit, top, scope, begin)
            for day in lived & set(range(begin.toordinal(), end.toordinal()))
        }

    def _known(self, unit: str, code: str, lived: set[int], first: date, last: date) -> tuple[bool, bool]:
        """Whether the days on which a unit is asked are all known, and whether nothing of them is."""
        place = self.places[unit]
        records_from = date.max if code in NEVER_RECORDED else place.records_from
        told = [t for t in self.declared if not t.withdrawn and (t.unit, t.code) == (unit, code)]
        if code in STOCKS:
            told = [t for t in told if t.last <= last]
            return records_from <= place.founded or bool(told), records_from > last and not told
        told = [t for t in told if t.first <= last and t.last >= first]
        asked = {day for day in lived if day < records_from.toordinal()}
        declared = {day for t in told for day in range(t.first.toordinal(), t.last.toordinal() + 1)}
        return asked <= declared, asked == lived and not declared & lived


def _flows(mine: Iterable[Told], inside: list[Line]) -> list[Line]:
    """Each declaration's total less what is surely inside it, never below zero."""
    found: list[Line] = []
    for told in sorted(mine, key=lambda told: told.last - told.first):
        held = sum(line.sums.low for line in inside + found if told.first <= line.first and line.last <= told.last)
        whole = Sums.of(told.bound)
        low, high = max(0, whole.low - held), max(0, whole.high - held)
        rest = Sums(low, high, whole.open, whole.rough, declared=low)
        found.append(Line(told.unit, told.code, told.first, told.last, rest, True))
    return found


def _stocks(mine: Iterable[Told], inside: list[Line]) -> list[Line]:
    """Each declared stock's step from what there was by all that is known up to its day."""
    found: list[Line] = []
    for told in sorted(mine, key=lambda told: told.last):
        held = Sums.total([line.sums for line in inside + found if line.last <= told.last and not _after(line, told)])
        step = Sums.of(told.bound) - held
        since = found[-1].last + DAY if found else told.first
        step = Sums(step.low, step.high, step.open, step.rough, declared=step.low)
        found.append(Line(told.unit, told.code, since, told.last, step, True))
    return found


def _after(line: Line, told: Told) -> bool:
    """Whether a unit was handed this on the very day at whose end it had told what there was, and was so later."""
    return line.last == told.last and line.handed_on > told.entered


def _backed(sums: Sums) -> float:
    if not sums.low:
        return 0.0 if sums.declared else 1.0
    return min(1.0, max(0.0, 1 - sums.declared / sums.low))
