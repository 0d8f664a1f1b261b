"""Correcting what is known of a person; where it is what figures are counted by, their entries are posted anew."""

from datetime import date
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.asking import crossing
from congdoan.base.text import one_line
from congdoan.figures.actions import post, share_units
from congdoan.figures.models import Entry
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.members.actions.admitting import NewMember, person_of, refuse_known
from congdoan.records.members.actions.looking import note_known
from congdoan.records.members.models import SEALED, Application, Member, Membership, home_of
from congdoan.records.members.rules import YOUNGEST_YEARS

PLAIN = (
    "name",
    "sex",
    "born",
    "born_year_only",
    "phone",
    "province",
    "ward",
    "address",
    "job",
    "education",
    "card",
    "direct_worker",
)


def as_seen(member: Member, team: str) -> str:
    """A mark of all that is kept of a person: another once anything of it has been written anew."""
    plain = [str(getattr(member, name)) for name in PLAIN]
    sealed = [each.token.hex() if (each := getattr(member, name)) else "" for name in SEALED]
    return sha256("\0".join([*plain, *sealed, team]).encode()).hexdigest()[:20]


def correct_person(by: User, *, member: Member, person: NewMember, seen: str = "") -> list[str]:
    """Write a person down anew; says which fields changed. What is sealed and left blank stays as it is.

    Where another has the identity number or the card, that they were looked up leaves a line though it is refused.
    `seen` is the mark (`as_seen`) of what the corrector saw. Raises PermissionDenied, ValidationError; with the code
    "meanwhile" where somebody else has written since.
    """
    home = home_of(member)
    require(by, Right.MEMBERS, *[home] if home else [])
    if home is not None:
        note_known(by, home, identity=person.identity, card=person.card, why="correction", besides=member)
    return _correct_person(by, member, home, person, seen)


@transaction.atomic
def _correct_person(by: User, member: Member, home: Unit | None, person: NewMember, seen: str) -> list[str]:
    # The membership before the person, in the order in which a transfer takes them.
    current = Membership.objects.current().filter(member=member).select_for_update(of=("self",)).first()
    found = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if home is None or found.erased_at:
        raise ValidationError(_("Thông tin của người này đã được xóa khỏi sổ."))
    if seen and seen != as_seen(found, current.team if current else ""):
        sentence = _("Có người vừa sửa hồ sơ này. Xem lại hồ sơ; nếu vẫn ghi như đang điền thì bấm lần nữa.")
        raise ValidationError(sentence, code="meanwhile")
    told, before = person_of(person, clock.today()), found.traits
    changed = [name for name in PLAIN if getattr(told, name) != getattr(found, name)]
    sealed = [name for name in SEALED if told.told(name) and told.told(name) != found.told(name)]
    _refuse_taken(told, {*changed, *sealed})
    if told.born and "born" in changed:
        _refuse_too_young(found, told.born)
    for name in changed:
        setattr(found, name, getattr(told, name))
    found.call(told.name)
    for name in sealed:
        found.tell(name, told.told(name))
    found.save()
    if current is not None and current.team != one_line(person.team):
        current.team = one_line(person.team)
        current.save(update_fields=["team"])
        changed.append("team")
    if found.traits != before:
        _post_anew(found)
    fields = [name for name in [*changed, *sealed] if name != "born_year_only"]
    if fields:
        note(by, "corrected_person", found, unit=home, words={"fields": ", ".join(fields)})
    return fields


def _refuse_taken(told: Member, changed: set[str]) -> None:
    """Raise ValidationError where somebody else has this identity number or card."""
    asked = Member(name=told.name)
    if "identity" in changed:
        asked.tell("identity", told.told("identity"))
    if "card" in changed:
        asked.card = told.card
    refuse_known([asked])


@crossing("life")
def _refuse_too_young(member: Member, born: date) -> None:
    """Raise ValidationError where somebody born then would have come before they may work, wherever that was."""
    came = list(Membership.objects.standing().filter(member=member).values_list("span__startswith", flat=True))
    came += list(Application.objects.filter(member=member).values_list("applied", flat=True))
    if came and min(came).year - born.year < YOUNGEST_YEARS:
        sentence = _("Ngày %(day)s người này chưa đủ %(years)d tuổi. Sửa ngày sinh hoặc ngày vào.")
        raise ValidationError({"born": sentence % {"day": f"{min(came):%d/%m/%Y}", "years": YOUNGEST_YEARS}})


@crossing("life")
def _post_anew(member: Member) -> None:
    """Let the entries of this person's events say what they are counted by now."""
    entries = list(Entry.objects.filter(pk__in=_entered_for(member)))
    share_units(entry.unit_id for entry in entries)
    for entry in entries:
        entry.traits |= {name: told for name, told in member.traits.items() if name in entry.traits}
    Entry.objects.bulk_update(entries, ["traits"])
    post(entries)


def _entered_for(member: Member) -> set[int]:
    """The entries of all that happened to a person, in whichever room it is kept: memberships, suspensions, seats."""
    found: set[int] = set()
    for model, of in ((Member, [member]), (Membership, Membership.objects.filter(member=member))):
        for relation in model._meta.related_objects:
            kept = relation.related_model
            rows = kept._default_manager.filter(**{f"{relation.field.name}__in": of})
            for field in (each for each in kept._meta.concrete_fields if each.related_model is Entry):
                found.update(key for key in rows.values_list(field.attname, flat=True) if key)
    return found
