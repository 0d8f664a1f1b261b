"""Units, their names, employers and places through time, and the tree closed over time."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields.ranges import RangeEndsWith, RangeStartsWith
from django.db import models
from django.utils.translation import gettext_lazy as _

from congdoan.base.knowledge import KnownQuerySet, Superseded, XactField, what_changed
from congdoan.base.period import Period
from congdoan.base.spell import Spell, SpellQuerySet, never_two
from congdoan.base.text import fold, sort_key
from congdoan.catalogue.rules import Level

CURRENT = models.Q(superseded=None)


class UnitQuerySet(SpellQuerySet["Unit"]):
    """Units, narrowed by where and when."""

    def under(
        self,
        tops: "Iterable[int] | models.QuerySet[Any, Any]",
        *,
        on: date,
    ) -> Self:
        """The units `tops` and all beneath them on a day; closed ones stand beneath their successor."""
        return self.filter(pk__in=Lineage.objects.known().on(on).filter(ancestor__in=tops).values("unit"))

    def beneath(self, top: "Unit", *, on: date) -> Self:
        """The direct children of a unit on a day."""
        return self.filter(pk__in=Place.objects.known().on(on).filter(parent=top).values("unit"))

    def at(self, level: Level, *, on: date) -> Self:
        return self.filter(pk__in=Place.objects.known().on(on).filter(level=level).values("unit"))

    def open_on(self, day: date) -> Self:
        """The units that exist on a day."""
        return self.on(day)


class Unit(Spell):
    """An organisation's lasting identity; its span is its life, the day it was founded and the day it closed in it.

    `closed_in` is the transaction that closed it: at the moments before, its life had no end.
    """

    code = models.CharField(max_length=40, unique=True)
    closed_in = XactField(null=True, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="unit_lives_at_least_a_day",
                condition=models.Q(span__isempty=False),
                violation_error_message=_("Đơn vị không thể đóng trước ngày thành lập."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["closed_in"], name="unit_closed", condition=models.Q(closed_in__isnull=False)),
            models.Index(RangeStartsWith("span"), name="unit_begins"),
            models.Index(RangeEndsWith("span"), name="unit_ends"),
            models.Index(fields=["id"], include=["span"], name="unit_life"),
        ]

    def __str__(self) -> str:
        return self.code

    def name_on(self, day: date) -> str:
        """Its name on a day; before its first name the first, the code where it has none."""
        return names_on([self.pk], day).get(self.pk, self.code)

    def place_on(self, day: date) -> "Place":
        """Where it stands in the tree on a day, as known now."""
        return Place.objects.known().on(day).get(unit=self)


class Name(Spell):
    """What a unit is called, for a time."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="names")
    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, editable=False, db_index=True)
    sort_key = models.CharField(max_length=1000, editable=False)

    objects = SpellQuerySet["Name"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [never_two("names_do_not_overlap", "unit")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, unit: Unit, name: str, span: object) -> "Name":
        """A name with what search and sorting compare, unsaved."""
        return cls(unit=unit, name=name, folded=fold(name), sort_key=sort_key(name), span=span)


class Employer(models.Model):
    """Where the members of a grassroots union work; not a unit of the union."""

    name = models.CharField(max_length=300)
    tax_code = models.CharField(max_length=14, blank=True)

    def __str__(self) -> str:
        return self.name


class Workplace(Spell):
    """The employer at which a unit is organised, for a time."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="workplaces")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="workplaces")

    objects = SpellQuerySet["Workplace"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [never_two("workplaces_do_not_overlap", "unit")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.employer}"


class PlaceQuerySet(SpellQuerySet["Place"], KnownQuerySet["Place"]):  # type: ignore[override]
    """Places, narrowed by day and by what is known."""


class Place(Spell, Superseded):
    """A unit's place in the tree, its level and sector, for a time; its first and last hold for ever both ways."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="places")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="children_places", null=True, blank=True)
    level = models.CharField(max_length=12, choices=[(level, level.label) for level in Level])
    sector = models.CharField(max_length=30, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            never_two(
                "one_parent_a_day",
                "unit",
                condition=CURRENT,
                message=_("Một đơn vị chỉ có một cấp trên trong một ngày."),
            ),
            models.CheckConstraint(
                name="never_its_own_parent",
                condition=~models.Q(parent=models.F("unit")),
                violation_error_message=_("Đơn vị không thể là cấp trên của chính mình."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["parent"], name="place_parent")]

    def __str__(self) -> str:
        return f"{self.unit} < {self.parent} ({self.level})"


class LineageQuerySet(SpellQuerySet["Lineage"], KnownQuerySet["Lineage"]):  # type: ignore[override]
    """The tree, narrowed by day and by what is known."""


class Lineage(Spell, Superseded):
    """The tree closed over time: on these days `unit` stood `depth` levels beneath `ancestor`, itself at 0."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="lineage")
    ancestor = models.ForeignKey(Unit, models.PROTECT, related_name="descent")
    depth = models.SmallIntegerField()
    level = models.CharField(max_length=12)
    sector = models.CharField(max_length=30, blank=True)

    objects = LineageQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["ancestor", "unit"],
                include=["span", "level", "depth"],
                name="lineage_current",
                condition=CURRENT,
            ),
            models.Index(fields=["ancestor"], name="lineage_ever"),
            models.Index("ancestor", RangeStartsWith("span"), name="lineage_begins", condition=CURRENT),
            models.Index("ancestor", RangeEndsWith("span"), name="lineage_ends", condition=CURRENT),
            *what_changed("lineage"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            never_two("one_way_up_a_day", "unit", "ancestor", condition=CURRENT),
        ]

    def __str__(self) -> str:
        return f"{self.unit} < {self.ancestor} +{self.depth}"


class RecordsFrom(Superseded):
    """The day from which a unit keeps records; before it, what was not declared is unknown."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="records_from")
    day = models.DateField()

    objects = KnownQuerySet["RecordsFrom"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=CURRENT,
                include=["day"],
                name="one_records_from",
                violation_error_message=_("Một đơn vị chỉ có một ngày bắt đầu ghi sổ."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            *what_changed("records_from"),
            models.Index(fields=["day"], name="records_from_day", condition=CURRENT),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.day}"


def ancestors(unit: Unit, *, on: date) -> list[Unit]:
    """The units above, from the nearest to the root."""
    rows = Lineage.objects.known().on(on).filter(unit=unit, depth__gt=0).select_related("ancestor").order_by("depth")
    return [row.ancestor for row in rows]


def alive(unit: Unit, period: Period) -> Period | None:
    """The part of a period in which the unit existed."""
    first = max(filter(None, [period.first_day, unit.first_day]))
    last = min(filter(None, [period.last_day, unit.last_day]))
    return Period(first, last) if first <= last else None


def names_on(units: Iterable[int], day: date) -> dict[int, str]:
    """What units are called on a day, by key; before its first name a unit has the first."""
    found: dict[int, str] = {}
    named = Name.objects.filter(unit__in=list(units)).order_by("unit_id", "span")
    for unit, name, span in named.values_list("unit_id", "name", "span"):
        if unit not in found or span.lower is None or span.lower <= day:
            found[unit] = name
    return found
