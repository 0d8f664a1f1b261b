"""Units moved, raised, lowered, renamed and reclassified: what that does to the tree and to figures."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.records.asking import refused, value
from tests.world import BEGINNING, World

from congdoan.catalogue.rules import Level
from congdoan.figures.models import Entry
from congdoan.records.structure.actions import demote, dissolve, hand_over, promote, reclassify, rename
from congdoan.records.structure.models import Change, Verb

SPRING, SUMMER, AUTUMN, WINTER = date(2024, 3, 1), date(2024, 6, 1), date(2024, 9, 1), date(2024, 12, 1)
EVE = SUMMER - timedelta(days=1)
TOMORROW = date(2025, 2, 1)


# --- Handing over ----------------------------------------------------------------------------------------------------


def test_a_unit_handed_over_goes_with_all_beneath_it(world: World) -> None:
    change = hand_over(world.officer, unit=world.industry, to=world.south, day=SUMMER, decision="5/QĐ-TLĐ")
    assert (change.verb, change.unit, change.other, change.decision) == (
        Verb.HAND_OVER,
        world.industry,
        world.south,
        "5/QĐ-TLĐ",
    )
    assert [value("units.grassroots", world.south, day) for day in (EVE, SUMMER)] == [1, 3]
    assert [value("units.grassroots", world.north, day) for day in (EVE, SUMMER)] == [3, 1]
    assert [value("units.grassroots", world.head, day) for day in (EVE, SUMMER)] == [4, 4]


def test_a_move_shifts_no_past_and_takes_stocks_along(world: World) -> None:
    world.admit(world.mill, SPRING, 3)
    hand_over(world.officer, unit=world.mill, to=world.zone, day=SUMMER)
    world.admit(world.mill, AUTUMN, 2)
    assert [value("members.admitted", unit, "2024") for unit in (world.north, world.south)] == [3, 2]
    assert [value("members.total", unit, EVE) for unit in (world.north, world.south)] == [3, 0]
    assert [value("members.total", unit, "2024") for unit in (world.north, world.south)] == [0, 5]


def test_a_move_is_no_founding_and_no_closing(world: World) -> None:
    hand_over(world.officer, unit=world.mill, to=world.zone, day=SUMMER)
    assert value("units.founded", world.south, "2024") == 0
    assert world.mill.is_open


def test_a_move_entered_late_is_not_undone_by_a_later_change_of_sector(world: World) -> None:
    reclassify(world.officer, unit=world.mill, sector="public", day=AUTUMN)
    hand_over(world.officer, unit=world.mill, to=world.zone, day=SUMMER)
    assert [str(world.mill.place_on(day).parent) for day in (EVE, SUMMER, WINTER)] == ["industry", "zone", "zone"]
    assert value("units.grassroots", world.south, WINTER) == 2


def test_a_unit_is_not_handed_to_where_it_stands_or_beneath_itself(world: World) -> None:
    with refused("Đơn vị đã trực thuộc nơi này"):
        hand_over(world.officer, unit=world.mill, to=world.industry, day=SUMMER)
    for to in (world.mill, world.industry):
        with refused("industry không thể trực thuộc đơn vị nằm dưới chính nó"):
            hand_over(world.officer, unit=world.industry, to=to, day=SUMMER)


def test_a_unit_is_not_handed_to_one_that_has_ended(world: World) -> None:
    dissolve(world.officer, unit=world.plant, day=SPRING)
    with refused("Đơn vị nhận đã kết thúc hoạt động"):
        hand_over(world.officer, unit=world.mill, to=world.plant, day=SUMMER)


def test_a_closed_unit_is_not_handed_over(world: World) -> None:
    dissolve(world.officer, unit=world.mill, day=SPRING)
    with refused("Đơn vị đã kết thúc hoạt động ngày 01/03/2024"):
        hand_over(world.officer, unit=world.mill, to=world.zone, day=SUMMER)


@pytest.mark.parametrize(("day", "sentence"), [(TOMORROW, "Ngày này chưa đến"), (date(2009, 1, 1), "Đơn vị thành lập")])
def test_a_day_ahead_or_before_its_founding_is_refused_for_every_change(world: World, day: date, sentence: str) -> None:
    officer, mill = world.officer, world.mill
    with refused(sentence):
        hand_over(officer, unit=mill, to=world.zone, day=day)
    with refused(sentence):
        promote(officer, unit=mill, level=Level.SUPERIOR, day=day)
    with refused(sentence):
        demote(officer, unit=mill, level=Level.SECTION, day=day)
    with refused(sentence):
        reclassify(officer, unit=mill, sector="public", day=day)
    with refused(sentence):
        rename(officer, unit=mill, name="Tên mới", day=day)


def test_both_sides_of_a_move_must_be_within_reach(world: World) -> None:
    with refused("chair không có quyền sắp xếp tổ chức tại Công đoàn zone", PermissionDenied):
        hand_over(world.chair, unit=world.mill, to=world.zone, day=SUMMER)
    with refused("chair không có quyền sắp xếp tổ chức tại Công đoàn zone", PermissionDenied):
        hand_over(world.chair, unit=world.plant, to=world.industry, day=SUMMER)
    hand_over(world.chair, unit=world.mill, to=world.schools, day=SUMMER)


# --- Raising and lowering --------------------------------------------------------------------------------------------


def test_a_promoted_unit_is_no_grassroots_union_any_more(world: World) -> None:
    promote(world.officer, unit=world.mill, level=Level.SUPERIOR, day=SUMMER)
    assert [world.mill.place_on(day).level for day in (EVE, SUMMER)] == ["grassroots", "superior"]
    assert [value("units.grassroots", world.head, day) for day in (EVE, SUMMER)] == [4, 3]
    change = Change.objects.get(unit=world.mill, verb=Verb.PROMOTE)
    assert change.entry.traits == {"from_level": "grassroots", "to_level": "superior"}


def test_a_demoted_unit_becomes_a_grassroots_union(world: World) -> None:
    demote(world.officer, unit=world.zone, level=Level.GRASSROOTS, day=SUMMER)
    assert [value("units.grassroots", world.south, day) for day in (EVE, SUMMER)] == [1, 2]
    assert value("units.founded", world.south, "2024") == 0


def test_a_unit_raised_and_lowered_again_is_what_it_was(world: World) -> None:
    promote(world.officer, unit=world.mill, level=Level.SUPERIOR, day=SUMMER)
    demote(world.officer, unit=world.mill, level=Level.GRASSROOTS, day=AUTUMN)
    assert [value("units.grassroots", world.head, day) for day in (EVE, SUMMER, AUTUMN)] == [4, 3, 4]


@pytest.mark.parametrize("level", [Level.GRASSROOTS, Level.SECTION])
def test_who_is_promoted_rises(world: World, level: Level) -> None:
    with refused("Cấp mới phải cao hơn khi nâng cấp"):
        promote(world.officer, unit=world.mill, level=level, day=SUMMER)


@pytest.mark.parametrize("level", [Level.GRASSROOTS, Level.SUPERIOR, Level.NATIONAL])
def test_who_is_demoted_falls(world: World, level: Level) -> None:
    with refused("thấp hơn khi hạ cấp"):
        demote(world.officer, unit=world.mill, level=level, day=SUMMER)


def test_a_change_of_level_is_not_entered_before_a_later_one(world: World) -> None:
    promote(world.officer, unit=world.mill, level=Level.SUPERIOR, day=AUTUMN)
    sentence = "Đơn vị đã đổi cấp hoặc kết thúc hoạt động sau ngày này"
    with refused(sentence):
        promote(world.officer, unit=world.mill, level=Level.SUPERIOR, day=SUMMER)
    dissolve(world.officer, unit=world.mine, day=SUMMER)
    for day in (SPRING, SUMMER):
        with refused(sentence):
            demote(world.officer, unit=world.mine, level=Level.SECTION, day=day)
    assert value("units.grassroots", world.head, "2024") == 2


def test_raising_and_lowering_keep_place_and_sector(world: World) -> None:
    promote(world.officer, unit=world.mill, level=Level.PROVINCIAL, day=SUMMER)
    place = world.mill.place_on(SUMMER)
    assert (place.parent, place.sector) == (world.industry, "non-state")


# --- Sector and name -------------------------------------------------------------------------------------------------


def test_what_happened_since_a_change_of_sector_is_posted_anew(world: World) -> None:
    for day in (SPRING, SUMMER, AUTUMN):
        world.hold_dialogue(world.mill, day)
    assert value("dialogue.non_state", world.head, "2024") == 3
    reclassify(world.officer, unit=world.mill, sector="public", day=SUMMER)
    assert value("dialogue.non_state", world.head, "2024") == 1
    assert value("dialogue.held", world.head, "2024") == 3
    reclassify(world.officer, unit=world.mill, sector="non-state", day=AUTUMN)
    assert value("dialogue.non_state", world.head, "2024") == 2


def test_an_unknown_sector_is_refused(world: World) -> None:
    with refused("Không có loại hình “moon”"):
        reclassify(world.officer, unit=world.mill, sector="moon", day=SUMMER)


def test_a_new_name_holds_from_its_day_and_posts_nothing(world: World) -> None:
    entries = Entry.objects.count()
    rename(world.officer, unit=world.mill, name="Công đoàn Công ty Dệt", day=SUMMER)
    assert [world.mill.name_on(day) for day in (EVE, SUMMER)] == ["Công đoàn mill", "Công đoàn Công ty Dệt"]
    assert Entry.objects.count() == entries
    with refused("tên đã đổi đúng ngày này"):
        rename(world.officer, unit=world.mill, name="Công đoàn khác", day=SUMMER)


def test_who_may_not_change_the_structure_changes_nothing(world: World) -> None:
    sentence = "không có quyền sắp xếp tổ chức"
    with refused(sentence, PermissionDenied):
        promote(world.clerk, unit=world.mill, level=Level.SUPERIOR, day=SUMMER)
    with refused(sentence, PermissionDenied):
        demote(world.clerk, unit=world.mill, level=Level.SECTION, day=SUMMER)
    with refused(sentence, PermissionDenied):
        reclassify(world.clerk, unit=world.mill, sector="public", day=SUMMER)
    with refused(sentence, PermissionDenied):
        rename(world.clerk, unit=world.mill, name="Tên mới", day=SUMMER)


def test_changes_are_told_in_the_order_of_their_days(world: World) -> None:
    promote(world.officer, unit=world.mill, level=Level.SUPERIOR, day=AUTUMN)
    hand_over(world.officer, unit=world.mill, to=world.zone, day=SUMMER)
    assert [(change.verb, change.day) for change in world.mill.changes.all()] == [
        (Verb.FOUND, BEGINNING),
        (Verb.HAND_OVER, SUMMER),
        (Verb.PROMOTE, AUTUMN),
    ]
