"""Members' time in units: a person is in at most one unit on one day."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from congdoan.base.asking import crossing
from congdoan.base.spell import Spell, SpellQuerySet, never_two
from congdoan.figures.models import Entry
from congdoan.org.models import Unit
from congdoan.records.members.models.people import Member

ELSEWHERE = _("Người này đang sinh hoạt tại một đơn vị khác trong thời gian đó.")


class MembershipQuerySet(SpellQuerySet["Membership"]):
    """Memberships, narrowed by where and when; withdrawn ones never happened."""

    def at(self, units: "Iterable[Unit] | Iterable[int] | models.QuerySet[Unit]") -> Self:
        return self.filter(unit__in=units)

    def standing(self) -> Self:
        return self.filter(withdrawn=False)

    def current(self) -> Self:
        """Those that last; asked so that the database expects many: else it goes through them one by one."""
        return self.standing().filter(span__upper_inf=True)


class Membership(Spell):
    """A member's time in a unit; the last day is the last on which they belong to it.

    That its unit and entries are there is checked for a whole statement at once: neither is ever deleted. The database
    gives those of a person a `number`; all but the last are `followed` by another.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="memberships", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", db_constraint=False, db_index=False)
    entered = models.OneToOneField(Entry, models.PROTECT, related_name="membership_entered", db_constraint=False)
    left = models.OneToOneField(Entry, models.PROTECT, related_name="membership_left", null=True, db_constraint=False)
    withdrawn = models.BooleanField(default=False)
    team = models.CharField(max_length=120, blank=True)
    number = models.PositiveSmallIntegerField(db_default=0, editable=False)
    followed = models.BooleanField(db_default=False, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Nobody is counted in two units on one day: the database itself refuses it. Only those of whoever has
            # several are compared; that all others have one alone is what their numbers say.
            never_two(
                "memberships_do_not_overlap",
                "member",
                condition=models.Q(withdrawn=False) & (models.Q(number__gt=1) | models.Q(followed=True)),
                message=ELSEWHERE,
            ),
            models.UniqueConstraint(
                name="one_membership_a_number", fields=["member", "number"], violation_error_message=ELSEWHERE
            ),
            models.UniqueConstraint(
                name="membership_followed_or_not",
                fields=["member", "number", "followed"],
                violation_error_message=ELSEWHERE,
            ),
            models.CheckConstraint(
                name="memberships_are_numbered",
                condition=models.Q(number__gte=1),
                violation_error_message=ELSEWHERE,
            ),
            models.CheckConstraint(
                name="membership_lasts_at_least_a_day",
                condition=models.Q(span__isempty=False),
                violation_error_message=_("Ngày ra phải sau ngày vào."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["unit"],
                include=["id", "member", "span"],
                name="membership_current",
                condition=models.Q(withdrawn=False),
            ),
            models.Index(fields=["unit", "member"], name="membership_ended", condition=models.Q(left__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} @ {self.unit}"


class Suspension(Spell):
    """A time in which a member is excused from activities and fees, and still counted; `due` is its last day.

    `unit` is the membership's, filled in by the database: so a unit's are found without asking all of the country.
    """

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="suspensions")
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="suspensions",
        blank=True,
        editable=False,
        db_constraint=False,
        db_index=False,
    )
    due = models.DateField(null=True)
    began = models.OneToOneField(Entry, models.PROTECT, related_name="suspension_began")
    ended = models.OneToOneField(Entry, models.PROTECT, related_name="suspension_ended", null=True)

    objects = SpellQuerySet["Suspension"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            never_two("suspensions_do_not_overlap", "membership", message=_("Người này đang tạm dừng sinh hoạt.")),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit"], include=["membership", "span"], name="suspension_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.first_day}..{self.last_day or ''}"


@crossing("life")
def came_from(membership: Membership) -> Membership | None:
    """The membership, in whichever unit, that ended by a departure where this one began; None where there is none."""
    if membership.entered.noun != "arrival" or membership.span.lower is None:
        return None
    rows = Membership.objects.standing().filter(member=membership.member_id, left__noun="departure")
    return rows.filter(span__endswith=membership.span.lower).select_related("unit", "left").first()


def home_of(member: Member) -> Unit | None:
    """The unit that keeps a person's file, as the book has it now."""
    return Unit.objects.filter(kept_files=member).first()
