"""What lasts: a run of days on which something is true, stored half-open; that never leaves this room."""

from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import Any, Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from congdoan.base.period import DAY, Period

M = TypeVar("M", bound=models.Model, covariant=True)


def days(first_day: date | None, last_day: date | None) -> DateRange:
    """The range from a first to a last day, both in it; None is without end."""
    return DateRange(first_day, None if last_day is None else last_day + DAY, "[)")


def first_day(span: DateRange) -> date | None:
    lower: date | None = span.lower
    return lower


def last_day(span: DateRange) -> date | None:
    return None if span.upper is None else span.upper - DAY


def within(period: Period) -> DateRange:
    return days(period.first_day, period.last_day)


def shared(spans: Iterable[DateRange], others: Iterable[DateRange]) -> tuple[DateRange, ...]:
    """The days that lie in one of the spans and in one of the others."""
    found: list[DateRange] = []
    for one, other in product(spans, others):
        lower = max((end for end in (one.lower, other.lower) if end is not None), default=None)
        upper = min((end for end in (one.upper, other.upper) if end is not None), default=None)
        if lower is None or upper is None or lower < upper:
            found.append(DateRange(lower, upper, "[)"))
    return tuple(found)


class SpellQuerySet(models.QuerySet[M]):
    """Spells, narrowed by day."""

    def on(self, day: date) -> Self:
        return self.filter(span__contains=day)

    def during(self, period: Period) -> Self:
        return self.filter(span__overlap=within(period))


class Spell(models.Model):
    """Something that is true for a span of days."""

    span = DateRangeField()

    class Meta:
        abstract = True

    @property
    def first_day(self) -> date | None:
        return first_day(self.span)

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds; None while it lasts."""
        return last_day(self.span)

    @property
    def is_open(self) -> bool:
        return self.span.upper is None


def never_two(name: str, *of: str, condition: models.Q | None = None, message: Any = None) -> ExclusionConstraint:
    """The constraint that no two spells of the same thing share a day; `message` is the sentence for the user."""
    expressions: Iterable[tuple[str, str]] = [(field, RangeOperators.EQUAL) for field in of]
    return ExclusionConstraint(
        name=name,
        expressions=[*expressions, ("span", RangeOperators.OVERLAPS)],
        condition=condition,
        violation_error_message=message or _("Hai khoảng thời gian này chồng lên nhau."),
    )
