"""Admitting people, one or a hall full of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.asking import crossing
from congdoan.base.spell import days
from congdoan.base.text import one_line
from congdoan.figures.actions import enter, post, share_units
from congdoan.figures.models import Entry
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User, ancestors
from congdoan.org.rules import Right
from congdoan.records.members.actions.events import event, locked, naming
from congdoan.records.members.actions.keeping import keep_at, keep_where_due
from congdoan.records.members.models import (
    Application,
    ApplicationState,
    Education,
    Member,
    Membership,
    Sex,
    by_identity,
    came_from,
    holders,
    terms_on,
)
from congdoan.records.members.rules import (
    check_place,
    months_after,
    read_birth,
    read_card,
    read_identity,
    read_name,
    read_party,
    read_phone,
)


@dataclass(frozen=True)
class NewMember:
    """A person to be admitted for the first time, as they are written down; only name and sex must be known."""

    name: str
    sex: str
    born: date | None = None
    direct_worker: bool = False
    born_year_only: bool = False
    identity: str = ""
    phone: str = ""
    province: int | None = None
    ward: int | None = None
    address: str = ""
    job: str = ""
    education: str = ""
    ethnicity: str = ""
    health: str = ""
    party: str = ""
    card: str = ""
    team: str = ""


def person_of(new: NewMember, day: date, home: Unit | None = None) -> Member:
    """The unsaved person, as they were on the day; `home` keeps their file. Raises ValidationError, field by field."""
    if new.sex not in Sex.values:
        raise ValidationError({"sex": _("Chọn nam hoặc nữ.")})
    if new.education and new.education not in Education.values:
        raise ValidationError({"education": _("Chọn một trình độ trong danh sách.")})
    check_place(new.province, new.ward)
    return Member.of(
        read_name(new.name),
        new.sex,
        born=read_birth(new.born, day),
        born_year_only=new.born_year_only and new.born is not None,
        identity=read_identity(new.identity),
        phone=read_phone(new.phone),
        province=new.province,
        ward=new.ward,
        address=one_line(new.address),
        job=one_line(new.job),
        education=new.education,
        ethnicity=one_line(new.ethnicity),
        health=new.health.strip(),
        party=read_party(new.party),
        card=read_card(new.card),
        direct_worker=new.direct_worker,
        home=home,
    )


def refuse_known(members: Sequence[Member]) -> None:
    """Raise ValidationError where one identity number or card is told of two persons, here or in the register."""
    for field, sentence in (
        ("identity_mark", _("Số định danh của %(name)s đã có trong sổ. Tìm người ấy rồi kết nạp lại hoặc chuyển đến.")),
        ("card", _("Số thẻ của %(name)s đã cấp cho người khác.")),
    ):
        told: dict[object, Member] = {}
        for member in members:
            if (key := getattr(member, field)) and told.setdefault(key, member) is not member:
                raise ValidationError({field.removesuffix("_mark"): sentence % {"name": member.name}})
        if told and (found := _known(field, told)):
            raise ValidationError({field.removesuffix("_mark"): sentence % {"name": told[found].name}})


def _known(field: str, told: Mapping[object, Member]) -> object | None:
    """The first of these identities or cards that somebody in the register has."""
    if field == "card":
        return next((holder.card for holder in holders(cards=[member.card for member in told.values()])), None)
    known = by_identity(member.told("identity") for member in told.values())
    return next((key for key, member in told.items() if member.told("identity") in known), None)


@transaction.atomic
def admit(by: User, *, unit: Unit, day: date, people: Sequence[NewMember]) -> list[Membership]:
    """Admit people to a unit on a day: one ceremony, one action. Raises PermissionDenied, ValidationError."""
    require(by, Right.MEMBERS, unit)
    if not people:
        raise ValidationError({"people": _("Chưa có ai trong danh sách kết nạp.")})
    members = [person_of(new, day, unit) for new in people]
    refuse_known(members)
    Member.objects.bulk_create(members)
    return enter_members(by, "admission", members, unit, day, [one_line(new.team) for new in people])


@transaction.atomic
def readmit(by: User, *, unit: Unit, day: date, members: Sequence[Member]) -> list[Membership]:
    """Admit again people who left before. Raises PermissionDenied, ValidationError where one belongs somewhere."""
    require(by, Right.MEMBERS, unit)
    if not members:
        raise ValidationError({"people": _("Chưa có ai trong danh sách kết nạp.")})
    with crossing("readmission"):
        list(Member.objects.filter(pk__in=[member.pk for member in members]).order_by("pk").select_for_update())
        there = Membership.objects.standing().filter(member__in=members, span__overlap=days(day, None))
        if found := there.select_related("member").first():
            with naming(found.member, members):
                raise ValidationError(_("Người này đang sinh hoạt tại một đơn vị."))
    check_return(by, members, unit, day)
    return enter_members(by, "readmission", members, unit, day)


@crossing("return")
def check_return(by: User, members: Sequence[Member], unit: Unit, day: date) -> None:
    """Raise ValidationError where one of these belongs to a unit, died, or left too short a time ago.

    Who was expelled comes back only through the union above (PermissionDenied otherwise). Of who left a unit beyond the
    asker's reach no more is told than that they may not come back now.
    """
    last: dict[int, Membership] = {}
    rows = Membership.objects.standing().filter(member__in=members).select_related("left", "unit", "member")
    for membership in rows.order_by("span"):
        last[membership.member_id] = membership
    near = set(
        by.reach(Right.MEMBERS).filter(pk__in={each.unit_id for each in last.values()}).values_list("pk", flat=True)
    )
    for membership in last.values():
        with naming(membership.member, members):
            _check_return_of(by, membership, unit, day, is_near=membership.unit_id in near)


def _check_return_of(by: User, last: Membership, unit: Unit, day: date, *, is_near: bool) -> None:
    if last.left is None or last.last_day is None:
        where = last.unit.name_on(clock.today())
        raise ValidationError(_("Người này đang sinh hoạt tại %(unit)s.") % {"unit": where}, code="elsewhere")
    reason = last.left.traits.get("reason")
    if reason == "died" and is_near:
        raise ValidationError(_("Người này đã qua đời theo sổ. Kiểm tra lại số định danh."))
    if reason == "died":
        raise ValidationError(_("Theo sổ, người này không kết nạp lại được. Kiểm tra lại số định danh."))
    left, months = last.left.first_day, terms_on(day).readmit_after_months
    if months and day < (again := months_after(left, months)):
        sentence = _("Người này ra khỏi công đoàn chưa đủ %(months)s tháng nên chưa kết nạp lại được.")
        if is_near:
            sentence = _("Kết nạp lại phải sau khi ra %(months)s tháng: sớm nhất ngày %(day)s.")
        raise ValidationError({"day": sentence % {"months": months, "day": f"{again:%d/%m/%Y}"}})
    if reason == "expelled":
        require(by, Right.MEMBERS, *ancestors(unit, on=clock.today())[:1])


def enter_members(
    by: User, noun: str, members: Sequence[Member], unit: Unit, day: date, teams: Sequence[str] = ()
) -> list[Membership]:
    """Their entries, memberships, postings and a line in the journal; rights and persons are checked before."""
    entries = enter(by, [event(noun, member, unit, day) for member in members])
    memberships = open_memberships(members, unit, day, entries, teams)
    post(entries)
    note(by, noun, unit, unit=unit, words={"people": len(members), "day": str(day)})
    return memberships


def open_memberships(
    members: Sequence[Member], unit: Unit, day: date, entries: Sequence[Entry], teams: Sequence[str] = ()
) -> list[Membership]:
    """Their times in the unit, begun by these entries. Raises ValidationError where the unit has ended since."""
    if not Unit.objects.filter(pk=unit.pk, span__endswith=None).exists():
        raise ValidationError({"unit": _("Đơn vị đã kết thúc hoạt động nên không nhận thêm đoàn viên.")})
    keep_at(members, unit)
    return Membership.objects.bulk_create(
        Membership(member=member, unit=unit, span=days(day, None), entered=entry, team=team)
        for member, entry, team in zip(members, entries, teams or [""] * len(entries), strict=True)
    )


@transaction.atomic
def withdraw_admission(by: User, *, membership: Membership, reason: str) -> None:
    """Take back an admission, or an import, entered by mistake: the person was never in this unit.

    Raises PermissionDenied, ValidationError where something was built on it.
    """
    require(by, Right.MEMBERS, membership.unit)
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do rút.")})
    share_units([membership.unit_id])  # before its entry, in the order in which a change of the unit takes them
    (found,) = locked([membership], date.max)
    if found.suspensions.exists():
        raise ValidationError(_("Đã có việc tạm dừng sinh hoạt dựa trên lần kết nạp này."))
    if came_from(found) is not None:
        raise ValidationError(_("Người này đã chuyển sinh hoạt; rút việc chuyển trước."))
    found.withdrawn = True
    found.save(update_fields=["withdrawn"])
    Application.objects.filter(membership=found).update(state=ApplicationState.ACCEPTED, membership=None)
    keep_where_due(found.member)
    found.entered.withdrawn = True
    found.entered.save(update_fields=["withdrawn"])
    post([found.entered])
    note(by, "withdrew", found, unit=found.unit, words={"reason": reason})
