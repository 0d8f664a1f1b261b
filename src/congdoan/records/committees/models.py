"""Terms, each begun by a congress, and the seats in committees through time."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congdoan.base.spell import Spell, SpellQuerySet, never_two
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Level
from congdoan.figures.models import Entry
from congdoan.org.models import Unit
from congdoan.records.committees.rules import CONGRESS_FORM, Body, Office, Sizes, kind_of
from congdoan.records.members.models import Member, Membership


class Congress(StrEnum):
    """How a congress meets: everybody, or delegates."""

    WHOLE = "whole"
    DELEGATES = "delegates"

    @property
    def label(self) -> Promise:
        return _("đại hội toàn thể") if self is Congress.WHOLE else _("đại hội đại biểu")


class Term(Spell):
    """A unit's term of office; its first day is that of the congress that began it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="terms")
    name = models.CharField(max_length=60)
    congress = models.CharField(max_length=10, choices=[(each, each.label) for each in Congress])
    attended = models.PositiveIntegerField(null=True)
    decision = models.CharField(max_length=60, blank=True)

    objects = SpellQuerySet["Term"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            never_two(
                "terms_do_not_overlap", "unit", message=_("Hai nhiệm kỳ của một đơn vị không thể chồng lên nhau.")
            ),
            models.CheckConstraint(
                name="term_lasts_at_least_a_day",
                condition=models.Q(span__isempty=False),
                violation_error_message=_("Đại hội mới phải sau đại hội trước."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.name}"


class SeatQuerySet(SpellQuerySet["Seat"]):
    """Seats, narrowed by where and when."""

    def at(self, units: "Iterable[Unit] | models.QuerySet[Unit]") -> Self:
        return self.filter(unit__in=units)

    def in_body(self, body: Body) -> Self:
        return self.filter(body=body)


class Seat(Spell):
    """Somebody's place in a committee of a unit, for a time; `full_time` is whether it is their job."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="seats")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="seats")
    member = models.ForeignKey(Member, models.PROTECT, related_name="seats")
    body = models.CharField(max_length=10, choices=[(body, body.label) for body in Body])
    office = models.CharField(max_length=10, choices=[(office, office.value) for office in Office])
    full_time = models.BooleanField(default=False)
    entered = models.OneToOneField(Entry, models.PROTECT, related_name="seat_entered")
    left = models.OneToOneField(Entry, models.PROTECT, related_name="seat_left", null=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            never_two("seats_do_not_overlap", "unit", "member", "body", message=_("Người này đang ở trong ban đó.")),
            never_two(
                "one_head_a_day",
                "unit",
                "body",
                condition=models.Q(office=Office.HEAD),
                message=_("Ban này đang có người đứng đầu; ghi thôi giữ cho người đó trước."),
            ),
            models.CheckConstraint(
                name="seat_lasts_at_least_a_day",
                condition=models.Q(span__isempty=False),
                violation_error_message=_("Ngày thôi phải sau ngày được bầu."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["unit", "body"], name="seat_place")]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.body} · {self.unit}"

    @property
    def office_name(self) -> str:
        return str(Office(self.office).in_body(Body(self.body)))


def sizes(unit: Unit, day: date, name: str = "") -> Sizes:
    """How many may sit in the committees of a unit, by its members with those beneath on a day, and by its name."""
    members = Membership.objects.standing().on(day).at(Unit.objects.under([unit.pk], on=day)).count()
    executive = Seat.objects.on(day).filter(unit=unit).in_body(Body.EXECUTIVE).count()
    of = kind_of(name or unit.name_on(day))
    return Sizes(current().tables, day, Level(unit.place_on(day).level), members, executive, of)


def congress_fault(term: Term) -> str:
    """The sentence where the congress that began a term met otherwise than the tables say; members are counted on its
    day.
    """
    table = current().tables.get(CONGRESS_FORM)
    if table is None or term.first_day is None or table.row(term.first_day) is None:
        return ""
    is_of_delegates = term.congress == Congress.DELEGATES
    return sizes(term.unit, term.first_day).congress_fault(is_of_delegates=is_of_delegates)
