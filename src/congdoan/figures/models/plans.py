"""Plans: the numbers that units are to reach."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from congdoan.base.knowledge import KnownQuerySet, Moment, Superseded
from congdoan.base.period import Period, parse_period
from congdoan.catalogue.models import Code
from congdoan.figures.rules import Target
from congdoan.org.models import Unit


class Plan(Superseded):
    """A target for a unit with its subtree in a named period, laid out in the calendar of the figure that asks."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans")
    indicator = models.ForeignKey(Code, models.PROTECT, related_name="plans")
    period = models.CharField(max_length=30)
    target = models.BigIntegerField()

    objects = KnownQuerySet["Plan"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "indicator", "period"],
                condition=models.Q(superseded=None),
                name="one_plan_a_period",
                violation_error_message=_("Chỉ tiêu này đã có kế hoạch cho kỳ đó."),
            ),
            models.CheckConstraint(
                name="plan_is_positive",
                condition=models.Q(target__gt=0),
                violation_error_message=_("Chỉ tiêu kế hoạch phải lớn hơn 0."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.indicator} {self.period}: {self.target}"


Planned = tuple[int, str, str, int]
"""A plan as it is set: the unit's key, the indicator's code, the name of its period, the target."""


def plans_set(units: Iterable[int], moment: Moment | None = None) -> list[Planned]:
    """All plans of some units, of whatever period."""
    plans = Plan.objects.known(moment).filter(unit__in=list(units))
    return list(plans.values_list("unit", "indicator__code", "period", "target"))


def plans_at(units: Iterable[int], period: Period, moment: Moment | None = None) -> dict[int, dict[str, Target]]:
    """The plans of several units by key, each its own: they are never summed."""
    return plans_around(plans_set(units, moment), period)


def plans_around(rows: Iterable[Planned], period: Period) -> dict[int, dict[str, Target]]:
    """By unit and code: the plan set at that very unit for the smallest plan period that contains the period."""
    rows = list(rows)
    named = {name: parse_period(name, period.cutoff) for name in {row[2] for row in rows}}
    around = {name: planned for name, planned in named.items() if planned.contains(period)}
    found: dict[int, dict[str, Target]] = {}
    for unit, code, name, target in rows:
        best = found.setdefault(unit, {}).get(code)
        if name in around and (best is None or around[name].days < best.period.days):
            found[unit][code] = Target(target, around[name])
    return found
