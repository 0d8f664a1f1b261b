"""A member's time in units: moved, excused, ended; and a stock that is always the sum of its flows."""

from collections.abc import Iterator
from datetime import date, timedelta
from operator import attrgetter

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st
from tests.examples import tried_on
from tests.records.asking import refused, told, value
from tests.world import BEGINNING, TODAY, World, the_day, undone

from congdoan.base.period import Period
from congdoan.base.spell import days
from congdoan.figures.models import Entry
from congdoan.figures.rules import Reach
from congdoan.org.models import Deed, Unit
from congdoan.records.members.actions import (
    NewMember,
    admit_applicants,
    answer_transfer,
    apply,
    ask_transfer,
    complete_due,
    decide,
    leave,
    leave_all,
    readmit,
    resume,
    suspend,
    transfer,
    transfer_all,
    withdraw_admission,
    withdraw_suspension,
    withdraw_transfer,
)
from congdoan.records.members.models import Application, Member, Membership, Suspension, Transfer
from congdoan.records.structure.actions import dissolve

SPRING, SUMMER, AUTUMN, WINTER = date(2024, 3, 1), date(2024, 6, 1), date(2024, 9, 1), date(2024, 12, 1)
DAY = timedelta(days=1)
EVE = SUMMER - DAY


def fresh(membership: Membership) -> Membership:
    return Membership.objects.get(pk=membership.pk)


# --- Transfers -------------------------------------------------------------------------------------------------------


def test_a_member_transferred_leaves_and_enters_on_one_day(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    arrived = transfer(world.officer, membership=membership, to=world.plant, day=SUMMER)
    assert fresh(membership).last_day == EVE
    assert (arrived.unit, arrived.first_day, arrived.is_open) == (world.plant, SUMMER, True)
    assert [[value("members.total", unit, day) for day in (EVE, SUMMER)] for unit in (world.mill, world.plant)] == [
        [1, 0],
        [0, 1],
    ]


def test_a_transfer_is_no_admission_and_changes_nothing_above_both(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    transfer(world.officer, membership=membership, to=world.mine, day=SUMMER)
    assert value("members.admitted", world.head, "2024") == 1
    assert [value("members.total", world.industry, day) for day in (EVE, SUMMER)] == [1, 1]
    assert told("members.transferred_in", world.mine, "2024", Reach.OWN).value == 1


def test_everybody_in_a_unit_moves_in_one_action(world: World) -> None:
    world.admit(world.mill, SPRING, 5)
    arrived = transfer_all(world.officer, unit=world.mill, to=world.plant, day=SUMMER)
    assert len(arrived) == 5
    assert value("members.total", world.south, "2024") == 5
    assert Deed.objects.latest("pk").words == {"people": 5, "from": "mill", "day": "2024-06-01"}
    assert transfer_all(world.officer, unit=world.mill, to=world.plant, day=SUMMER) == []


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (SPRING, "Ngày này phải sau ngày vào đơn vị"),
        (BEGINNING, "Ngày này phải sau ngày vào đơn vị"),
        (TODAY + DAY, "Ngày này chưa đến"),
    ],
)
def test_a_transfer_on_a_wrong_day_is_refused(world: World, day: date, sentence: str) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    with refused(sentence):
        transfer(world.officer, membership=membership, to=world.plant, day=day)


