"""Two at once: the second waits for the first, and is refused what the first has made untrue."""

import time
from collections.abc import Callable
from contextvars import copy_context
from datetime import date
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from tests.conftest import Opener
from tests.records.asking import value
from tests.world import TODAY, World

from congdoan.base.period import DAY
from congdoan.org.actions import appoint, lock_units
from congdoan.org.models import Place
from congdoan.org.rules import Role
from congdoan.records.committees.actions import elect, hold_congress, unseat
from congdoan.records.committees.models import Congress
from congdoan.records.committees.rules import Body
from congdoan.records.members.actions import NewMember, apply, leave, resume, suspend, transfer
from congdoan.records.members.models import Application, Membership
from congdoan.records.structure.actions import absorb, hand_over

SPRING, SUMMER, AUTUMN = date(2024, 3, 1), date(2024, 6, 1), date(2024, 9, 1)

Deed = Callable[[], object]
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.fixture
def meanwhile(another_connection: Opener) -> "Meanwhile":
    """Does one deed, and another from another session before the first commits; gives what the other met.

    `then` is what the first goes on to do once the second waits for it.
    """

    def both(first: Deed, second: Deed, then: Deed = lambda: None) -> Exception | None:
        met: list[Exception] = []

        def do_second() -> None:
            try:
                second()
            except Exception as error:
                met.append(error)
            finally:
                connection.close()

        thread = Thread(target=copy_context().run, args=[do_second])
        watch = another_connection(autocommit=True)
        with transaction.atomic():
            first()
            thread.start()
            until = time.monotonic() + 5
            while thread.is_alive() and watch.execute(WAITING).fetchone() == (0,) and time.monotonic() < until:
                time.sleep(0.01)
            assert thread.is_alive(), "the second did not wait for the first"
            then()
        thread.join(10)
        assert not thread.is_alive()
        return met[0] if met else None

    return both


Meanwhile = Callable[..., Exception | None]


def test_a_member_moved_twice_at_once_moves_once(lasting_world: World, meanwhile: Meanwhile) -> None:
    world = lasting_world
    (membership,) = world.admit(world.mill, SPRING)
    met = meanwhile(
        lambda: transfer(world.officer, membership=membership, to=world.mine, day=SUMMER),
        lambda: transfer(world.officer, membership=membership, to=world.plant, day=SUMMER),
    )
    assert isinstance(met, ValidationError)
    assert met.messages == ["Người này không còn sinh hoạt tại đơn vị."]
    assert [str(m.unit) for m in Membership.objects.current()] == ["mine"]
    assert value("members.total", world.head, "2024") == 1


def test_a_member_suspended_twice_at_once_is_suspended_once(lasting_world: World, meanwhile: Meanwhile) -> None:
    world = lasting_world
    (membership,) = world.admit(world.mill, SPRING)
    met = meanwhile(
        lambda: suspend(world.officer, membership=membership, day=SUMMER),
        lambda: suspend(world.officer, membership=membership, day=AUTUMN),
    )
    assert isinstance(met, ValidationError)
    assert met.messages == ["Người này đang tạm dừng sinh hoạt."]


def test_who_resumes_and_leaves_at_once_keeps_both_days(lasting_world: World, meanwhile: Meanwhile) -> None:
    world = lasting_world
    (membership,) = world.admit(world.mill, SPRING)
    suspension = suspend(world.officer, membership=membership, day=SUMMER)
    met = meanwhile(
        lambda: resume(world.officer, suspension=suspension, day=AUTUMN),
        lambda: leave(world.officer, memberships=[membership], day=TODAY, reason="retired"),
    )
    assert met is None
    suspension.refresh_from_db()
    assert (suspension.last_day, suspension.ended is None) == (AUTUMN - DAY, False)
    assert not Membership.objects.current().exists()


