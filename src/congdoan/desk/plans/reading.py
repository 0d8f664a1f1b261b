"""What is known of plans: those of a unit beside what is done, those of its children, and how each came to be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from congdoan.base import clock
from congdoan.base.period import Period, UnknownPeriod, parse_period
from congdoan.base.text import sort_key
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Indicator, Nature
from congdoan.desk.context import Context
from congdoan.desk.key_figures import key_codes, year_of
from congdoan.desk.numbers import Against, Told, against, unit_in_table
from congdoan.figures.models import Plan, Question
from congdoan.figures.rules import Reach, Sums, Target
from congdoan.org.models import Deed, Unit, names_on


@dataclass(frozen=True)
class Row:
    """A plan of a unit: what is to be reached, what is done since its period began, how many units beneath have one.

    Numbers are in the unit of the table.
    """

    indicator: Indicator
    unit: str
    period: Period
    target: Told
    done: Told | None
    against: Against | None
    shared: int


@dataclass(frozen=True)
class Child:
    """A unit directly beneath, with its own target where it has one."""

    unit: Unit
    name: str
    members: int | None
    target: int | None
    done: Told | None
    against: Against | None


@dataclass(frozen=True)
class Step:
    """One target in the history of a plan: who set it and when, and what became of it."""

    plan: Plan
    set_by: Deed | None
    withdrawn_by: Deed | None


def planned() -> list[Indicator]:
    """The indicators for which a target may be set: those that add up over a subtree and still count."""
    today = clock.today()
    return [
        indicator
        for indicator in current().indicators.values()
        if indicator.is_additive and not indicator.own_only and indicator.counts_on(today)
    ]


def until(context: Context, span: Period) -> Period | None:
    """From a plan period's first day as far as the page looks; None where it has not begun."""
    looks = context.period.last_day in span
    last = min(context.period.last_day if looks else span.last_day, clock.today())
    return Period(span.first_day, last) if span.first_day <= last else None


def whole(context: Context) -> Question:
    """Figures of the unit with all beneath it, to which plans are set."""
    return context.question(scope=Reach.SUBTREE)


def rows(context: Context) -> list[Row]:
    """The plans of the unit that touch the year looked at, in the edition's order; the whole year before its parts."""
    year, catalogue = year_of(context.period), current()
    found = [
        (plan, indicator, period)
        for plan in Plan.objects.known(context.known_at).filter(unit=context.unit).select_related("indicator")
        if (indicator := catalogue.indicators.get(plan.indicator.code)) and not indicator.own_only
        if (period := parse_period(plan.period, context.period.cutoff)).overlaps(year)
    ]
    order = {code: place for place, code in enumerate(catalogue.indicators)}
    found.sort(key=lambda each: (order[each[1].code], -each[2].days, each[2]))
    spans = sorted({span for _plan, _indicator, period in found if (span := until(context, period))})
    read = dict(zip(spans, whole(context).figures_in(spans, [each.code for _p, each, _s in found]), strict=True))
    shared = _shared(context, [plan for plan, _indicator, _period in found])
    told: list[Row] = []
    for plan, indicator, period in found:
        span = until(context, period)
        done = Told.of(read[span][indicator.code]) if span else None
        told.append(
            Row(
                indicator,
                unit_in_table(indicator),
                period,
                Told.exactly(plan.target).in_table(indicator),
                done.in_table(indicator) if done else None,
                against(done, Target(plan.target, period), span) if done and span else None,
                shared.get((plan.indicator_id, plan.period), 0),
            )
        )
    return told


def _shared(context: Context, plans: Sequence[Plan]) -> dict[tuple[int, str], int]:
    """In how many units directly beneath there is a plan, by indicator and period."""
    children = Unit.objects.beneath(context.unit, on=context.day)
    counted = (
        Plan.objects.known(context.known_at)
        .filter(unit__in=children, indicator__in={plan.indicator_id for plan in plans})
        .values_list("indicator", "period")
        .annotate(n=Count("pk"))
    )
    return {(indicator, period): n for indicator, period, n in counted}


