"""Which other question would give the printed number: another scope, period, unit, tree or moment of knowledge."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.knowledge import Moment, NothingKnownYet
from congdoan.base.period import CALENDAR, DAY, Period, UnknownPeriod, parse_period
from congdoan.catalogue.rules import Level
from congdoan.claims.models.asking import Asked, Ledger, told_of
from congdoan.claims.models.saying import amount, days, in_scope
from congdoan.claims.rules.calendar import UNION
from congdoan.claims.rules.claim import Claim
from congdoan.claims.rules.verdicts import Instead, Verdict, compare
from congdoan.figures.models import OwnOnly, Question
from congdoan.figures.rules import AnyFigure, Reach, Scope
from congdoan.org.models import Lineage, Unit, ancestors

_DAYS_LOOKED_AT = 31
_DAYS_AFTER = 7
# Of longer periods only the ends of years are looked at.
_MONTHS = 24
_RIGHT = {Verdict.AGREES, Verdict.ROUNDED}


def would_be(ledger: Ledger, claim: Claim, asked: Asked, dated: date) -> tuple[Instead, ...]:
    """At most one of each sort, such as `2.247 là số biết đến ngày 20/06/2024.`; none where the number is bounded."""
    if claim.value is None or claim.about:
        return ()
    search = _Search(ledger, claim, asked, dated)
    sorts = (search.periods(), search.scopes(), search.units(), search.trees(), search.knowledge())
    return tuple(found for sort in sorts if (found := next(sort, None)))


@dataclass(frozen=True)
class _Search:
    ledger: Ledger
    claim: Claim
    asked: Asked
    dated: date

    def _instead(self, sentence: str, what: str, **changes: str) -> Instead:
        """The question that was asked, with what is other in it."""
        number = amount(self.claim, self.claim.value or self.asked.told.low or 0)  # type: ignore[arg-type]
        words = {
            "unit": self.asked.unit.code,
            "period": str(self.asked.period),
            "cutoff": str(self.asked.period.cutoff),
            "scope": str(self.asked.scope),
        }
        return Instead(sentence % {"number": number, "what": what}, **(words | changes))

    def _is_right(self, period: Period, scope: Scope, tree_on: date | None = None) -> bool:
        code = self.asked.indicator.code
        figure = self.ledger.figures(self.asked.unit, scope, [period], [code], tree_on=tree_on).get((code, period))
        return figure is not None and compare(self.claim, told_of(figure)) in _RIGHT

    def periods(self) -> Iterator[Instead]:
        code, periods = self.asked.indicator.code, list(_other_periods(self.asked.period, self.dated))
        figures = self.ledger.figures(self.asked.unit, self.asked.scope, periods, [code])
        for period in periods:
            figure = figures.get((code, period))
            if figure is not None and compare(self.claim, told_of(figure)) in _RIGHT:
                words = {"period": str(period), "cutoff": str(period.cutoff)}
                yield self._instead(_("%(number)s là số của kỳ %(what)s."), days(period), **words)

    def scopes(self) -> Iterator[Instead]:
        for scope in (Reach.OWN, Level.PROVINCIAL, Level.SUPERIOR, Level.GRASSROOTS, Reach.SUBTREE):
            if scope != self.asked.scope and self._is_right(self.asked.period, scope):
                yield self._instead(_("%(number)s là số %(what)s."), in_scope(scope), scope=str(scope))

    def units(self) -> Iterator[Instead]:
        for unit in self._other_units():
            name = self.ledger.name(unit, self.asked.period.last_day)
            words = {"unit": unit.code, "scope": str(Reach.SUBTREE)}
            yield self._instead(_("%(number)s là số của %(what)s."), name, **words)

    def _other_units(self) -> Iterator[Unit]:
        """The units above and directly beneath whose figure is the printed number."""
        code, period = self.asked.indicator.code, self.asked.period
        for unit in ancestors(self.asked.unit, on=period.last_day):
            with suppress(OwnOnly):
                if self.ledger.may_ask(unit) and compare(self.claim, told_of(_of(unit, code, period))) in _RIGHT:
                    yield unit
        if not self.asked.indicator.is_additive:
            return
        with suppress(OwnOnly, KeyError):
            children = Question(self.asked.unit).by_child(code, period)
            right = [child for child, sums in children.items() if sums.low == sums.high == self.claim.value]
            yield from Unit.objects.filter(code__in=[child for child in right if child])

    def trees(self) -> Iterator[Instead]:
        """The trees of the text's day and of today, where they differ from that of the period."""
        for day in dict.fromkeys((self.dated, clock.today())):
            if self._has_moved(day) and self._is_right(self.asked.period, self.asked.scope, tree_on=day):
                what = f"{day:%d/%m/%Y}"
                yield self._instead(_("%(number)s là số kể lại trên cây tổ chức ngày %(what)s."), what, tree=str(day))

    def _has_moved(self, day: date) -> bool:
        """Whether the unit's tree of a day is another than some tree of the period."""
        rows = Lineage.objects.known().filter(ancestor=self.asked.unit)
        return rows.filter(span__startswith__gt=self.asked.period.first_day, span__startswith__lte=day).exists()

    def knowledge(self) -> Iterator[Instead]:
        day = self._when_known()
        if day:
            yield self._instead(_("%(number)s là số biết đến ngày %(what)s."), f"{day:%d/%m/%Y}", known=str(day))

    def _when_known(self) -> date | None:
        """The last day at the end of which the ledger told the printed number, near the day of the text."""
        seen: set[int] = set()
        for back in range(_DAYS_LOOKED_AT):
            day = min(self.dated + _DAYS_AFTER * DAY, clock.today()) - back * DAY
            try:
                moment = Moment.last_before(clock.end_of(day))
            except NothingKnownYet:
                return None
            if moment.pk in seen:
                continue
            seen.add(moment.pk)
            question = Question(self.asked.unit, scope=self.asked.scope, known_at=moment)
            figure = question.figure(self.asked.indicator.code, self.asked.period)
            if compare(self.claim, told_of(figure)) in _RIGHT:
                return day
        return None


def _of(unit: Unit, code: str, period: Period) -> AnyFigure:
    return Question(unit).figure(code, period)


def _other_periods(period: Period, dated: date) -> Iterator[Period]:
    """The same period in the other calendar, the year before, and its days up to each month's end and to the text's."""
    other = CALENDAR if period.cutoff == UNION else UNION
    if period.name:
        with suppress(UnknownPeriod):
            twin = parse_period(period.name, other)
            if (twin.first_day, twin.last_day) != (period.first_day, period.last_day):
                yield twin
    if period.before:
        yield period.before
    months = [month.last_day for month in period.months()]
    ends = (
        {day for day in months if len(months) <= _MONTHS or day.month == 12}
        | {dated}
        | set(_days(period.last_day, dated))
    )
    for end in sorted(ends):
        if end != period.last_day and end >= period.first_day:
            yield Period(period.first_day, end, "", period.cutoff)


def _days(first: date, last: date) -> Iterator[date]:
    for count in range(1, min(_DAYS_LOOKED_AT, (last - first).days) + 1):
        yield first + timedelta(days=count)
