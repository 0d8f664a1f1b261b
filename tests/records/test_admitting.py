"""Admissions: one person or a hall full of them, again, and taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.records.asking import refused, value
from tests.world import BEGINNING, TODAY, World

from congdoan.base.asking import crossing
from congdoan.base.refusals import sentence_of
from congdoan.base.spell import days
from congdoan.figures.models import Entry, Posting
from congdoan.org.models import Deed
from congdoan.records.members.actions import (
    NewMember,
    admit,
    leave,
    readmit,
    suspend,
    transfer,
    withdraw_admission,
)
from congdoan.records.members.models import Member, Membership
from congdoan.records.structure.actions import dissolve

SPRING, SUMMER, AUTUMN, WINTER = date(2024, 3, 1), date(2024, 6, 1), date(2024, 9, 1), date(2024, 12, 1)
EVE = SUMMER - timedelta(days=1)
LAN = NewMember("Nguyễn Thị Lan", "female", born=date(1990, 5, 1), direct_worker=True)
HALL = [NewMember(f"Giàng A {number}", "male") for number in range(200)]


def queries_of(world: World, people: list[NewMember]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        admit(world.officer, unit=world.mill, day=SUMMER, people=people)
    return [query["sql"] for query in captured.captured_queries]


def test_a_person_admitted_is_a_member_from_that_day_on(world: World) -> None:
    (membership,) = admit(world.officer, unit=world.mill, day=SUMMER, people=[LAN])
    assert (membership.unit, membership.first_day, membership.is_open) == (world.mill, SUMMER, True)
    assert [value("members.total", world.head, day) for day in (EVE, SUMMER)] == [0, 1]
    assert value("members.admitted", world.industry, "2024-06") == 1


def test_a_member_is_found_without_marks(world: World) -> None:
    admit(world.officer, unit=world.mill, day=SUMMER, people=[NewMember("  Đỗ   Thị Ước ", "female")])
    member = Member.objects.get(folded="do thi uoc")
    assert (member.name, member.sex) == ("Đỗ Thị Ước", "female")


def test_a_ceremony_of_two_hundred_is_one_action_and_as_many_queries_as_of_two(world: World) -> None:
    few, many = queries_of(world, HALL[:2]), queries_of(world, HALL)
    assert len(many) == len(few) < 30
    assert Deed.objects.filter(verb="admission").count() == 2
    assert Deed.objects.latest("pk").words == {"people": 200, "day": "2024-06-01"}
    assert value("members.total", world.mill, SUMMER) == value("members.admitted", world.head, "2024") == 202


def test_each_person_has_an_entry_with_their_traits_and_without_their_name(world: World) -> None:
    (membership,) = admit(world.officer, unit=world.mill, day=SUMMER, people=[LAN])
    entry = Entry.objects.get(membership_entered=membership)
    assert (entry.noun, entry.first_day, entry.unit, entry.by) == ("admission", SUMMER, world.mill, world.officer)
    assert entry.traits == {"sex": "female", "direct_worker": True}
    assert "Lan" not in f"{entry.title}{entry.traits}{entry.quantities}{Deed.objects.latest('pk').words}"


@pytest.mark.parametrize(
    ("people", "day", "sentence"),
    [
        ([], SUMMER, "Chưa có ai trong danh sách kết nạp"),
        ([LAN, NewMember(" ", "female")], SUMMER, "Nhập họ và tên"),
        ([LAN, NewMember("Lan", "nữ")], SUMMER, "Chọn nam hoặc nữ"),
        ([LAN], TODAY + timedelta(days=1), "Ngày này chưa đến"),
        ([LAN], BEGINNING - timedelta(days=1), "Đơn vị thành lập ngày 01/01/2010"),
    ],
    ids=["nobody", "no name", "no sex", "ahead", "before its founding"],
)
def test_what_cannot_be_admitted_is_refused_for_all(
    world: World, people: list[NewMember], day: date, sentence: str
) -> None:
    with refused(sentence):
        admit(world.officer, unit=world.mill, day=day, people=people)


def test_nobody_is_admitted_to_a_closed_unit(world: World) -> None:
    dissolve(world.officer, unit=world.mill, day=SUMMER)
    with refused("Đơn vị đã kết thúc hoạt động ngày 01/06/2024"):
        admit(world.officer, unit=world.mill, day=AUTUMN, people=[LAN])


def test_nobody_enters_a_unit_late_that_has_ended_since(world: World) -> None:
    (membership,) = world.admit(world.mine, BEGINNING)
    dissolve(world.officer, unit=world.mill, day=SUMMER)
    sentence = "Đơn vị đã kết thúc hoạt động nên không nhận thêm đoàn viên"
    with refused(sentence):
        admit(world.officer, unit=world.mill, day=SPRING, people=[LAN])
    with refused(sentence):
        transfer(world.officer, membership=membership, to=world.mill, day=SPRING)


def test_a_clerk_admits_only_at_home(world: World) -> None:
    admit(world.clerk, unit=world.mill, day=SUMMER, people=[LAN])
    with refused("clerk không có quyền quản lý đoàn viên tại Công đoàn mine", PermissionDenied):
        admit(world.clerk, unit=world.mine, day=SUMMER, people=[LAN])


# --- One unit a day --------------------------------------------------------------------------------------------------


def test_a_member_in_two_units_on_one_day_is_refused_by_the_database(world: World) -> None:
    (membership,) = world.admit(world.mill, SUMMER)
    entry = world.hold_dialogue(world.plant, SUMMER).entry
    for span in (days(SUMMER, SUMMER), days(WINTER, None), days(None, SUMMER)):
        with pytest.raises(IntegrityError, match="memberships_do_not_overlap") as error, transaction.atomic():
            Membership.objects.create(member=membership.member, unit=world.plant, span=span, entered=entry)
        assert sentence_of(error.value) == "Người này đang sinh hoạt tại một đơn vị khác trong thời gian đó."


ANOTHER = """
    INSERT INTO members_membership (member_id, unit_id, span, entered_id, withdrawn, team, number)
    SELECT member_id, unit_id, '[2000-01-01,2000-02-01)', (SELECT max(id) FROM figures_entry), FALSE, '', {number}
    FROM members_membership WHERE number = 1
