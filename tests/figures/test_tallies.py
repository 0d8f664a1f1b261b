"""Tallies tell what the postings tell, whether folded or not, whatever moved; and what is wrong in them is found."""

from collections.abc import Callable
from datetime import date
from threading import Thread
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from tests.conftest import Opener
from tests.figures.ledger import exactly
from tests.figures.sessions import Session, do_meanwhile, under_way
from tests.figures.tallying import assert_tallies_tell, found_differences, read, tallied_units
from tests.world import World

from congdoan.base.bound import Bound
from congdoan.base.knowledge import ThisXact
from congdoan.base.period import parse_period
from congdoan.catalogue.models import Code
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import fold, rebuild
from congdoan.figures.models import Difference, Question, Tallied, Tally, unfolded
from congdoan.figures.rules import Sums
from congdoan.org.models import Lineage
from congdoan.records.activities.actions import withdraw_activity
from congdoan.records.structure.actions import absorb, hand_over, promote, reclassify

MARCH, MAY = date(2024, 3, 15), date(2024, 5, 2)
PERIODS = [
    parse_period(text)
    for text in (
        *("2024", "2024-03", "2024-Q2", "2015", "2015-03", "2010..2024", "2023-07"),
        *("2023-07-05..2024-03-20", "2024-03-02..2024-03-09", "2015-03-04..2015-03-31"),
    )
]


@pytest.fixture
def world(lasting_world: World) -> World:
    return lasting_world


def _owner(statement: str, *parameters: Any) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, parameters)


def _busy(world: World) -> None:
    """Facts of all sorts: days, bounds, declarations of years and of stocks, people."""
    world.hold_dialogue(world.mill, MARCH, 30)
    world.hold_dialogue(world.plant, MAY, Bound(10, None))
    world.hold_dialogue(world.north, MAY, Bound(40, 60))
    world.declare(world.school, "dialogue.held", "2015", Bound(12, 20))
    world.declare(world.school, "dialogue.held", "2015-03", 5)
    world.declare(world.mine, "workers.total", "2015-12", Bound(80, 80, rough=True))
    world.declare(world.mine, "workers.total", "2023-12", 60)
    world.admit(world.mill, MARCH, 3)
    world.admit(world.mine, MAY, 2)


# Folding --------------------------------------------------------------------------------------------------------------


def test_units_above_the_grassroots_keep_tallies(world: World) -> None:
    assert tallied_units() == [world.head, world.north, world.south, world.industry, world.schools, world.zone]


def test_what_is_committed_stands_in_every_figure_at_once_and_stays_when_folded(world: World) -> None:
    world.hold_dialogue(world.mill, MARCH)
    assert exactly("dialogue.held", world.head, "2024") == 1
    assert not Tally.objects.exists()
    assert fold()
    assert exactly("dialogue.held", world.head, "2024") == 1
    world.hold_dialogue(world.mill, MAY)
    assert exactly("dialogue.held", world.head, "2024") == 2


def test_whatever_is_folded_and_what_is_not_tell_the_same_together(world: World) -> None:
    _busy(world)
    told = assert_tallies_tell(PERIODS)
    fold()
    assert_tallies_tell(PERIODS, as_told=told)
    _busy_again(world)
    told = assert_tallies_tell(PERIODS)
    assert_tallies_tell(PERIODS, Level.GRASSROOTS)
    fold()
    assert_tallies_tell(PERIODS, as_told=told)
    assert found_differences() == []


def _busy_again(world: World) -> None:
    activity = world.hold_dialogue(world.mine, MARCH, 7)
    withdraw_activity(world.officer, activity=activity, reason="nhầm")
    world.hold_dialogue(world.school, date(2015, 3, 4), 9)
    world.declare(world.mine, "workers.total", "2019-12", 95)


def test_folding_says_how_many_and_there_is_nothing_left(world: World) -> None:
    fold()
    world.hold_dialogue(world.mill, MARCH, 30)
    count, _seconds = unfolded()
    assert fold() == count > 0
    assert fold() == 0
    assert unfolded()[0] == 0


def test_a_second_folder_returns_at_once(world: World, another_connection: Opener) -> None:
    world.hold_dialogue(world.mill, MARCH)
    with another_connection() as other:
        assert _folded(other)
        assert fold() is None
    assert fold() == 0


