"""Transfers asked for by one side and answered by the other, or by nobody; and those made by mistake."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import override_settings
from tests.records.asking import own, refused, value
from tests.world import TODAY, World, the_day, undone

from congdoan.catalogue.rules import Level
from congdoan.org.models import Deed
from congdoan.records.members.actions import (
    NewMember,
    admit,
    answer_transfer,
    ask_transfer,
    complete_due,
    leave,
    look_up,
    resume,
    suspend,
    take_back_transfer,
    transfer,
    withdraw_transfer,
)
from congdoan.records.members.models import Membership, Transfer, TransferState
from congdoan.records.structure.actions import dissolve

DAY = timedelta(days=1)
SPRING, SUMMER, AUTUMN = date(2024, 3, 1), date(2024, 6, 3), date(2024, 9, 3)
LATE = TODAY + timedelta(days=11)


def at_the_plant(world: World) -> Membership:
    return world.admit(world.plant, SPRING)[0]


def pulled(world: World, membership: Membership) -> Transfer:
    return ask_transfer(world.clerk, membership=membership, to=world.mill, day=SUMMER)


def places(membership: Membership, *days: date) -> list[list[str]]:
    rows = Membership.objects.standing().filter(member=membership.member_id)
    return [[each.unit.code for each in rows.on(day)] for day in days]


def test_the_receiving_unit_pulls_and_the_sending_one_agrees(world: World) -> None:
    membership = at_the_plant(world)
    asked = pulled(world, membership)
    assert (asked.state, asked.pulled, asked.answering, asked.due) == ("waiting", True, world.plant, TODAY + 10 * DAY)
    assert places(membership, SUMMER, TODAY) == [["plant"], ["plant"]]
    done = answer_transfer(world.officer, transfer=asked, agree=True)
    assert (done.state, done.silent, done.closed_by) == (TransferState.DONE, False, world.officer)
    assert places(membership, SUMMER - DAY, SUMMER) == [["plant"], ["mill"]]
    assert [value("members.total", unit, TODAY) for unit in (world.head, world.north, world.south)] == [1, 1, 0]
    assert own("members.transferred_in", world.mill, "2024") == 1
    told = list(Deed.objects.filter(verb="transfer_agreed").values_list("unit__code", "words__other").order_by("pk"))
    assert told == [("plant", "mill"), ("mill", "plant")]


def test_the_sending_unit_pushes_and_the_receiving_one_says_no(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    asked = ask_transfer(world.clerk, membership=membership, to=world.plant, day=SUMMER)
    assert (asked.pulled, asked.answering) == (False, world.plant)
    with refused("không có quyền quản lý đoàn viên", PermissionDenied):
        answer_transfer(world.clerk, transfer=asked, agree=True)
    with refused("Nêu lý do không đồng ý"):
        answer_transfer(world.officer, transfer=asked, agree=False, reason=" ")
    answer_transfer(world.officer, transfer=asked, agree=False, reason="không đúng người")
    assert places(membership, TODAY) == [["mill"]]
    with refused("không còn chờ trả lời"):
        answer_transfer(world.officer, transfer=asked, agree=True)


def test_where_nobody_answers_in_time_the_transfer_completes_and_both_are_told(world: World) -> None:
    membership = at_the_plant(world)
    asked = pulled(world, membership)
    with the_day(TODAY + 10 * DAY):
        assert complete_due() == 0
    with the_day(LATE):
        assert complete_due() == 1
        assert complete_due() == 0
        asked.refresh_from_db()
        assert (asked.state, asked.silent, asked.closed_by) == (TransferState.DONE, True, None)
        assert places(membership, SUMMER - DAY, SUMMER, LATE) == [["plant"], ["mill"], ["mill"]]
        told = Deed.objects.filter(verb="transfer_completed").values_list("unit__code", flat=True)
        assert set(told) == {"plant", "mill"}


@override_settings(TRANSFER_DAYS=3)
def test_how_long_an_answer_is_awaited_is_a_setting(world: World) -> None:
    assert pulled(world, at_the_plant(world)).due == TODAY + 3 * DAY


def test_what_can_no_longer_be_done_lapses_with_why(world: World) -> None:
    left, suspended, closed = at_the_plant(world), at_the_plant(world), at_the_plant(world)
    asked = [pulled(world, each) for each in (left, suspended)]
    asked.append(ask_transfer(world.officer, membership=closed, to=world.mill, day=SUMMER))
    leave(world.officer, memberships=[left], day=AUTUMN, reason="resigned")
    suspend(world.officer, membership=suspended, day=AUTUMN)
    with the_day(LATE):
        assert complete_due() == 0
    states = [Transfer.objects.get(pk=each.pk) for each in asked]
    assert [each.state for each in states] == [TransferState.LAPSED, TransferState.LAPSED, TransferState.DONE]
    assert states[0].reason == "Người này đã ra khỏi công đoàn."
    assert "tạm dừng sinh hoạt ghi sau ngày này" in states[1].reason


def test_who_may_do_both_sides_completes_it_at_once(world: World) -> None:
    membership = at_the_plant(world)
    assert ask_transfer(world.officer, membership=membership, to=world.mill, day=SUMMER).state == TransferState.DONE


def test_a_direct_transfer_ends_what_was_waiting(world: World) -> None:
    membership = at_the_plant(world)
    asked = pulled(world, membership)
    transfer(world.officer, membership=membership, to=world.mine, day=SUMMER)
    asked.refresh_from_db()
    assert asked.state == TransferState.LAPSED


def test_who_asked_takes_it_back(world: World) -> None:
    asked = pulled(world, at_the_plant(world))
    with refused("Nêu lý do rút"):
        take_back_transfer(world.clerk, transfer=asked, reason="")
    take_back_transfer(world.clerk, transfer=asked, reason="nhầm người")
    with refused("không còn chờ trả lời"):
        take_back_transfer(world.clerk, transfer=asked, reason="nhầm người")
    assert complete_due() == 0


@pytest.mark.parametrize("day", [SPRING, TODAY + DAY], ids=["not after they came", "ahead"])
def test_a_transfer_on_a_wrong_day_is_not_asked(world: World, day: date) -> None:
    membership = at_the_plant(world)
    with refused("Ngày này phải sau ngày vào|Ngày này chưa đến"):
        ask_transfer(world.clerk, membership=membership, to=world.mill, day=day)


def test_where_nobody_can_go_is_not_asked(world: World) -> None:
    membership = at_the_plant(world)
    with refused("không có quyền quản lý đoàn viên", PermissionDenied):
        ask_transfer(world.clerk, membership=membership, to=world.mine, day=SUMMER)
    with refused("đã sinh hoạt tại đơn vị đó"):
        ask_transfer(world.officer, membership=membership, to=world.plant, day=SUMMER)
    dissolve(world.officer, unit=world.mine, day=SUMMER)
    world.mine.refresh_from_db()
    with refused("đã kết thúc hoạt động"):
        ask_transfer(world.officer, membership=membership, to=world.mine, day=AUTUMN)
    pulled(world, membership)
    with refused("đã có đề nghị chuyển sinh hoạt đang chờ"):
        pulled(world, membership)


def test_nobody_is_asked_to_come_before_the_unit_was_founded(world: World) -> None:
    membership = at_the_plant(world)
    young = world.found("young", Level.GRASSROOTS, world.industry, day=AUTUMN, sector="non-state")
    with refused("Đơn vị thành lập ngày 03/09/2024"):
        ask_transfer(world.chair, membership=membership, to=young, day=SUMMER)


def test_a_person_elsewhere_is_looked_up_by_the_whole_number_alone_and_it_is_written_down(world: World) -> None:
    lan = NewMember("Nguyễn Thị Lan", "female", identity="010190001234")
    (membership,) = admit(world.officer, unit=world.plant, day=SPRING, people=[lan])
    found = look_up(world.clerk, unit=world.mill, identity="010 190 001 234", reason="đề nghị chuyển đến")
    assert found == membership
    assert Deed.objects.latest("pk").verb == "looked_up"
    assert look_up(world.clerk, unit=world.mill, identity="010190001235", reason="đề nghị chuyển đến") is None
    for identity, reason, sentence in (("", "x", "Nhập số định danh"), ("010190001234", "", "Nêu lý do")):
        with refused(sentence):
            look_up(world.clerk, unit=world.mill, identity=identity, reason=reason)
    with refused("mới có 4"):
        look_up(world.clerk, unit=world.mill, identity="1234", reason="thử")
    with refused("không có quyền", PermissionDenied):
        look_up(world.stranger, unit=world.mill, identity="010190001234", reason="tò mò")


# --- Taken back ------------------------------------------------------------------------------------------------------


def test_a_transfer_made_by_mistake_is_taken_back_as_if_it_had_never_been(world: World) -> None:
    membership = at_the_plant(world)
    suspension = suspend(world.officer, membership=membership, day=SPRING + DAY)
    done = ask_transfer(world.officer, membership=membership, to=world.mill, day=SUMMER)
    assert done.arrived
    with refused("Nêu lý do rút"):
        withdraw_transfer(world.officer, membership=done.arrived, reason="")
    with refused("không có quyền", PermissionDenied):
        withdraw_transfer(world.clerk, membership=done.arrived, reason="nhầm người")
    returned = withdraw_transfer(world.officer, membership=done.arrived, reason="nhầm người")
    assert (returned, returned.is_open, returned.left) == (membership, True, None)
    assert places(membership, SUMMER - DAY, SUMMER, TODAY) == [["plant"]] * 3
    assert [value("members.total", unit, SUMMER) for unit in (world.head, world.north, world.south)] == [1, 0, 1]
    assert own("members.transferred_in", world.mill, "2024") == 0
    assert Transfer.objects.get(pk=done.pk).state == TransferState.UNDONE
    resume(world.officer, suspension=suspension, day=AUTUMN)
    transfer(world.officer, membership=returned, to=world.mine, day=AUTUMN)


def test_a_transfer_on_which_something_was_built_is_not_taken_back(world: World) -> None:
    membership = at_the_plant(world)
    arrived = transfer(world.officer, membership=membership, to=world.mill, day=SUMMER)
    (admitted,) = world.admit(world.mill, SPRING)
    with refused("không chuyển từ đơn vị khác đến"):
        withdraw_transfer(world.officer, membership=admitted, reason="nhầm")
    with undone():
        suspend(world.officer, membership=arrived, day=AUTUMN)
        with refused("rút việc ấy trước"):
            withdraw_transfer(world.officer, membership=arrived, reason="nhầm")
    with undone():
        leave(world.officer, memberships=[arrived], day=AUTUMN, reason="resigned")
        with refused("không còn sinh hoạt"):
            withdraw_transfer(world.officer, membership=arrived, reason="nhầm")
    dissolve(world.officer, unit=world.plant, day=AUTUMN)
    with refused("Đơn vị cũ đã kết thúc"):
        withdraw_transfer(world.officer, membership=arrived, reason="nhầm")


# --- What can no longer come about -----------------------------------------------------------------------------------


def test_who_leaves_or_dies_is_waited_for_no_longer(world: World) -> None:
    membership = at_the_plant(world)
    asked = pulled(world, membership)
    leave(world.officer, memberships=[membership], day=AUTUMN, reason="died")
    asked.refresh_from_db()
    assert (asked.state, asked.reason, asked.closed_by) == ("lapsed", "Người này đã ra khỏi công đoàn.", world.officer)
    told = Deed.objects.filter(verb="transfer_lapsed").order_by("pk").values_list("unit__code", "words__other")
    assert list(told) == [("plant", "mill"), ("mill", "plant")]
    with refused("không còn chờ trả lời"):
        answer_transfer(world.officer, transfer=asked, agree=True)


def test_a_leaving_that_is_refused_leaves_the_transfer_waiting(world: World) -> None:
    membership = at_the_plant(world)
    pulled(world, membership)
    with refused("phải sau ngày vào đơn vị"):
        leave(world.officer, memberships=[membership], day=SPRING, reason="resigned")
    assert Transfer.objects.get().state == TransferState.WAITING


def test_a_unit_that_ends_is_waited_for_no_longer(world: World) -> None:
    membership = at_the_plant(world)
    asked = pulled(world, membership)
    dissolve(world.officer, unit=world.mill, day=AUTUMN)
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("lapsed", "Đơn vị kết thúc hoạt động.")
    again = ask_transfer(world.officer, membership=membership, to=world.mine, day=AUTUMN)
    assert again.state == TransferState.DONE
    assert complete_due() == 0
