"""Entries, the countable faces of facts, and the declarations among them."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from congdoan.base.bound import Bound
from congdoan.base.knowledge import KnownQuerySet, Superseded, ThisXact, XactField, what_changed
from congdoan.base.period import Period
from congdoan.catalogue.models import Code
from congdoan.org.models import Unit, UnitQuerySet, User

DECLARATION = "declaration"
BALANCE = "balance"
"""What a unit holds, taken off it and given to its successor: `quantities` are the five numbers by code."""


_IS_FACT = models.Q(withdrawn=False) & ~models.Q(noun__in=(DECLARATION, BALANCE))


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries, narrowed by where and when."""

    def at(self, units: "Iterable[Unit] | models.QuerySet[Unit]") -> Self:
        return self.filter(unit__in=units)

    def during(self, period: Period) -> Self:
        return self.filter(last_day__gte=period.first_day, first_day__lte=period.last_day)

    def standing(self) -> Self:
        """Those not withdrawn."""
        return self.filter(withdrawn=False)

    def facts(self) -> Self:
        """Those that stand and tell of something that happened, not what was declared or carried over."""
        return self.filter(_IS_FACT)


class Entry(models.Model):
    """The countable face of one fact: where, when, how much, and the traits that indicators filter by.

    A fact has one day; a declaration runs over whole months. `quantities` are numbers or bounds `[low, high, rough]`
    in base units (times, people, đồng, pieces). The title names no person. That the unit and the
    writer are there is checked for a whole statement at once.
    """

    noun = models.CharField(max_length=20)
    kind = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="entries", db_constraint=False, db_index=False)
    first_day = models.DateField()
    last_day = models.DateField()
    quantities = models.JSONField(default=dict)
    traits = models.JSONField(default=dict)
    withdrawn = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="entries", db_constraint=False, db_index=False)
    at = models.DateTimeField()
    xact = XactField(db_default=ThisXact(), editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="entry_ends_after_it_begins",
                condition=models.Q(last_day__gte=models.F("first_day")),
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "noun", "kind", "last_day"], name="entry_place"),
            models.Index(fields=["unit", "last_day"], name="entry_latest", condition=_IS_FACT),
            models.Index(fields=["by", "id"], name="entry_recorded", condition=models.Q(noun="activity")),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.last_day:%d/%m/%Y})"

    def bound(self, quantity: str) -> Bound | None:
        """A quantity as a bound, None where the fact does not tell it."""
        stored = self.quantities.get(quantity)
        if stored is None:
            return None
        return Bound.from_list(stored) if isinstance(stored, list) else Bound.exactly(int(stored))


def stored(bound: Bound) -> int | list[int | bool | None]:
    """How a quantity is kept in an entry: a plain number where it is exact."""
    return bound.low if bound.is_exact else bound.as_list()


class Declaration(Superseded):
    """A unit's own figure without records, for a run of whole months; of a stock, the month at whose end it was."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="declaration")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="declarations")
    indicator = models.ForeignKey(Code, models.PROTECT, related_name="declarations")
    first_day = models.DateField()
    last_day = models.DateField()
    basis = models.CharField(max_length=300)

    objects = KnownQuerySet["Declaration"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "indicator", "first_day", "last_day"],
                condition=models.Q(superseded=None),
                name="declared_once_for_a_span",
                violation_error_message=_("Số này đã được kê khai cho đúng kỳ đó. Sửa lần kê khai trước."),
            ),
            models.CheckConstraint(
                name="declared_with_a_basis",
                condition=~models.Q(basis=""),
                violation_error_message=_("Kê khai phải nêu căn cứ."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            *what_changed("declaration"),
            models.Index(fields=["first_day"], name="declaration_begins", condition=models.Q(superseded=None)),
            models.Index(fields=["last_day"], name="declaration_ends", condition=models.Q(superseded=None)),
            models.Index(
                fields=["indicator", "unit"],
                include=["first_day", "last_day"],
                name="declaration_current",
                condition=models.Q(superseded=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.indicator} {self.period}"

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)

    @property
    def bound(self) -> Bound:
        found = self.entry.bound("value")
        assert found is not None
        return found


def last_facts(units: UnitQuerySet, *, until: date) -> UnitQuerySet:
    """The units, each with `last_fact`, the day of the last thing recorded there; null where nothing was."""
    mine = Entry.objects.facts().filter(unit=models.OuterRef("pk"), last_day__lte=until)
    return units.annotate(last_fact=models.Subquery(mine.order_by("-last_day").values("last_day")[:1]))
