"""Whom an activity served and with whom it was done: chosen by search, forgiving of marks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.text import fold
from congdoan.catalogue.rules import Level
from congdoan.org.models import Lineage, Name, Unit, names_on
from congdoan.records.members.models import Member, Membership, MembershipQuerySet, Sex, named

MOST = 10
"""So many are shown of what a search finds."""


@dataclass(frozen=True)
class Choice:
    """Somebody, or a unit, that may be chosen."""

    key: int
    name: str
    more: str = ""


@dataclass(frozen=True)
class Choices:
    """Those chosen, and those a search found besides; `written` is what was looked for."""

    chosen: tuple[Choice, ...] = ()
    found: tuple[Choice, ...] = ()
    written: str = ""

    @property
    def keys(self) -> list[int]:
        return [each.key for each in self.chosen]


def chosen_keys(values: Iterable[str]) -> list[int]:
    """Keys as a form sends them; what is no key is nobody's."""
    return list(
        dict.fromkeys(int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 19)
    )


def members_near(unit: Unit) -> MembershipQuerySet:
    """Memberships at a unit and beneath it."""
    return Membership.objects.standing().at(Unit.objects.under([unit.pk], on=clock.today()))


def member_choices(unit: Unit, keys: Iterable[int], text: str) -> Choices:
    """The members chosen, with those whose names hold every word of the text."""
    near = members_near(unit)
    chosen = _people(unit, near.filter(member__in=list(keys)).order_by("member__sort_key", "span"))
    words = fold(text).split()
    if not words:
        return Choices(chosen, written=text)
    today = near.on(clock.today()).filter(named(words)).exclude(member__in=list(keys))
    return Choices(chosen, _people(unit, today.order_by("member__sort_key")[:MOST]), text)


def members_of(unit: Unit, keys: Iterable[int]) -> list[Member]:
    """The persons of the keys who are or were members at the unit or beneath it; others are not there."""
    return list(Member.objects.filter(pk__in=members_near(unit).filter(member__in=list(keys)).values("member")))


def _people(unit: Unit, memberships: MembershipQuerySet) -> tuple[Choice, ...]:
    found = list(memberships.select_related("member"))
    places = names_on({each.unit_id for each in found} - {unit.pk}, clock.today())
    people = {each.member_id: _person(each, places.get(each.unit_id, "")) for each in found}
    return tuple(people.values())


def _person(membership: Membership, place: str) -> Choice:
    """A person told from others of the same name: by the year of birth, the team, the last digits of the card."""
    member = membership.member
    born = str(member.born.year) if member.born else ""
    card = _("thẻ …%(end)s") % {"end": member.card[-4:]} if member.card else ""
    more = [str(Sex(member.sex).label), born, membership.team, place, card]
    return Choice(member.pk, member.name, ", ".join(filter(None, more)))


def units_near(unit: Unit) -> "Iterable[int]":
    """Units with which one may do things together: those above it, and all beneath its province or sector."""
    today = clock.today()
    rows = Lineage.objects.known().on(today)
    above = list(rows.filter(unit=unit, depth__gt=0).values_list("ancestor", flat=True))
    tops = rows.filter(unit__in=[*above, unit.pk], depth=0, level=Level.PROVINCIAL).values_list("unit", flat=True)
    top = list(tops) or above[-1:] or [unit.pk]
    return [*above, *Unit.objects.under(top, on=today).values_list("pk", flat=True)]


def unit_choices(unit: Unit, keys: Iterable[int], text: str) -> Choices:
    """The partners chosen, with the units near whose names hold every word of the text."""
    keys = [key for key in keys if key != unit.pk]
    words = fold(text).split()
    if not words and not keys:
        return Choices(written=text)
    near = Q(unit__in=Unit.objects.filter(pk__in=units_near(unit)))
    chosen = _units(Name.objects.filter(near, unit__in=keys))
    if not words:
        return Choices(chosen, written=text)
    named = Q()
    for word in words:
        named &= Q(folded__contains=word)
    found = Name.objects.on(clock.today()).filter(near, named).exclude(unit__in=[*keys, unit.pk])
    return Choices(chosen, _units(found.order_by("sort_key")[:MOST]), text)


def partners_of(unit: Unit, keys: Iterable[int]) -> list[Unit]:
    wanted = [key for key in keys if key != unit.pk]
    return list(Unit.objects.filter(pk__in=set(units_near(unit)) & set(wanted))) if wanted else []


def _units(names: "Iterable[Name]") -> tuple[Choice, ...]:
    keys = dict.fromkeys(name.unit_id for name in names)
    told = names_on(keys, clock.today())
    return tuple(Choice(key, told[key]) for key in keys)
