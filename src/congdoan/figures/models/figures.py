"""Figures: what is asked of the ledger, and how it opens down to its facts."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from congdoan.base.knowledge import Moment
from congdoan.base.period import DAY, Period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Indicator, Nature
from congdoan.figures.models import reading
from congdoan.figures.models.coverage import Asked, Coverage, coverages, coverages_by_unit
from congdoan.figures.models.facts import Fact, facts
from congdoan.figures.models.looks import ANCESTOR, Look
from congdoan.figures.models.plans import Planned, plans_around, plans_set
from congdoan.figures.models.reorganising import moved
from congdoan.figures.models.restating import has_few_others
from congdoan.figures.models.tallies import Tallied
from congdoan.figures.rules import AnyFigure, Figure, Ratio, Reach, Scope, Sums, Target
from congdoan.org.models import Unit


class OwnOnly(ValueError):
    """Gross transfers add up only at a unit itself: beneath another they would count a person's move twice."""


ALWAYS_TOLD = {"founding", "closing", "moving", "grading"}
"""Units are in the book by these very entries, so what counts nothing else has no gaps."""


@lru_cache(maxsize=4)
def _always_told(_fingerprint: str) -> frozenset[str]:
    """Of the catalogue that is in force, known by its fingerprint."""
    return frozenset(
        code
        for code, each in current().indicators.items()
        if each.is_additive and each.terms and all(term.noun in ALWAYS_TOLD for term in each.terms)
    )


Missing = dict[tuple[Period, bool], dict[str, Indicator]]
"""What is still to be read: by period and whether they are stocks, indicators by their codes."""
_NOBODY, _NOTHING = Coverage(), Sums()


Found = Mapping[tuple[int, Any], Sums]
"""What was read: sums by an indicator's number and a group."""


@dataclass(frozen=True)
class Wanted:
    """What is asked of the ledger at once: sums of indicators in each look, and over how many units they go."""

    sums: list[reading.Asked]
    covers: list[Asked]


_GROUND = """
    SELECT code.code, code.id, done.indicator_id IS NOT NULL,
        EXISTS (SELECT FROM figures_tallied WHERE unit_id = %(unit)s)
    FROM catalogue_code AS code LEFT JOIN figures_backfill AS done ON done.indicator_id = code.id
        AND done.done IS NOT NULL AND pg_visible_in_snapshot(done.done, %(snapshot)s::pg_snapshot) IS NOT FALSE
"""


def _ground(unit: Unit, known_at: Moment | None) -> tuple[dict[str, int], set[str], bool]:
    """What every question needs: the numbers of codes, those that are backfilled, whether the unit keeps tallies."""
    with connection.cursor() as cursor:
        cursor.execute(_GROUND, {"unit": unit.pk, "snapshot": known_at.snapshot if known_at else None})
        rows = cursor.fetchall()
    return {code: number for code, number, *_ in rows}, {row[0] for row in rows if row[2]}, any(row[3] for row in rows)


