"""What the ledger may be asked for one claim: indicator, unit, scope and period, the likeliest questions first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from congdoan.base import clock
from congdoan.base.knowledge import Moment
from congdoan.base.period import Period
from congdoan.catalogue.rules import Indicator, Nature
from congdoan.claims.rules.claim import Claim
from congdoan.claims.rules.verdicts import Candidate, Told, Verdict, compare
from congdoan.figures.models import OwnOnly, Question
from congdoan.figures.rules import AnyFigure, Reach, Scope
from congdoan.org.models import Unit, UnitQuerySet

# Of the candidates only those nearly as likely as the first are asked: a number agrees by chance with something soon.
_NEARLY = 0.85
# Where none of these has the number, those that share a good part of the words may have it.
_ALSO = 0.65


@dataclass(frozen=True)
class Asked:
    """One question, and the ledger's answer."""

    candidate: Candidate
    indicator: Indicator
    unit: Unit
    scope: Scope
    period: Period
    figure: AnyFigure | None = None

    @property
    def told(self) -> Told:
        return told_of(self.figure)


def told_of(figure: AnyFigure | None) -> Told:
    """A figure as the interval it tells."""
    if figure is None or figure.low is None:
        return Told(None, None)
    return Told(Decimal(figure.low), None if figure.high is None else Decimal(figure.high), figure.about)


class Ledger:
    """Questions already put, so that the same unit is read once for many periods and indicators."""

    def __init__(self, within: UnitQuerySet | None = None) -> None:
        self._within = within
        self._allowed: dict[int, bool] = {}
        self._names: dict[tuple[int, date], str] = {}
        self._questions: dict[tuple[int, str, object, object], Question] = {}

    def may_ask(self, unit: Unit) -> bool:
        """Whether the unit's figures may be told to who asks."""
        if self._within is None:
            return True
        if unit.pk not in self._allowed:
            self._allowed[unit.pk] = self._within.filter(pk=unit.pk).exists()
        return self._allowed[unit.pk]

    def name(self, unit: Unit, day: date) -> str:
        """What the unit was called on a day, or is called today where that day is to come."""
        key = (unit.pk, min(day, clock.today()))
        if key not in self._names:
            self._names[key] = unit.name_on(key[1])
        return self._names[key]

    def figures(
        self,
        unit: Unit,
        scope: Scope,
        periods: Sequence[Period],
        codes: Sequence[str],
        *,
        tree_on: object = None,
        known_at: Moment | None = None,
    ) -> dict[tuple[str, Period], AnyFigure]:
        """The figures of a unit; what adds up at a unit's own scope alone is left out elsewhere."""
        question = self._question(unit, scope, tree_on, known_at)
        found: dict[tuple[str, Period], AnyFigure] = {}
        for code in codes:
            try:
                rows = question.figures_in(list(periods), [code])
            except OwnOnly:
                continue
            found |= {(code, period): row[code] for period, row in zip(periods, rows, strict=True)}
        return found

    def target(self, unit: Unit, code: str, period: Period) -> Decimal | None:
        """The plan of record for a figure."""
        target = self._question(unit, Reach.SUBTREE, None, None).target(code, period)
        return None if target is None else Decimal(target.value)

    def _question(self, unit: Unit, scope: Scope, tree_on: object, known_at: Moment | None) -> Question:
        key = (unit.pk, str(scope), tree_on, known_at and known_at.pk)
        if key not in self._questions:
            self._questions[key] = Question(unit, scope=scope, tree_on=tree_on, known_at=known_at)  # type: ignore[arg-type]
        return self._questions[key]


def likely(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The first candidate and those nearly as likely."""
    return [each for each in candidates if each.score >= candidates[0].score * _NEARLY] if candidates else []


def less_likely(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates after these that share a good part of the claim's words."""
    first = len(likely(candidates))
    return [each for each in candidates[first:] if each.score >= candidates[0].score * _ALSO]


def exact(claim: Claim, answers: Sequence[Asked]) -> tuple[Asked, Verdict] | None:
    """The first answer that is exactly the printed number."""
    return next(((each, Verdict.AGREES) for each in answers if compare(claim, each.told) is Verdict.AGREES), None)


def ask(
    ledger: Ledger,
    indicators: dict[str, Indicator],
    candidates: Sequence[Candidate],
    units: Sequence[Unit],
    scopes: Sequence[Scope],
    periods: Sequence[Period],
) -> Iterator[Asked]:
    """The answers to all combinations, the likeliest first: candidates before periods before units and scopes."""
    answers = {
        (unit.pk, str(scope)): ledger.figures(unit, scope, periods, [each.indicator for each in candidates])
        for unit in units
        for scope in scopes
    }
    for candidate in candidates:
        indicator = indicators[candidate.indicator]
        for period in _distinct(periods, indicator):
            for unit in units:
                for scope in scopes:
                    figure = answers[unit.pk, str(scope)].get((candidate.indicator, period))
                    yield Asked(candidate, indicator, unit, scope, period, figure)


def best(claim: Claim, answers: Sequence[Asked]) -> tuple[Asked, Verdict] | None:
    """The first answer that agrees; else the first as rounded, within bounds, then the first that differs.

    A bound is met by chance so easily that only the likeliest period may meet it.
    """
    judged = [(each, compare(claim, each.told)) for each in answers]
    first = next((each.period for each, verdict in judged if verdict is not Verdict.ABSENT), None)
    judged = [
        (each, verdict) for each, verdict in judged if verdict is not Verdict.WITHIN or _is_same(each, first)
    ] or judged
    for wanted in (Verdict.AGREES, Verdict.ROUNDED, Verdict.WITHIN, Verdict.DIFFERS, Verdict.ABSENT):
        for each, verdict in judged:
            if verdict is wanted:
                return each, verdict
    return None


def _is_same(asked: Asked, period: Period | None) -> bool:
    """Whether the figure is that of the period; of a stock, on its last day."""
    if period is None or asked.period == period:
        return True
    return asked.indicator.nature is Nature.STOCK and asked.period.last_day == period.last_day


def _distinct(periods: Sequence[Period], indicator: Indicator) -> list[Period]:
    """Of a stock only the last days matter."""
    if indicator.nature is not Nature.STOCK:
        return list(periods)
    seen: dict[object, Period] = {}
    for period in periods:
        seen.setdefault(period.last_day, period)
    return list(seen.values())


def scaled(claim: Claim) -> Claim:
    """The claim as it is compared: "vượt 41,7 %" is 141,7 % of the plan."""
    if not claim.over or claim.low is None or claim.high is None:
        return claim
    return replace(claim, low=claim.low + 100, high=claim.high + 100)
