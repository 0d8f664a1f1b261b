"""The board above says of every unit what one would find who went through them one by one."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.reports.conftest import UNION
from tests.world import World, the_day

from congdoan.base import clock
from congdoan.base.period import Period, parse_period
from congdoan.base.text import sort_key
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Form, Level
from congdoan.org.models import Unit
from congdoan.records.structure.actions import absorb, dissolve, rename
from congdoan.reports.actions import set_deadlines
from congdoan.reports.models import MISSING, BoardRow, Cell, Mark, Sheet, board, due_of
from congdoan.reports.rules.owing import closed_from, due_day

PERIODS = [parse_period(name, UNION) for name in ("2023-H1", "2023", "2024-H1", "2024")]
DECEMBER, JANUARY = date(2024, 12, 9), date(2025, 1, 20)
STANDINGS = (None, ("draft", None), ("submitted", -3), ("submitted", 4), ("returned", 2), ("accepted", 0), ("draft", 1))
"""How sheets stand, with how many days after the usual day they first came."""


def form() -> Form:
    return current().forms["own-half"]


@pytest.fixture
def many(world: World) -> World:
    """Thirty workplaces more: some young, some closed, merged or renamed, one without a letter in common order."""
    for number in range(30):
        born = date(2024, 3, 1) if number % 7 == 0 else date(2012, 1, 1)
        unit = world.found(f"w{number:02}", Level.GRASSROOTS, world.schools if number % 3 else world.industry, day=born)
        if number % 5 == 1:
            rename(world.officer, unit=unit, name=f"Đội {30 - number}", day=date(2024, 12, 20))
    for number, day in ((2, date(2023, 3, 1)), (4, date(2024, 2, 1)), (8, date(2024, 12, 15))):
        dissolve(world.officer, unit=unit_of(number), day=day)
    absorb(world.officer, unit=unit_of(5), into=unit_of(10), day=date(2024, 8, 1))
    standings = cycle(STANDINGS)
    Sheet.objects.bulk_create(
        sheet
        for unit in Unit.objects.filter(code__startswith="w").order_by("code")
        for period in PERIODS
        for sheet in stands(world, unit, period, next(standings))
    )
    for unit, day in ((world.north, date(2024, 12, 25)), (world.schools, date(2025, 1, 15))):
        with the_day(date(2024, 12, 5)):
            set_deadlines(world.officer, unit=unit, form="own-half", period=PERIODS[3], days={Level.GRASSROOTS: day})
    return world


def unit_of(number: int) -> Unit:
    return Unit.objects.get(code=f"w{number:02}")


def stands(world: World, unit: Unit, period: Period, standing: tuple[str, int | None] | None) -> Iterator[Sheet]:
    if standing:
        state, after = standing
        due = period.last_day + timedelta(days=10)
        yield Sheet(
            unit=unit, form="own-half", edition="1", period=str(period), first_day=period.first_day,
            last_day=period.last_day, due=due, opened_by=world.officer, opened_at=clock.now(), state=state,
            first_sent=None if after is None else due + timedelta(days=after),
        )  # fmt: skip


def one_by_one(top: Unit, today: date) -> list[BoardRow]:
    """The board's rows, each unit and each of its sheets asked for by itself."""
    day = min(PERIODS[-1].last_day, today)
    beneath = Unit.objects.under([top.pk], on=day).exclude(pk=top.pk).at(Level.GRASSROOTS, on=day)
    rows = [
        BoardRow(unit.pk, unit.code, unit.name_on(day), tuple(cell(unit, period, today) for period in PERIODS))
        for unit in beneath
    ]
    asked = [row for row in rows if any(each.mark is not Mark.APART for each in row.cells)]
    urgent = {Mark.LATE: 0, Mark.RETURNED: 1}
    return sorted(asked, key=lambda row: (urgent.get(row.last.mark, 2), sort_key(row.name), row.code))


def cell(unit: Unit, period: Period, today: date) -> Cell:
    if (unit.first_day or date.min) > period.last_day or (unit.last_day or date.max) < period.first_day:
        return Cell(Mark.APART)
    usual = due_day(form(), Level.GRASSROOTS, period)
    there = Sheet.objects.filter(unit=unit, form="own-half", period=str(period)).first()
    asked = there or Sheet(unit=unit, form="own-half", period=str(period), due=usual)
    found = due_of(asked)
    assert found
    came = there.first_sent if there else None
    late = max(0, ((came or today) - found.day).days)
    key, closed = there.pk if there else None, closed_from(form(), period)
    if came is None and closed and today >= closed:
        return Cell(Mark.NONE, key, 0, found.day)
    if there is None or (there.state == "draft" and came is None):
        plain = Mark.DRAFT if there else Mark.NONE
        return Cell(Mark.LATE if late else plain, key, late, found.day)
    return Cell(Mark(there.state), key, late, found.day)


@pytest.mark.parametrize("today", [DECEMBER, JANUARY])
@pytest.mark.parametrize("top", ["north", "schools"])
def test_rows_counts_and_columns_are_those_found_one_by_one(many: World, today: date, top: str) -> None:
    unit = Unit.objects.get(code=top)
    with the_day(today):
        told, rows = board(unit, form(), PERIODS), one_by_one(unit, today)
        assert told.rows() == rows
        assert told.counts == Counter(row.last.mark for row in rows if row.last.mark is not Mark.APART)
        assert told.begun == sum(row.last.sheet is not None for row in rows)
        assert told.unbegun == sum(row.last.sheet is None and row.last.mark is not Mark.APART for row in rows)
        for place, column in enumerate(told.columns):
            owed = [row.cells[place] for row in rows if row.cells[place].mark is not Mark.APART]
            there = [each for each in owed if each.mark in {Mark.SENT, Mark.ACCEPTED}]
            days = [each.due for each in owed if each.due]
            assert (column.owed, column.sent) == (len(owed), len(there))
            assert column.timely == sum(each.days == 0 for each in there)
            assert (column.due, column.last_due) == (min(days), max(days))
    assert {row.last.mark for row in rows} >= {Mark.RETURNED, Mark.ACCEPTED, Mark.SENT, Mark.APART}


@pytest.mark.parametrize("today", [DECEMBER, JANUARY])
@pytest.mark.parametrize("most", [1, 4, 100])
def test_pages_and_filters_are_parts_of_all_rows(many: World, today: date, most: int) -> None:
    with the_day(today):
        told = board(many.north, form(), PERIODS)
        rows = told.rows()
        for marks in (list(Mark), [Mark.LATE], [Mark.SENT], [Mark.RETURNED, Mark.DRAFT], sorted(MISSING)):
            wanted = [row for row in rows if row.last.mark in marks]
            assert told.count(marks) == len(wanted)
            pages = [told.rows(marks, start, most) for start in range(0, len(wanted) + most, most)]
            assert [row for page in pages for row in page] == wanted


def test_the_first_that_are_missing_are_named_with_or_without_the_first_page(many: World) -> None:
    with the_day(DECEMBER):
        told = board(many.north, form(), PERIODS)
        names = [row.name for row in told.rows() if row.last.mark in MISSING]
        assert (told.missing, len(names) > 6) == (len(names), True)
        for most in (3, 6, 100):
            assert told.names_missing(most) == names[:most]
            assert told.names_missing(most, told.rows(most=4)) == names[:most]


def test_a_page_is_read_in_four_statements(many: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with the_day(JANUARY), django_assert_num_queries(4):
        told = board(many.north, form(), PERIODS)
        assert told.names_missing(2, told.rows(most=10))
