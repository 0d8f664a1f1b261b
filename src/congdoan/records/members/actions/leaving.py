"""Leaving the union, and a leaving taken back that was entered by mistake."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base.asking import crossing
from congdoan.figures.actions import enter, post, share_units
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.members.actions.events import event, locked
from congdoan.records.members.actions.keeping import keep_where_due
from congdoan.records.members.actions.lapsing import LEFT, let_lapse
from congdoan.records.members.actions.transferring import close_memberships, reopen
from congdoan.records.members.models import Application, Member, Membership, Transfer

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


@transaction.atomic
def withdraw_leaving(by: User, *, membership: Membership, reason: str) -> Membership:
    """Take back a leaving entered by mistake: the person never left, and what ended with it lasts again.

    Raises PermissionDenied, ValidationError where their unit has ended, or something was built on it.
    """
    require(by, Right.MEMBERS, membership.unit)
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do rút.")})
    share_units([membership.unit_id])  # before its entry, in the order in which a change of the unit takes them
    rows = Membership.objects.standing().select_for_update(of=("self",)).select_related("member", "unit", "left")
    found = rows.filter(pk=membership.pk, left__noun="leaving").first()
    if found is None or found.left is None:
        raise ValidationError(_("Người này không còn việc ra khỏi công đoàn nào để rút."))
    person = Member.objects.select_for_update(no_key=True).get(pk=found.member_id)
    if person.erased_at:
        raise ValidationError(_("Thông tin của người này đã được xóa khỏi sổ."))
    if not Unit.objects.filter(pk=found.unit_id, span__endswith=None).exists():
        raise ValidationError(_("Đơn vị đã kết thúc hoạt động nên không nhận lại được."))
    if _has_come_back(found):
        raise ValidationError(_("Người này đã xin gia nhập hoặc được kết nạp lại sau đó."))
    entry = found.left
    entry.withdrawn = True
    entry.save(update_fields=["withdrawn"])
    reopen(found)
    keep_where_due(found.member)
    post([entry])
    note(by, "leaving_undone", found, unit=found.unit, words={"reason": reason.strip()})
    return found


@crossing("return")
def _has_come_back(membership: Membership) -> bool:
    """Whether somebody belongs, or asks to belong, anywhere after a time that ended."""
    later = Membership.objects.standing().filter(member=membership.member_id, span__startswith__gt=membership.last_day)
    return later.exists() or Application.objects.open().filter(member=membership.member_id).exists()
