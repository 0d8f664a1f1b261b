"""A superior union with 200 unions and fifteen years of history moves in a moment; what it takes along is exact."""

import time
from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection, transaction
from tests.figures.tallying import assert_tallies_tell, found_differences
from tests.world import World

from congdoan.base.period import parse_period
from congdoan.base.spell import days
from congdoan.catalogue.models import Code
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import fold
from congdoan.figures.models import Entry, Posting
from congdoan.org.actions import place_unit
from congdoan.org.models import Lineage, Place, Unit

UNIONS, EACH = 200, 800
LONGEST = 5.0
"""Seconds on any machine; the benchmarks hold it to one."""


@pytest.mark.slow
def test_a_superior_union_moves_with_all_its_history(lasting_world: World) -> None:
    world = lasting_world
    _found_many(world)
    _write_much(world)
    assert fold() == UNIONS * EACH + Posting.objects.exclude(unit__code__startswith="union-").count()
    began = time.monotonic()
    place_unit(world.industry, day=date(2024, 1, 10), parent=world.south)
    seconds = time.monotonic() - began
    print(f"{seconds:.2f} s")
    assert seconds < LONGEST
    assert_tallies_tell([parse_period(text) for text in ("2010..2024", "2023", "2024", "2024-01")])
    assert found_differences() == []


def _found_many(world: World) -> None:
    """The unions, in bulk, beneath the superior union of the mill."""
    units = Unit.objects.bulk_create(
        Unit(code=f"union-{number}", span=days(date(2010, 1, 1), None)) for number in range(UNIONS)
    )
    always = days(None, None)
    Place.objects.bulk_create(
        Place(unit=unit, parent=world.industry, level=Level.GRASSROOTS, sector="public", span=always) for unit in units
    )
    Lineage.objects.bulk_create(
        Lineage(unit=unit, ancestor=ancestor, depth=depth, level=Level.GRASSROOTS, sector="public", span=always)
        for unit in units
        for depth, ancestor in enumerate([unit, world.industry, world.north, world.head])
    )


def _write_much(world: World) -> None:
    """Fifteen years of postings by COPY."""
    luck = Random(2010)
    codes = list(Code.objects.values_list("pk", flat=True))
    units = list(Unit.objects.filter(code__startswith="union-").values_list("pk", flat=True))
    entry = Entry.objects.first()
    assert entry is not None
    columns = "entry_id, indicator_id, unit_id, first_day, last_day, low, high, open, rough, declared, xact"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT ledger_xact()::text")
        (xact,) = cursor.fetchone()
        with cursor.copy(f"COPY figures_posting ({columns}) FROM STDIN") as copy:
            for unit in units:
                for _number in range(EACH):
                    day, low = date(2010, 1, 1) + timedelta(days=luck.randrange(5400)), luck.randrange(1, 50)
                    copy.write_row((entry.pk, luck.choice(codes), unit, day, day, low, low, 0, 0, 0, xact))
