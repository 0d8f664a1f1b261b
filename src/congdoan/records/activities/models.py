"""Activities: entered once, by the unit where they happened; partners are linked and do not count them again."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from congdoan.base.period import Period
from congdoan.figures.models import Entry
from congdoan.org.models import Unit
from congdoan.records.members.models import Member


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Activities, narrowed by where, when and what."""

    def at(self, units: "Iterable[Unit] | models.QuerySet[Unit]") -> Self:
        return self.filter(unit__in=units)

    def during(self, period: Period) -> Self:
        return self.filter(day__range=(period.first_day, period.last_day))

    def of(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def standing(self) -> Self:
        return self.filter(entry__withdrawn=False)

    def persons(self) -> int:
        """How many different members these activities served; it does not add up over units or periods."""
        served = Beneficiary.objects.filter(activity__in=self.standing())
        return served.values("member").distinct().count()


class Activity(models.Model):
    """What a unit did on a day; how much is in its entry."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="activity")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="activities")
    day = models.DateField()
    kind = models.CharField(max_length=60)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    note = models.TextField(blank=True)
    partners = models.ManyToManyField(Unit, related_name="joint_activities")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "day"], name="activity_place"),
            models.Index(fields=["unit", "kind", "day"], name="activity_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class Beneficiary(models.Model):
    """A member whom an activity served."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="beneficiaries")
    member = models.ForeignKey(Member, models.PROTECT, related_name="benefits")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["activity", "member"],
                name="served_once_in_an_activity",
                violation_error_message=_("Một người chỉ được ghi một lần trong một hoạt động."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.member_id}"