def _folded(other: psycopg.Connection) -> int | None:
    row = other.execute("SELECT fold_tallies()").fetchone()
    assert row is not None
    (count,) = row
    return count if count is None else int(count)


def test_what_is_not_committed_is_folded_later_and_once(world: World) -> None:
    fold()
    with under_way(lambda: world.hold_dialogue(world.mill, MARCH)):
        world.hold_dialogue(world.mine, MARCH)
        fold()
        world.hold_dialogue(world.plant, MARCH)
        assert exactly("dialogue.held", world.head, "2024") == 2
        fold()
    assert exactly("dialogue.held", world.head, "2024") == 3
    assert fold()
    assert exactly("dialogue.held", world.head, "2024") == 3
    assert found_differences() == []


def test_what_was_folded_is_not_read_again_while_a_long_transaction_lasts(world: World) -> None:
    with under_way(lambda: world.hold_dialogue(world.mill, MARCH)):
        for _time in range(20):
            world.hold_dialogue(world.mine, MARCH)
        fold()
        assert unfolded()[0] == 0


def test_a_transaction_that_folds_may_go_on_writing(world: World) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        world.hold_dialogue(world.mill, MARCH)
        do_meanwhile(lambda: world.hold_dialogue(world.mine, MARCH))
        cursor.execute("SELECT fold_tallies()")
        world.hold_dialogue(world.plant, MARCH)
    assert exactly("dialogue.held", world.head, "2024") == 3
    fold()
    assert exactly("dialogue.held", world.head, "2024") == 3
    assert found_differences() == []


def test_a_reader_sees_one_state_though_it_is_folded_meanwhile(world: World) -> None:
    _busy(world)
    year = parse_period("2024")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        before = read(world.head, year, stock=False, tallied=True)
        do_meanwhile(lambda: world.hold_dialogue(world.mill, MAY))
        _in_another_thread(fold)
        assert read(world.head, year, stock=False, tallied=True) == before
        assert read(world.head, year, stock=False, tallied=False) == before
    assert read(world.head, year, stock=False, tallied=True) != before


def _in_another_thread(deed: Callable[[], object]) -> None:
    def run() -> None:
        try:
            deed()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


def test_tallies_are_folded_in_no_older_snapshot_than_now(world: World) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with pytest.raises(DatabaseError, match="READ COMMITTED"):
            cursor.execute("SELECT fold_tallies()")


