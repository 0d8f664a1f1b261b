"""Admitting people, one or a hall full of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base.spell import days
from congdoan.figures.actions import enter, post, share_units
from congdoan.figures.models import Entry
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.members.actions.events import event, locked
from congdoan.records.members.models import Member, Membership, Sex


@dataclass(frozen=True)
class NewMember:
    """A person to be admitted for the first time."""

    name: str
    sex: str
    born: date | None = None
    direct_worker: bool = False


def _person(new: NewMember) -> Member:
    if not new.name.strip():
        raise ValidationError({"name": _("Nhập họ và tên.")})
    if new.sex not in Sex.values:
        raise ValidationError({"sex": _("Chọn nam hoặc nữ.")})
    return Member.of(" ".join(new.name.split()), new.sex, born=new.born, direct_worker=new.direct_worker)


@transaction.atomic
def admit(by: User, *, unit: Unit, day: date, people: Sequence[NewMember]) -> list[Membership]:
    """Admit people to a unit on a day: one ceremony, one action. Raises PermissionDenied, ValidationError."""
    require(by, Right.MEMBERS, unit)
    if not people:
        raise ValidationError({"people": _("Chưa có ai trong danh sách kết nạp.")})
    members = Member.objects.bulk_create([_person(new) for new in people])
    return _enter(by, "admission", members, unit, day)


@transaction.atomic
def readmit(by: User, *, unit: Unit, day: date, members: Sequence[Member]) -> list[Membership]:
    """Admit again people who left before. Raises PermissionDenied, ValidationError where one belongs somewhere."""
    require(by, Right.MEMBERS, unit)
    if not members:
        raise ValidationError({"people": _("Chưa có ai trong danh sách kết nạp.")})
    list(Member.objects.filter(pk__in=[member.pk for member in members]).order_by("pk").select_for_update())
    if Membership.objects.standing().filter(member__in=members, span__overlap=days(day, None)).exists():
        raise ValidationError(_("Người này đang sinh hoạt tại một đơn vị."))
    return _enter(by, "readmission", members, unit, day)


def _enter(by: User, noun: str, members: Sequence[Member], unit: Unit, day: date) -> list[Membership]:
    entries = enter(by, [event(noun, member, unit, day) for member in members])
    memberships = open_memberships(members, unit, day, entries)
    post(entries)
    note(by, noun, unit, unit=unit, words={"people": len(members), "day": str(day)})
    return memberships


def open_memberships(members: Sequence[Member], unit: Unit, day: date, entries: Sequence[Entry]) -> list[Membership]:
    """Their times in the unit, begun by these entries. Raises ValidationError where the unit has ended since."""
    if not Unit.objects.filter(pk=unit.pk, span__endswith=None).exists():
        raise ValidationError({"unit": _("Đơn vị đã kết thúc hoạt động nên không nhận thêm đoàn viên.")})
    return Membership.objects.bulk_create(
        Membership(member=member, unit=unit, span=days(day, None), entered=entry)
        for member, entry in zip(members, entries, strict=True)
    )


@transaction.atomic
def withdraw_admission(by: User, *, membership: Membership, reason: str) -> None:
    """Take back an admission entered by mistake: the person was never in this unit.

    Raises PermissionDenied, ValidationError where something was built on it.
    """
    require(by, Right.MEMBERS, membership.unit)
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do rút.")})
    share_units([membership.unit_id])  # before its entry, in the order in which a change of the unit takes them
    (found,) = locked([membership], date.max)
    if found.suspensions.exists():
        raise ValidationError(_("Đã có việc tạm dừng sinh hoạt dựa trên lần kết nạp này."))
    if found.entered.noun not in ("admission", "readmission"):
        raise ValidationError(_("Người này đã chuyển sinh hoạt; rút việc chuyển trước."))
    found.withdrawn = True
    found.save(update_fields=["withdrawn"])
    found.entered.withdrawn = True
    found.entered.save(update_fields=["withdrawn"])
    post([found.entered])
    note(by, "withdrew", found, unit=found.unit, words={"reason": reason})
