"""Transfers: a person leaves one unit and enters another on the same day, in one action."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.asking import crossing
from congdoan.base.period import DAY
from congdoan.base.spell import days
from congdoan.figures.actions import enter, post, share_units
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.members.actions.admitting import open_memberships
from congdoan.records.members.actions.events import event, locked
from congdoan.records.members.actions.keeping import keep_where_due
from congdoan.records.members.actions.lapsing import MOVED
from congdoan.records.members.models import Membership, Suspension, Transfer, TransferState, came_from


def transfer(by: User, *, membership: Membership, to: Unit, day: date) -> Membership:
    """Move one person to another unit. Raises PermissionDenied, ValidationError."""
    require(by, Right.MEMBERS, membership.unit, to)
    return move(by, [membership], to, day)[0]


@transaction.atomic
def transfer_all(by: User, *, unit: Unit, to: Unit, day: date) -> list[Membership]:
    """Move everybody in a unit to another, as when it is merged. Raises PermissionDenied, ValidationError."""
    require(by, Right.MEMBERS, unit, to)
    memberships = list(Membership.objects.current().filter(unit=unit))
    return move(by, memberships, to, day) if memberships else []


@crossing("transfer")
@transaction.atomic
def move(by: User, memberships: Sequence[Membership], to: Unit, day: date) -> list[Membership]:
    """End memberships and begin others in `to` on the same day; the rights are checked before."""
    moving = locked(memberships, day)
    if any(membership.unit_id == to.pk for membership in moving):
        raise ValidationError({"to": _("Người này đã sinh hoạt tại đơn vị đó.")})
    departures = [event("departure", membership.member, membership.unit, day) for membership in moving]
    arrivals = [event("arrival", membership.member, to, day) for membership in moving]
    entries = enter(by, departures + arrivals)
    asked = Transfer.objects.waiting().filter(member__in=[m.member_id for m in moving])
    asked.exclude(to=to).update(state=TransferState.LAPSED, reason=MOVED, closed_by=by, closed_at=clock.now())
    close_memberships(moving, day, entries[: len(moving)])
    entered = open_memberships([m.member for m in moving], to, day, entries[len(moving) :])
    post(entries)
    note(by, "transferred", to, unit=to, words={"people": len(moving), "from": moving[0].unit.code, "day": str(day)})
    return entered


@transaction.atomic
def withdraw_transfer(by: User, *, membership: Membership, reason: str) -> Membership:
    """Take back a transfer made by mistake: the person never left the unit before; that membership is returned.

    Both units must be within reach. Raises PermissionDenied, ValidationError where something was built on it.
    """
    before = came_from(membership)
    require(by, Right.MEMBERS, membership.unit, *[before.unit] if before else [])
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do rút.")})
    share_units([membership.unit_id, before.unit_id] if before else [membership.unit_id])
    (arrived,) = locked([membership], date.max)
    if before is None or before.left is None:
        raise ValidationError(_("Người này không chuyển từ đơn vị khác đến."))
    if arrived.suspensions.exists():
        raise ValidationError(_("Đã có việc tạm dừng sinh hoạt ở nơi đến; rút việc ấy trước."))
    if not Unit.objects.filter(pk=before.unit_id, span__endswith=None).exists():
        raise ValidationError(_("Đơn vị cũ đã kết thúc hoạt động nên không nhận lại được."))
    entries = [arrived.entered, before.left]
    for entry in entries:
        entry.withdrawn = True
        entry.save(update_fields=["withdrawn"])
    arrived.withdrawn = True
    arrived.save(update_fields=["withdrawn"])
    reopen(before)
    keep_where_due(arrived.member)
    Transfer.objects.filter(arrived=arrived).update(
        state=TransferState.UNDONE, reason=reason.strip(), closed_by=by, closed_at=clock.now()
    )
    post(entries)
    for unit, other in ((arrived.unit, before.unit), (before.unit, arrived.unit)):
        note(by, "transfer_undone", arrived, unit=unit, words={"other": other.code})
    return before


def reopen(membership: Membership) -> None:
    """Let it last again, and the suspension that ended with it."""
    for suspension in membership.suspensions.filter(ended=None):
        if suspension.last_day == membership.last_day:
            suspension.span = days(suspension.first_day, None)
            suspension.save(update_fields=["span"])
    membership.span, membership.left = days(membership.first_day, None), None
    membership.save(update_fields=["span", "left"])


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
