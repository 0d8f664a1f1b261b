"""Rights: requiring them, giving and ending the positions from which they come, opening accounts for who holds them."""

import secrets
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.period import DAY
from congdoan.base.spell import days
from congdoan.base.text import fold
from congdoan.org.actions.journal import note
from congdoan.org.models import Position, Unit, User
from congdoan.org.rules import RIGHTS, Right, Role

# Letters and digits that nobody takes for others when they are read out.
_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Opened:
    """A new account; the password is kept nowhere, so it can be shown only now."""

    user: User
    password: str
    position: Position


def require(by: User, right: Right, *units: Unit) -> None:
    """Raise PermissionDenied unless the user has the right today in all the units."""
    wanted = {unit.pk for unit in units}
    reached = set(by.reach(right).filter(pk__in=wanted).values_list("pk", flat=True))
    if wanted - reached:
        missing = next(unit for unit in units if unit.pk not in reached)
        raise PermissionDenied(_refusal(by, right, missing.name_on(clock.today())))


def _refusal(by: User, right: Right, where: str) -> str:
    said = {"user": by.get_username(), "right": right.label, "unit": where}
    return _("Tài khoản %(user)s không có quyền %(right)s tại %(unit)s.") % said


def _require_to_give(by: User, role: Role, unit: Unit) -> None:
    """Nobody gives a right they lack, nor anything without the right to give."""
    for right in [Right.APPOINT, *sorted(RIGHTS[role])]:
        require(by, right, unit)


@transaction.atomic
def appoint(by: User, *, user: User, unit: Unit, role: Role, day: date) -> Position:
    """Give a position from a day on; nobody can give a right they lack. Raises PermissionDenied, ValidationError."""
    _require_to_give(by, role, unit)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)  # so that two presses do not both find nothing
    if not user.is_active:
        raise ValidationError(_("Tài khoản này đã ngừng dùng."))
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
    if position.last_day is not None:
        raise ValidationError(
            _("Chức danh này đã thôi từ ngày %(day)s.") % {"day": f"{position.last_day + DAY:%d/%m/%Y}"}
        )
    if position.first_day is not None and day <= position.first_day:
        began = {"day": f"{position.first_day:%d/%m/%Y}"}
        raise ValidationError({"day": _("Chức danh bắt đầu ngày %(day)s; ngày thôi phải sau ngày đó.") % began})
    position.span = days(position.first_day, day - DAY)
    position.save(update_fields=["span"])
    note(
        by,
        "relieved",
        position,
        unit=position.unit,
        words={"user": position.user.get_username(), "role": position.role},
    )


@transaction.atomic
def open_account(by: User, *, name: str, unit: Unit, role: Role, day: date, username: str = "") -> Opened:
    """Open an account for somebody new, in a position, with a password to be changed at the first sign-in.

    Without a username one is made of the name. Raises PermissionDenied, ValidationError.
    """
    _require_to_give(by, role, unit)
    name, username = " ".join(name.split()), username.strip().lower()
    if not name:
        raise ValidationError({"name": _("Nhập họ và tên.")})
    user = User(username=username or _free_username(name), last_name=name, password_is_given=True)
    if User.objects.filter(username__iexact=user.username).exists():
        raise ValidationError({"username": _("Tên đăng nhập “%(name)s” đã có người dùng.") % {"name": user.username}})
    password = _password()
    user.set_password(password)
    user.full_clean()
    user.save()
    note(by, "opened", user, unit=unit, words={"user": user.username})
    return Opened(user, password, appoint(by, user=user, unit=unit, role=role, day=day))


@transaction.atomic
def give_password(by: User, *, user: User) -> str:
    """A new password for somebody who lost theirs, to be changed at the next sign-in.

    Only whoever gives positions in every unit where the person holds one, and has all the rights that they have there,
    may do so: else it would be a way into rights one lacks. Raises PermissionDenied.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    held = list(user.positions.filter(_not_over()).select_related("unit"))
    if not held:
        raise PermissionDenied(_refusal(by, Right.APPOINT, user.get_username()))
    for position in held:
        _require_to_give(by, Role(position.role), position.unit)
    password = _password()
    user.set_password(password)
    user.password_is_given = True
    user.save(update_fields=["password", "password_is_given"])
    note(by, "renewed", user, unit=held[0].unit, words={"user": user.get_username()})
    return password


def _not_over() -> Q:
    """Positions that give rights today, or will: without an end, or with one still to come."""
    return Q(span__endswith=None) | Q(span__endswith__gt=clock.today())


def _password() -> str:
    """Three groups of four, such as can be read out over the telephone."""
    return "-".join("".join(secrets.choice(_CLEAR) for _letter in range(4)) for _group in range(3))


def _free_username(name: str) -> str:
    """`Nguyễn Thị Hoa` is `hoant`, or `hoant2` where that is taken."""
    *before, last = fold(name).split()
    wanted = "".join(filter(str.isalnum, last + "".join(word[0] for word in before)))[:140] or "tk"
    taken = set(User.objects.filter(username__startswith=wanted).values_list("username", flat=True))
    return next(free for n in range(1, len(taken) + 2) if (free := f"{wanted}{n if n > 1 else ''}") not in taken)
