"""Of how many units something is known: counted together with the tallies, it is what counting each unit gives."""

from datetime import date
from itertools import product

import pytest
from django.db import connection
from tests.figures.ledger import told
from tests.figures.tallying import Read, came_and_went, found_differences, tallied_units
from tests.world import World

from congdoan.base.period import Period, parse_period
from congdoan.catalogue.models import current, numbers
from congdoan.catalogue.rules import Level, Nature
from congdoan.figures.actions import correct_declaration, fold, rebuild, withdraw_declaration
from congdoan.figures.models import Look
from congdoan.figures.models.coverage import Asked, Coverage, coverages
from congdoan.figures.rules import Figure, Reach, Scope
from congdoan.org.actions import keep_records_from
from congdoan.org.models import Unit
from congdoan.records.structure.actions import absorb, demote, dissolve, hand_over, promote

pytestmark = pytest.mark.slow

CODES = ("dialogue.held", "dialogue.people", "members.total", "workers.total", "wages.sum")
MONTHS = [
    parse_period(text)
    for text in ("2015", "2015-03", "2016-Q1", "2023-07", "2024-03", "2024-Q2", "2024", "2015..2024", "2010..2025-01")
]
DAYS = [parse_period(text) for text in ("2023-07-05..2024-03-20", "2015-12-30..2016-01-02", "2024-06-10..2024-06-12")]
SCOPES: tuple[Scope, ...] = (Reach.SUBTREE, Level.SUPERIOR, Level.GRASSROOTS)


@pytest.fixture
def world(lasting_world: World) -> World:
    return lasting_world


Told = dict[tuple[str, str], tuple[list[dict[int, Coverage]], list[Read]]]


def told_of_all(*, tallied: bool) -> Told:
    """The coverage of a few indicators of each sort and what units brought and took, from standings or one by one.

    Whole months are asked for by themselves: with cut ones beside them they would be read in another way.
    """
    return {
        (unit.code, str(scope)): (
            [*_covered(unit, MONTHS, scope, tallied=tallied), *_covered(unit, DAYS, scope, tallied=tallied)],
            [came_and_went(unit, period, scope, tallied=tallied) for period in (*MONTHS, *DAYS)],
        )
        for unit, scope in product(tallied_units(), SCOPES)
    }


def _covered(unit: Unit, periods: list[Period], scope: Scope, *, tallied: bool) -> list[dict[int, Coverage]]:
    key = numbers()
    asked = [(key[code], current().indicators[code]) for code in CODES]
    return coverages(
        [
            Asked(
                Look(unit, period, scope, stock=indicator.nature is Nature.STOCK, tallied=tallied),
                (number,),
                recorded=not indicator.declared,
            )
            for period in periods
            for number, indicator in asked
        ]
    )


def assert_they_tell_before_and_after_folding() -> None:
    """Also that nothing is left over: laid anew, the rows are the same."""
    one_by_one = told_of_all(tallied=False)
    assert told_of_all(tallied=True) == one_by_one
    assert found_differences() == []
    fold()
    assert told_of_all(tallied=True) == one_by_one
    assert found_differences() == []
    held = rows()
    rebuild()
    assert rows() == held


def rows() -> set[str]:
    """What is kept, without what adds up to nothing."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT (to_jsonb(s) - 'id')::text FROM figures_standing AS s WHERE (units, gaps, known) <> (0, 0, 0)
            UNION ALL
            SELECT (to_jsonb(s) - 'id')::text FROM figures_step AS s WHERE (low, high, open, rough) <> (0, 0, 0, 0)
            UNION ALL
            SELECT (to_jsonb(s) - 'id')::text FROM figures_carried AS s
            WHERE (low, high, open, rough, declared) <> (0, 0, 0, 0, 0)
        """)
        return {row for (row,) in cursor.fetchall()}


