"""Setting plans."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base.knowledge import ThisXact
from congdoan.base.period import UnknownPeriod, parse_period
from congdoan.catalogue.models import Code, current
from congdoan.figures.models import Plan
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right


@transaction.atomic
def set_plan(by: User, *, unit: Unit, indicator: str, period: str, target: int) -> Plan:
    """Set a unit's target, with its subtree, for a named period; the target before it stays known to the past.

    Raises PermissionDenied, ValidationError.
    """
    require(by, Right.PLAN, unit)
    _check(indicator, period, target)
    code = Code.objects.get(code=indicator)
    list(Unit.objects.filter(pk=unit.pk).select_for_update(no_key=True))
    Plan.objects.known().filter(unit=unit, indicator=code, period=period).update(superseded=ThisXact())
    plan = Plan.objects.create(unit=unit, indicator=code, period=period, target=target)
    note(by, "planned", plan, unit=unit, words={"indicator": indicator, "period": period, "target": target})
    return plan


def _check(indicator: str, period: str, target: int) -> None:
    found = current().indicators.get(indicator)
    if found is None or not found.is_additive:
        raise ValidationError({"indicator": _("Không giao kế hoạch cho chỉ tiêu “%(code)s”.") % {"code": indicator}})
    if target <= 0:
        raise ValidationError({"target": _("Chỉ tiêu kế hoạch phải lớn hơn 0.")})
    try:
        parse_period(period)
    except UnknownPeriod as error:
        raise ValidationError({"period": str(error)}) from None
