"""Rights: requiring them, giving and ending the positions from which they come."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.period import DAY
from congdoan.base.spell import days
from congdoan.org.actions.journal import note
from congdoan.org.models import Position, Unit, User
from congdoan.org.rules import RIGHTS, Right, Role


def require(by: User, right: Right, *units: Unit) -> None:
    """Raise PermissionDenied unless the user has the right today in all the units."""
    wanted = {unit.pk for unit in units}
    reached = set(by.reach(right).filter(pk__in=wanted).values_list("pk", flat=True))
    if wanted - reached:
        missing = next(unit for unit in units if unit.pk not in reached)
        raise PermissionDenied(
            _("Tài khoản %(user)s không có quyền %(right)s tại %(unit)s.")
            % {"user": by.get_username(), "right": right.label, "unit": missing.name_on(clock.today())}
        )


def _require_all(by: User, rights: Iterable[Right], unit: Unit) -> None:
    for right in rights:
        require(by, right, unit)


@transaction.atomic
def appoint(by: User, *, user: User, unit: Unit, role: Role, day: date) -> Position:
    """Give a position from a day on; nobody can give a right they lack. Raises PermissionDenied, ValidationError."""
    _require_all(by, {Right.APPOINT, *RIGHTS[role]}, unit)
    if Position.objects.filter(user=user, unit=unit, role=role, span__overlap=days(day, None)).exists():
        raise ValidationError(_("Người này đang giữ chức danh đó tại đơn vị."))
    position = Position.objects.create(user=user, unit=unit, role=role, span=days(day, None))
    note(by, "appointed", position, unit=unit, words={"user": user.get_username(), "role": role})
    return position


@transaction.atomic
def relieve(by: User, *, position: Position, day: date) -> None:
    """End a position; the day is the first without it. Raises PermissionDenied, ValidationError."""
    require(by, Right.APPOINT, position.unit)
    position = Position.objects.select_for_update().get(pk=position.pk)
    if not position.is_open or day <= position.span.lower:
        raise ValidationError(_("Chức danh phải kết thúc sau ngày bắt đầu và chỉ kết thúc một lần."))
    position.span = days(position.first_day, day - DAY)
    position.save(update_fields=["span"])
    note(by, "relieved", position, unit=position.unit, words={"role": position.role})
