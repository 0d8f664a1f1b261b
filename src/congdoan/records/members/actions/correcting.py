"""Correcting what is known of a person; where it is what figures are counted by, their entries are posted anew."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.asking import crossing
from congdoan.figures.actions import post, share_units
from congdoan.figures.models import Entry
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.members.actions.admitting import NewMember, one_line, person_of, refuse_known
from congdoan.records.members.actions.looking import note_known
from congdoan.records.members.models import SEALED, Member, Membership, home_of

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


def correct_person(by: User, *, member: Member, person: NewMember) -> list[str]:
    """Write a person down anew; says which fields changed. What is sealed and left blank stays as it is.

    Where another has the identity number or the card, that they were looked up leaves a line though it is refused.
    Raises PermissionDenied, ValidationError.
    """
    home = home_of(member)
    require(by, Right.MEMBERS, *[home] if home else [])
    if home is not None:
        note_known(by, home, identity=person.identity, card=person.card, why="correction", besides=member)
    return _correct_person(by, member, home, person)


@transaction.atomic
def _correct_person(by: User, member: Member, home: Unit | None, person: NewMember) -> list[str]:
    found = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if home is None or found.erased_at:
        raise ValidationError(_("Thông tin của người này đã được xóa khỏi sổ."))
    told, before = person_of(person, clock.today()), found.traits
    changed = [name for name in PLAIN if getattr(told, name) != getattr(found, name)]
    sealed = [name for name in SEALED if told.told(name) and told.told(name) != found.told(name)]
    _refuse_taken(told, {*changed, *sealed})
    for name in changed:
        setattr(found, name, getattr(told, name))
    found.call(told.name)
    for name in sealed:
        found.tell(name, told.told(name))
    found.save()
    current = Membership.objects.current().filter(member=found).first()
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
def _post_anew(member: Member) -> None:
    """Let the entries of this person's events say what they are counted by now."""
    mine = Q(membership_entered__member=member) | Q(membership_left__member=member)
    mine |= Q(suspension_began__membership__member=member) | Q(suspension_ended__membership__member=member)
    entries = list(Entry.objects.filter(mine).distinct())
    share_units(entry.unit_id for entry in entries)
    for entry in entries:
        entry.traits = entry.traits | member.traits
    Entry.objects.bulk_update(entries, ["traits"])
    post(entries)
