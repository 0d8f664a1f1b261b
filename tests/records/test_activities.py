"""Activities: entered once, where they happened; corrected, withdrawn, refused by their kind."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests.records.asking import refused, told, value
from tests.world import BEGINNING, TODAY, World

from congdoan.base.bound import Bound
from congdoan.base.period import parse_period
from congdoan.base.refusals import sentence_of
from congdoan.figures.models import Entry, Posting
from congdoan.org.models import Deed, Unit
from congdoan.records.activities.actions import (
    NewActivity,
    correct_activity,
    record_activities,
    record_activity,
    withdraw_activity,
)
from congdoan.records.activities.models import Activity, Beneficiary

SPRING, SUMMER, AUTUMN = date(2024, 3, 1), date(2024, 6, 1), date(2024, 9, 1)
DAY = timedelta(days=1)
MILLION = 1_000_000


def dialogue(unit: Unit, day: date = SUMMER, people: int = 20, **more: object) -> NewActivity:
    return NewActivity(unit, day, "dialogue", {"people": people}, **more)  # type: ignore[arg-type]


# --- Recording -------------------------------------------------------------------------------------------------------


def test_an_activity_is_in_every_figure_above_it_at_once(world: World) -> None:
    activity = world.hold_dialogue(world.mill, SUMMER, 20, trigger="định kỳ")
    for unit in (world.mill, world.industry, world.north, world.head):
        assert [value(code, unit, "2024-06") for code in ("dialogue.held", "dialogue.regular", "dialogue.people")] == [
            1,
            1,
            20,
        ]
    assert value("dialogue.held", world.south, "2024") == 0
    assert (activity.entry.noun, activity.entry.kind, activity.entry.title) == (
        "activity",
        "dialogue",
        "Hội nghị đối thoại",
    )


def test_an_activity_is_recorded_by_a_unit_of_whatever_level(world: World) -> None:
    for unit in (world.head, world.north, world.industry, world.mill):
        world.hold_dialogue(unit, SUMMER)
    assert value("dialogue.held", world.head, "2024") == 4
    assert value("dialogue.non_state", world.head, "2024") == 1


def test_money_is_counted_in_dong(world: World) -> None:
    measures = {"people": 3, "amount": 297 * MILLION}
    record_activity(world.officer, unit=world.mill, day=SUMMER, kind="care-visit", measures=measures)
    assert value("care.amount", world.north, "2024") == 297_000_000


def test_eight_times_hundreds_is_800_to_7992(world: World) -> None:
    for number in range(8):
        world.hold_dialogue(world.mill, SUMMER + number * DAY, Bound(100, 999))
    found = told("dialogue.people", world.head, "2024")
    assert (found.low, found.high, found.value) == (800, 7992, None)


def test_about_and_at_least_stay_about_and_at_least(world: World) -> None:
    world.hold_dialogue(world.mill, SUMMER, Bound(200, 200, rough=True))
    assert told("dialogue.people", world.mill, "2024").about
    world.hold_dialogue(world.mine, SUMMER, Bound(300, None))
    found = told("dialogue.people", world.industry, "2024")
    assert (found.low, found.high, found.about, found.value) == (500, None, True, None)


def test_a_measure_given_as_unknown_leaves_one_time(world: World) -> None:
    measures: Mapping[str, int] = {"people": 20, "times": None}  # type: ignore[dict-item]
    record_activity(world.officer, unit=world.mill, day=SUMMER, kind="dialogue", measures=measures)
    assert value("dialogue.held", world.mill, "2024") == 1


def test_an_activity_keeps_its_note_and_details(world: World) -> None:
    activity = record_activity(
        world.officer,
        unit=world.mill,
        day=SUMMER,
        kind="dialogue",
        measures={"people": 20},
        details={"trigger": "khi có vụ việc"},
        note="Về tiền ăn ca",
    )
    activity = Activity.objects.get(pk=activity.pk)
    assert (activity.note, activity.details) == ("Về tiền ăn ca", {"trigger": "khi có vụ việc"})
    assert activity.entry.traits == {"trigger": "khi có vụ việc"}
    assert str(activity) == "dialogue 2024-06-01"


@pytest.mark.parametrize(
    ("kind", "measures", "details", "field", "sentence"),
    [
        ("party", {}, {}, "kind", "Danh mục không có loại hoạt động “party”"),
        ("dialogue", {}, {}, "people", "Còn thiếu: Lượt người"),
        ("dialogue", {"people": -1}, {}, "people", "Lượt người không được nhỏ hơn 0"),
        ("dialogue", {"people": True}, {}, "people", "Lượt người: hãy ghi một số nguyên"),
        ("dialogue", {"people": 2.5}, {}, "people", "Lượt người: hãy ghi một số nguyên"),
        ("dialogue", {"people": 2, "amount": 5}, {}, "amount", "không có số đo “amount”; hãy bỏ đi"),
        ("dialogue", {"people": 2}, {"trigger": "tùy hứng"}, "trigger", "Không có “tùy hứng”"),
        ("dialogue", {"people": 2}, {"mood": "vui"}, "mood", "không có chi tiết “mood”; hãy bỏ đi"),
    ],
)
def test_what_its_kind_refuses_is_refused_field_by_field(
    world: World, kind: str, measures: dict[str, int], details: dict[str, object], field: str, sentence: str
) -> None:
    with refused(sentence) as error:
        record_activity(world.officer, unit=world.mill, day=SUMMER, kind=kind, measures=measures, details=details)
    assert set(error.value.message_dict) == {field}


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (BEGINNING - DAY, "Đơn vị thành lập ngày 01/01/2010; không ghi được việc trước ngày đó"),
        (TODAY + DAY, "Ngày này chưa đến. Sổ chỉ ghi việc đã xảy ra"),
    ],
)
def test_before_its_unit_was_founded_or_in_the_future_nothing_happened(world: World, day: date, sentence: str) -> None:
    with refused(sentence):
        world.hold_dialogue(world.mill, day)
    activity = world.hold_dialogue(world.mill, SUMMER)
    with refused(sentence):
        correct_activity(world.officer, activity=activity, reason="sai ngày", day=day)


@pytest.mark.parametrize("day", [BEGINNING, TODAY])
def test_the_founding_day_and_today_are_days_like_others(world: World, day: date) -> None:
    assert world.hold_dialogue(world.mill, day).day == day


def test_the_database_too_refuses_an_activity_before_its_unit_was_founded(world: World) -> None:
    entry = world.hold_dialogue(world.mill, SUMMER).entry
    early = BEGINNING - DAY
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(first_day=early, last_day=early)
    assert sentence_of(error.value) == "Đơn vị mill không tồn tại vào ngày 31/12/2009; không ghi được việc ngày đó."
    ahead = date(2999, 1, 1)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(first_day=ahead, last_day=ahead)
    assert sentence_of(error.value) == "Ngày này chưa đến. Sổ chỉ ghi việc đã xảy ra."


def test_who_may_not_record_at_a_unit_records_nothing_there(world: World) -> None:
    for user, unit in ((world.clerk, world.mine), (world.chair, world.plant), (world.stranger, world.mill)):
        with refused("không có quyền ghi hoạt động", PermissionDenied):
            record_activity(user, unit=unit, day=SUMMER, kind="dialogue", measures={"people": 20})


# --- Many at once ----------------------------------------------------------------------------------------------------


def test_many_activities_are_recorded_at_once_with_a_line_for_each_unit(world: World) -> None:
    deeds = Deed.objects.count()
    made = record_activities(world.officer, [dialogue(world.mill), dialogue(world.mill, AUTUMN), dialogue(world.plant)])
    assert [(activity.unit, activity.day) for activity in made] == [
        (world.mill, SUMMER),
        (world.mill, AUTUMN),
        (world.plant, SUMMER),
    ]
    assert value("dialogue.held", world.head, "2024") == 3
    lines = {deed.unit: deed.words for deed in Deed.objects.order_by("pk")[deeds:]}
    assert lines == {world.mill: {"activities": 2}, world.plant: {"activities": 1}}


def test_of_many_activities_all_are_recorded_or_none(world: World) -> None:
    faults = {
        "Danh mục không có loại hoạt động": NewActivity(world.mill, SUMMER, "party"),
        "Ngày này chưa đến": dialogue(world.mill, TODAY + DAY),
        "Còn thiếu: Lượt người": NewActivity(world.mill, SUMMER, "dialogue"),
    }
    for sentence, faulty in faults.items():
        with refused(sentence):
            record_activities(world.officer, [dialogue(world.mine), faulty])


def test_many_activities_need_the_right_at_every_unit(world: World) -> None:
    with refused("không có quyền ghi hoạt động tại Công đoàn plant", PermissionDenied):
        record_activities(world.chair, [dialogue(world.mill), dialogue(world.plant)])


# --- Correcting ------------------------------------------------------------------------------------------------------


def test_a_correction_moves_the_day(world: World) -> None:
    activity = world.hold_dialogue(world.mill, SUMMER)
    corrected = correct_activity(world.officer, activity=activity, reason="nhầm tháng", day=AUTUMN)
    assert corrected.day == AUTUMN
    assert [value("dialogue.held", world.head, month) for month in ("2024-06", "2024-09", "2024")] == [0, 1, 1]


def test_a_correction_changes_the_measures_and_appends_the_difference(world: World) -> None:
    activity = world.hold_dialogue(world.mill, SUMMER, 20)
    correct_activity(world.officer, activity=activity, reason="đếm lại", measures={"people": 50})
    assert value("dialogue.people", world.head, "2024") == 50
    people = Posting.objects.filter(entry=activity.entry, indicator__code="dialogue.people").order_by("pk")
    assert [posting.low for posting in people] == [20, 30]


def test_a_correction_changes_the_details_and_what_they_are_counted_as(world: World) -> None:
    activity = world.hold_dialogue(world.mill, SUMMER, trigger="định kỳ")
    correct_activity(world.officer, activity=activity, reason="nhầm", details={"trigger": "khi có vụ việc"})
    assert value("dialogue.regular", world.head, "2024") == 0
    correct_activity(world.officer, activity=activity, reason="nhầm", details={})
    assert value("dialogue.held", world.head, "2024") == 1
    assert Activity.objects.get(pk=activity.pk).details == {}


def test_what_a_correction_does_not_name_stays_as_it_was(world: World) -> None:
    activity = world.hold_dialogue(world.mill, SUMMER, Bound(100, 999), trigger="định kỳ")
    correct_activity(world.officer, activity=activity, reason="nhầm ngày", day=AUTUMN)
    found = told("dialogue.people", world.head, "2024-09")
    assert (found.low, found.high, value("dialogue.regular", world.head, "2024-09")) == (100, 999, 1)


def test_a_correction_that_changes_nothing_posts_nothing(world: World) -> None:
    activity = world.hold_dialogue(world.mill, SUMMER)
    before = Posting.objects.count()
    correct_activity(world.officer, activity=activity, reason="xem lại", measures={"people": 20}, day=SUMMER)
    assert Posting.objects.count() == before


def test_a_correction_keeps_what_was_told_before_in_the_journal(world: World) -> None:
    activity = world.hold_dialogue(world.mill, SUMMER, 20, trigger="định kỳ")
    correct_activity(world.chair, activity=activity, reason="đếm lại", measures={"people": 50})
    deed = Deed.objects.latest("pk")
    assert (deed.verb, deed.by) == ("corrected", world.chair)
    before = {"day": "2024-06-01", "quantities": {"times": 1, "people": 20}, "details": {"trigger": "định kỳ"}}
    assert deed.words == {"reason": "đếm lại", "before": before}


def test_a_correction_is_refused_by_its_kind_and_without_a_reason(world: World) -> None:
    activity = world.hold_dialogue(world.mill, SUMMER)
    with refused("Nêu lý do sửa"):
        correct_activity(world.officer, activity=activity, reason=" ", measures={"people": 5})
    with refused("Còn thiếu: Lượt người"):
        correct_activity(world.officer, activity=activity, reason="nhầm", measures={})
    with refused("Không có “tùy hứng”"):
        correct_activity(world.officer, activity=activity, reason="nhầm", details={"trigger": "tùy hứng"})
    with refused("không có quyền ghi hoạt động", PermissionDenied):
        correct_activity(world.stranger, activity=activity, reason="nhầm", measures={"people": 5})


# --- Withdrawing -----------------------------------------------------------------------------------------------------


def test_an_activity_withdrawn_was_never_counted(world: World) -> None:
    activity, _other = world.hold_dialogue(world.mill, SUMMER), world.hold_dialogue(world.mill, SUMMER)
    withdraw_activity(world.officer, activity=activity, reason="nhập hai lần")
    assert value("dialogue.held", world.head, "2024") == 1
    assert Activity.objects.count() == 2
    assert Activity.objects.standing().count() == 1
    assert sum(posting.low for posting in Posting.objects.filter(entry=activity.entry)) == 0


def test_an_activity_is_withdrawn_once_with_a_reason_and_within_reach(world: World) -> None:
    activity = world.hold_dialogue(world.mill, SUMMER)
    with refused("Nêu lý do rút"):
        withdraw_activity(world.officer, activity=activity, reason="")
    with refused("không có quyền ghi hoạt động", PermissionDenied):
        withdraw_activity(world.stranger, activity=activity, reason="nhầm")
    withdraw_activity(world.clerk, activity=activity, reason="nhầm")
    for again in (withdraw_activity, correct_activity):
        with refused("Hoạt động này đã được rút"):
            again(world.officer, activity=activity, reason="nhầm")


# --- Partners and beneficiaries --------------------------------------------------------------------------------------


def test_partners_are_linked_and_do_not_count_it_again(world: World) -> None:
    (activity,) = record_activities(
        world.officer, [dialogue(world.mill, partners=[world.mine, world.plant, world.mill])]
    )
    assert {unit.code for unit in activity.partners.all()} == {"mine", "plant"}
    assert list(world.plant.joint_activities.all()) == [activity]
    figures = {unit.code: value("dialogue.held", unit, "2024") for unit in (world.mill, world.mine, world.plant)}
    assert figures == {"mill": 1, "mine": 0, "plant": 0}
    assert value("dialogue.held", world.head, "2024") == 1


def test_persons_are_counted_once_and_do_not_add_up(world: World) -> None:
    lan, hoa, nam = (membership.member for membership in world.admit(world.mill, SPRING, 3))
    visits = [(world.mill, SUMMER, [lan, hoa]), (world.mill, AUTUMN, [hoa, nam]), (world.industry, AUTUMN, [hoa])]
    for unit, day, members in visits:
        measures = {"people": len(members), "amount": MILLION}
        record_activity(world.officer, unit=unit, day=day, kind="care-visit", measures=measures, beneficiaries=members)
    at_mill = Activity.objects.of("care-visit").at([world.mill])
    beneath = Activity.objects.at(Unit.objects.under([world.industry.pk], on=TODAY))
    assert at_mill.during(parse_period("2024-06")).persons() == 2
    assert at_mill.during(parse_period("2024-09")).persons() == 2
    assert at_mill.during(parse_period("2024")).persons() == 3
    assert beneath.during(parse_period("2024")).persons() == 3
    assert sum(activity.entry.quantities["people"] for activity in beneath) == 5


def test_persons_served_by_a_withdrawn_activity_were_not_served(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    activity = record_activity(
        world.officer,
        unit=world.mill,
        day=SUMMER,
        kind="care-visit",
        measures={"people": 1, "amount": MILLION},
        beneficiaries=[membership.member],
    )
    assert Activity.objects.all().persons() == 1
    withdraw_activity(world.officer, activity=activity, reason="nhầm")
    assert Activity.objects.all().persons() == 0


def test_a_kind_that_serves_nobody_takes_no_beneficiaries(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    with refused("Loại hoạt động “Hội nghị đối thoại” không ghi người thụ hưởng"):
        record_activities(world.officer, [dialogue(world.mill, beneficiaries=[membership.member])])


def test_nobody_is_served_twice_in_one_activity(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    activity = world.hold_dialogue(world.mill, SUMMER)
    Beneficiary.objects.create(activity=activity, member=membership.member)
    with pytest.raises(IntegrityError, match="served_once_in_an_activity") as error, transaction.atomic():
        Beneficiary.objects.create(activity=activity, member=membership.member)
    assert sentence_of(error.value) == "Một người chỉ được ghi một lần trong một hoạt động."
