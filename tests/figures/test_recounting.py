"""What is kept beside tallies is verified too: of how many units something holds, bounds between declared stocks."""

from datetime import date

import pytest
from django.db import connections
from pytest_django import DjangoAssertNumQueries
from tests.figures.tallying import found_differences
from tests.world import World

from congdoan.catalogue.rules import Level
from congdoan.figures.actions import fold, rebuild
from congdoan.figures.models import Difference, Miscount, tallied_units
from congdoan.figures.rules import Sums
from congdoan.records.structure.actions import absorb, hand_over


@pytest.fixture
def world(lasting_world: World) -> World:
    return lasting_world


def _busy(world: World) -> None:
    """A unit that leaves and returns, one that knows nothing of its first days, one that declares, one that ends."""
    world.declare(world.school, "dialogue.held", "2015", 12)
    world.declare(world.school, "dialogue.held", "2017", 12)
    for year, held in (("2015-12", 80), ("2019-12", 60), ("2023-12", 95)):
        world.declare(world.mine, "workers.total", year, held)
    world.found("late", Level.GRASSROOTS, world.zone, day=date(2016, 2, 10), records_from=date(2016, 3, 5))
    hand_over(world.officer, unit=world.industry, to=world.south, day=date(2019, 5, 20))
    hand_over(world.officer, unit=world.industry, to=world.north, day=date(2022, 3, 15))


def _owner(statement: str) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def test_nothing_differs_after_moves_and_mergers_folded_or_not(world: World) -> None:
    _busy(world)
    fold()
    assert found_differences() == []
    hand_over(world.officer, unit=world.mine, to=world.zone, day=date(2021, 6, 15))
    absorb(world.officer, unit=world.south, into=world.north, day=date(2024, 5, 31))
    assert found_differences() == []
    fold()
    assert found_differences() == []


@pytest.mark.parametrize("number", ["units", "gaps", "known"])
def test_a_planted_miscount_is_found_and_rebuilding_repairs_it(world: World, number: str) -> None:
    _busy(world)
    fold()
    planted = (
        f"UPDATE figures_standing SET {number} = {number} + 1 WHERE id = (SELECT min(id) FROM figures_standing "
        "WHERE unit_id = (SELECT id FROM org_unit WHERE code = 'north') AND indicator_id = {})"
    )
    for indicator, is_stock in ((0, False), (-1, True)):
        assert _owner(planted.format(indicator)) == 1
        (found,) = found_differences()
        assert isinstance(found, Miscount)
        assert (found.unit, found.indicator, found.is_stock) == ("north", "", is_stock)
        assert getattr(found.kept, number) - getattr(found.counted, number) == 1
        rebuild()
        assert found_differences() == []


def test_a_standing_that_is_gone_is_found(world: World) -> None:
    _busy(world)
    fold()
    assert _owner("DELETE FROM figures_standing WHERE units < 0 OR last_day < first_day") > 0
    assert {type(found) for found in found_differences()} == {Miscount}
    rebuild()
    assert found_differences() == []


def test_a_planted_bound_is_found_in_each_of_its_months(world: World) -> None:
    _busy(world)
    fold()
    planted = "WHERE unit_id = (SELECT id FROM org_unit WHERE code = 'head') AND high > 0 AND last_day = '2023-11-30'"
    assert _owner(f"UPDATE figures_step SET high = high + 1 {planted}") == 1
    found = found_differences()
    assert {type(each) for each in found} == {Difference}
    assert [each.last_day for each in found][-1] == date(2023, 11, 30)
    assert {each.tallied - each.posted for each in found if isinstance(each, Difference)} == {Sums(high=1)}
    rebuild()
    assert found_differences() == []


def test_which_units_are_to_be_verified_is_asked_at_once(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(2):
        units = dict(tallied_units())
    assert units[world.head] > units[world.north] > units[world.schools] > 0
