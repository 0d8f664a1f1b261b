"""Two at once, on two connections that really wait for one another: nothing is lost and nothing counts twice."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import override_settings
from tests.figures.editions import URGENT, Later, in_force
from tests.figures.ledger import exactly, net_of
from tests.figures.sessions import Session, do_meanwhile, under_way
from tests.world import World

from congdoan.base.bound import Bound
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import backfill, correct_declaration, post, set_plan
from congdoan.figures.models import Entry, Plan
from congdoan.org.actions import lock_units
from congdoan.records.activities.actions import correct_activity, withdraw_activity
from congdoan.records.members.actions import withdraw_admission
from congdoan.records.structure.actions import dissolve, hand_over, reclassify

MAY_2 = date(2024, 5, 2)
MARCH_4 = date(2015, 3, 4)


@pytest.fixture
def world(lasting_world: World) -> World:
    return lasting_world


def test_two_corrections_at_once_leave_the_last_one_s_value(world: World) -> None:
    dialogue = world.hold_dialogue(world.mill, MAY_2, people=30)
    with transaction.atomic():
        correct_activity(world.officer, activity=dialogue, reason="đếm lại", measures={"people": 50})
        other = Session(
            lambda: correct_activity(world.officer, activity=dialogue, reason="đếm lại", measures={"people": 70})
        )
        assert other.is_waiting()
    other.finish()

    assert exactly("dialogue.people", world.head, "2024") == 70


def test_two_corrections_of_different_things_at_once_both_hold(world: World) -> None:
    dialogue = world.hold_dialogue(world.mill, MAY_2, people=30)
    with transaction.atomic():
        correct_activity(world.officer, activity=dialogue, reason="đếm lại", measures={"people": 50})
        other = Session(
            lambda: correct_activity(world.officer, activity=dialogue, reason="nhầm ngày", day=date(2023, 5, 2))
        )
        assert other.is_waiting()
    other.finish()

    assert exactly("dialogue.people", world.head, "2024") == 0
    assert exactly("dialogue.people", world.head, "2023") == 50


def test_what_is_withdrawn_meanwhile_is_not_corrected(world: World) -> None:
    dialogue = world.hold_dialogue(world.mill, MAY_2, people=30)
    with transaction.atomic():
        withdraw_activity(world.officer, activity=dialogue, reason="ghi nhầm")
        other = Session(
            lambda: correct_activity(world.officer, activity=dialogue, reason="đếm lại", measures={"people": 70})
        )
        assert other.is_waiting()
    with pytest.raises(ValidationError, match="đã được rút"):
        other.finish()

    assert exactly("dialogue.people", world.head, "2024") == 0


def test_two_withdrawals_at_once_withdraw_once(world: World) -> None:
    dialogue = world.hold_dialogue(world.mill, MAY_2, people=30)
    with transaction.atomic():
        withdraw_activity(world.officer, activity=dialogue, reason="ghi nhầm")
        other = Session(lambda: withdraw_activity(world.officer, activity=dialogue, reason="ghi nhầm"))
        assert other.is_waiting()
    with pytest.raises(ValidationError, match="đã được rút"):
        other.finish()

    assert net_of(dialogue.entry) == {}


def test_the_same_entries_posted_twice_at_once_post_once(world: World) -> None:
    dialogues = [world.hold_dialogue(world.mill, MAY_2, people=people) for people in (30, 40)]
    Entry.objects.filter(pk=dialogues[0].pk).update(quantities={"times": 1, "people": 31})
    Entry.objects.filter(pk=dialogues[1].pk).update(quantities={"times": 1, "people": 41})
    with transaction.atomic():
        post([dialogue.entry for dialogue in dialogues])
        other = Session(lambda: post([dialogue.entry for dialogue in reversed(dialogues)]))
        assert other.is_waiting()
    other.finish()

    assert exactly("dialogue.people", world.head, "2024") == 72


def test_a_fact_entered_while_its_months_are_being_declared_does_not_count_twice(world: World) -> None:
    with transaction.atomic():
        world.declare(world.school, "dialogue.held", "2015", 12)
        other = Session(lambda: world.hold_dialogue(world.school, MARCH_4))
        assert other.is_waiting()
    other.finish()

    assert exactly("dialogue.held", world.head, "2015") == 12


def test_months_declared_while_a_fact_is_being_entered_do_not_count_it_twice(world: World) -> None:
    with transaction.atomic():
        world.hold_dialogue(world.school, MARCH_4)
        other = Session(lambda: world.declare(world.school, "dialogue.held", "2015", 12))
        assert other.is_waiting()
    other.finish()

    assert exactly("dialogue.held", world.head, "2015") == 12


def test_a_fact_corrected_into_months_that_are_being_declared_does_not_count_twice(world: World) -> None:
    dialogue = world.hold_dialogue(world.school, date(2016, 3, 4))
    with transaction.atomic():
        world.declare(world.school, "dialogue.held", "2015", 12)
        other = Session(lambda: correct_activity(world.officer, activity=dialogue, reason="nhầm năm", day=MARCH_4))
        assert other.is_waiting()
    other.finish()

    assert exactly("dialogue.held", world.head, "2015") == 12
    assert exactly("dialogue.held", world.head, "2015..2016") == 12


def test_two_facts_at_once_settle_the_same_declaration_one_after_the_other(world: World) -> None:
    declaration = world.declare(world.school, "dialogue.held", "2015", 12)
    with transaction.atomic():
        world.hold_dialogue(world.school, MARCH_4)
        other = Session(lambda: world.hold_dialogue(world.school, MARCH_4))
        assert other.is_waiting()
    other.finish()

    assert net_of(declaration.entry) == {"dialogue.held": 10}
    assert exactly("dialogue.held", world.head, "2015") == 12


def test_a_fact_entered_while_a_declaration_is_being_corrected_is_settled_with_the_new_number(world: World) -> None:
    declaration = world.declare(world.school, "dialogue.held", "2015", 12)
    with transaction.atomic():
        correct_declaration(world.officer, declaration=declaration, bound=Bound.exactly(20), reason="sai số")
        other = Session(lambda: world.hold_dialogue(world.school, MARCH_4))
        assert other.is_waiting()
    other.finish()

    assert exactly("dialogue.held", world.head, "2015") == 20


def test_two_stocks_declared_at_once_are_each_so_on_their_day(world: World) -> None:
    with transaction.atomic():
        world.declare(world.mill, "members.total", "2016-12", 60)
        other = Session(lambda: world.declare(world.mill, "members.total", "2015-12", 25))
        assert other.is_waiting()
    other.finish()

    assert exactly("members.total", world.mill, "2015-12") == 25
    assert exactly("members.total", world.mill, "2016-12") == 60


def test_of_two_crossing_declarations_at_once_the_second_is_refused(world: World) -> None:
    with transaction.atomic():
        world.declare(world.school, "dialogue.held", "2015", 12)
        other = Session(lambda: world.declare(world.school, "dialogue.held", "2015-07..2016-06", 9))
        assert other.is_waiting()
    with pytest.raises(ValidationError, match="cắt ngang"):
        other.finish()


def test_of_two_plans_at_once_the_last_stands(world: World) -> None:
    def plan(number: int) -> None:
        set_plan(world.officer, unit=world.north, indicator="members.admitted", period="2024", target=number)

    with transaction.atomic():
        plan(480)
        other = Session(lambda: plan(500))
        assert other.is_waiting()
    other.finish()

    assert Plan.objects.known().get().target == 500


def test_two_clerks_recording_at_one_unit_do_not_wait_for_one_another(world: World) -> None:
    with transaction.atomic():
        world.hold_dialogue(world.mill, MAY_2)
        do_meanwhile(lambda: world.hold_dialogue(world.mill, MAY_2))
        do_meanwhile(lambda: world.admit(world.mill, MAY_2, 3))

    assert exactly("dialogue.held", world.head, "2024") == 2


def test_nobody_records_at_a_unit_that_is_being_closed(world: World) -> None:
    with transaction.atomic():
        dissolve(world.officer, unit=world.mine, day=MAY_2)
        other = Session(lambda: world.hold_dialogue(world.mine, date(2024, 5, 3)))
        assert other.is_waiting()
    with pytest.raises(ValidationError, match="kết thúc hoạt động"):
        other.finish()


def test_no_unit_is_closed_before_what_is_being_recorded_in_it(world: World) -> None:
    with transaction.atomic():
        world.hold_dialogue(world.mine, date(2024, 5, 3))
        other = Session(lambda: dissolve(world.officer, unit=world.mine, day=MAY_2))
        assert other.is_waiting()
    with pytest.raises(ValidationError, match="hoạt động ghi sau ngày này"):
        other.finish()


def test_what_is_recorded_while_a_unit_changes_its_sector_is_counted_by_the_new_one(world: World) -> None:
    with transaction.atomic():
        reclassify(world.officer, unit=world.mine, sector="non-state", day=MAY_2)
        other = Session(lambda: world.hold_dialogue(world.mine, MAY_2))
        assert other.is_waiting()
    other.finish()

    assert exactly("dialogue.non_state", world.mine, "2024") == 1


def test_a_unit_that_changes_its_sector_waits_for_what_is_being_recorded_in_it(world: World) -> None:
    with transaction.atomic():
        world.hold_dialogue(world.mine, MAY_2)
        other = Session(lambda: reclassify(world.officer, unit=world.mine, sector="non-state", day=MAY_2))
        assert other.is_waiting()
    other.finish()

    assert exactly("dialogue.non_state", world.mine, "2024") == 1


def test_a_correction_and_a_change_of_the_unit_do_not_block_each_other_for_ever(world: World) -> None:
    dialogue = world.hold_dialogue(world.mine, MAY_2, people=30)
    with transaction.atomic():
        lock_units([world.mine])
        other = Session(
            lambda: correct_activity(world.officer, activity=dialogue, reason="đếm lại", measures={"people": 50})
        )
        assert other.is_waiting()
        reclassify(world.officer, unit=world.mine, sector="non-state", day=MAY_2)
    other.finish()

    assert exactly("dialogue.people", world.head, "2024") == 50
    assert exactly("dialogue.non_state", world.head, "2024") == 1


def test_a_withdrawal_and_a_change_of_the_unit_do_not_block_each_other_for_ever(world: World) -> None:
    dialogue = world.hold_dialogue(world.mine, MAY_2)
    with transaction.atomic():
        lock_units([world.mine])
        other = Session(lambda: withdraw_activity(world.officer, activity=dialogue, reason="ghi nhầm"))
        assert other.is_waiting()
        reclassify(world.officer, unit=world.mine, sector="non-state", day=MAY_2)
    other.finish()

    assert exactly("dialogue.held", world.head, "2024") == 0


def test_two_changes_of_the_tree_at_once_fit_together(world: World) -> None:
    with transaction.atomic():
        hand_over(world.officer, unit=world.industry, to=world.south, day=MAY_2)
        other = Session(lambda: hand_over(world.officer, unit=world.mill, to=world.zone, day=MAY_2))
        assert other.is_waiting()
    other.finish()
    for unit in (world.mill, world.mine):
        world.hold_dialogue(unit, MAY_2)

    assert exactly("dialogue.held", world.south, "2024") == 2
    assert exactly("dialogue.held", world.zone, "2024") == 1
    assert exactly("dialogue.held", world.industry, "2024", scope=Level.GRASSROOTS) == 1


def test_a_withdrawn_admission_and_a_change_of_the_unit_do_not_block_each_other_for_ever(world: World) -> None:
    (membership,) = world.admit(world.mine, MAY_2)
    with transaction.atomic():
        lock_units([world.mine])
        other = Session(lambda: withdraw_admission(world.officer, membership=membership, reason="nhầm người"))
        assert other.is_waiting()
        reclassify(world.officer, unit=world.mine, sector="non-state", day=MAY_2)
    other.finish()

    assert exactly("members.total", world.head, "2024") == 0


def test_what_is_recorded_during_a_backfill_is_counted_too_and_nobody_else_waits(world: World, later: Later) -> None:
    edition = later(more=URGENT)
    with under_way(lambda: world.hold_dialogue(world.mill, MAY_2, trigger="khi có vụ việc")), in_force(edition):
        world.hold_dialogue(world.mine, MAY_2, trigger="khi có vụ việc")
        other = Session(backfill)
        assert not other.done.wait(0.5)
        do_meanwhile(lambda: world.hold_dialogue(world.plant, MAY_2, trigger="khi có vụ việc"))
        assert not other.done.is_set()
    with override_settings(CATALOGUE=edition):
        other.finish()

        assert exactly("dialogue.urgent", world.head, "2024") == 3
