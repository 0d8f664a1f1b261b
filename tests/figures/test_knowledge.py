"""What was known when: what was told at a moment stays told, whatever is entered, moved or restored later."""

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from tests.figures.editions import URGENT, Later, in_force
from tests.figures.ledger import between, exactly, told
from tests.figures.sessions import do_meanwhile, under_way
from tests.world import TODAY, World, the_day

from congdoan.base import clock
from congdoan.base.bound import Bound
from congdoan.base.knowledge import Moment, NothingKnownYet, Restoration, continue_after, keep_moment
from congdoan.base.period import parse_period
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import backfill, correct_declaration, withdraw_declaration
from congdoan.figures.models import Posting, Question
from congdoan.figures.rules import Reach, Target
from congdoan.org.actions import keep_records_from
from congdoan.org.models import Unit
from congdoan.records.activities.actions import correct_activity, withdraw_activity
from congdoan.records.structure.actions import absorb, dissolve, hand_over, promote

MAY_2 = date(2024, 5, 2)
MARCH_4 = date(2015, 3, 4)
CODES = ["dialogue.held", "dialogue.people", "dialogue.non_state", "members.total", "units.grassroots"]


@pytest.fixture
def world(lasting_world: World) -> World:
    return lasting_world


def everything(world: World, moment: Moment | None = None) -> dict[tuple[Any, ...], Any]:
    """What can be told of the world: of all units, in several scopes, periods and on two trees."""
    found: dict[tuple[Any, ...], Any] = {}
    for unit in (world.head, world.north, world.south, world.mill, world.school):
        for scope, tree_on in ((Reach.SUBTREE, None), (Reach.OWN, None), (Level.GRASSROOTS, date(2024, 12, 31))):
            question = Question(unit, scope=scope, tree_on=tree_on, known_at=moment)
            for period in ("2015", "2024"):
                for code, figure in question.figures(CODES, parse_period(period)).items():
                    found[unit.code, scope, tree_on, period, code] = figure
    return found


def test_a_correction_leaves_the_past_as_it_was_told(world: World) -> None:
    dialogue = world.hold_dialogue(world.mill, MAY_2, people=30)
    moment = keep_moment()
    correct_activity(world.officer, activity=dialogue, reason="đếm lại", measures={"people": 50})

    assert exactly("dialogue.people", world.head, "2024") == 50
    assert exactly("dialogue.people", world.head, "2024", known_at=moment) == 30
    assert exactly("dialogue.people", world.head, "2024", known_at=keep_moment()) == 50


def test_so_does_a_record_that_came_later(world: World) -> None:
    moment = keep_moment()
    world.hold_dialogue(world.mill, MAY_2)

    assert exactly("dialogue.held", world.head, "2024", known_at=moment) == 0


def test_so_does_a_withdrawal(world: World) -> None:
    dialogue = world.hold_dialogue(world.mill, MAY_2)
    moment = keep_moment()
    withdraw_activity(world.officer, activity=dialogue, reason="ghi nhầm")

    assert exactly("dialogue.held", world.head, "2024", known_at=moment) == 1


def test_so_does_a_declaration_declared_corrected_or_withdrawn(world: World) -> None:
    moments = [keep_moment()]
    declaration = world.declare(world.school, "dialogue.held", "2015", 12)
    moments.append(keep_moment())
    correct_declaration(world.officer, declaration=declaration, bound=Bound.exactly(20), reason="sai số")
    moments.append(keep_moment())
    world.hold_dialogue(world.school, MARCH_4)
    moments.append(keep_moment())
    withdraw_declaration(world.officer, declaration=declaration, reason="nhầm")

    told_then = [between("dialogue.held", world.school, "2015", known_at=moment) for moment in moments]
    assert told_then == [(None, None), (12, 12), (20, 20), (20, 20)]
    assert [between("dialogue.held", world.school, "2015-H2", known_at=moment)[1] for moment in moments[1:]] == [
        12,
        20,
        19,
    ]
    assert between("dialogue.held", world.school, "2015") == (1, None)


def test_so_does_a_move_of_a_unit(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2)
    moment = keep_moment()
    hand_over(world.officer, unit=world.industry, to=world.south, day=date(2024, 4, 1))

    assert exactly("dialogue.held", world.south, "2024") == 1
    assert exactly("dialogue.held", world.south, "2024", known_at=moment) == 0
    assert exactly("dialogue.held", world.north, "2024", known_at=moment) == 1
    assert exactly("dialogue.held", world.north, "2024", known_at=moment, tree_on=date(2024, 12, 31)) == 1


def test_so_does_a_promotion(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2)
    moment = keep_moment()
    promote(world.officer, unit=world.mill, level=Level.SUPERIOR, day=date(2024, 4, 1))

    assert exactly("dialogue.held", world.north, "2024", scope=Level.SUPERIOR) == 1
    assert exactly("dialogue.held", world.north, "2024", scope=Level.SUPERIOR, known_at=moment) == 0
    assert exactly("units.grassroots", world.north, "2024", known_at=moment) == 3


