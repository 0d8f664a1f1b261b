"""Leaving the union."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.figures.actions import enter, post
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.members.actions.events import event, locked
from congdoan.records.members.actions.lapsing import LEFT, let_lapse
from congdoan.records.members.actions.transferring import close_memberships
from congdoan.records.members.models import Membership, Transfer

REASONS = ("resigned", "expelled", "retired", "died", "closed")


@transaction.atomic
def leave(by: User, *, memberships: Sequence[Membership], day: date, reason: str) -> None:
    """End memberships, one or many of one unit; the day is the first without them.

    `reason` is one of REASONS. Raises PermissionDenied, ValidationError.
    """
    units = {membership.unit_id: membership.unit for membership in memberships}
    require(by, Right.MEMBERS, *units.values())
    if reason not in REASONS:
        raise ValidationError({"reason": _("Chọn lý do ra khỏi tổ chức.")})
    # Before the memberships, in the order in which whoever answers takes them.
    let_lapse(by, Transfer.objects.filter(membership__in=memberships), LEFT)
    ending = locked(memberships, day)
    entries = enter(by, [event("leaving", m.member, m.unit, day, reason=reason) for m in ending])
    close_memberships(ending, day, entries)
    post(entries)
    for unit in units.values():
        people = sum(m.unit_id == unit.pk for m in ending)
        note(by, "left", unit, unit=unit, words={"people": people, "reason": reason, "day": str(day)})


def leave_all(by: User, *, unit: Unit, day: date, reason: str = "closed") -> None:
    """End all memberships of a unit, as when it is dissolved. Raises PermissionDenied, ValidationError."""
    memberships = list(Membership.objects.current().filter(unit=unit).select_related("unit"))
    if memberships:
        leave(by, memberships=memberships, day=day, reason=reason)
