"""Setting plans, sharing them among the units beneath, and taking them back."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.knowledge import ThisXact
from congdoan.base.period import UnknownPeriod, parse_period
from congdoan.catalogue.models import Code, current
from congdoan.figures.models import Plan
from congdoan.org.actions import lock_units, note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right


@transaction.atomic
def set_plan(by: User, *, unit: Unit, indicator: str, period: str, target: int) -> Plan:
    """Set a unit's target, with its subtree, for a named period; the target before it stays known to the past.

    The target that holds already is left as it is. Raises PermissionDenied, ValidationError.
    """
    require(by, Right.PLAN, unit)
    _check(indicator, period, [target])
    lock_units([unit])
    before = Plan.objects.known().filter(unit=unit, indicator__code=indicator, period=period).first()
    return _set(by, before, unit, indicator, period, target)


@transaction.atomic
def share_plan(by: User, *, unit: Unit, indicator: str, period: str, targets: Mapping[Unit, int]) -> list[Plan]:
    """Give the units directly beneath a unit their targets, all or none; whoever is left out has no target any more.

    The targets need not add up to the unit's own. Raises PermissionDenied, ValidationError.
    """
    require(by, Right.PLAN, unit, *targets)
    _check(indicator, period, targets.values())
    beneath = Unit.objects.beneath(unit, on=clock.today())
    _refuse_others(targets, beneath.open_on(clock.today()).values_list("pk", flat=True))
    lock_units([unit, *targets])
    held = Plan.objects.known().filter(unit__in=beneath, indicator__code=indicator, period=period)
    before = {plan.unit_id: plan for plan in held.select_related("unit", "indicator")}
    for key in before.keys() - {each.pk for each in targets}:
        _withdraw(by, before[key], "")
    return [_set(by, before.get(each.pk), each, indicator, period, target) for each, target in targets.items()]


@transaction.atomic
def withdraw_plan(by: User, *, plan: Plan, reason: str) -> None:
    """Take back a target; the past still knows it. Raises PermissionDenied, ValidationError."""
    require(by, Right.PLAN, plan.unit)
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do bỏ kế hoạch.")})
    lock_units([plan.unit])
    held = Plan.objects.known().filter(pk=plan.pk).select_related("unit", "indicator").first()
    if held is None:
        raise ValidationError(_("Kế hoạch này đã được thay hoặc đã bỏ."))
    _withdraw(by, held, reason)


def _set(by: User, before: Plan | None, unit: Unit, indicator: str, period: str, target: int) -> Plan:
    if before is not None and before.target == target:
        return before
    if before is not None:
        Plan.objects.filter(pk=before.pk).update(superseded=ThisXact())
    code = Code.objects.get(code=indicator)
    plan = Plan.objects.create(unit=unit, indicator=code, period=period, target=target)
    words: dict[str, object] = {"indicator": indicator, "period": period, "target": target}
    note(by, "planned", plan, unit=unit, words=words | ({"before": before.target} if before else {}))
    return plan


def _withdraw(by: User, plan: Plan, reason: str) -> None:
    Plan.objects.filter(pk=plan.pk).update(superseded=ThisXact())
    words = {"indicator": plan.indicator.code, "period": plan.period, "target": plan.target, "reason": reason}
    note(by, "unplanned", plan, unit=plan.unit, words=words)


def _refuse_others(targets: Iterable[Unit], beneath: Iterable[int]) -> None:
    """Raise ValidationError where a unit does not stand directly beneath the one that shares."""
    known = set(beneath)
    for unit in targets:
        if unit.pk not in known:
            name = unit.name_on(clock.today())
            raise ValidationError(_("%(unit)s không trực thuộc đơn vị chia kế hoạch.") % {"unit": name})


def _check(indicator: str, period: str, targets: Iterable[int]) -> None:
    found = current().indicators.get(indicator)
    if found is None or not found.is_additive or found.own_only:
        raise ValidationError({"indicator": _("Không giao kế hoạch cho chỉ tiêu “%(code)s”.") % {"code": indicator}})
    if any(target <= 0 for target in targets):
        raise ValidationError({"target": _("Chỉ tiêu kế hoạch phải lớn hơn 0.")})
    try:
        parse_period(period)
    except UnknownPeriod as error:
        raise ValidationError({"period": str(error)}) from None