def test_so_does_a_plan_set_anew(world: World) -> None:
    moments = [keep_moment()]
    for number in (480, 500):
        world.plan(world.north, "2024", number)
        moments.append(keep_moment())
    year = parse_period("2024")

    planned = [Question(world.north, known_at=moment).target("members.admitted", year) for moment in moments]
    assert planned == [None, Target(480, year), Target(500, year)]


def test_so_does_another_day_from_which_records_are_kept(world: World) -> None:
    world.hold_dialogue(world.school, MARCH_4)
    moment = keep_moment()
    keep_records_from(world.school, day=date(2010, 1, 1))

    assert exactly("dialogue.held", world.school, "2015") == 1
    assert between("dialogue.held", world.school, "2015", known_at=moment) == (1, None)


def test_so_does_all_of_it_together(world: World) -> None:
    dialogue = world.hold_dialogue(world.mill, MAY_2, people=Bound(100, 999))
    declaration = world.declare(world.school, "dialogue.held", "2015", 12)
    world.admit(world.plant, MAY_2, 5)
    before, moment = everything(world), keep_moment()
    assert everything(world, moment) == before

    withdraw_activity(world.officer, activity=dialogue, reason="ghi nhầm")
    withdraw_declaration(world.officer, declaration=declaration, reason="nhầm")
    world.declare(world.mill, "members.total", "2015-12", 25)
    world.found("young", Level.GRASSROOTS, world.industry, day=date(2024, 1, 1))
    absorb(world.officer, unit=world.south, into=world.north, day=date(2024, 8, 1))
    promote(world.officer, unit=world.mine, level=Level.SUPERIOR, day=date(2024, 3, 1))
    keep_records_from(world.school, day=date(2010, 1, 1))

    assert everything(world) != before
    assert everything(world, moment) == before


def test_so_does_a_reorganisation(world: World) -> None:
    for unit in (world.mill, world.plant):
        world.hold_dialogue(unit, MAY_2)
    moment = keep_moment()
    absorb(world.officer, unit=world.south, into=world.north, day=date(2024, 4, 1))
    dissolve(world.officer, unit=world.school, day=MAY_2)

    assert exactly("dialogue.held", world.north, "2024") == 2
    assert exactly("dialogue.held", world.north, "2024", known_at=moment) == 1
    assert exactly("dialogue.held", world.south, "2024", known_at=moment) == 1
    assert exactly("units.grassroots", world.north, "2024", known_at=moment) == 3


def test_a_figure_of_the_past_opens_into_the_facts_known_then(world: World) -> None:
    dialogue = world.hold_dialogue(world.mill, MAY_2, people=30)
    moment = keep_moment()
    correct_activity(world.officer, activity=dialogue, reason="đếm lại", measures={"people": 50})
    world.hold_dialogue(world.mill, MAY_2, people=7)
    question = Question(world.head, known_at=moment)
    ((_indicator, facts),) = question.facts(question.figure("dialogue.people", parse_period("2024")))

    assert [(fact.entry, fact.sums.low) for fact in facts] == [(dialogue.pk, 30)]


def test_the_children_of_the_past_are_those_known_then(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2)
    moment = keep_moment()
    hand_over(world.officer, unit=world.mill, to=world.schools, day=date(2024, 4, 1))

    def by_child(**more: Any) -> dict[str | None, int]:
        found = Question(world.north, **more).by_child("dialogue.held", parse_period("2024"))
        return {child: sums.low for child, sums in found.items() if sums}

    assert by_child() == {"schools": 1}
    assert by_child(known_at=moment) == {"industry": 1}


def test_an_import_that_began_before_a_moment_and_commits_after_it_does_not_change_what_was_told(
    world: World,
) -> None:
    world.hold_dialogue(world.mill, MAY_2)
    with under_way(lambda: world.hold_dialogue(world.mill, MAY_2)):
        world.hold_dialogue(world.mine, MAY_2)
        moment = keep_moment()
        assert exactly("dialogue.held", world.head, "2024") == 2

    assert exactly("dialogue.held", world.head, "2024") == 3
    assert exactly("dialogue.held", world.head, "2024", known_at=moment) == 2
    assert exactly("dialogue.held", world.head, "2024", known_at=keep_moment()) == 3


def test_nor_does_a_move_or_a_plan_that_is_under_way(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2)

    def reorganise() -> None:
        hand_over(world.officer, unit=world.mill, to=world.zone, day=date(2024, 4, 1))
        world.plan(world.north, "2024", 480)

    with under_way(reorganise):
        moment = keep_moment()

    assert exactly("dialogue.held", world.north, "2024", known_at=moment) == 1
    assert Question(world.north, known_at=moment).target("members.admitted", parse_period("2024")) is None
    assert exactly("dialogue.held", world.north, "2024") == 0