def test_the_application_does_not_write_tallies_itself(world: World) -> None:
    for statement in (
        "UPDATE figures_tally SET low = low + 1",
        "DELETE FROM figures_tally",
        "INSERT INTO figures_tallied VALUES (1)",
        "UPDATE figures_fold SET at = now()",
        "INSERT INTO figures_moving VALUES (NULL)",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
            cursor.execute(statement)


# Moving ---------------------------------------------------------------------------------------------------------------


def test_a_move_dated_in_the_past_takes_what_was_folded_along(world: World) -> None:
    _busy(world)
    fold()
    hand_over(world.officer, unit=world.industry, to=world.south, day=date(2024, 1, 10))
    assert exactly("dialogue.held", world.south, "2024") == 2
    assert exactly("members.total", world.north, "2024") == 0
    assert exactly("members.total", world.south, "2024") == 5
    assert_tallies_tell(PERIODS)
    assert found_differences() == []


def test_what_is_recorded_while_a_unit_moves_counts_where_it_belongs(world: World) -> None:
    fold()
    with under_way(lambda: world.hold_dialogue(world.mill, MAY)):
        hand_over(world.officer, unit=world.industry, to=world.south, day=MARCH)
        fold()
    assert exactly("dialogue.held", world.south, "2024") == 1
    fold()
    assert exactly("dialogue.held", world.south, "2024") == 1
    assert exactly("dialogue.held", world.north, "2024") == 0
    assert found_differences() == []


def test_nothing_is_folded_while_a_move_is_under_way(world: World) -> None:
    world.hold_dialogue(world.mill, MAY)
    fold()
    with under_way(lambda: hand_over(world.officer, unit=world.industry, to=world.south, day=MARCH)):
        assert fold() is None
        assert exactly("dialogue.held", world.north, "2024") == 1
    assert exactly("dialogue.held", world.north, "2024") == 0


def test_a_move_waits_for_the_folder_and_then_fits(world: World, another_connection: Opener) -> None:
    world.hold_dialogue(world.mill, MAY)
    with another_connection() as other:
        _folded(other)
        mover = Session(lambda: hand_over(world.officer, unit=world.industry, to=world.south, day=MARCH))
        assert mover.is_waiting()
        other.commit()
    mover.finish()
    assert exactly("dialogue.held", world.south, "2024") == 1
    assert found_differences() == []


def test_founding_waits_for_nobody(world: World, another_connection: Opener) -> None:
    with another_connection() as other:
        _folded(other)
        do_meanwhile(lambda: world.found("new", Level.GRASSROOTS, world.zone))
        do_meanwhile(lambda: world.found("newer", Level.PROVINCIAL, world.head))


def test_a_sector_touches_no_tally(world: World, another_connection: Opener) -> None:
    _busy(world)
    fold()
    with another_connection() as other:
        _folded(other)
        do_meanwhile(lambda: reclassify(world.officer, unit=world.mine, sector="non-state", day=MARCH))
    assert_tallies_tell(PERIODS)
    assert found_differences() == []


def test_a_merged_province_brings_all_its_history(world: World) -> None:
    _busy(world)
    fold()
    absorb(world.officer, unit=world.south, into=world.north, day=MARCH)
    _busy_again(world)
    assert exactly("dialogue.held", world.north, "2024", scope=Level.GRASSROOTS) == 2
    told = assert_tallies_tell(PERIODS)
    fold()
    assert_tallies_tell(PERIODS, as_told=told)
    assert found_differences() == []


def test_a_unit_that_becomes_provincial_begins_with_all_its_past(world: World) -> None:
    _busy(world)
    fold()
    world.hold_dialogue(world.mine, MARCH)
    promote(world.officer, unit=world.industry, level=Level.PROVINCIAL, day=MAY)
    assert Tallied.objects.filter(unit=world.industry).exists()
    assert Tally.objects.filter(unit=world.industry, last_day__year=2015).exists()
    told = assert_tallies_tell(PERIODS)
    fold()
    assert_tallies_tell(PERIODS, as_told=told)
    assert found_differences() == []


def test_several_moves_in_one_transaction_fit_while_it_lasts_and_after(world: World) -> None:
    _busy(world)
    fold()
    with transaction.atomic():
        hand_over(world.officer, unit=world.industry, to=world.south, day=MARCH)
        assert_tallies_tell(PERIODS)
        world.hold_dialogue(world.mill, MAY)
        hand_over(world.officer, unit=world.mill, to=world.schools, day=MAY)
        assert_tallies_tell(PERIODS)
    assert found_differences() == []


def test_a_move_that_is_taken_back_leaves_no_trace(world: World) -> None:
    _busy(world)
    fold()
    with transaction.atomic():
        hand_over(world.officer, unit=world.industry, to=world.south, day=MARCH)
        transaction.set_rollback(True)
    assert found_differences() == []
    hand_over(world.officer, unit=world.industry, to=world.south, day=MARCH)
    assert found_differences() == []


def test_rows_of_the_tree_that_nothing_replaces_leave_the_tallies_when_the_transaction_ends(world: World) -> None:
    _busy(world)
    fold()
    with transaction.atomic():
        Lineage.objects.known().filter(unit=world.plant, ancestor=world.south).update(superseded=ThisXact())
    assert exactly("dialogue.held", world.south, "2024") == 0
    assert found_differences() == []


# Verifying ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stock", [False, True])
def test_a_planted_difference_is_found_and_rebuilding_repairs_it(world: World, stock: bool) -> None:
    _busy(world)
    fold()
    for number in ("low", "high", "open", "rough", "declared"):
        _plant(world, number, stock)
        (difference,) = found_differences()
        assert isinstance(difference, Difference)
        assert difference.unit == "north"
        assert Code.objects.get(code=difference.indicator).is_stock == stock
        assert difference.tallied - difference.posted == Sums(**{number: 1})
        assert rebuild() == 6
        assert found_differences() == []


def _plant(world: World, number: str, stock: bool) -> None:
    _owner(
        f"UPDATE figures_tally SET {number} = {number} + 1 WHERE id = (SELECT min(t.id) FROM figures_tally AS t "
        "JOIN catalogue_code AS c ON c.id = t.indicator_id WHERE t.unit_id = %s AND c.is_stock = %s)",
        world.north.pk,
        stock,
    )


@pytest.mark.parametrize("unit", ["head", "south"])
def test_a_tally_that_is_gone_or_that_should_not_be_is_found(world: World, unit: str) -> None:
    _busy(world)
    fold()
    _owner("DELETE FROM figures_tally WHERE unit_id = (SELECT id FROM org_unit WHERE code = %s)", unit)
    assert {difference.unit for difference in found_differences()} == {unit}
    _owner(
        "INSERT INTO figures_tally "
        "(unit_id, indicator_id, level, first_day, last_day, low, high, open, rough, declared) "
        "SELECT u.id, c.id, 'section', '2024-02-01', '2024-02-29', 1, 1, 0, 0, 0 "
        "FROM org_unit AS u, catalogue_code AS c WHERE u.code = 'north' AND c.code = 'dialogue.held'"
    )
    assert {difference.unit for difference in found_differences()} == {unit, "north"}
    rebuild()
    assert found_differences() == []


def test_a_posting_folded_twice_or_never_is_found(world: World) -> None:
    _busy(world)
    fold()
    world.hold_dialogue(world.mill, MAY)
    _owner("UPDATE figures_fold SET snapshot = ledger_snapshot()")
    assert {difference.indicator for difference in found_differences()} >= {"dialogue.held", "dialogue.people"}
    rebuild()
    assert found_differences() == []
    assert_tallies_tell(PERIODS)


def test_what_is_not_folded_is_no_difference(world: World) -> None:
    fold()
    _busy(world)
    assert found_differences() == []


def test_rebuilding_tells_how_far_it_is_and_leaves_what_is_not_folded(world: World) -> None:
    _busy(world)
    fold()
    world.hold_dialogue(world.mill, MAY)
    steps: list[tuple[int, int]] = []
    rebuild(lambda done, of: steps.append((done, of)))
    assert steps[-1][0] == steps[-1][1] == len(steps)
    assert unfolded()[0] > 0
    assert_tallies_tell(PERIODS)


def test_rebuilding_begins_tallies_that_were_missing(world: World) -> None:
    _busy(world)
    fold()
    _owner("DELETE FROM figures_tally WHERE unit_id = %s", world.south.pk)
    _owner("DELETE FROM figures_tallied WHERE unit_id = %s", world.south.pk)
    assert exactly("dialogue.held", world.south, "2024") == 1
    rebuild()
    assert world.south in tallied_units()
    assert_tallies_tell(PERIODS)


def test_readers_and_writers_go_on_while_a_unit_is_laid_anew(world: World, another_connection: Opener) -> None:
    _busy(world)
    fold()
    with another_connection() as other:
        other.execute("SELECT rebuild_tallies(%s)", [world.north.pk])
        do_meanwhile(lambda: world.hold_dialogue(world.mill, MAY))
        assert exactly("dialogue.held", world.north, "2024") == 3
        assert fold() is None
    assert_tallies_tell(PERIODS)
    assert found_differences() == []


# Reading --------------------------------------------------------------------------------------------------------------


def test_a_stock_at_any_month_s_end_is_read_from_tallies_also_within_a_declared_step(world: World) -> None:
    _busy(world)
    fold()
    assert_tallies_tell(
        [parse_period(f"{year}-{month:02}") for year in (2015, 2016, 2023, 2024) for month in (1, 6, 12)]
    )


def test_a_cut_declaration_is_read_from_tallies_with_its_corrections(world: World) -> None:
    _busy(world)
    fold()
    world.hold_dialogue(world.school, date(2015, 9, 4))
    halves = [parse_period(text) for text in ("2015-H1", "2015-H2", "2014-07..2015-06", "2015-02..2016-01", "2015-03")]
    assert_tallies_tell(halves)
    fold()
    assert_tallies_tell(halves)


def test_figures_of_one_question_agree_with_their_facts(world: World) -> None:
    _busy(world)
    fold()
    question = Question(world.head)
    for code, period in (("dialogue.held", "2024"), ("dialogue.held", "2015-H1"), ("workers.total", "2016-06")):
        figure = question.figure(code, parse_period(period))
        (_indicator, facts), *_none = question.facts(figure)
        assert Sums.total([fact.sums for fact in facts]) == figure.sums  # type: ignore[union-attr]
