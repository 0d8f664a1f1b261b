"""Rules of posting: one way in, which appends what is wanted less what is already posted."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from tests.figures.ledger import Line, between, exactly, lines_of, net_of
from tests.world import World

from congdoan.base.bound import Bound
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import enter, post
from congdoan.figures.models import Entry, Posting
from congdoan.figures.rules import Sums
from congdoan.records.activities.actions import (
    NewActivity,
    correct_activity,
    record_activities,
    record_activity,
    withdraw_activity,
)
from congdoan.records.members.actions import leave, transfer, withdraw_admission
from congdoan.records.structure.actions import hand_over, promote, reclassify

MAY_2 = date(2024, 5, 2)


def test_a_record_posts_once_to_every_indicator_that_counts_it(world: World) -> None:
    dialogue = world.hold_dialogue(world.mill, MAY_2, people=30, trigger="định kỳ")

    assert net_of(dialogue.entry) == {
        "dialogue.held": 1,
        "dialogue.regular": 1,
        "dialogue.people": 30,
        "dialogue.non_state": 1,
    }
    assert all(line[1:4] == ("mill", MAY_2, MAY_2) for line in lines_of(dialogue.entry))


def test_a_record_that_an_indicator_filters_out_posts_nothing_to_it(world: World) -> None:
    at_a_public_unit = world.hold_dialogue(world.mine, MAY_2, people=30, trigger="khi có vụ việc")

    assert net_of(at_a_public_unit.entry) == {"dialogue.held": 1, "dialogue.people": 30}


def test_a_joint_activity_is_counted_at_its_holder_alone(world: World) -> None:
    record_activity(
        world.officer,
        unit=world.mill,
        day=MAY_2,
        kind="dialogue",
        measures={"people": 20},
        partners=[world.mine, world.plant],
    )

    assert exactly("dialogue.held", world.head, "2024-05") == 1
    assert exactly("dialogue.held", world.mine, "2024-05") == 0
    assert exactly("dialogue.held", world.south, "2024-05") == 0


def test_posting_again_appends_nothing(world: World) -> None:
    entries = [world.hold_dialogue(world.mill, MAY_2).entry, world.admit(world.mill, MAY_2)[0].entered]
    before = Posting.objects.count()

    assert post(entries) == 0
    assert post(Entry.objects.all()) == 0
    assert post([]) == 0
    assert Posting.objects.count() == before


def test_an_entry_given_twice_posts_once(world: World) -> None:
    new = Entry(
        noun="activity", kind="dialogue", title="Đối thoại", unit=world.mill, first_day=MAY_2, last_day=MAY_2,
        quantities={"times": 1, "people": 5},
    )  # fmt: skip
    (entry,) = enter(world.officer, [new])

    post([entry, entry])

    assert net_of(entry)["dialogue.people"] == 5


def test_what_is_posted_is_what_the_database_holds_not_what_the_caller_holds(world: World) -> None:
    entry = world.hold_dialogue(world.mill, MAY_2, people=30).entry
    entry.quantities = {"times": 1, "people": 999}

    assert post([entry]) == 0


def test_a_correction_appends_the_difference_alone(world: World) -> None:
    dialogue = world.hold_dialogue(world.mine, MAY_2, people=30)
    correct_activity(world.officer, activity=dialogue, reason="đếm lại", measures={"people": 24})

    assert lines_of(dialogue.entry)[-1] == Line("dialogue.people", "mine", MAY_2, MAY_2, Sums(-6, -6))
    assert net_of(dialogue.entry) == {"dialogue.held": 1, "dialogue.people": 24}
    assert len(lines_of(dialogue.entry)) == 3


def test_a_correction_of_the_day_takes_the_fact_off_the_old_day_and_puts_it_on_the_new(world: World) -> None:
    dialogue = world.hold_dialogue(world.mine, MAY_2)
    correct_activity(world.officer, activity=dialogue, reason="nhầm ngày", day=date(2024, 6, 2))

    assert exactly("dialogue.held", world.mine, "2024-05") == 0
    assert exactly("dialogue.held", world.mine, "2024-06") == 1
    assert exactly("dialogue.people", world.head, "2024-06") == 20


def test_a_correction_of_a_detail_moves_the_fact_to_the_indicators_that_now_count_it(world: World) -> None:
    dialogue = world.hold_dialogue(world.mine, MAY_2, trigger="định kỳ")
    correct_activity(world.officer, activity=dialogue, reason="nhầm", details={"trigger": "khi có vụ việc"})

    assert exactly("dialogue.regular", world.mine, "2024-05") == 0
    assert exactly("dialogue.held", world.mine, "2024-05") == 1


def test_the_last_of_many_corrections_holds(world: World) -> None:
    dialogue = world.hold_dialogue(world.mine, MAY_2, people=30)
    for people in (5, Bound(100, 999), 0, Bound(50, None), 44):
        correct_activity(world.officer, activity=dialogue, reason="đếm lại", measures={"people": people})

    assert exactly("dialogue.people", world.mine, "2024-05") == 44


def test_a_withdrawal_posts_against_all_that_was_posted(world: World) -> None:
    dialogue = world.hold_dialogue(world.mill, MAY_2, people=Bound(100, None, rough=True), trigger="định kỳ")
    posted = lines_of(dialogue.entry)
    withdraw_activity(world.officer, activity=dialogue, reason="ghi nhầm")

    assert sorted(lines_of(dialogue.entry)[len(posted) :]) == sorted(
        line._replace(sums=Sums() - line.sums) for line in posted
    )
    assert exactly("dialogue.people", world.mill, "2024-05") == 0
    assert Entry.objects.filter(pk=dialogue.pk, withdrawn=True).exists()


def test_what_is_withdrawn_is_neither_corrected_nor_withdrawn_again(world: World) -> None:
    dialogue = world.hold_dialogue(world.mill, MAY_2)
    withdraw_activity(world.officer, activity=dialogue, reason="ghi nhầm")

    with pytest.raises(ValidationError):
        correct_activity(world.officer, activity=dialogue, reason="sửa", measures={"people": 3})
    with pytest.raises(ValidationError):
        withdraw_activity(world.officer, activity=dialogue, reason="lần nữa")
    assert net_of(dialogue.entry) == {}


def test_a_correction_and_a_withdrawal_say_why(world: World) -> None:
    dialogue = world.hold_dialogue(world.mill, MAY_2)
    with pytest.raises(ValidationError):
        correct_activity(world.officer, activity=dialogue, reason=" ", measures={"people": 3})
    with pytest.raises(ValidationError):
        withdraw_activity(world.officer, activity=dialogue, reason="")


def test_a_changed_sector_posts_anew_what_happened_since(world: World) -> None:
    before = world.hold_dialogue(world.mine, date(2024, 3, 1))
    on_the_day = world.hold_dialogue(world.mine, date(2024, 4, 1))
    after = world.hold_dialogue(world.mine, MAY_2)
    reclassify(world.officer, unit=world.mine, sector="non-state", day=date(2024, 4, 1))

    assert "dialogue.non_state" not in net_of(before.entry)
    assert net_of(on_the_day.entry)["dialogue.non_state"] == 1
    assert net_of(after.entry)["dialogue.non_state"] == 1
    assert exactly("dialogue.held", world.mine, "2024") == 3


def test_a_sector_changed_back_takes_the_postings_back(world: World) -> None:
    dialogue = world.hold_dialogue(world.mine, MAY_2)
    reclassify(world.officer, unit=world.mine, sector="non-state", day=date(2024, 4, 1))
    reclassify(world.officer, unit=world.mine, sector="public", day=date(2024, 4, 1))

    assert "dialogue.non_state" not in net_of(dialogue.entry)


def test_a_later_record_is_counted_by_the_sector_of_its_day(world: World) -> None:
    reclassify(world.officer, unit=world.mine, sector="non-state", day=date(2024, 4, 1))
    early, late = (world.hold_dialogue(world.mine, day) for day in (date(2024, 3, 31), date(2024, 4, 1)))

    assert "dialogue.non_state" not in net_of(early.entry)
    assert net_of(late.entry)["dialogue.non_state"] == 1


def test_a_promotion_takes_the_unit_out_of_the_grassroots_unions(world: World) -> None:
    promote(world.officer, unit=world.plant, level=Level.SUPERIOR, day=date(2024, 4, 1))

    assert exactly("units.grassroots", world.south, "2024-03") == 1
    assert exactly("units.grassroots", world.south, "2024-04") == 0
    assert exactly("units.founded", world.south, "2010") == 1


def test_a_transfer_is_no_admission_and_leaves_the_whole_as_it_was(world: World) -> None:
    membership, *_others = world.admit(world.mill, date(2024, 3, 1), 5)
    transfer(world.officer, membership=membership, to=world.plant, day=MAY_2)

    assert exactly("members.total", world.mill, "2024-05") == 4
    assert exactly("members.total", world.plant, "2024-05") == 1
    assert exactly("members.total", world.head, "2024-05") == 5
    assert exactly("members.admitted", world.head, "2024") == 5


def test_who_leaves_is_a_member_until_the_day_before(world: World) -> None:
    memberships = world.admit(world.mill, date(2024, 3, 1), 5)
    leave(world.officer, memberships=memberships[:2], day=MAY_2, reason="retired")

    assert exactly("members.total", world.mill, "2024-05-01..2024-05-01") == 5
    assert exactly("members.total", world.mill, "2024-05-02..2024-05-02") == 3


def test_a_withdrawn_admission_was_never_there(world: World) -> None:
    membership, *_others = world.admit(world.mill, date(2024, 3, 1), 3)
    withdraw_admission(world.officer, membership=membership, reason="nhầm người")

    assert exactly("members.total", world.head, "2024") == 2
    assert exactly("members.admitted", world.head, "2024") == 2


def test_a_move_of_a_unit_posts_nothing_anew(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2)
    before = Posting.objects.count()
    hand_over(world.officer, unit=world.mill, to=world.schools, day=date(2024, 4, 1))

    assert Posting.objects.count() == before


def test_a_batch_is_written_whole_or_not_at_all(world: World) -> None:
    entries, postings = Entry.objects.count(), Posting.objects.count()
    good = NewActivity(world.mill, MAY_2, "dialogue", {"people": 3})
    with pytest.raises(ValidationError), transaction.atomic():
        record_activities(world.officer, [good, NewActivity(world.mine, date(2009, 1, 1), "dialogue", {"people": 3})])

    assert (Entry.objects.count(), Posting.objects.count()) == (entries, postings)


def test_a_clerk_records_only_at_home(world: World) -> None:
    record_activity(world.clerk, unit=world.mill, day=MAY_2, kind="dialogue", measures={"people": 3})
    for user, unit in ((world.clerk, world.mine), (world.clerk, world.north), (world.stranger, world.mill)):
        with pytest.raises(PermissionDenied), transaction.atomic():
            record_activity(user, unit=unit, day=MAY_2, kind="dialogue", measures={"people": 3})

    assert exactly("dialogue.held", world.head, "2024-05") == 1


def test_what_goes_out_posts_its_bounds_the_other_way_round(world: World) -> None:
    world.move_money(world.mill, date(2024, 3, 1), "thu", 1000)
    spent = world.move_money(world.mill, MAY_2, "chi", Bound(100, 300, rough=True))

    assert [line.sums for line in lines_of(spent.entry)] == [Sums(-300, -100, rough=1)] * 2
    assert between("fund.balance", world.mill, "2024") == (700, 900)
    assert between("fund.net", world.mill, "2024-05") == (-300, -100)


def test_what_goes_out_has_an_upper_bound(world: World) -> None:
    with pytest.raises(ValidationError, match="giới hạn trên"), transaction.atomic():
        world.move_money(world.mill, MAY_2, "chi", Bound(100, None))

    assert exactly("fund.balance", world.mill, "2024") == 0


def test_a_measure_of_nobody_posts_nothing_to_the_sum_but_counts_the_time(world: World) -> None:
    dialogue = world.hold_dialogue(world.mine, MAY_2, people=0)

    assert net_of(dialogue.entry) == {"dialogue.held": 1}


def test_the_ledger_keeps_which_transaction_wrote_each_posting(world: World) -> None:
    dialogue = world.hold_dialogue(world.mine, MAY_2)

    (xact,) = set(Posting.objects.filter(entry=dialogue.entry).values_list("xact", flat=True))
    assert isinstance(xact, int)
