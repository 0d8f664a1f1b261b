"""The way into the Party, step by step: none skipped, none back in time, none twice, none taken from under another."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records.asking import refused
from tests.world import World

from congdoan.base.period import DAY
from congdoan.catalogue.rules import Basis, Purpose
from congdoan.records.activities.actions import (
    Around,
    NewActivity,
    correct_activity,
    record_activities,
    record_activity,
    withdraw_activity,
)
from congdoan.records.activities.models import Activity
from congdoan.records.activities.rules import hindrance, resting_on
from congdoan.records.members.actions import record_ground, transfer
from congdoan.records.members.models import Member

SPRING, MAY, JUNE, JULY = date(2024, 3, 1), date(2024, 5, 6), date(2024, 6, 3), date(2024, 7, 1)
WAY = ("introduced", "considered", "trained", "admitted")


@pytest.fixture
def lan(world: World) -> Member:
    return agreeing(world)


def agreeing(world: World) -> Member:
    """Somebody at the mill who agreed to be introduced."""
    member = world.admit(world.mill, SPRING)[0].member
    record_ground(
        world.clerk, member=member, purpose=Purpose.PARTY, basis=Basis.CONSENT, day=SPRING, proof="phiếu đồng ý"
    )
    return member


def take(world: World, step: str, day: date, *members: Member) -> Activity:
    return record_activity(
        world.officer,
        unit=world.mill,
        day=day,
        kind=f"party-{step}",
        measures={"people": len(members)},
        beneficiaries=members,
    )


def test_the_steps_are_taken_in_their_order_also_on_one_day(world: World, lan: Member) -> None:
    for step, day in (("introduction", MAY), ("consideration", MAY), ("training", JUNE), ("admission", JULY)):
        take(world, step, day, lan)
    assert Activity.objects.filter(beneficiaries__member=lan).count() == 4


def test_a_step_that_skips_is_refused_and_says_which_is_missing(world: World, lan: Member) -> None:
    with refused("Giàng A 0 chưa có bước “Giới thiệu đoàn viên ưu tú”. Ghi bước ấy trước"):
        take(world, "consideration", MAY, lan)
    take(world, "introduction", MAY, lan)
    with refused("chưa có bước “Bồi dưỡng nhận thức về Đảng”"):
        take(world, "admission", JULY, lan)


def test_a_step_back_in_time_is_refused_beside_its_day(world: World, lan: Member) -> None:
    take(world, "introduction", JUNE, lan)
    with refused("ngày 03/06/2024; bước này không thể trước đó") as caught:
        take(world, "consideration", MAY, lan)
    assert list(caught.value.error_dict) == ["day"]


def test_a_step_is_taken_once_wherever_that_was(world: World, lan: Member) -> None:
    take(world, "introduction", MAY, lan)
    transfer(world.officer, membership=lan.memberships.get(), to=world.mine, day=JUNE)
    with refused("đã có bước “Giới thiệu đoàn viên ưu tú” ngày 06/05/2024. Mở bước ấy để sửa"):
        take(world, "introduction", JULY, lan)
    take(world, "consideration", JULY, lan)


def test_what_names_nobody_is_free_and_one_of_many_stops_all(world: World, lan: Member) -> None:
    take(world, "admission", MAY)
    other = agreeing(world)
    take(world, "introduction", MAY, other)
    with refused("đã có bước"):
        take(world, "introduction", JUNE, lan, other)


def test_several_steps_come_together_in_whatever_order(world: World, lan: Member) -> None:
    told = [
        NewActivity(world.mill, day, f"party-{step}", {"people": 1}, beneficiaries=[lan])
        for step, day in (("training", JUNE), ("introduction", MAY), ("consideration", JUNE))
    ]
    record_activities(world.officer, told)
    assert Activity.objects.filter(beneficiaries__member=lan).count() == 3


def test_a_step_is_withdrawn_only_from_the_end(world: World, lan: Member) -> None:
    first, second = take(world, "introduction", MAY, lan), take(world, "consideration", JUNE, lan)
    with refused("“Xem xét đoàn viên ưu tú” ngày 03/06/2024 dựa trên bước này. Rút bước ấy trước"):
        withdraw_activity(world.officer, activity=first, reason="ghi nhầm")
    withdraw_activity(world.officer, activity=second, reason="ghi nhầm")
    withdraw_activity(world.officer, activity=first, reason="ghi nhầm")
    take(world, "introduction", JULY, lan)


def test_a_correction_keeps_the_order_too(world: World, lan: Member) -> None:
    first, _second = take(world, "introduction", MAY, lan), take(world, "consideration", JUNE, lan)
    with refused("ngày 03/06/2024; bước này không thể sau đó"):
        correct_activity(world.officer, activity=first, reason="sai ngày", day=JULY)
    with refused("dựa trên bước này"):
        correct_activity(world.officer, activity=first, reason="sai người", around=Around(beneficiaries=[]))
    other = agreeing(world)
    correct_activity(world.officer, activity=first, reason="sót", around=Around(beneficiaries=[lan, other]))
    correct_activity(world.officer, activity=first, reason="sai ngày", day=SPRING)
    with refused("đã có bước"):
        take(world, "introduction", JULY, other)


@given(st.lists(st.tuples(st.sampled_from(WAY), st.integers(0, 9)), max_size=20))
def test_whatever_is_tried_a_way_has_no_gap_and_never_turns_back(tried: list[tuple[str, int]]) -> None:
    taken: dict[str, date] = {}
    for step, number in tried:
        if hindrance(WAY, step, SPRING + number * DAY, taken) is None:
            taken[step] = SPRING + number * DAY
    assert [step for step in WAY if step in taken] == list(WAY[: len(taken)])
    days = [taken[step] for step in WAY[: len(taken)]]
    assert days == sorted(days)
    assert [resting_on(WAY, step, taken) is None for step in taken] == [step == WAY[len(taken) - 1] for step in taken]
