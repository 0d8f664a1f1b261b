"""What is shown of a directive: each objective beside what was done, year by year, its duties, sessions and reviews."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max
from django.http import HttpRequest
from django.utils.safestring import SafeString

from congdoan.base import clock
from congdoan.base.period import Period, parse_period
from congdoan.catalogue.models import current, local
from congdoan.catalogue.rules import Indicator
from congdoan.desk import charts
from congdoan.desk.context import UNION
from congdoan.desk.gate import reach
from congdoan.desk.numbers import Against, Told, against
from congdoan.figures.models import Question
from congdoan.figures.rules import Target
from congdoan.org.models import Unit, UnitQuerySet, names_on
from congdoan.org.rules import Right
from congdoan.records.activities.models import Activity
from congdoan.records.directives.models import Directive, Study
from congdoan.reports.models import Sheet

SHOWN = 12
"""Years beside each other at most; earlier ones are in the review."""


@dataclass(frozen=True)
class Year:
    """What was done in a year, beside what was asked for."""

    name: str
    done: Told | None
    target: int | None
    against: Against | None


@dataclass(frozen=True)
class Aim:
    """An indicator that a directive asks for, with its years and their drawing."""

    indicator: Indicator
    unit: str
    years: tuple[Year, ...]
    chart: SafeString | None

    @property
    def sentence(self) -> str:
        """What the drawing shows."""
        return "; ".join(f"{year.name}: {year.done or '–'}" for year in self.years)


def concerning(request: HttpRequest) -> "list[Directive]":
    """The register as the user may read it, with how many units are charged and how often each was studied."""
    found = Directive.objects.concerning(reach(request, Right.READ)).select_related("unit")
    return list(
        found.annotate(
            charged=Count("duties", distinct=True),
            studied=Count("studies", distinct=True),
            until=Max("objectives__year"),
        )
    )


def aims(directive: Directive) -> list[Aim]:
    """What is asked for, each year of the union's calendar beside what was done, on the tree of those days."""
    targets: dict[str, dict[int, int]] = defaultdict(dict)
    for objective in directive.objectives.all():
        targets[objective.indicator][objective.year] = objective.target
    known = [code for code in targets if code in current().indicators]
    if not known:
        return []
    today = clock.today()
    years = _years(directive.day, [year for each in targets.values() for year in each], today)
    begun = [period for period in years if period.first_day <= today]
    done = dict(zip(begun, Question(directive.unit).figures_in(begun, known), strict=True))
    found: list[Aim] = []
    for code in known:
        indicator = current().indicators[code]
        told = tuple(
            _year(period, Told.of(done[period][code]) if period in done else None, targets[code].get(int(str(period))))
            for period in years
        )
        found.append(Aim(indicator, local(indicator.unit), told, _drawn(told, code)))
    return found


def _years(issued: date, aimed: Sequence[int], today: date) -> list[Period]:
    first = max(issued.year, min(*aimed, today.year) - 2) if aimed else issued.year
    last = max([*aimed, today.year])
    return [parse_period(str(year), UNION) for year in range(max(first, last - SHOWN + 1), last + 1)]


def _year(period: Period, done: Told | None, target: int | None) -> Year:
    beside = against(done, Target(target, period), period) if done is not None and done.known and target else None
    return Year(str(period), done, target, beside)


def _drawn(years: Sequence[Year], code: str) -> SafeString | None:
    """The years as bars; beside each, in the other tone, what was asked for."""
    bars = [
        charts.Bar(
            year.name,
            float(year.done.low) if year.done is not None and year.done.low is not None else None,
            float(year.target) if year.target else None,
            str(year.done) if year.done is not None and year.done.known else "",
        )
        for year in years
    ]
    text = f"{code}-text"
    return charts.columns(bars, text=text) if sum(bar.now is not None for bar in bars) > 1 else None


def studies(directive: Directive, readable: UnitQuerySet) -> tuple[list[Study], int, int]:
    """The newest sessions that the user may read, how many there are, and how many attended them, at least."""
    held = directive.studies.filter(activity__withdrawn=False).select_related("activity__entry", "activity__unit")
    mine = list(held.filter(activity__unit__in=readable))
    bounds = [study.activity.entry.bound("people") for study in mine]
    return mine[:SHOWN], len(mine), sum(bound.low for bound in bounds if bound)


def linkable(directive: Directive, units: UnitQuerySet) -> list[Activity]:
    """Recorded sessions at which it may have been studied, the newest first."""
    kinds = [code for code, kind in current().kinds.items() if kind.studies]
    found = Activity.objects.at(units).standing().of(*kinds).filter(day__gte=directive.day)
    return list(found.exclude(studies__directive=directive).select_related("entry", "unit").newest_first()[: SHOWN * 4])


def reviews(directive: Directive, readable: UnitQuerySet) -> list[Sheet]:
    """The sheets that review it, of the units that the user may read."""
    if not directive.form:
        return []
    return list(Sheet.objects.of(directive.form).at(readable).select_related("unit"))


def named(units: Sequence[Unit]) -> dict[int, str]:
    """What units are called today."""
    return names_on([unit.pk for unit in units], clock.today())
