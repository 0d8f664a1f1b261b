"""Many rows written at once are what each would be by itself, whatever is in their columns."""

from datetime import date

import pytest
from django.db import DataError, connection
from django.db.models import Value
from django.db.models.functions import Lower
from django.test.utils import CaptureQueriesContext
from tests.world import TODAY, World

from congdoan.base.spell import days
from congdoan.figures.models import Entry
from congdoan.org.models import Unit
from congdoan.records.members.models import Member

SPANS = [
    days(date(2020, 1, 1), None),
    days(None, date(2021, 5, 31)),
    days(None, None),
    days(date(2024, 2, 29), date(2024, 2, 29)),
]


def test_days_that_last_come_back_as_they_were(world: World) -> None:
    made = Unit.objects.bulk_create(Unit(code=f"new-{place}", span=span) for place, span in enumerate(SPANS))
    assert [unit.span for unit in Unit.objects.in_bulk([unit.pk for unit in made]).values()] == SPANS
    assert [unit.pk for unit in made] == sorted(unit.pk for unit in made)


def test_what_is_sealed_opens_again_and_what_is_not_known_is_nothing(world: World) -> None:
    told = ["", "Mông", "Ba Na \\ \"'{},NULL"]
    made = Member.objects.bulk_create(
        Member.of(f"Thào A {place}", "male", ethnicity=each) for place, each in enumerate(told)
    )
    found = Member.objects.in_bulk([member.pk for member in made])
    assert [found[member.pk].told("ethnicity") for member in made] == told
    assert found[made[0].pk].ethnicity is None


def entries(world: World, titles: list[str]) -> list[Entry]:
    common = {
        "unit": world.mill,
        "first_day": TODAY,
        "last_day": TODAY,
        "by": world.officer,
        "at": "2025-01-31T08:00+07",
    }
    return [Entry(noun="activity", title=title, traits={"lời": title}, **common) for title in titles]


def test_what_the_database_fills_in_is_filled_in(world: World) -> None:
    titles = ["một", "hai", '{"ba", NULL}\\']
    with CaptureQueriesContext(connection) as asked:
        made = Entry.objects.bulk_create(entries(world, titles))
    assert "UNNEST" in asked.captured_queries[-1]["sql"]
    found = Entry.objects.in_bulk([entry.pk for entry in made])
    assert [found[entry.pk].title for entry in made] == titles
    assert [found[entry.pk].traits for entry in made] == [{"lời": title} for title in titles]
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_xact()::text")
        assert {str(entry.xact) for entry in found.values()} == {cursor.fetchone()[0]}


def test_an_expression_is_worked_out_row_by_row(world: World) -> None:
    some = entries(world, ["một", "hai"])
    some[1].title = Lower(Value("HAI"))
    made = Entry.objects.bulk_create(some)
    assert set(Entry.objects.filter(pk__in=[each.pk for each in made]).values_list("title", flat=True)) == {
        "một",
        "hai",
    }


def test_what_is_too_long_is_refused_and_not_cut(world: World) -> None:
    with pytest.raises(DataError, match="too long"):
        Entry.objects.bulk_create(entries(world, ["một", "x" * 301]))
