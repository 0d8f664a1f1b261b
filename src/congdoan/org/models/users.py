"""Users, and the positions from which all their rights come."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from congdoan.base import clock
from congdoan.base.spell import Spell, SpellQuerySet, never_two
from congdoan.org.models.units import Lineage, Unit, UnitQuerySet
from congdoan.org.rules import RIGHTS, Right, Role, roles_with


class User(AbstractUser):
    """Somebody who signs in; what they may do comes from their positions and from nowhere else."""

    password_is_given = models.BooleanField(default=False)
    """Whether somebody else knows the password: it is to be changed before anything else is done."""

    def reach(self, right: Right) -> UnitQuerySet:
        """The units in which this user has a right today, by a position there or above."""
        today = clock.today()
        tops = self.positions.on(today).filter(role__in=roles_with(right)).values("unit")
        return Unit.objects.under(tops, on=today)

    def rights_at(self, unit: Unit) -> frozenset[Right]:
        """All the rights of this user in a unit today."""
        today = clock.today()
        above = Lineage.objects.known().on(today).filter(unit=unit).values("ancestor")
        roles = self.positions.on(today).filter(unit__in=above).values_list("role", flat=True)
        return frozenset(right for role in roles for right in RIGHTS[Role(role)])

    def givable_roles(self, unit: Unit) -> list[Role]:
        """The roles that this user may give in a unit today: those none of whose rights they lack there."""
        held = self.rights_at(unit)
        return [role for role in Role if Right.APPOINT in held and RIGHTS[role] <= held]


class Position(Spell):
    """A user's role at a unit, for a time; it reaches downward."""

    user = models.ForeignKey(User, models.PROTECT, related_name="positions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="positions")
    role = models.CharField(max_length=12, choices=[(role, role.label) for role in Role])

    objects = SpellQuerySet["Position"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            never_two("positions_do_not_overlap", "user", "unit", "role"),
            models.CheckConstraint(
                name="position_lasts_at_least_a_day",
                condition=models.Q(span__isempty=False),
                violation_error_message=_("Chức danh không thể kết thúc trước khi bắt đầu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.unit}"
