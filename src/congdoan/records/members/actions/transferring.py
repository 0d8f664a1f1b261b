"""Transfers: a person leaves one unit and enters another on the same day, in one action."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base.period import DAY
from congdoan.base.spell import days
from congdoan.figures.actions import enter, post
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.members.actions.admitting import open_memberships
from congdoan.records.members.actions.events import event, locked
from congdoan.records.members.models import Membership, Suspension


def transfer(by: User, *, membership: Membership, to: Unit, day: date) -> Membership:
    """Move one person to another unit. Raises PermissionDenied, ValidationError."""
    require(by, Right.MEMBERS, membership.unit, to)
    return _transfer(by, [membership], to, day)[0]


@transaction.atomic
def transfer_all(by: User, *, unit: Unit, to: Unit, day: date) -> list[Membership]:
    """Move everybody in a unit to another, as when it is merged. Raises PermissionDenied, ValidationError."""
    require(by, Right.MEMBERS, unit, to)
    memberships = list(Membership.objects.current().filter(unit=unit))
    return _transfer(by, memberships, to, day) if memberships else []


@transaction.atomic
def _transfer(by: User, memberships: Sequence[Membership], to: Unit, day: date) -> list[Membership]:
    moving = locked(memberships, day)
    if any(membership.unit_id == to.pk for membership in moving):
        raise ValidationError({"to": _("Người này đã sinh hoạt tại đơn vị đó.")})
    departures = [event("departure", membership.member, membership.unit, day) for membership in moving]
    arrivals = [event("arrival", membership.member, to, day) for membership in moving]
    entries = enter(by, departures + arrivals)
    close_memberships(moving, day, entries[: len(moving)])
    entered = open_memberships([m.member for m in moving], to, day, entries[len(moving) :])
    post(entries)
    note(by, "transferred", to, unit=to, words={"people": len(moving), "from": moving[0].unit.code, "day": str(day)})
    return entered


def close_memberships(memberships: Sequence[Membership], day: date, entries: Sequence[object]) -> None:
    """End their times in their units with the day before, and the suspensions that still last.

    Raises ValidationError where a suspension or a resumption is known from that day on.
    """
    _end_suspensions(memberships, day)
    for membership, entry in zip(memberships, entries, strict=True):
        membership.span = days(membership.first_day, day - DAY)
        membership.left = entry  # type: ignore[assignment]
    Membership.objects.bulk_update(memberships, ["span", "left"])


def _end_suspensions(memberships: Sequence[Membership], day: date) -> None:
    lasting = list(Suspension.objects.filter(membership__in=memberships, span__overlap=days(day, None)))
    if any(not suspension.is_open or day <= suspension.span.lower for suspension in lasting):
        raise ValidationError({"day": _("Người này có việc tạm dừng sinh hoạt ghi sau ngày này.")})
    for suspension in lasting:
        suspension.span = days(suspension.first_day, day - DAY)
    Suspension.objects.bulk_update(lasting, ["span"])