def _busy(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015", 12)
    world.declare(world.school, "dialogue.held", "2017", 12)
    world.declare(world.school, "members.total", "2018-12", 12)
    for year, held in (("2015-12", 80), ("2019-12", 60), ("2023-12", 95)):
        world.declare(world.mine, "workers.total", year, held)
    world.declare(world.mill, "wages.sum", "2024-03", 900)
    world.found("late", Level.GRASSROOTS, world.zone, day=date(2016, 2, 10), records_from=date(2016, 3, 5))


def test_what_is_known_is_told_alike_before_and_after_folding(world: World) -> None:
    _busy(world)
    assert_they_tell_before_and_after_folding()


def test_what_changes_after_folding_is_told_at_once(world: World) -> None:
    _busy(world)
    fold()
    declaration = world.declare(world.school, "dialogue.held", "2016", 3)
    keep_records_from(world.school, day=date(2018, 7, 20))
    world.found("young", Level.GRASSROOTS, world.industry, day=date(2023, 7, 20))
    assert_they_tell_before_and_after_folding()
    withdraw_declaration(world.officer, declaration=declaration, reason="nhầm")
    world.hold_dialogue(world.mine, date(2024, 3, 4))
    assert_they_tell_before_and_after_folding()


def test_units_that_end_leave_the_days_after(world: World) -> None:
    _busy(world)
    fold()
    dissolve(world.officer, unit=world.mill, day=date(2024, 4, 10))
    assert_they_tell_before_and_after_folding()
    absorb(world.officer, unit=world.south, into=world.north, day=date(2024, 5, 31))
    assert_they_tell_before_and_after_folding()


def test_a_unit_that_leaves_and_returns_counts_once(world: World) -> None:
    _busy(world)
    hand_over(world.officer, unit=world.school, to=world.zone, day=date(2015, 5, 20))
    hand_over(world.officer, unit=world.school, to=world.schools, day=date(2015, 5, 25))
    hand_over(world.officer, unit=world.industry, to=world.south, day=date(2015, 5, 1))
    hand_over(world.officer, unit=world.industry, to=world.north, day=date(2024, 3, 15))
    assert_they_tell_before_and_after_folding()
    assert told("dialogue.held", world.north, "2015..2024").units == 6
    assert told("dialogue.held", world.north, "2016").units == 3


def test_a_unit_that_rises_counts_once_and_at_each_of_its_levels(world: World) -> None:
    _busy(world)
    promote(world.officer, unit=world.mill, level=Level.SUPERIOR, day=date(2015, 3, 10))
    demote(world.officer, unit=world.mill, level=Level.GRASSROOTS, day=date(2024, 3, 10))
    assert_they_tell_before_and_after_folding()
    assert told("dialogue.held", world.north, "2015").units == 6
    assert told("dialogue.held", world.north, "2015", scope=Level.SUPERIOR).units == 3


def test_a_corrected_declaration_moves_the_bounds_between_declared_stocks(world: World) -> None:
    _busy(world)
    fold()
    declared = world.declare(world.plant, "workers.total", "2015-12", 40)
    world.declare(world.plant, "workers.total", "2023-12", 10)
    fold()
    correct_declaration(world.officer, declaration=declared, bound=declared.bound.exactly(5), reason="đếm lại")
    before = told("workers.total", world.south, "2020")
    fold()
    after = told("workers.total", world.south, "2020")
    assert (before.low, before.high) == (after.low, after.high) == (5, 10)
    assert_they_tell_before_and_after_folding()


def _bounds(unit: Unit, period: str) -> tuple[int, int]:
    figure = told("workers.total", unit, period)
    assert isinstance(figure, Figure)
    return figure.sums.low, figure.sums.high


def test_a_move_takes_along_the_bounds_between_declared_stocks(world: World) -> None:
    _busy(world)
    fold()
    hand_over(world.officer, unit=world.mine, to=world.zone, day=date(2021, 6, 15))
    for _ in range(2):
        assert [_bounds(unit, "2020") for unit in (world.north, world.south)] == [(60, 95), (0, 0)]
        assert [_bounds(unit, "2022") for unit in (world.north, world.south)] == [(0, 0), (60, 95)]
        fold()
    assert_they_tell_before_and_after_folding()


def test_nothing_is_left_of_what_was_folded_and_taken_back(world: World) -> None:
    fold()
    before = rows()
    declarations = [world.declare(world.mill, "workers.total", month, 7) for month in ("2015-12", "2019-12")]
    fold()
    assert rows() != before
    for declaration in declarations:
        withdraw_declaration(world.officer, declaration=declaration, reason="nhầm")
    fold()
    assert rows() == before


def test_folding_changes_nothing_where_nothing_changed(world: World) -> None:
    _busy(world)
    fold()
    held = rows()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM changed_units((SELECT snapshot FROM figures_fold))")
        assert cursor.fetchone() == (0,)
    world.hold_dialogue(world.mill, date(2024, 3, 4))
    fold()
    assert rows() == held


def test_a_stock_declared_for_the_last_day_of_a_month_is_not_known_before_it(world: World) -> None:
    world.declare(world.school, "workers.total", "2024-12", 9)
    fold()
    key, days = numbers()["workers.total"], [Period(date(2024, 6, 1), date(2024, 12, day)) for day in (3, 30, 31)]
    for tallied in (True, False):
        told = _covered(world.head, days, Reach.SUBTREE, tallied=tallied)
        covered = [each[key].covered for each in told if key in each]
        assert [number - covered[0] for number in covered] == [0, 0, 1], tallied