"""


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        (ANOTHER.format(number=1), "one_membership_a_number"),
        (ANOTHER.format(number=4), "membership_after_another"),
        ("UPDATE members_membership SET followed = FALSE", "membership_after_another"),
        ("UPDATE members_membership SET number = 3 WHERE number = 2", "membership_after_another"),
        ("UPDATE members_membership SET number = 0 WHERE number = 2", "memberships_are_numbered"),
        ("DELETE FROM members_membership WHERE number = 1", "membership_after_another"),
    ],
    ids=["twice the first", "after nobody", "not followed", "a gap", "without a number", "without the first"],
)
def test_nobody_slips_past_the_numbers_by_which_memberships_are_compared(
    world: World, change: str, constraint: str
) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    transfer(world.officer, membership=membership, to=world.plant, day=SUMMER)
    assert list(Membership.objects.order_by("pk").values_list("number", "followed")) == [(1, True), (2, False)]
    world.hold_dialogue(world.plant, SUMMER)

    def changed() -> None:
        with crossing("refusals"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match=constraint):
        changed()


def test_one_departure_ends_one_membership(world: World) -> None:
    first, second = world.admit(world.mill, SPRING, 2)
    leave(world.officer, memberships=[first], day=SUMMER, reason="retired")
    first.refresh_from_db()
    with pytest.raises(IntegrityError, match="membership_left"):
        Membership.objects.filter(pk=second.pk).update(left=first.left_id)


def test_a_membership_of_no_day_is_refused_by_the_database(world: World) -> None:
    (membership,) = world.admit(world.mill, SUMMER)
    with pytest.raises(IntegrityError, match="membership_lasts_at_least_a_day") as error, transaction.atomic():
        Membership.objects.filter(pk=membership.pk).update(span=days(SUMMER, EVE))
    assert sentence_of(error.value) == "Ngày ra phải sau ngày vào."


# --- Again -----------------------------------------------------------------------------------------------------------


def test_who_left_is_admitted_again_and_not_counted_as_a_new_member(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    leave(world.officer, memberships=[membership], day=SUMMER, reason="resigned")
    readmit(world.officer, unit=world.plant, day=AUTUMN, members=[membership.member])
    assert value("members.admitted", world.head, "2024") == 1
    assert [value("members.total", world.head, day) for day in (EVE, SUMMER, AUTUMN)] == [1, 0, 1]
    assert value("members.total", world.south, "2024") == 1
    assert membership.member.memberships.count() == 2


def test_who_belongs_somewhere_on_that_day_or_later_is_not_admitted_again(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    with refused("Người này đang sinh hoạt tại một đơn vị"):
        readmit(world.officer, unit=world.plant, day=SUMMER, members=[membership.member])
    leave(world.officer, memberships=[membership], day=AUTUMN, reason="resigned")
    for day in (date(2024, 1, 1), EVE):
        with refused("Người này đang sinh hoạt tại một đơn vị"):
            readmit(world.officer, unit=world.plant, day=day, members=[membership.member])
    readmit(world.officer, unit=world.plant, day=WINTER, members=[membership.member])


def test_nobody_admitted_again_is_refused(world: World) -> None:
    with refused("Chưa có ai trong danh sách kết nạp"):
        readmit(world.officer, unit=world.plant, day=SUMMER, members=[])


# --- Taken back ------------------------------------------------------------------------------------------------------


def test_an_admission_taken_back_never_was(world: World) -> None:
    membership, other = world.admit(world.mill, SUMMER, 2)
    withdraw_admission(world.officer, membership=membership, reason="nhập nhầm")
    assert value("members.total", world.head, "2024") == value("members.admitted", world.head, "2024") == 1
    assert list(Membership.objects.at([world.mill]).current()) == [other]
    assert Posting.objects.filter(entry=membership.entered).count() == 4
    assert Deed.objects.latest("pk").words == {"reason": "nhập nhầm"}


def test_who_was_never_there_may_be_admitted_elsewhere_for_the_same_days(world: World) -> None:
    (membership,) = world.admit(world.mill, SUMMER)
    withdraw_admission(world.officer, membership=membership, reason="nhập nhầm")
    readmit(world.officer, unit=world.plant, day=SUMMER, members=[membership.member])
    assert [value("members.total", unit, "2024") for unit in (world.mill, world.plant)] == [0, 1]


def test_an_admission_on_which_something_was_built_is_not_taken_back(world: World) -> None:
    suspended, moved, left = world.admit(world.mill, SPRING, 3)
    suspend(world.officer, membership=suspended, day=SUMMER)
    arrived = transfer(world.officer, membership=moved, to=world.plant, day=SUMMER)
    leave(world.officer, memberships=[left], day=SUMMER, reason="retired")
    for membership, sentence in (
        (suspended, "Đã có việc tạm dừng sinh hoạt dựa trên lần kết nạp này"),
        (moved, "Người này không còn sinh hoạt tại đơn vị"),
        (arrived, "Người này đã chuyển sinh hoạt; rút việc chuyển trước"),
        (left, "Người này không còn sinh hoạt tại đơn vị"),
    ):
        with refused(sentence):
            withdraw_admission(world.officer, membership=membership, reason="nhập nhầm")


def test_taking_back_asks_for_a_reason_and_is_done_once(world: World) -> None:
    (membership,) = world.admit(world.mill, SUMMER)
    with refused("Nêu lý do rút"):
        withdraw_admission(world.officer, membership=membership, reason=" ")
    withdraw_admission(world.officer, membership=membership, reason="nhập nhầm")
    with refused("Người này không còn sinh hoạt tại đơn vị"):
        withdraw_admission(world.officer, membership=membership, reason="nhập nhầm")


def test_an_admission_is_taken_back_only_within_reach(world: World) -> None:
    (membership,) = world.admit(world.plant, SUMMER)
    with refused("không có quyền quản lý đoàn viên", PermissionDenied):
        withdraw_admission(world.chair, membership=membership, reason="nhập nhầm")
