"""Directives: what each says and asks for, of whom, and the sessions at which it was studied."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from congdoan.base.text import fold
from congdoan.org.models import Unit, User
from congdoan.records.activities.models import Activity
from congdoan.records.directives.rules import Sort


class DirectiveQuerySet(models.QuerySet["Directive"]):
    """Directives, narrowed by whom they concern."""

    def concerning(self, units: "Iterable[Unit] | models.QuerySet[Unit]") -> Self:
        """Those that one of the units keeps in its register, or must carry out."""
        charged = Duty.objects.filter(directive=models.OuterRef("pk"), unit__in=units)
        return self.filter(models.Q(unit__in=units) | models.Exists(charged))

    def named(self, text: str) -> Self:
        """Those whose sort, number and title hold every word, with or without marks."""
        held = models.Q()
        for word in fold(text).split():
            sorts = [sort for sort in Sort if word in fold(str(sort.label))]
            held &= models.Q(folded__contains=word) | models.Q(sort__in=sorts)
        return self.filter(held)


class Directive(models.Model):
    """A resolution, programme or decision as a unit holds it in its register; `day` is that of its issue.

    `form` is the report form in which it is reviewed; empty where none is. `folded` is what search compares.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="directives")
    sort = models.CharField(max_length=20, choices=[(sort, sort.label) for sort in Sort])
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=500)
    issuer = models.CharField(max_length=300)
    day = models.DateField()
    text = models.TextField(blank=True)
    form = models.CharField(max_length=60, blank=True)
    folded = models.CharField(max_length=600, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-day", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "number", "day"],
                name="a_directive_is_registered_once",
                violation_error_message=_("Văn bản này đã có trong danh mục."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_sort.label} {self.number}"

    @property
    def of_sort(self) -> Sort:
        return Sort(self.sort)


class Objective(models.Model):
    """How much of an indicator a directive asks for in a year, of the unit that keeps it with all beneath it."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="objectives")
    indicator = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField()
    target = models.BigIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["indicator", "year"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["directive", "indicator", "year"],
                name="one_objective_a_year",
                violation_error_message=_("Năm này đã có chỉ tiêu."),
            ),
            models.CheckConstraint(
                name="objective_is_something",
                condition=models.Q(target__gt=0),
                violation_error_message=_("Chỉ tiêu phải lớn hơn 0."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"


class Duty(models.Model):
    """A unit must carry out a directive."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="duties")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties")

    class Meta:
        ordering: ClassVar[list[str]] = ["unit__code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["directive", "unit"],
                name="charged_once",
                violation_error_message=_("Đơn vị này đã được giao thực hiện."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)


class Study(models.Model):
    """A recorded session at which a directive was studied; the session counts where it was recorded, not again here."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="studies")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="studies")

    class Meta:
        ordering: ClassVar[list[str]] = ["-activity__day", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["directive", "activity"],
                name="a_session_studies_once",
                violation_error_message=_("Buổi này đã được ghi là học tập văn bản."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.activity)
