"""The rights of a person over what is kept of them: their whole file, and being erased while the figures stay."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congdoan.base import clock
from congdoan.base.asking import crossing
from congdoan.base.spell import Spell
from congdoan.org.actions import note, redact, require, the_book
from congdoan.org.models import Deed, Unit, User
from congdoan.org.rules import Right
from congdoan.records.members.models import (
    SEALED,
    Application,
    Education,
    Ground,
    Member,
    Membership,
    Sex,
    Suspension,
    Transfer,
    home_of,
    standings,
)
from congdoan.records.members.rules import address_in_words, months_after

ERASED = gettext_noop("(đã xóa tên)")
READINGS = ("unmasked", "gave_file", "looked_up", "opened_proof")
"""The deeds by which somebody read what is kept of a person."""


@transaction.atomic
def take_file(by: User, *, member: Member, reason: str) -> dict[str, object]:
    """All that the register keeps of a person, sealed fields in plain text, as days and words that JSON holds.

    Raises PermissionDenied, ValidationError without a reason.
    """
    home = home_of(member)
    require(by, Right.UNMASK, *[home] if home else [])
    if home is None or member.erased_at:
        raise ValidationError(_("Thông tin của người này đã được xóa khỏi sổ."))
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do lấy hồ sơ.")})
    note(by, "gave_file", member, unit=home, words={"reason": reason.strip()})
    taken = {"at": clock.now().isoformat(), "by": by.get_username(), "reason": reason.strip()}
    return {"taken": taken} | _file(member)


@crossing("life")
def _file(member: Member) -> dict[str, object]:
    """What is kept of them wherever they were; who asked keeps their file."""
    memberships = Membership.objects.filter(member=member).select_related("unit", "entered", "left").order_by("span")
    suspensions = Suspension.objects.filter(membership__member=member).order_by("span")
    applications = Application.objects.filter(member=member).select_related("unit").order_by("pk")
    transfers = Transfer.objects.filter(member=member).select_related("giving", "to").order_by("pk")
    return {
        "person": _person(member),
        "memberships": [
            {
                "unit": each.unit.name_on(clock.today()),
                "team": each.team,
                "from": _day(each.first_day),
                "to": _day(each.last_day),
                "entered_by": each.entered.noun,
                "left_for": str(each.left.traits.get("reason", each.left.noun)) if each.left else "",
                "withdrawn": each.withdrawn,
            }
            for each in memberships
        ],
        "suspensions": [{"from": _day(each.first_day), "to": _day(each.last_day)} for each in suspensions],
        "applications": [
            {
                "unit": each.unit.name_on(clock.today()),
                "applied": _day(each.applied),
                "state": each.state,
                "decided": _day(each.decided),
                "decision": each.decision,
                "reason": each.reason,
            }
            for each in applications
        ],
        "transfers": [
            {
                "from": each.giving.name_on(clock.today()),
                "to": each.to.name_on(clock.today()),
                "day": _day(each.day),
                "state": each.state,
                "reason": each.reason,
            }
            for each in transfers
        ],
        "readings": _readings(member),
        "grounds": [_ground(each) for each in Ground.objects.filter(member=member).order_by("pk")],
        "standings": [
            {"purpose": each.purpose.value, "allowed": each.is_allowed, "by_membership_since": _day(each.since)}
            for each in standings(member, clock.today(), since=_since(memberships))
        ],
    }


def _readings(member: Member) -> list[dict[str, object]]:
    """Who looked at what lies sealed, took the whole file, or found them by a number, and when."""
    rows = Deed.objects.filter(subject=f"member {member.pk}", verb__in=READINGS).select_related("by", "unit")
    return [
        {
            "at": each.at.isoformat(),
            "by": each.by.get_full_name() or each.by.get_username(),
            "unit": each.unit.name_on(clock.today()) if each.unit else "",
            "did": each.verb,
            "fields": str(each.words.get("fields", "")),
            "reason": str(each.words.get("reason", "")),
        }
        for each in rows.order_by("pk")
    ]


def _since(memberships: Iterable[Membership]) -> date | None:
    """The first day of the time in which they are a member now."""
    return next((each.first_day for each in memberships if each.is_open and not each.withdrawn), None)


def _ground(ground: Ground) -> dict[str, object]:
    return {
        "purpose": ground.purpose,
        "basis": ground.basis,
        "withdrawn": ground.ends,
        "day": _day(ground.day),
        "proof": ground.proof,
        "file": ground.name,
    }


def _person(member: Member) -> dict[str, object]:
    return {
        "name": member.name,
        "sex": str(Sex(member.sex).label),
        "born": str(member.born.year) if member.born and member.born_year_only else _day(member.born),
        "card": member.card,
        "phone": member.phone,
        "address": address_in_words(member.province, member.ward, member.address),
        "job": member.job,
        "education": str(Education(member.education).label) if member.education else "",
        "direct_worker": member.direct_worker,
        **{field: member.told(field) for field in SEALED},
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


@transaction.atomic
def erase(by: User, *, member: Member, reason: str) -> None:
    """Drop a person from the book: what is left is a number that figures are counted by, and names nobody.

    Raises PermissionDenied, ValidationError for a member or an applicant who still is one.
    """
    home = home_of(member)
    require(by, Right.UNMASK, *[home] if home else [])
    if home is None:
        raise ValidationError(_("Người này không thuộc đơn vị nào."))
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do xóa.")})
    found = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if found.erased_at:
        raise ValidationError(_("Thông tin của người này đã được xóa khỏi sổ."))
    if Membership.objects.current().filter(member=found).exists():
        raise ValidationError(_("Người này đang là đoàn viên. Ghi việc ra khỏi công đoàn trước rồi mới xóa."))
    if _is_applying(found):
        raise ValidationError(
            _("Người này còn đơn xin gia nhập đang chờ quyết định hoặc chờ kết nạp. Khép đơn trước rồi mới xóa.")
        )
    if _is_sitting(found):
        raise ValidationError(
            _("Người này còn giữ chức vụ trong ban chấp hành hoặc ban khác. Ghi việc thôi trước rồi mới xóa.")
        )
    named = re.compile(re.escape(found.name), re.IGNORECASE)
    _drop(by, found, home)
    note(by, "erased", found, unit=home, words={"reason": named.sub(ERASED, reason.strip())})


@crossing("erasing")
def _is_applying(member: Member) -> bool:
    return Application.objects.open().filter(member=member).exists()


@crossing("erasing")
def _is_sitting(member: Member) -> bool:
    """Whether something else that they are, in whichever room it is kept, still lasts."""
    lasting = (each for each in Member._meta.related_objects if issubclass(each.related_model, Spell))
    return any(
        each.related_model._default_manager.filter(**{each.field.name: member}, span__upper_inf=True).exists()
        for each in lasting
        if each.related_model is not Membership
    )


@crossing("erasing")
def _drop(by: User, member: Member, home: Unit | None) -> None:
    member.call(ERASED)
    for field in SEALED:
        member.tell(field, "")
    member.born, member.born_year_only, member.province, member.ward = None, False, None, None
    member.phone = member.address = member.job = member.education = member.card = ""
    member.erased_at = clock.now()
    member.save()
    Membership.objects.filter(member=member).update(team="")
    Application.objects.filter(member=member).update(team="", reason="")
    Transfer.objects.filter(member=member).update(reason="")
    redact(by, member, lines=_told_of(member), unit=home)
    _drop_grounds(member)


def _told_of(member: Member) -> Iterator[models.Model]:
    """The person, and all that leans on them or on their memberships: what lines of the journal may be about."""
    memberships = Membership.objects.filter(member=member)
    yield member
    for model, of in ((Member, [member]), (Membership, memberships)):
        for relation in model._meta.related_objects:
            yield from relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": of})


def _drop_grounds(member: Member) -> None:
    """What they agreed to goes, and once that is for good the scans of what they signed."""
    rows = Ground.objects.filter(member=member)
    places = [(ground.file.storage, ground.file.name) for ground in rows if ground.file.name]
    rows.delete()
    for storage, name in places:
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))  # type: ignore[misc]


@crossing("retention")
def drop_outdated() -> int:
    """Drop who left, was refused, or was found to have been entered by mistake, longer ago than the setting KEEP_YEARS
    says; says how many that were.
    """
    before = months_after(clock.today(), -12 * settings.KEEP_YEARS)
    belonging = Membership.objects.current().values("member")
    applying = Application.objects.open().values("member")
    rows = Member.objects.filter(erased_at=None).exclude(pk__in=belonging).exclude(pk__in=applying)
    told = rows.annotate(last=Greatest(Max("memberships__left__last_day"), Max("applications__decided")))
    due = list(told.filter(last__lt=before).values_list("pk", flat=True))
    due += _mistaken_before(before, told.filter(last=None).values("pk"))
    dropped = 0
    for key in due:
        with transaction.atomic():
            member = Member.objects.select_for_update(no_key=True).get(pk=key)
            if not rows.filter(pk=key).exists():
                continue  # they have come back while others were dropped
            home = home_of(member)
            _drop(the_book(), member, home)
            note(the_book(), "dropped", member, unit=home, words={"years": settings.KEEP_YEARS})
            dropped += 1
    return dropped


def _mistaken_before(day: date, of: QuerySet[Member, Any]) -> list[int]:
    """Those of whom nothing is left but an entry by mistake, taken back before the day."""
    mistaken = {
        f"membership {key}": member
        for key, member in Membership.objects.filter(withdrawn=True, member__in=of).values_list("pk", "member")
    }
    told = Deed.objects.filter(subject__in=list(mistaken), verb="withdrew").values_list("subject").annotate(Max("at"))
    last: dict[int, datetime] = {}
    for subject, at in told:
        last[mistaken[subject]] = max(at, last.get(mistaken[subject], at))
    return sorted(key for key, at in last.items() if at < clock.at(day, 0))