def plan_period(context: Context, indicator: str, written: str) -> Period:
    """The period asked for; else that of the plan which the figure of this page is measured against; else the year."""
    if written:
        try:
            return parse_period(written, context.period.cutoff)
        except UnknownPeriod:
            pass
    around = [
        period
        for plan in Plan.objects.known(context.known_at).filter(unit=context.unit, indicator__code=indicator)
        if (period := parse_period(plan.period, context.period.cutoff)).contains(context.period)
    ]
    return min(around, key=lambda period: period.days, default=year_of(context.period))


def target_of(context: Context, indicator: str, period: Period) -> int | None:
    """The target that the unit itself has for exactly this period."""
    held = Plan.objects.known(context.known_at).filter(unit=context.unit, indicator__code=indicator, period=str(period))
    return held.values_list("target", flat=True).first()


def children(context: Context, indicator: Indicator, period: Period, *, today: bool = False) -> list[Child]:
    """The units directly beneath with their targets, by name; `today` those that a target can be given now.

    On any other day those with a target come first.
    """
    day = clock.today() if today else context.day
    beneath = Unit.objects.beneath(context.unit, on=day)
    targets = dict(
        Plan.objects.known(None if today else context.known_at)
        .filter(unit__in=beneath, indicator__code=indicator.code, period=str(period))
        .values_list("unit", "target")
    )
    units = list(beneath.open_on(day) if today else (beneath.open_on(day) | beneath.filter(pk__in=targets)))
    span, question = until(context, period), Question(context.unit) if today else whole(context)
    done = question.by_children(indicator.code, [span])[0] if span else None
    members = _members(question, day)
    names = names_on([unit.pk for unit in units], day)
    found = [
        Child(
            unit,
            names.get(unit.pk, unit.code),
            members.get(unit.pk, Sums()).low if members is not None else None,
            target := targets.get(unit.pk),
            told := Told.sums(done.get(unit.pk, Sums())) if done is not None else None,
            against(told, Target(target, period), span) if told and target and span else None,
        )
        for unit in units
    ]
    return sorted(found, key=lambda child: (not today and child.target is None, sort_key(child.name)))


def _members(question: Question, day: date) -> dict[int | None, Sums] | None:
    """How many members there are in each unit directly beneath, by its key."""
    indicators = current().indicators
    code = next((code for code in key_codes() if indicators[code].nature is Nature.STOCK), None)
    return question.by_children(code, [Period(day, day)])[0] if code else None


def history(unit: Unit, indicator: str, period: Period) -> list[Step]:
    """Every target that the unit ever had for a period, the latest first."""
    plans = list(Plan.objects.filter(unit=unit, indicator__code=indicator, period=str(period)).order_by("-pk"))
    deeds = _deeds(plans)
    return [Step(plan, deeds.get((plan.pk, "planned")), deeds.get((plan.pk, "unplanned"))) for plan in plans]


def _deeds(plans: Iterable[Plan]) -> dict[tuple[int, str], Deed]:
    keys = {f"plan {plan.pk}": plan.pk for plan in plans}
    deeds = Deed.objects.filter(subject__in=keys).select_related("by")
    return {(keys[deed.subject], deed.verb): deed for deed in deeds}


def usual_periods(context: Context) -> list[tuple[Period, list[Period]]]:
    """The year looked at and the next, each with its parts, in the calendar looked at; the earlier year first."""
    year, cutoff = year_of(context.period), context.period.cutoff
    years = [year.last_day.year, year.last_day.year + 1]
    named = ("", "-H1", "-H2", "-9M", "-Q1", "-Q2", "-Q3", "-Q4")
    return [(parse_period(str(y), cutoff), [parse_period(f"{y}{part}", cutoff) for part in named]) for y in years]