class Question:
    """Many figures of one unit, scope, tree and moment of knowledge, read together."""

    def __init__(
        self,
        unit: Unit,
        *,
        scope: Scope = Reach.SUBTREE,
        tree_on: date | None = None,
        known_at: Moment | None = None,
        only: tuple[DateRange, ...] | None = None,
    ) -> None:
        """With `only`, a flow's facts of these days alone: those on which the unit stood beneath another."""
        self.unit, self.scope, self.tree_on, self.known_at = unit, scope, tree_on, known_at
        self.only = only
        self.catalogue = current()
        self.numbers, self._ready, self._is_tallied = _ground(unit, known_at)
        self._read: dict[Period, dict[str, Figure]] = {}

    def figures(self, codes: Iterable[str], period: Period) -> dict[str, AnyFigure]:
        """Each indicator's figure in a period. Raises KeyError for an unknown code, OwnOnly."""
        return self.figures_in([period], codes)[0]

    def figures_in(self, periods: Sequence[Period], codes: Iterable[str]) -> list[dict[str, AnyFigure]]:
        """Each indicator's figure in several periods, read together. Raises KeyError for an unknown code, OwnOnly."""
        wanted = {code: self.catalogue.indicators[code] for code in codes}
        parts = [part for period in periods for each in wanted.values() for part in self._parts(each, period)]
        self._read_sums(parts)
        return self.at_hand(periods, wanted)

    def at_hand(self, periods: Sequence[Period], codes: Iterable[str]) -> list[dict[str, AnyFigure]]:
        """The same of what was read before. Raises KeyError for what was not."""
        wanted = list(codes)
        return [self._told_in(period, wanted) for period in periods]

    def _told_in(self, period: Period, codes: Sequence[str]) -> dict[str, AnyFigure]:
        read, indicators = self._read.get(period, {}), self.catalogue.indicators
        return {code: read[code] if code in read else self._ratio(indicators[code], period) for code in codes}

    def figure(self, code: str, period: Period) -> AnyFigure:
        return self.figures([code], period)[code]

    def read(self, wanted: Iterable[tuple[str, Period]]) -> None:
        """Read indicators, each in a period of its own, in one go: what is asked of them then is at hand.

        Raises KeyError for an unknown code, OwnOnly.
        """
        parts = [part for code, period in wanted for part in self._parts(self.catalogue.indicators[code], period)]
        self._read_sums(parts)

    def _parts(self, indicator: Indicator, period: Period) -> list[tuple[Indicator, Period]]:
        """The additive indicators beneath one, each with the period over which it is read."""
        if indicator.is_additive:
            return [(indicator, period)]
        return [part for of in self._divided(indicator) for part in self._parts(of, self._over(indicator, period))]

    def _divided(self, indicator: Indicator) -> list[Indicator]:
        codes = [indicator.of] if indicator.is_plan_rate else [indicator.of, indicator.per]
        return [self.catalogue.indicators[code] for code in codes]

    def _over(self, indicator: Indicator, period: Period) -> Period:
        """Against a plan, what was done since the plan's period began; otherwise the period itself."""
        target = self.target(indicator.per, period) if indicator.is_plan_rate else None
        return Period(target.period.first_day, period.last_day) if target else period

    def target(self, code: str, period: Period) -> Target | None:
        """The plan of a figure: the one set at this very unit for the smallest plan period around the period."""
        return self.targets(period).get(code)

    def targets(self, period: Period) -> dict[str, Target]:
        """All plans of a period, by code."""
        if self.scope != Reach.SUBTREE:
            return {}
        if period not in self._plans:
            self._plans[period] = plans_around(self._plans_set, period).get(self.unit.pk, {})
        return self._plans[period]

    @cached_property
    def _plans(self) -> dict[Period, dict[str, Target]]:
        return {}

    @cached_property
    def _plans_set(self) -> list[Planned]:
        return plans_set([self.unit.pk], self.known_at)

    def _read_sums(self, parts: Iterable[tuple[Indicator, Period]]) -> None:
        """Read what is not read yet of additive indicators, flows and stocks of all periods in one statement."""
        missing = self._missing(parts)
        if not missing:
            return
        wanted = self._wanted(missing)
        self._keep(missing, reading.together(wanted.sums), coverages(wanted.covers))

    def _missing(self, parts: Iterable[tuple[Indicator, Period]]) -> Missing:
        missing: Missing = {}
        for indicator, period in parts:
            self._refuse_gross(indicator)
            if indicator.code not in self._read.setdefault(period, {}):
                missing.setdefault((period, indicator.nature is Nature.STOCK), {})[indicator.code] = indicator
        return missing

    def _wanted(self, missing: Missing, others: tuple[int, ...] = ()) -> Wanted:
        """What is to be asked for what is missing, of further units too."""
        looks = self._near([replace(self.look(period, stock), others=others) for period, stock in missing])
        known = [
            {self.numbers[code]: each for code, each in wanted.items() if code in self.numbers}
            for wanted in missing.values()
        ]
        covers = [
            Asked(look, tuple(key for key, each in wanted.items() if bool(each.declared) != recorded), recorded)
            for look, wanted in zip(looks, known, strict=True)
            for recorded in (True, False)
        ]
        return Wanted([(look, list(wanted)) for look, wanted in zip(looks, known, strict=True)], covers)

    def _near(self, looks: list[Look]) -> list[Look]:
        """The looks, with what is known of the tree where they are restated."""
        if all(look.can_be_told for look in looks) and has_few_others(looks):
            return [replace(look, few_others=True) for look in looks]
        return looks

    def _keep(
        self, missing: Missing, found: Sequence[Found], covers: Sequence[Mapping[int, Coverage]], group: object = 0
    ) -> None:
        """Keep what was read: of each sum that of the `group`."""
        for place, ((period, _stock), wanted) in enumerate(missing.items()):
            sums, told = found[place], self._read.setdefault(period, {})
            covered = {**covers[2 * place], **covers[2 * place + 1]}
            for code, indicator in wanted.items():
                key = self.numbers.get(code, 0)
                told[code] = self._told(indicator, period, sums.get((key, group)), covered.get(key, _NOBODY))

    def _refuse_gross(self, indicator: Indicator) -> None:
        if indicator.own_only and self.scope != Reach.OWN:
            raise OwnOnly(indicator.code)

    def look(self, period: Period, stock: bool, *, tallied: bool = True) -> Look:
        """One way of looking at the ledger; with `tallied` False from postings alone, which asks no more of it."""
        only = None if stock or self.tree_on else self.only
        reads_tallies = tallied and self.scope != Reach.OWN and self._is_tallied
        return Look(self.unit, period, self.scope, self.tree_on, self.known_at, stock, reads_tallies, only)

    def at(self, unit: Unit, only: tuple[DateRange, ...] | None = None) -> "Question":
        """The same question of another unit, for the days on which it stood beneath this one."""
        return self.of(unit, is_tallied=Tallied.objects.filter(unit=unit).exists(), only=only)

    def of(self, unit: Unit, *, is_tallied: bool, only: tuple[DateRange, ...] | None = None) -> "Question":
        """The same question of another unit, of which it is known whether it keeps tallies."""
        other = copy(self)
        other.unit, other.only, other._read, other._is_tallied = unit, only, {}, is_tallied
        for read in ("_plans", "_plans_set"):
            other.__dict__.pop(read, None)
        return other

    def within(self, scope: Scope) -> "Question":
        """The same question of another scope; what does not depend on it is not read again."""
        other = copy(self)
        other.scope, other._read = scope, {}
        return other

    @property
    def reads_tallies(self) -> bool:
        return self.scope != Reach.OWN and self._is_tallied and self.tree_on is None and self.known_at is None

    def know_plans(self, period: Period, plans: dict[str, Target]) -> None:
        """Take the plans of a period as somebody has read them."""
        self._plans[period] = plans

    def read_beside(self, others: Sequence["Question"], wanted: Iterable[tuple[str, Period]]) -> None:
        """Read indicators, each in a period of its own, here and for questions alike in all but their units.

        No unit may stand beneath another of them where they are asked alone. Raises KeyError for an unknown code,
        OwnOnly.
        """
        pairs, everyone = list(wanted), (self, *others)
        parts = {
            (part.code, over): part
            for code, period in pairs
            for question in (everyone if self.catalogue.indicators[code].is_plan_rate else (self,))
            for part, over in question._parts(self.catalogue.indicators[code], period)
        }
        missing = self._missing((part, over) for (_code, over), part in parts.items())
        if not missing:
            return
        asked = self._wanted(missing, tuple(question.unit.pk for question in others))
        found, covers = reading.together(asked.sums, by=ANCESTOR), coverages_by_unit(asked.covers)
        for question in everyone:
            question._keep(missing, found, covers[question.unit.pk], question.unit.pk)

    def _told(self, indicator: Indicator, period: Period, told: Sums | None, covers: Coverage) -> Figure:
        units, covered, is_blank = covers.units, covers.covered, covers.blank
        if indicator.code in _always_told(self.catalogue.fingerprint):
            covered, is_blank = units, False
        own = self.scope == Reach.OWN or (units == 1 and self.scope == Reach.SUBTREE)
        ready = indicator.code in self._ready
        known = ready and not (is_blank and not told and (own or units > 0))
        return Figure(
            indicator,
            self.unit.code,
            period,
            self.scope,
            told or _NOTHING,
            units,
            covered if ready else 0,
            own and covered < units,
            known,
        )

    def _ratio(self, indicator: Indicator, period: Period) -> Ratio:
        over = self._over(indicator, period)
        of, *per = (self._read[over][part.code] for part in self._divided(indicator))
        divisor = self.target(indicator.per, period) if indicator.is_plan_rate else per[0]
        return Ratio(indicator, self.unit.code, period, self.scope, of, divisor, indicator.times)

    def facts(self, figure: AnyFigure) -> list[tuple[Indicator, list[Fact]]]:
        """The postings beneath a figure, of each additive indicator in it; they add up to what it says."""
        if isinstance(figure, Ratio):
            under = [figure.of] + ([figure.per] if isinstance(figure.per, Figure) else [])
            return [told for part in under for told in self.facts(part)]
        look = self.look(figure.period, figure.indicator.nature is Nature.STOCK)
        return [(figure.indicator, facts(look, self.numbers[figure.indicator.code]))]

    def by_child(self, code: str, period: Period) -> dict[str | None, Sums]:
        """The figure's sums by child unit, each for its days beneath this one; None is the unit itself.

        Raises OwnOnly.
        """
        self._refuse_gross(self.catalogue.indicators[code])
        found = self.by_children(code, [period])[0]
        codes = dict(Unit.objects.filter(pk__in=[key for key in found if key]).values_list("pk", "code"))
        return {codes[key] if key else None: sums for key, sums in found.items()}

    def by_children(self, code: str, periods: Sequence[Period]) -> list[dict[int | None, Sums]]:
        """The figure's sums by child unit (its key) in several periods, read together. Raises OwnOnly."""
        indicator = self.catalogue.indicators[code]
        self._refuse_gross(indicator)
        if code not in self.numbers or not periods:
            return [{} for _period in periods]
        stock = indicator.nature is Nature.STOCK
        looks = [replace(self.look(period, stock, tallied=False), children=True) for period in periods]
        found = reading.together([(look, [self.numbers[code]]) for look in looks], by=reading.CHILD)
        return [{key: sums for (_number, key), sums in told.items()} for told in found]

    def reorganised(self, codes: Iterable[str], since: date, until: date) -> dict[str, Sums]:
        """By how much stocks changed between two days for no flow of their own; only those that did.

        Raises ValueError for what is no stock.
        """
        wanted = {self.numbers[code]: code for code in codes if code in self.numbers}
        if any(self.catalogue.indicators[code].nature is not Nature.STOCK for code in wanted.values()):
            raise ValueError(list(wanted.values()))
        if self.tree_on is not None:
            return {}
        found = moved(self.look(Period(since + DAY, until), True), wanted)
        return {wanted[key]: sums for (key, _group), sums in found.items() if sums.low or sums.high}

    def by_level(self, code: str, period: Period) -> dict[str, Sums]:
        """The figure's sums by the level of the units where it happened. Raises OwnOnly."""
        self._refuse_gross(self.catalogue.indicators[code])
        look = self.look(period, self.catalogue.indicators[code].nature is Nature.STOCK)
        return {level: sums for (_, level), sums in reading.sums(look, [self.numbers[code]], by="l.level").items()}


def figure(
    indicator: str,
    unit: Unit,
    period: Period,
    *,
    scope: Scope = Reach.SUBTREE,
    tree_on: date | None = None,
    known_at: Moment | None = None,
) -> AnyFigure:
    """One indicator of a unit in a period.

    `scope` is the unit alone, its subtree, or one level of organisers in it; `tree_on` restates the figure on the tree
    of a day; `known_at` tells it as it was known. Raises KeyError for an unknown code, OwnOnly.
    """
    return Question(unit, scope=scope, tree_on=tree_on, known_at=known_at).figure(indicator, period)


def due_to_reorganisation(code: str, unit: Unit, period: Period) -> Sums:
    """By how much a stock changed in a period for no flow of its own: units came or went with all they hold."""
    return Question(unit).reorganised([code], period.first_day - DAY, period.last_day).get(code, Sums())