def test_what_is_read_and_the_moment_frozen_with_it_are_of_one_snapshot(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        read = exactly("dialogue.held", world.head, "2024")
        do_meanwhile(lambda: world.hold_dialogue(world.mill, MAY_2))
        assert exactly("dialogue.held", world.head, "2024") == read == 1
        moment = keep_moment()

    assert exactly("dialogue.held", world.head, "2024") == 2
    assert exactly("dialogue.held", world.head, "2024", known_at=moment) == 1


def test_as_known_at_a_time_is_the_last_moment_kept_before_it(world: World) -> None:
    for hour in (8, 10, 12):
        with the_day(TODAY, hour):
            world.hold_dialogue(world.mill, MAY_2)
            keep_moment()

    def known_at(hour: int, minute: int = 0) -> object:
        moment = Moment.last_before(clock.at(TODAY, hour, minute))
        return exactly("dialogue.held", world.head, "2024", known_at=moment)

    assert (known_at(8), known_at(9, 59), known_at(10), known_at(11), known_at(23)) == (1, 1, 2, 2, 3)


def test_before_the_first_moment_nothing_is_known_and_a_sentence_says_so(world: World) -> None:
    with the_day(TODAY, 8):
        keep_moment()
    with pytest.raises(NothingKnownYet, match="07:59 31/01/2025"):
        Moment.last_before(clock.at(TODAY, 7, 59))


def test_days_that_had_not_come_at_the_moment_were_not_asked_about(world: World) -> None:
    with the_day(date(2019, 12, 31)):
        moment = keep_moment()
    keep_records_from(world.mill, day=date(2020, 6, 1))

    assert exactly("dialogue.held", world.mill, "2019..2020", known_at=moment) == 0
    assert between("dialogue.held", world.mill, "2019..2020") == (0, None)


def test_a_unit_closed_later_with_an_earlier_day_was_still_there_then(world: World) -> None:
    world.admit(world.mill, MAY_2, 5)
    moment = keep_moment()
    told_then = told("members.total", world.north, "2024-06")
    assert told("members.total", world.north, "2024-06", known_at=moment) == told_then
    dissolve(world.officer, unit=world.mine, day=MAY_2)

    assert told("members.total", world.north, "2024-06").units == told_then.units - 1
    assert told("members.total", world.north, "2024-06", known_at=moment) == told_then


def test_a_code_was_unknown_before_its_backfill_was_done_and_stays_so_for_that_time(world: World, later: Later) -> None:
    world.hold_dialogue(world.mill, MAY_2, trigger="khi có vụ việc")
    edition = later(more=URGENT)
    with in_force(edition):
        moment = keep_moment()
        assert between("dialogue.urgent", world.head, "2024", known_at=moment) == (None, None)
        backfill()

        assert exactly("dialogue.urgent", world.head, "2024") == 1
        assert between("dialogue.urgent", world.head, "2024", known_at=moment) == (None, None)
        assert exactly("dialogue.urgent", world.head, "2024", known_at=keep_moment()) == 1


# Restoring by dump into another cluster, where transactions are counted from below again


def highest() -> int:
    return int(max(Posting.objects.values_list("xact", flat=True)))


def test_a_book_restored_elsewhere_goes_on_counting_above_all_it_holds(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2)
    moment = keep_moment()
    held_elsewhere = highest() + 1_000_000
    assert continue_after(held_elsewhere)
    world.hold_dialogue(world.mill, MAY_2)

    assert highest() > held_elsewhere
    assert exactly("dialogue.held", world.head, "2024") == 2
    assert exactly("dialogue.held", world.head, "2024", known_at=moment) == 1
    assert exactly("dialogue.held", world.head, "2024", known_at=keep_moment()) == 2


def test_after_a_restoration_too_an_import_under_way_is_not_known_yet(world: World) -> None:
    continue_after(highest() + 1_000_000)
    with under_way(lambda: world.hold_dialogue(world.mill, MAY_2)):
        world.hold_dialogue(world.mine, MAY_2)
        moment = keep_moment()

    assert exactly("dialogue.held", world.head, "2024", known_at=moment) == 1
    assert exactly("dialogue.held", world.head, "2024") == 2


def test_a_cluster_that_counts_higher_by_itself_needs_no_offset(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2)

    assert not continue_after(highest())
    assert Restoration.objects.count() == 0


def test_a_book_restored_twice_goes_on_counting_above_all_it_holds(world: World) -> None:
    for _time in range(2):
        before = highest() + 1_000_000
        continue_after(before)
        world.hold_dialogue(world.mill, MAY_2)
        assert highest() > before
    assert not continue_after(highest())


def test_a_unit_of_the_past_is_asked_for_like_any_other(world: World) -> None:
    moment = keep_moment()
    young: Unit = world.found("young", Level.GRASSROOTS, world.industry, day=date(2024, 1, 1))

    assert told("dialogue.held", young, "2024", known_at=moment).units == 0
