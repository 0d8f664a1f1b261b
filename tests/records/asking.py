"""What tests of records ask: figures, and whether a refusal has left anything behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection

from congdoan.base.period import Period, parse_period
from congdoan.figures.models import figure
from congdoan.figures.rules import Figure, Reach
from congdoan.org.models import Deed, Place, Unit

TABLES = [table for table in apps.get_models() if table.__module__.startswith("congdoan.")]
COUNTING = f"SELECT {', '.join(f'(SELECT count(*) FROM {table._meta.db_table})' for table in TABLES)}"
"""Asked at once: it is asked twice by each test of a refusal."""


def told(code: str, unit: Unit, period: str | date, scope: Reach = Reach.SUBTREE) -> Figure:
    """The figure in a period, or on a day."""
    asked = Period(period, period) if isinstance(period, date) else parse_period(period)
    found = figure(code, unit, asked, scope=scope)
    assert isinstance(found, Figure)
    return found


def value(code: str, unit: Unit, period: str | date) -> int | None:
    return told(code, unit, period).value


def own(code: str, unit: Unit, period: str | date) -> int | None:
    """The least that the unit itself is known to have."""
    return told(code, unit, period, Reach.OWN).low


def written() -> dict[str, object]:
    """All that is in the book, as far as a half-written action would show."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTING)
        counts: dict[str, object] = dict(zip((table.__name__ for table in TABLES), cursor.fetchone(), strict=True))
    counts["lives"] = list(Unit.objects.values_list("code", "span"))
    counts["places"] = set(Place.objects.known().values_list("unit__code", "parent__code", "level", "sector", "span"))
    return counts


@contextmanager
def refused(
    sentence: str, error: type[Exception] = ValidationError, *, noted: int = 0
) -> Iterator[pytest.ExceptionInfo[Any]]:
    """What is done inside is refused with this sentence, and leaves nothing behind but so many lines of the journal."""
    before = written()
    with pytest.raises(error, match=sentence) as caught:
        yield caught
    assert written() == before | {"Deed": Deed.objects.count()}
    assert Deed.objects.count() == int(str(before["Deed"])) + noted
