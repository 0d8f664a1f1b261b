"""The days that unions set for those beneath them: until when a form's sheet of a period is to be sent."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from congdoan.base import clock
from congdoan.base.knowledge import KnownQuerySet, Superseded
from congdoan.catalogue.rules import Level
from congdoan.org.models import Lineage, Unit, User
from congdoan.reports.models.sheets import Sheet


class Deadline(Superseded):
    """Until when the units of a level beneath a unit send a form's sheet of a period; the nearest union's day holds.

    `last_day` is that of the period: nothing can be sent before it is over.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="deadlines")
    form = models.CharField(max_length=60)
    period = models.CharField(max_length=30)
    level = models.CharField(max_length=12)
    last_day = models.DateField()
    day = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = KnownQuerySet["Deadline"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "form", "period", "level"],
                condition=Q(superseded=None),
                name="one_deadline_a_level",
                violation_error_message=_("Đơn vị đã đặt hạn này cho kỳ đó."),
            ),
            models.CheckConstraint(
                name="deadline_comes_after_the_period",
                condition=Q(day__gt=F("last_day")),
                violation_error_message=_("Hạn nộp phải sau ngày cuối của kỳ báo cáo."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["form", "period"], name="deadline_of", condition=Q(superseded=None)),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.form} {self.period} {self.level}: {self.day}"


class Announcement(models.Model):
    """Those who owe a sheet by a day that was set have been told of it."""

    deadline = models.OneToOneField(Deadline, models.PROTECT, primary_key=True, related_name="announcement")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.deadline}"


class Retelling(models.Model):
    """A day having been taken back, those for whom another holds in its place have been told of that."""

    deadline = models.OneToOneField(Deadline, models.PROTECT, primary_key=True, related_name="retelling")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.deadline}"


@dataclass(frozen=True)
class Due:
    """The last day on which a sheet is in time; `by` is the key of the unit that set it, none of the form's own day."""

    day: date
    by: int | None = None


DaysSet = Mapping[tuple[int, str, str], Due]
"""By the unit's key, the form's code and the period's name."""


def days_set(
    units: Iterable[int] | QuerySet[Unit], *, form: str = "", periods: Collection[str] = (), today: date | None = None
) -> DaysSet:
    """The days that hold for units, each set by the nearest union that set one."""
    rows = nearest_days(units, form=form, periods=periods, today=today)
    return {(unit, code, period): Due(day, by) for unit, code, period, day, by in rows}


def nearest_days(
    units: Iterable[int] | QuerySet[Unit], *, form: str = "", periods: Collection[str] = (), today: date | None = None
) -> QuerySet[Lineage, tuple[int, str, str, date, int]]:
    """The unit, the form, the period, the day and who set it, of the days that hold for units.

    It counts who stands above on that very day, or today while it is still to come: what an old union had set for its
    units stays as it was when they stand beneath another later.
    """
    narrowed: dict[str, object] = {"ancestor__deadlines__form": form} if form else {}
    if periods:
        narrowed["ancestor__deadlines__period__in"] = list(periods)
    found = Lineage.objects.known().filter(
        unit__in=units if isinstance(units, QuerySet) else list(units),
        depth__gt=0,
        span__contains=Least(F("ancestor__deadlines__day"), Value(today or clock.today())),
        level=F("ancestor__deadlines__level"),
        ancestor__deadlines__superseded=None,
        **narrowed,
    )
    named = ("unit", "ancestor__deadlines__form", "ancestor__deadlines__period")
    nearest = found.order_by(*named, "depth", "-ancestor__deadlines__pk").distinct(*named)
    return nearest.values_list(*named, "ancestor__deadlines__day", "ancestor")


def due_of(sheet: Sheet) -> Due | None:
    """Until when a sheet is in time: by the day that a union above set, or else by the form's own."""
    named = days_set([sheet.unit_id], form=sheet.form, periods=[sheet.period])
    own = Due(sheet.due) if sheet.due else None
    return named.get((sheet.unit_id, sheet.form, sheet.period), own)


def asked_beneath(unit: Unit, today: date) -> QuerySet[Deadline]:
    """The days that hold, or may hold, for units beneath a unit: set by itself, by those above it and beneath it."""
    tree = Lineage.objects.known().on(today)
    setters = tree.filter(unit=unit).values("ancestor").union(tree.filter(ancestor=unit).values("unit"))
    return Deadline.objects.known().filter(unit__in=setters)


def days_from(unit: Unit, form: str, period: str, today: date) -> dict[Level, Due]:
    """By level the days that a unit gives those beneath it: its own, or those of the nearest union above it."""
    above = (
        Lineage.objects.known()
        .on(today)
        .filter(
            unit=unit,
            ancestor__deadlines__form=form,
            ancestor__deadlines__period=period,
            ancestor__deadlines__superseded=None,
        )
    )
    rows = above.order_by("-depth").values_list("ancestor__deadlines__level", "ancestor__deadlines__day", "ancestor")
    return {Level(level): Due(day, by) for level, day, by in rows}


def set_beneath(unit: Unit, form: str, period: str, today: date) -> QuerySet[Deadline]:
    """The days that units beneath a unit have set for those beneath themselves: there these hold, being nearer."""
    beneath = Lineage.objects.known().on(today).filter(ancestor=unit, depth__gt=0).values("unit")
    found = Deadline.objects.known().filter(unit__in=beneath, form=form, period=period)
    return found.select_related("unit").order_by("day", "pk")