def test_where_nobody_can_go_is_refused(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    with refused("Người này đã sinh hoạt tại đơn vị đó"):
        transfer(world.officer, membership=membership, to=world.mill, day=SUMMER)
    dissolve(world.officer, unit=world.plant, day=SPRING)
    with refused("Đơn vị đã kết thúc hoạt động ngày 01/03/2024"):
        transfer(world.officer, membership=membership, to=world.plant, day=SUMMER)


def test_who_has_left_or_moved_is_not_transferred(world: World) -> None:
    left, moved = world.admit(world.mill, SPRING, 2)
    leave(world.officer, memberships=[left], day=SUMMER, reason="died")
    transfer(world.officer, membership=moved, to=world.mine, day=SUMMER)
    for membership in (left, moved):
        with refused("Người này không còn sinh hoạt tại đơn vị"):
            transfer(world.officer, membership=membership, to=world.plant, day=AUTUMN)


def test_both_sides_of_a_transfer_must_be_within_reach(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    sentence = "clerk không có quyền quản lý đoàn viên tại Công đoàn mine"
    with refused(sentence, PermissionDenied):
        transfer(world.clerk, membership=membership, to=world.mine, day=SUMMER)
    with refused(sentence, PermissionDenied):
        transfer_all(world.clerk, unit=world.mill, to=world.mine, day=SUMMER)
    transfer(world.chair, membership=membership, to=world.mine, day=SUMMER)


# --- Suspending ------------------------------------------------------------------------------------------------------


def test_who_is_suspended_is_still_counted(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    suspension = suspend(world.officer, membership=membership, day=SUMMER)
    assert [value("members.total", world.head, day) for day in (EVE, SUMMER, WINTER)] == [1, 1, 1]
    resume(world.officer, suspension=suspension, day=AUTUMN)
    suspension.refresh_from_db()
    assert (suspension.first_day, suspension.last_day) == (SUMMER, AUTUMN - DAY)
    assert [entry.noun for entry in Entry.objects.filter(unit=world.mill).order_by("pk")][1:] == [
        "admission",
        "suspension",
        "resumption",
    ]
    assert value("members.total", world.head, "2024") == 1


def test_a_member_is_suspended_once_at_a_time(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    suspension = suspend(world.officer, membership=membership, day=SUMMER)
    for day in (SUMMER - DAY, SUMMER, AUTUMN):
        with refused("Người này đang tạm dừng sinh hoạt"):
            suspend(world.officer, membership=membership, day=day)
    resume(world.officer, suspension=suspension, day=AUTUMN)
    suspend(world.officer, membership=membership, day=AUTUMN)
    assert membership.suspensions.count() == 2


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(SPRING, "Ngày này phải sau ngày vào đơn vị"), (TODAY + DAY, "Ngày này chưa đến")],
)
def test_a_suspension_on_a_wrong_day_is_refused(world: World, day: date, sentence: str) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    with refused(sentence):
        suspend(world.officer, membership=membership, day=day)


def test_who_resumes_does_so_once_and_after_the_suspension(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    suspension = suspend(world.officer, membership=membership, day=SUMMER)
    for day in (EVE, SUMMER):
        with refused("Ngày trở lại phải sau ngày tạm dừng"):
            resume(world.officer, suspension=suspension, day=day)
    with refused("Ngày này chưa đến"):
        resume(world.officer, suspension=suspension, day=TODAY + DAY)
    resume(world.officer, suspension=suspension, day=AUTUMN)
    with refused("không còn tạm dừng sinh hoạt"):
        resume(world.officer, suspension=suspension, day=WINTER)


def test_a_suspension_ends_with_the_membership(world: World) -> None:
    left, moved = world.admit(world.mill, SPRING, 2)
    suspensions = [suspend(world.officer, membership=membership, day=SUMMER) for membership in (left, moved)]
    leave(world.officer, memberships=[left], day=AUTUMN, reason="retired")
    arrived = transfer(world.officer, membership=moved, to=world.plant, day=AUTUMN)
    for suspension in suspensions:
        suspension.refresh_from_db()
        assert suspension.last_day == AUTUMN - DAY
        with refused("không còn tạm dừng sinh hoạt"):
            resume(world.officer, suspension=suspension, day=WINTER)
    assert not arrived.suspensions.exists()
    assert not Suspension.objects.on(WINTER).exists()


def test_nobody_leaves_before_a_suspension_that_is_known(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    suspension = suspend(world.officer, membership=membership, day=AUTUMN)
    sentence = "Người này có việc tạm dừng sinh hoạt ghi sau ngày này"
    for day in (SUMMER, AUTUMN):
        with refused(sentence):
            leave(world.officer, memberships=[membership], day=day, reason="retired")
    resume(world.officer, suspension=suspension, day=WINTER)
    with refused(sentence):
        transfer(world.officer, membership=membership, to=world.plant, day=AUTUMN + DAY)
    leave(world.officer, memberships=[membership], day=WINTER, reason="retired")


def test_a_suspension_by_mistake_is_taken_back_with_its_resumption(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    first = suspend(world.clerk, membership=membership, day=SUMMER)
    resume(world.clerk, suspension=first, day=AUTUMN)
    with refused("Nêu lý do rút"):
        withdraw_suspension(world.clerk, suspension=first, reason=" ")
    with refused("không có quyền", PermissionDenied):
        withdraw_suspension(world.stranger, suspension=first, reason="nhầm người")
    withdraw_suspension(world.clerk, suspension=first, reason="nhầm người")
    assert not Suspension.objects.exists()
    assert set(Entry.objects.filter(noun__in=("suspension", "resumption")).values_list("withdrawn", flat=True)) == {
        True
    }
    with refused("đã được rút rồi"):
        withdraw_suspension(world.clerk, suspension=first, reason="nhầm người")
    withdraw_admission(world.clerk, membership=membership, reason="kết nạp nhầm")


def test_two_suspensions_on_one_day_are_refused_by_the_database(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    suspend(world.officer, membership=membership, day=SUMMER)
    other = Suspension(
        membership=membership, span=days(AUTUMN, AUTUMN), began=world.hold_dialogue(world.mill, AUTUMN).entry
    )
    with refused("suspensions_do_not_overlap", Exception), undone():
        other.save()


def test_who_may_not_manage_members_suspends_nobody(world: World) -> None:
    (membership,) = world.admit(world.mine, SPRING)
    with refused("không có quyền quản lý đoàn viên", PermissionDenied):
        suspend(world.clerk, membership=membership, day=SUMMER)
    suspension = suspend(world.chair, membership=membership, day=SUMMER)
    with refused("không có quyền quản lý đoàn viên", PermissionDenied):
        resume(world.clerk, suspension=suspension, day=AUTUMN)


# --- Leaving ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["resigned", "expelled", "retired", "died", "closed"])
def test_who_leaves_is_counted_up_to_the_day_before(world: World, reason: str) -> None:
    membership, _other = world.admit(world.mill, SPRING, 2)
    leave(world.officer, memberships=[membership], day=SUMMER, reason=reason)
    assert fresh(membership).last_day == EVE
    assert [value("members.total", world.head, day) for day in (EVE, SUMMER)] == [2, 1]
    assert Entry.objects.get(membership_left=membership).traits["reason"] == reason


def test_many_leave_in_one_action_and_all_of_a_unit_when_it_closes(world: World) -> None:
    memberships = world.admit(world.mill, SPRING, 3)
    leave(world.officer, memberships=memberships[:2], day=SUMMER, reason="resigned")
    assert Deed.objects.latest("pk").words == {"people": 2, "reason": "resigned", "day": "2024-06-01"}
    leave_all(world.officer, unit=world.mill, day=AUTUMN)
    assert value("members.total", world.mill, "2024") == 0
    before = Deed.objects.count()
    leave_all(world.officer, unit=world.mill, day=AUTUMN)
    assert Deed.objects.count() == before


def test_who_cannot_leave_is_refused_and_nobody_leaves(world: World) -> None:
    membership, other = world.admit(world.mill, SPRING, 2)
    leave(world.officer, memberships=[other], day=SUMMER, reason="resigned")
    both = [fresh(membership), fresh(other)]
    with refused("Chọn lý do ra khỏi tổ chức"):
        leave(world.officer, memberships=[membership], day=SUMMER, reason="tired")
    with refused("Giàng A 1: người này không còn sinh hoạt tại đơn vị"):
        leave(world.officer, memberships=both, day=AUTUMN, reason="resigned")
    with refused("Ngày này phải sau ngày vào đơn vị"):
        leave(world.officer, memberships=[membership], day=SPRING, reason="resigned")
    with refused("Ngày này chưa đến"):
        leave(world.officer, memberships=[membership], day=TODAY + DAY, reason="resigned")


def test_who_may_not_manage_members_ends_no_membership(world: World) -> None:
    at_home, elsewhere = world.admit(world.mill, SPRING) + world.admit(world.mine, SPRING)
    with refused("không có quyền quản lý đoàn viên tại Công đoàn mine", PermissionDenied):
        leave(world.clerk, memberships=[at_home, elsewhere], day=SUMMER, reason="resigned")
    leave(world.clerk, memberships=[at_home], day=SUMMER, reason="resigned")


def test_a_person_is_told_by_their_name_alone_and_a_membership_without_it(world: World) -> None:
    (membership,) = world.admit(world.mill, SPRING)
    suspension = suspend(world.officer, membership=membership, day=SUMMER)
    member = membership.member
    assert (str(member), str(membership)) == ("Giàng A 0", f"{member.pk} @ mill")
    assert str(suspension) == f"{member.pk} @ mill: 2024-06-01.."


# --- The law ---------------------------------------------------------------------------------------------------------

STEPS = 8
UNIT = st.integers(0, 2)
WHO = st.integers(0, 30)
WHEN = st.integers(1, 25)
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("admit"), UNIT, WHEN, st.integers(1, 3)),
        st.tuples(st.sampled_from(["transfer", "readmit"]), WHO, WHEN, UNIT),
        st.tuples(st.just("transfer_all"), UNIT, WHEN, UNIT),
        st.tuples(st.sampled_from(["leave", "suspend", "resume", "withdraw"]), WHO, WHEN, UNIT),
        st.tuples(st.sampled_from(["ask", "answer", "refuse", "return", "expire", "apply", "hold"]), WHO, WHEN, UNIT),
    ),
    min_size=2,
    max_size=STEPS,
)
Deeds = list[tuple[str, int, int, int]]
GAINS = {"admission", "readmission", "arrival"}
LOSSES = {"departure", "leaving"}


def do(world: World, verb: str, who: int, when: int, where: int) -> None:
    """One deed on a person or a unit that there is; the day moves on with `when`."""
    units = [world.mill, world.mine, world.plant]
    day = SPRING + 10 * DAY * when
    memberships = sorted(Membership.objects.all(), key=attrgetter("pk"))
    if verb == "admit":
        world.admit(units[who], day, where)
    elif verb == "transfer_all":
        transfer_all(world.officer, unit=units[who], to=units[where], day=day)
    elif memberships:
        membership = memberships[who % len(memberships)]
        suspension = membership.suspensions.last()
        if verb == "transfer":
            transfer(world.officer, membership=membership, to=units[where], day=day)
        elif verb == "readmit":
            readmit(world.officer, unit=units[where], day=day, members=[membership.member])
        elif verb == "leave":
            leave(world.officer, memberships=[membership], day=day, reason="resigned")
        elif verb == "suspend":
            suspend(world.officer, membership=membership, day=day)
        elif verb == "resume" and suspension:
            resume(world.officer, suspension=suspension, day=day)
        elif verb == "withdraw":
            withdraw_admission(world.officer, membership=membership, reason="nhập nhầm")
        elif verb == "ask":
            ask_transfer(world.clerk, membership=membership, to=units[where], day=day)
        elif verb == "return":
            withdraw_transfer(world.officer, membership=membership, reason="chuyển nhầm")
    if verb in ("answer", "refuse", "expire") and (asked := Transfer.objects.waiting().first()):
        if verb == "expire":
            with the_day(asked.due + DAY):
                complete_due()
        else:
            answer_transfer(world.officer, transfer=asked, agree=verb == "answer", reason="không đúng người")
    elif verb == "apply":
        new = NewMember("Giàng A Páo", "male", identity=f"0101900000{who:02}")
        application = apply(world.clerk, unit=world.mill, day=day, person=new, signed="paper")
        decide(world.clerk, application=application, day=day, accept=where > 0, reason="chưa đủ hồ sơ")
    elif verb == "hold":
        waiting = list(Application.objects.open())
        admit_applicants(world.clerk, unit=world.mill, day=day, applications=waiting, cards=True)


def flows(unit: Unit, period: Period) -> int:
    """What entered less what left at the units now beneath, by the entries alone."""
    beneath = Unit.objects.under([unit.pk], on=period.last_day)
    nouns = list(Entry.objects.standing().at(beneath).during(period).values_list("noun", flat=True))
    return sum(noun in GAINS for noun in nouns) - sum(noun in LOSSES for noun in nouns)


def nowhere() -> list[int]:
    """Those who were in no unit for a day without having left the union."""
    lost = []
    for membership in Membership.objects.standing().filter(left__noun="departure"):
        following = Membership.objects.standing().filter(member=membership.member_id, entered__noun="arrival")
        if not following.filter(span__startswith=membership.span.upper).exists():
            lost.append(membership.member_id)
    return lost


def asked(world: World) -> Iterator[tuple[Unit, date]]:
    for unit in (world.head, world.north, world.industry, world.mill, world.mine, world.plant):
        for when in (0, 9, 18, 26):
            yield unit, SPRING + 10 * DAY * when


@tried_on(48)
@given(DEEDS)
def test_a_stock_is_the_sum_of_its_flows_and_the_people_on_the_list(world: World, deeds: Deeds) -> None:
    with undone():
        for verb, who, when, where in deeds:
            try:
                do(world, verb, who, when, where)
            except (ValidationError, PermissionDenied):
                continue
        for unit, day in asked(world):
            stock = value("members.total", unit, day)
            listed = Membership.objects.standing().at(Unit.objects.under([unit.pk], on=day)).on(day)
            assert stock == flows(unit, Period(BEGINNING, day)) == listed.count()
            assert listed.values("member").distinct().count() == listed.count()
        assert value("members.total", world.head, TODAY) == Membership.objects.current().count()
        entered = Member.objects.filter(memberships__isnull=False).distinct().count()
        assert entered == Member.objects.filter(memberships__entered__noun="admission").distinct().count()
        assert nowhere() == []
