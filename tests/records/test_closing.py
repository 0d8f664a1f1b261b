"""Units that end: absorbed, merged, split, dissolved; what becomes of place, life, children, figures and stocks."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.records.asking import own, refused, told, value
from tests.world import BEGINNING, World, the_day

from congdoan.base.bound import Bound
from congdoan.catalogue.rules import Level
from congdoan.figures.models import Entry
from congdoan.org.models import Unit
from congdoan.records.members.actions import leave_all, transfer_all
from congdoan.records.structure.actions import (
    NewUnit,
    absorb,
    demote,
    dissolve,
    found,
    hand_over,
    merge,
    reclassify,
    split,
)
from congdoan.records.structure.models import Change, Verb

SPRING, SUMMER, AUTUMN, WINTER = date(2024, 3, 1), date(2024, 6, 1), date(2024, 9, 1), date(2024, 12, 1)
EVE = SUMMER - timedelta(days=1)
WORKS = NewUnit("works", "Công đoàn Liên hiệp", Level.GRASSROOTS, "non-state")
EAST = NewUnit("east", "Công đoàn Khu Đông", Level.SUPERIOR)
WEST = NewUnit("west", "Công đoàn Khu Tây", Level.SUPERIOR)


def parents(unit: Unit, *on: date) -> list[str]:
    return [str(unit.place_on(day).parent) for day in on]


def section(world: World, code: str, parent: Unit) -> Unit:
    return world.found(code, Level.SECTION, parent)


ENDINGS: dict[str, Callable[[World, Unit, date], object]] = {
    "absorb": lambda world, unit, day: absorb(world.officer, unit=unit, into=world.mine, day=day),
    "merge": lambda world, unit, day: merge(
        world.officer, units=[unit, world.mine], new=WORKS, parent=world.industry, day=day
    ),
    "split": lambda world, unit, day: split(world.officer, unit=unit, into=[EAST, WEST], day=day),
    "dissolve": lambda world, unit, day: dissolve(world.officer, unit=unit, day=day),
}


# --- Every way of ending ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_ended_unit_lived_on_its_last_day_and_keeps_its_history(world: World, ending: str) -> None:
    world.hold_dialogue(world.mill, SPRING)
    world.hold_dialogue(world.mill, SUMMER)
    ENDINGS[ending](world, world.mill, SUMMER)
    assert Unit.objects.get(code="mill").last_day == SUMMER
    assert value("dialogue.held", world.mill, "2024") == 2
    assert value("dialogue.held", world.industry, "2024") == 2
    with refused("Đơn vị đã kết thúc hoạt động ngày 01/06/2024; không ghi được việc sau ngày đó"):
        world.hold_dialogue(world.mill, SUMMER + timedelta(days=1))


@pytest.mark.parametrize("ending", ENDINGS)
def test_while_people_remain_a_unit_does_not_end(world: World, ending: str) -> None:
    world.admit(world.mill, SPRING, 3)
    with refused("Đơn vị còn 3 đoàn viên trong danh sách. Chuyển sinh hoạt hoặc cho ra khỏi danh sách trước"):
        ENDINGS[ending](world, world.mill, SUMMER)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_happened_later_keeps_a_unit_from_ending_before_it(world: World, ending: str) -> None:
    activity = world.hold_dialogue(world.mill, AUTUMN)
    with refused("Đơn vị còn hoạt động ghi sau ngày này"):
        ENDINGS[ending](world, world.mill, SUMMER)
    activity.entry.refresh_from_db()
    ENDINGS[ending](world, world.mill, AUTUMN)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_unit_does_not_end_before_it_began_twice_or_ahead(world: World, ending: str) -> None:
    unit = world.found("dam", Level.GRASSROOTS, world.industry, day=SPRING)
    with refused("Đơn vị"):
        ENDINGS[ending](world, unit, BEGINNING)
    with refused("Ngày này chưa đến"):
        ENDINGS[ending](world, unit, date(2025, 2, 1))
    with the_day(date(2024, 12, 31)):
        ENDINGS[ending](world, unit, AUTUMN)
    with refused("đã đóng ngày 01/09/2024"):
        dissolve(world.officer, unit=Unit.objects.get(code="dam"), day=AUTUMN)


@pytest.mark.parametrize("ending", ENDINGS)
def test_who_may_not_change_the_structure_ends_nothing(world: World, ending: str) -> None:
    world_of_clerk = World(**{**vars(world), "officer": world.clerk})
    with refused("không có quyền sắp xếp tổ chức", PermissionDenied):
        ENDINGS[ending](world_of_clerk, world.mill, SUMMER)


@pytest.mark.parametrize(
    ("ending", "cause", "verb"),
    [
        ("absorb", "absorbed", Verb.ABSORB),
        ("merge", "merged", Verb.MERGE),
        ("split", "split", Verb.SPLIT),
        ("dissolve", "dissolved", Verb.DISSOLVE),
    ],
)
def test_an_ending_is_a_record_with_its_cause_and_level(world: World, ending: str, cause: str, verb: Verb) -> None:
    ENDINGS[ending](world, world.mill, SUMMER)
    change = Change.objects.get(unit=world.mill, day=SUMMER)
    assert (change.verb, change.entry.noun) == (verb, "closing")
    assert change.entry.traits == {"cause": cause, "level": "grassroots"}


# --- Absorbing -------------------------------------------------------------------------------------------------------


def test_an_absorbed_unit_stands_as_a_closed_child_of_its_successor(world: World) -> None:
    absorb(world.officer, unit=world.mill, into=world.plant, day=SUMMER)
    assert parents(world.mill, EVE, SUMMER, WINTER) == ["industry", "plant", "plant"]
    assert Change.objects.get(unit=world.mill, verb=Verb.ABSORB).other == world.plant


def test_flows_before_the_merger_stay_where_they_happened_and_stocks_go_along(world: World) -> None:
    world.admit(world.mill, SPRING, 3)
    transfer_all(world.officer, unit=world.mill, to=world.plant, day=SUMMER)
    absorb(world.officer, unit=world.mill, into=world.plant, day=SUMMER)
    assert value("members.admitted", world.north, "2024") == 3
    assert value("members.admitted", world.south, "2024") == 0
    assert [value("members.total", world.north, day) for day in (EVE, SUMMER)] == [3, 0]
    assert [value("members.total", world.south, day) for day in (EVE, SUMMER)] == [0, 3]
    assert value("members.total", world.head, "2024") == 3


def test_the_open_children_of_an_absorbed_unit_go_to_its_successor(world: World) -> None:
    absorb(world.officer, unit=world.industry, into=world.schools, day=SUMMER)
    assert parents(world.mill, EVE, SUMMER) == ["industry", "schools"]
    assert parents(world.mine, EVE, SUMMER) == ["industry", "schools"]
    assert Change.objects.filter(verb=Verb.HAND_OVER, other=world.schools).count() == 2
    assert value("units.grassroots", world.schools, "2024") == 3
    assert value("units.grassroots", world.head, "2024") == 4


def test_the_closed_children_of_an_absorbed_unit_stay_beneath_it(world: World) -> None:
    dissolve(world.officer, unit=world.mill, day=SPRING)
    absorb(world.officer, unit=world.industry, into=world.zone, day=SUMMER)
    assert parents(world.mill, SUMMER) == ["industry"]
    assert parents(world.industry, SUMMER) == ["zone"]
    assert world.mill in Unit.objects.under([world.south.pk], on=SUMMER)


def test_a_merger_is_no_founding_and_one_grassroots_union_fewer(world: World) -> None:
    absorb(world.officer, unit=world.mill, into=world.mine, day=SUMMER)
    assert value("units.founded", world.head, "2024") == 0
    assert [value("units.grassroots", world.head, day) for day in (EVE, SUMMER)] == [4, 3]


def test_provinces_merge_with_all_beneath_them(world: World) -> None:
    absorb(world.officer, unit=world.north, into=world.south, day=SUMMER)
    assert value("units.grassroots", world.south, SUMMER) == value("units.grassroots", world.head, SUMMER) == 4
    assert value("units.grassroots", world.south, EVE) == 1


@pytest.mark.parametrize("into", ["mill", "section"])
def test_a_unit_is_not_absorbed_by_itself_or_by_what_stands_beneath_it(world: World, into: str) -> None:
    beneath = {"mill": world.mill, "section": section(world, "section", world.mill)}
    with refused("không thể sáp nhập vào chính nó|không thể trực thuộc đơn vị nằm dưới chính nó"):
        absorb(world.officer, unit=world.mill, into=beneath[into], day=SUMMER)


def test_a_closed_unit_receives_nothing(world: World) -> None:
    dissolve(world.officer, unit=world.mine, day=SPRING)
    for stale in (world.mine, Unit.objects.get(code="mine")):
        with refused("Đơn vị nhận đã kết thúc hoạt động"):
            absorb(world.officer, unit=world.mill, into=stale, day=SUMMER)


def test_a_unit_receives_nothing_before_it_was_founded(world: World) -> None:
    dam = world.found("dam", Level.GRASSROOTS, world.industry, day=AUTUMN)
    with refused("Đơn vị nhận chưa thành lập vào ngày này"):
        absorb(world.officer, unit=world.mill, into=dam, day=SUMMER)


def test_an_absorbed_unit_stays_with_its_successor_whatever_sector_it_had_later(world: World) -> None:
    reclassify(world.officer, unit=world.mill, sector="public", day=AUTUMN)
    absorb(world.officer, unit=world.mill, into=world.plant, day=SUMMER)
    assert parents(world.mill, SUMMER, AUTUMN, WINTER) == ["plant"] * 3


def test_a_child_that_comes_later_keeps_a_unit_from_ending_before_it(world: World) -> None:
    hand_over(world.officer, unit=world.plant, to=world.industry, day=AUTUMN)
    sentence = "Đơn vị còn 1 đơn vị trực thuộc đang hoạt động"
    with refused(sentence):
        absorb(world.officer, unit=world.industry, into=world.schools, day=SUMMER)
    for unit in (world.mill, world.mine):
        hand_over(world.officer, unit=unit, to=world.schools, day=SPRING)
    with refused(sentence):
        dissolve(world.officer, unit=world.industry, day=SUMMER)


def test_both_units_must_be_within_reach(world: World) -> None:
    with refused("chair không có quyền sắp xếp tổ chức tại Công đoàn plant", PermissionDenied):
        absorb(world.chair, unit=world.mill, into=world.plant, day=SUMMER)
    absorb(world.chair, unit=world.mill, into=world.school, day=SUMMER)


# --- Declared stocks -------------------------------------------------------------------------------------------------


def test_declared_stocks_pass_to_the_successor(world: World) -> None:
    world.declare(world.mill, "workers.total", "2023-12", 120)
    world.declare(world.plant, "workers.total", "2023-12", 30)
    absorb(world.officer, unit=world.mill, into=world.plant, day=SUMMER)
    assert [own("workers.total", world.mill, day) for day in (EVE, SUMMER)] == [120, 0]
    assert [own("workers.total", world.plant, day) for day in (EVE, SUMMER)] == [30, 150]
    assert [told("workers.total", world.head, day).low for day in (EVE, SUMMER, WINTER)] == [150] * 3
    assert told("workers.total", world.south, WINTER).low == 150
    assert told("workers.total", world.south, WINTER).backed == 0


def test_what_was_declared_for_the_very_day_of_the_end_is_neither_kept_nor_doubled(world: World) -> None:
    last, next_day = date(2024, 6, 30), date(2024, 7, 1)
    world.declare(world.mill, "workers.total", "2024-06", 120)
    world.declare(world.plant, "workers.total", "2024-06", 30)
    absorb(world.officer, unit=world.mill, into=world.plant, day=last)
    assert [own("workers.total", world.mill, day) for day in (last, next_day)] == [0, 0]
    assert [own("workers.total", world.plant, day) for day in (last, next_day)] == [150, 150]
    assert [told("workers.total", world.head, day).low for day in (last, next_day)] == [150, 150]
    world.declare(world.plant, "workers.total", "2024-07", 140)
    assert own("workers.total", world.plant, date(2024, 7, 31)) == 140


def test_what_was_declared_for_the_very_day_ends_with_a_dissolved_unit(world: World) -> None:
    world.declare(world.mill, "workers.total", "2024-06", 120)
    dissolve(world.officer, unit=world.mill, day=date(2024, 6, 30))
    assert not told("workers.total", world.head, WINTER).sums


def test_who_declares_the_day_of_a_merger_after_it_tells_what_there_is_with_what_was_passed(world: World) -> None:
    world.declare(world.mill, "workers.total", "2024-06", 120)
    absorb(world.officer, unit=world.mill, into=world.plant, day=date(2024, 6, 30))
    world.declare(world.plant, "workers.total", "2024-06", 155)
    assert own("workers.total", world.plant, date(2024, 6, 30)) == 155
    assert told("workers.total", world.head, WINTER).low == 155


def test_declared_members_pass_to_the_successor_although_they_are_on_no_list(world: World) -> None:
    world.declare(world.school, "members.total", "2019-12", Bound(100, 150, rough=True))
    absorb(world.officer, unit=world.school, into=world.mine, day=SUMMER)
    passed = told("members.total", world.mine, SUMMER).sums
    assert (passed.low, passed.high, passed.rough, passed.declared) == (100, 150, 1, 100)
    assert not told("members.total", world.school, SUMMER).sums
    assert Entry.objects.filter(noun="balance").count() == 2


def test_a_stock_declared_after_the_merger_counts_from_what_was_passed(world: World) -> None:
    world.declare(world.mill, "workers.total", "2023-12", 120)
    absorb(world.officer, unit=world.mill, into=world.mine, day=SUMMER)
    world.declare(world.mine, "workers.total", "2024-06", 110)
    assert [own("workers.total", world.mine, day) for day in (EVE, date(2024, 6, 30))] == [None, 110]
    within = told("workers.total", world.mine, SUMMER).sums
    assert (within.low, within.high) == (110, 120)
    assert value("workers.total", world.industry, date(2024, 6, 30)) == 110


def test_declared_stocks_end_with_a_dissolved_unit(world: World) -> None:
    world.declare(world.mill, "workers.total", "2023-12", 120)
    dissolve(world.officer, unit=world.mill, day=SUMMER)
    assert [told("workers.total", world.head, day).low for day in (EVE, SUMMER)] == [120, 0]


def test_declared_flows_stay_where_they_were_declared(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2019", 7)
    absorb(world.officer, unit=world.school, into=world.plant, day=SUMMER)
    assert [told("dialogue.held", unit, "2019").low for unit in (world.north, world.south, world.plant)] == [7, 0, 0]


def test_a_declaration_that_ends_later_keeps_a_unit_from_ending_before_it(world: World) -> None:
    world.declare(world.mill, "wages.sum", "2024-09", 10)
    with refused("Đơn vị còn hoạt động ghi sau ngày này"):
        dissolve(world.officer, unit=world.mill, day=SUMMER)


# --- Merging ---------------------------------------------------------------------------------------------------------


def test_a_merger_makes_one_new_unit_of_several(world: World) -> None:
    shift = section(world, "shift", world.mill)
    works = merge(world.officer, units=[world.mill, world.mine], new=WORKS, parent=world.industry, day=SUMMER)
    assert (works.code, works.first_day, parents(works, SUMMER)) == ("works", SUMMER, ["industry"])
    assert [parents(unit, EVE, SUMMER) for unit in (world.mill, world.mine)] == [["industry", "works"]] * 2
    assert parents(shift, EVE, SUMMER) == ["mill", "works"]
    assert Change.objects.filter(verb=Verb.MERGE, other=works).count() == 2


def test_a_product_of_merger_is_not_founded_but_counted(world: World) -> None:
    merge(world.officer, units=[world.mill, world.mine], new=WORKS, parent=world.industry, day=SUMMER)
    assert value("units.founded", world.head, "2024") == 0
    assert [value("units.grassroots", world.industry, day) for day in (EVE, SUMMER)] == [2, 1]


def test_a_merger_passes_on_what_each_declared(world: World) -> None:
    world.declare(world.mill, "workers.total", "2023-12", 120)
    world.declare(world.mine, "workers.total", "2022-12", 80)
    works = merge(world.officer, units=[world.mill, world.mine], new=WORKS, parent=world.industry, day=SUMMER)
    assert own("workers.total", works, SUMMER) == 200
    assert [told("workers.total", world.industry, day).low for day in (EVE, SUMMER)] == [200, 200]


def test_a_merger_needs_two(world: World) -> None:
    for units in ([], [world.mill], [world.mill, world.mill]):
        with refused("Hợp nhất cần ít nhất hai đơn vị"):
            merge(world.officer, units=units, new=WORKS, parent=world.industry, day=SUMMER)


def test_a_merger_of_which_one_part_is_refused_is_refused_whole(world: World) -> None:
    world.admit(world.mine, SPRING)
    with refused("Đơn vị còn 1 đoàn viên"):
        merge(world.officer, units=[world.mill, world.mine], new=WORKS, parent=world.industry, day=SUMMER)
    assert not Unit.objects.filter(code="works").exists()


# --- Splitting -------------------------------------------------------------------------------------------------------


def test_a_split_makes_units_beside_the_old_one_and_shares_its_children(world: World) -> None:
    east, west = split(
        world.officer,
        unit=world.industry,
        into=[EAST, WEST],
        day=SUMMER,
        children={"east": [world.mill], "west": [world.mine]},
    )
    assert [parents(unit, SUMMER) for unit in (east, west)] == [["north"]] * 2
    assert [parents(unit, EVE, SUMMER) for unit in (world.mill, world.mine)] == [
        ["industry", "east"],
        ["industry", "west"],
    ]
    assert parents(world.industry, WINTER) == ["north"]
    assert [value("units.grassroots", unit, "2024") for unit in (east, west, world.industry, world.north)] == [
        1,
        1,
        0,
        3,
    ]


def test_a_grassroots_union_split_in_two_is_not_two_foundings(world: World) -> None:
    parts = [NewUnit(code, code, Level.GRASSROOTS) for code in ("a", "b")]
    split(world.officer, unit=world.mill, into=parts, day=SUMMER)
    assert value("units.founded", world.head, "2024") == 0
    assert [value("units.grassroots", world.head, day) for day in (EVE, SUMMER)] == [4, 5]


def test_a_split_is_refused_while_a_child_is_left_over(world: World) -> None:
    with refused("Đơn vị còn 1 đơn vị trực thuộc đang hoạt động. Chuyển giao trước khi kết thúc"):
        split(world.officer, unit=world.industry, into=[EAST, WEST], day=SUMMER, children={"east": [world.mill]})


def test_a_split_needs_two_parts_and_a_superior(world: World) -> None:
    sentence = "Chia tách cần ít nhất hai đơn vị mới và một cấp trên"
    with refused(sentence):
        split(world.officer, unit=world.industry, into=[EAST], day=SUMMER)
    with refused(sentence):
        split(world.officer, unit=world.head, into=[EAST, WEST], day=SUMMER)


def test_a_split_shares_children_among_its_own_parts_alone(world: World) -> None:
    with refused("Không có đơn vị mới mang mã north"):
        split(world.officer, unit=world.industry, into=[EAST, WEST], day=SUMMER, children={"north": [world.mill]})


# --- Dissolving ------------------------------------------------------------------------------------------------------


def test_a_dissolved_unit_stays_a_closed_child_of_its_last_superior(world: World) -> None:
    dissolve(world.officer, unit=world.mill, day=SUMMER)
    assert parents(world.mill, EVE, WINTER) == ["industry", "industry"]
    assert [value("units.grassroots", world.industry, day) for day in (EVE, SUMMER)] == [2, 1]


def test_while_children_remain_a_unit_is_not_dissolved(world: World) -> None:
    with refused("Đơn vị còn 2 đơn vị trực thuộc đang hoạt động"):
        dissolve(world.officer, unit=world.industry, day=SUMMER)
    for unit in (world.mill, world.mine):
        dissolve(world.officer, unit=unit, day=SUMMER)
    dissolve(world.officer, unit=world.industry, day=SUMMER)
    assert value("units.grassroots", world.north, "2024") == 1


def test_a_unit_is_dissolved_once_everybody_has_left(world: World) -> None:
    world.admit(world.mill, SPRING, 3)
    leave_all(world.officer, unit=world.mill, day=SUMMER)
    dissolve(world.officer, unit=world.mill, day=SUMMER)
    assert [value("members.total", world.head, day) for day in (EVE, SUMMER)] == [3, 0]


def test_a_unit_that_was_no_grassroots_union_any_more_ends_as_what_it_was(world: World) -> None:
    demote(world.officer, unit=world.mill, level=Level.SECTION, day=SPRING)
    dissolve(world.officer, unit=world.mill, day=SUMMER)
    assert [value("units.grassroots", world.head, day) for day in (BEGINNING, SPRING, SUMMER)] == [4, 3, 3]


def test_a_unit_founded_and_dissolved_on_one_day_was_there_on_that_day(world: World) -> None:
    dam = found(world.officer, NewUnit("dam", "Đập", Level.GRASSROOTS), parent=world.industry, day=SUMMER)
    dissolve(world.officer, unit=dam, day=SUMMER)
    assert value("units.founded", world.head, "2024") == 1
    assert value("units.grassroots", world.head, SUMMER) == 4


def test_a_stock_is_not_declared_for_a_unit_whose_balance_was_passed_on(world: World) -> None:
    absorb(world.officer, unit=world.mill, into=world.mine, day=SUMMER)
    world.declare(world.mine, "workers.total", "2024-09", 200)
    with refused("số dư đã chuyển đi"):
        world.declare(world.mill, "workers.total", "2023-12", 120)
    assert told("workers.total", world.industry, WINTER).low == 200
