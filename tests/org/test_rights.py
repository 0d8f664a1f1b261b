"""Rights come from positions and from nowhere else; they reach down, for as long as the position lasts."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from tests.world import BEGINNING, TODAY, World, the_day

from congdoan.base.spell import days
from congdoan.org.actions import appoint, close_unit, place_unit, relieve, require
from congdoan.org.models import Position, Unit, User
from congdoan.org.rules import RIGHTS, Right, Role, roles_with
from congdoan.records.activities.actions import record_activity

SUMMER, WINTER = date(2024, 6, 1), date(2024, 12, 1)
NORTH = {"north", "industry", "schools", "mill", "mine", "school"}
WRITING = set(Right) - {Right.READ, Right.JOURNAL}


def reached(user: User, right: Right = Right.READ) -> set[str]:
    return {unit.code for unit in user.reach(right)}


@pytest.fixture
def inspector(world: World) -> User:
    user = User.objects.create(username="inspector")
    appoint(world.officer, user=user, unit=world.north, role=Role.INSPECTOR, day=SUMMER)
    return user


# --- Roles -----------------------------------------------------------------------------------------------------------


def test_every_role_and_right_has_a_name_and_every_role_may_read() -> None:
    for role in Role:
        assert str(role.label)
        assert Right.READ in RIGHTS[role]
    for right in Right:
        assert str(right.label)
        assert Role.CHAIR in roles_with(right)


def test_a_clerk_neither_changes_the_structure_nor_gives_positions_nor_reads_the_journal() -> None:
    assert set(Right) - RIGHTS[Role.CLERK] == {Right.UNMASK, Right.STRUCTURE, Right.APPOINT, Right.JOURNAL}


def test_an_inspector_only_reads() -> None:
    assert RIGHTS[Role.INSPECTOR] == {Right.READ, Right.JOURNAL}
    assert not any(Role.INSPECTOR in roles_with(right) for right in WRITING)


# --- Reach -----------------------------------------------------------------------------------------------------------


def test_reach_goes_down_and_only_down(world: World) -> None:
    assert reached(world.chair) == NORTH
    assert reached(world.clerk) == {"mill"}
    assert reached(world.officer) == NORTH | {"head", "south", "zone", "plant"}


@pytest.mark.parametrize("right", Right)
def test_a_stranger_reaches_nothing(world: World, right: Right) -> None:
    assert reached(world.stranger, right) == set()
    with pytest.raises(PermissionDenied):
        require(world.stranger, right, world.mill)


def test_a_superuser_without_a_position_is_a_stranger(world: World) -> None:
    superuser = User.objects.create_superuser("root")
    assert reached(superuser) == set()


def test_a_clerk_records_only_at_home(world: World) -> None:
    record_activity(world.clerk, unit=world.mill, day=SUMMER, kind="dialogue", measures={"people": 5})
    for unit in (world.mine, world.industry, world.north, world.head, world.plant):
        with pytest.raises(PermissionDenied):
            record_activity(world.clerk, unit=unit, day=SUMMER, kind="dialogue", measures={"people": 5})


@pytest.mark.parametrize("right", sorted(WRITING))
def test_an_inspector_reads_everything_beneath_and_writes_nothing(world: World, inspector: User, right: Right) -> None:
    assert reached(inspector) == reached(inspector, Right.JOURNAL) == NORTH
    assert reached(inspector, right) == set()
    with pytest.raises(PermissionDenied):
        require(inspector, right, world.mill)


def test_a_right_is_required_in_every_unit_named(world: World) -> None:
    require(world.chair, Right.RECORD, world.mill, world.school)
    with pytest.raises(PermissionDenied, match="chair không có quyền ghi hoạt động tại Công đoàn plant"):
        require(world.chair, Right.RECORD, world.mill, world.plant)


def test_reach_is_that_of_todays_tree(world: World) -> None:
    place_unit(world.industry, day=SUMMER, parent=world.south)
    assert reached(world.chair) == {"north", "schools", "school"}
    with the_day(date(2024, 5, 31)):
        assert reached(world.chair) == NORTH


def test_a_closed_unit_is_reached_from_its_successor(world: World) -> None:
    close_unit(world.plant, day=SUMMER, beneath=world.mill)
    assert reached(world.clerk) == {"mill", "plant"}


def test_positions_in_two_units_reach_both_and_what_is_beneath(world: World) -> None:
    appoint(world.officer, user=world.clerk, unit=world.south, role=Role.INSPECTOR, day=SUMMER)
    assert reached(world.clerk) == {"mill", "south", "zone", "plant"}
    assert reached(world.clerk, Right.RECORD) == {"mill"}
    assert reached(world.clerk, Right.JOURNAL) == {"south", "zone", "plant"}


# --- How long --------------------------------------------------------------------------------------------------------


def test_reach_ends_with_the_positions_span(world: World) -> None:
    position = Position.objects.get(user=world.clerk)
    relieve(world.officer, position=position, day=WINTER)
    position.refresh_from_db()
    assert (position.first_day, position.last_day) == (BEGINNING, date(2024, 11, 30))
    with the_day(date(2024, 11, 30), 23, 59):
        assert reached(world.clerk) == {"mill"}
    with the_day(WINTER, 0):
        assert reached(world.clerk) == set()
        with pytest.raises(PermissionDenied):
            record_activity(world.clerk, unit=world.mill, day=SUMMER, kind="dialogue", measures={"people": 5})


def test_a_position_given_ahead_begins_on_its_day(world: World) -> None:
    appoint(world.officer, user=world.stranger, unit=world.mill, role=Role.CLERK, day=date(2025, 3, 1))
    assert reached(world.stranger) == set()
    with the_day(date(2025, 3, 1), 0):
        assert reached(world.stranger) == {"mill"}


def test_a_position_ends_once_and_after_it_began(world: World) -> None:
    position = Position.objects.get(user=world.clerk)
    with pytest.raises(ValidationError, match="ngày thôi phải sau ngày đó"):
        relieve(world.officer, position=position, day=BEGINNING)
    relieve(world.officer, position=position, day=SUMMER)
    with pytest.raises(ValidationError, match="đã thôi từ ngày"):
        relieve(world.officer, position=position, day=WINTER)


def test_a_position_held_is_not_given_again(world: World) -> None:
    sentence = "Người này đang giữ chức danh đó tại đơn vị"
    with pytest.raises(ValidationError, match=sentence):
        appoint(world.officer, user=world.clerk, unit=world.mill, role=Role.CLERK, day=SUMMER)
    relieve(world.officer, position=Position.objects.get(user=world.clerk), day=WINTER)
    with pytest.raises(ValidationError, match=sentence):
        appoint(world.officer, user=world.clerk, unit=world.mill, role=Role.CLERK, day=SUMMER)
    appoint(world.officer, user=world.clerk, unit=world.mill, role=Role.CLERK, day=WINTER)
    assert reached(world.clerk) == {"mill"}


def test_the_database_refuses_a_position_twice_or_for_no_day(world: World) -> None:
    given = {"user": world.clerk, "unit": world.mill, "role": Role.CLERK}
    with pytest.raises(IntegrityError, match="positions_do_not_overlap"), transaction.atomic():
        Position.objects.create(**given, span=days(SUMMER, SUMMER))
    with pytest.raises(IntegrityError, match="position_lasts_at_least_a_day"), transaction.atomic():
        Position.objects.create(**given, span=days(SUMMER, date(2024, 5, 31)))


# --- Giving them -----------------------------------------------------------------------------------------------------


def test_a_chair_gives_positions_beneath_and_nowhere_else(world: World) -> None:
    appoint(world.chair, user=world.stranger, unit=world.mine, role=Role.CLERK, day=TODAY)
    assert reached(world.stranger) == {"mine"}
    for unit in (world.head, world.south, world.plant):
        with pytest.raises(PermissionDenied):
            appoint(world.chair, user=world.stranger, unit=unit, role=Role.CLERK, day=TODAY)


def test_a_clerk_gives_and_ends_no_position(world: World) -> None:
    with pytest.raises(PermissionDenied):
        appoint(world.clerk, user=world.stranger, unit=world.mill, role=Role.INSPECTOR, day=TODAY)
    with pytest.raises(PermissionDenied):
        relieve(world.clerk, position=Position.objects.get(user=world.clerk), day=TODAY)
    with pytest.raises(PermissionDenied):
        relieve(world.clerk, position=Position.objects.get(user=world.chair), day=TODAY)


def test_nobody_gives_a_right_they_lack(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RIGHTS, Role.CLERK, RIGHTS[Role.CLERK] | {Right.APPOINT})
    appoint(world.clerk, user=world.stranger, unit=world.mill, role=Role.CLERK, day=TODAY)
    for role in (Role.CHAIR, Role.OFFICER, Role.INSPECTOR):
        with pytest.raises(PermissionDenied):
            appoint(world.clerk, user=world.stranger, unit=world.mill, role=role, day=TODAY)
    assert {position.role for position in world.stranger.positions.all()} == {Role.CLERK}


def test_nobody_raises_themselves(world: World) -> None:
    for unit in (world.mill, world.north, world.head):
        with pytest.raises(PermissionDenied):
            appoint(world.clerk, user=world.clerk, unit=unit, role=Role.CHAIR, day=TODAY)


def test_rights_reach_a_unit_founded_later(world: World) -> None:
    assert Unit.objects.get(code="mill") in world.chair.reach(Right.RECORD)
    unit = world.found("dam", world.mill.place_on(TODAY).level, world.industry, day=SUMMER)  # type: ignore[arg-type]
    assert unit in world.chair.reach(Right.RECORD)
    assert unit not in world.clerk.reach(Right.RECORD)