def test_the_same_form_sent_twice_at_once_is_one_application(lasting_world: World, meanwhile: Meanwhile) -> None:
    world, din = lasting_world, NewMember("Lý Thị Dín", "female")

    def send() -> object:
        return apply(world.clerk, unit=world.mill, day=TODAY, person=din, signed="paper")

    met = meanwhile(send, send)
    assert isinstance(met, ValidationError)
    assert "Đơn như thế này đã nhận" in met.messages[0]
    assert Application.objects.count() == 1


def test_who_leaves_a_committee_while_a_congress_is_entered_waits_for_it(
    lasting_world: World, meanwhile: Meanwhile
) -> None:
    world = lasting_world
    (membership,) = world.admit(world.mill, SPRING)
    term = hold_congress(world.officer, unit=world.mill, day=SPRING, name="XV", congress=Congress.WHOLE)
    (seat,) = elect(world.officer, term=term, body=Body.EXECUTIVE, members=[membership.member], day=SPRING)
    met = meanwhile(
        lambda: lock_units([world.mill]),
        lambda: unseat(world.officer, seat=seat, day=AUTUMN),
        then=lambda: hold_congress(world.officer, unit=world.mill, day=SUMMER, name="XVI", congress=Congress.WHOLE),
    )
    assert isinstance(met, ValidationError)
    assert "chỉ ghi một lần" in met.messages[0]
    seat.refresh_from_db()
    assert seat.last_day == SUMMER - DAY


def test_nothing_is_recorded_at_a_unit_that_is_being_absorbed(lasting_world: World, meanwhile: Meanwhile) -> None:
    world = lasting_world
    met = meanwhile(
        lambda: absorb(world.officer, unit=world.mill, into=world.mine, day=SUMMER),
        lambda: world.hold_dialogue(world.mill, AUTUMN),
    )
    assert isinstance(met, ValidationError)
    assert met.messages == ["Đơn vị đã kết thúc hoạt động ngày 01/06/2024; không ghi được việc sau ngày đó."]
    assert value("dialogue.held", world.head, "2024") == 0


def test_a_unit_at_which_something_is_being_recorded_is_not_absorbed_before_it(
    lasting_world: World, meanwhile: Meanwhile
) -> None:
    world = lasting_world
    met = meanwhile(
        lambda: world.hold_dialogue(world.mill, AUTUMN),
        lambda: absorb(world.officer, unit=world.mill, into=world.mine, day=SUMMER),
    )
    assert isinstance(met, ValidationError)
    assert met.messages == ["Đơn vị còn hoạt động ghi sau ngày này."]


def test_two_moves_at_once_make_no_circle(lasting_world: World, meanwhile: Meanwhile) -> None:
    world = lasting_world
    met = meanwhile(
        lambda: hand_over(world.officer, unit=world.industry, to=world.schools, day=SUMMER),
        lambda: hand_over(world.officer, unit=world.schools, to=world.mill, day=SUMMER),
    )
    assert isinstance(met, ValidationError)
    assert met.messages == ["schools không thể trực thuộc đơn vị nằm dưới chính nó."]
    assert Place.objects.known().on(SUMMER).count() == 10


def test_a_position_given_twice_at_once_is_held_once(lasting_world: World, meanwhile: Meanwhile) -> None:
    world = lasting_world

    def give() -> object:
        return appoint(world.officer, user=world.stranger, unit=world.mill, role=Role.CLERK, day=TODAY)

    assert meanwhile(give, give) is not None
    assert world.stranger.positions.count() == 1


def test_a_position_given_twice_at_once_is_given_once(lasting_world: World, meanwhile: Meanwhile) -> None:
    world = lasting_world

    def give() -> None:
        appoint(world.officer, user=world.stranger, unit=world.mill, role=Role.CLERK, day=TODAY)

    met = meanwhile(give, give)
    assert isinstance(met, ValidationError)
    assert met.messages == ["Người này đang giữ chức danh đó tại đơn vị."]
    assert world.stranger.positions.filter(unit=world.mill).count() == 1
