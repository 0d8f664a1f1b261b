"""Suspending a member's activity for a time, resuming it, and taking back what was entered by mistake."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base.period import DAY
from congdoan.base.spell import days
from congdoan.figures.actions import enter, post, share_units
from congdoan.org.actions import note, require
from congdoan.org.models import User
from congdoan.org.rules import Right
from congdoan.records.members.actions.events import event, locked
from congdoan.records.members.models import Membership, Suspension, terms_on
from congdoan.records.members.rules import months_after


@transaction.atomic
def suspend(by: User, *, membership: Membership, day: date, until: date | None = None) -> Suspension:
    """Excuse a member from activities and fees from a day on; they are still counted.

    `until` is the last day foreseen, no later than the charter allows, which it is where none is told.
    Raises PermissionDenied, ValidationError.
    """
    require(by, Right.MEMBERS, membership.unit)
    until = _until(day, until)
    (found,) = locked([membership], day)
    if found.suspensions.filter(span__overlap=days(day, None)).exists():
        raise ValidationError(_("Người này đang tạm dừng sinh hoạt."))
    entries = enter(by, [event("suspension", found.member, found.unit, day)])
    suspension = Suspension.objects.create(membership=found, span=days(day, None), due=until, began=entries[0])
    post(entries)
    note(by, "suspended", found, unit=found.unit, words={"day": str(day)})
    return suspension


def _until(day: date, until: date | None) -> date | None:
    if until is not None and until < day:
        raise ValidationError({"until": _("Ngày hết tạm dừng không thể trước ngày bắt đầu.")})
    months = terms_on(day).suspension_months
    if not months:
        return until
    last = months_after(day, months) - DAY
    if until is not None and until > last:
        said = {"months": months, "day": f"{last:%d/%m/%Y}"}
        raise ValidationError({"until": _("Tạm dừng nhiều nhất %(months)s tháng: đến hết ngày %(day)s.") % said})
    return until or last


@transaction.atomic
def resume(by: User, *, suspension: Suspension, day: date) -> None:
    """End a suspension; the day is the first of activity again. Raises PermissionDenied, ValidationError."""
    membership = suspension.membership
    require(by, Right.MEMBERS, membership.unit)
    Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)  # whoever ends it ends this suspension too
    found = Suspension.objects.select_for_update().get(pk=suspension.pk)
    if not found.is_open:
        raise ValidationError(_("Người này không còn tạm dừng sinh hoạt."))
    if day <= found.span.lower:
        raise ValidationError({"day": _("Ngày trở lại phải sau ngày tạm dừng.")})
    entries = enter(by, [event("resumption", membership.member, membership.unit, day)])
    found.span = days(found.first_day, day - DAY)
    found.ended = entries[0]
    found.save(update_fields=["span", "ended"])
    post(entries)
    note(by, "resumed", membership, unit=membership.unit, words={"day": str(day)})


@transaction.atomic
def withdraw_suspension(by: User, *, suspension: Suspension, reason: str) -> None:
    """Take back a suspension entered by mistake, and the resumption that ended it: nobody was excused.

    What it was goes; its entries stay, withdrawn. Raises PermissionDenied, ValidationError.
    """
    membership = suspension.membership
    require(by, Right.MEMBERS, membership.unit)
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do rút.")})
    share_units([membership.unit_id])  # before its entries, in the order in which a change of the unit takes them
    Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    rows = Suspension.objects.select_for_update(of=("self",)).select_related("began", "ended")
    found = rows.filter(pk=suspension.pk).first()
    if found is None:
        raise ValidationError(_("Việc tạm dừng này đã được rút rồi."))
    entries = [found.began, *([found.ended] if found.ended else [])]
    for entry in entries:
        entry.withdrawn = True
        entry.save(update_fields=["withdrawn"])
    day = str(found.first_day)
    found.delete()
    post(entries)
    note(by, "suspension_undone", membership, unit=membership.unit, words={"day": day, "reason": reason.strip()})
