"""The tree through time: a move shifts no past, a stock stands where its unit stands, and any tree can be asked for."""

from datetime import date

import pytest
from tests.figures.ledger import between, exactly, told
from tests.world import World

from congdoan.base.period import parse_period
from congdoan.catalogue.rules import Level
from congdoan.figures.models import Question, due_to_reorganisation, restating
from congdoan.figures.rules import Sums
from congdoan.org.models import Unit
from congdoan.records.structure.actions import NewUnit, absorb, dissolve, hand_over, merge, promote, split

BEFORE, MOVED, AFTER = date(2024, 3, 1), date(2024, 4, 1), date(2024, 5, 2)


@pytest.fixture(autouse=True, params=[restating.LARGE, 0], ids=["each unit asked", "those elsewhere asked"])
def large(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A restated figure is read in two ways, by how many units stand beneath the one asked for."""
    monkeypatch.setattr(restating, "LARGE", request.param)


def by_child(code: str, unit: Unit, period: str, **more: object) -> dict[str | None, int]:
    sums = Question(unit, **more).by_child(code, parse_period(period))  # type: ignore[arg-type]
    return {child: found.low for child, found in sums.items() if found}


def test_a_flow_counts_under_the_row_of_its_own_day(world: World) -> None:
    for day in (BEFORE, MOVED, AFTER):
        world.hold_dialogue(world.mill, day)
    hand_over(world.officer, unit=world.mill, to=world.zone, day=MOVED)

    assert exactly("dialogue.held", world.north, "2024") == 1
    assert exactly("dialogue.held", world.south, "2024") == 2
    assert exactly("dialogue.held", world.mill, "2024") == 3
    assert exactly("dialogue.held", world.head, "2024") == 3


def test_a_move_takes_all_beneath_the_unit_with_it(world: World) -> None:
    world.hold_dialogue(world.mill, AFTER)
    hand_over(world.officer, unit=world.industry, to=world.south, day=MOVED)

    assert exactly("dialogue.held", world.south, "2024") == 1
    assert exactly("dialogue.held", world.north, "2024") == 0


def test_a_move_shifts_no_past(world: World) -> None:
    world.hold_dialogue(world.mill, BEFORE)
    hand_over(world.officer, unit=world.industry, to=world.south, day=MOVED)

    assert exactly("dialogue.held", world.north, "2024-03") == 1
    assert exactly("dialogue.held", world.south, "2024") == 0


def test_a_move_entered_late_shifts_what_was_recorded_since(world: World) -> None:
    world.hold_dialogue(world.mill, AFTER)
    assert exactly("dialogue.held", world.north, "2024") == 1
    hand_over(world.officer, unit=world.mill, to=world.zone, day=MOVED)

    assert exactly("dialogue.held", world.north, "2024") == 0


def test_a_move_entered_after_a_later_one_holds_until_that_one(world: World) -> None:
    hand_over(world.officer, unit=world.mill, to=world.zone, day=date(2024, 6, 1))
    hand_over(world.officer, unit=world.mill, to=world.schools, day=MOVED)
    for day in (BEFORE, AFTER, date(2024, 7, 2)):
        world.hold_dialogue(world.mill, day)

    for unit in (world.industry, world.schools, world.zone):
        assert exactly("dialogue.held", unit, "2024") == 1


def test_a_declaration_counts_under_the_row_of_its_last_day(world: World) -> None:
    hand_over(world.officer, unit=world.mill, to=world.zone, day=MOVED)
    world.declare(world.mill, "dialogue.held", "2024-02..2024-04", 12)
    world.declare(world.mill, "dialogue.held", "2023", 7)

    assert exactly("dialogue.held", world.south, "2023..2024") == 12
    assert exactly("dialogue.held", world.north, "2023..2024") == 7
    assert between("dialogue.held", world.south, "2024-02") == (0, 12)
    assert exactly("dialogue.held", world.north, "2024-02") == 0


def test_a_stock_counts_under_the_rows_of_its_day(world: World) -> None:
    world.admit(world.mill, BEFORE, 5)
    hand_over(world.officer, unit=world.mill, to=world.zone, day=MOVED)
    world.admit(world.mill, AFTER, 2)

    assert exactly("members.total", world.north, "2024-03") == 5
    assert exactly("members.total", world.south, "2024-03") == 0
    assert exactly("members.total", world.north, "2024-04") == 0
    assert exactly("members.total", world.south, "2024-04-01..2024-04-01") == 5
    assert exactly("members.total", world.south, "2024") == 7


def test_the_tree_of_a_day_restates_flows(world: World) -> None:
    world.hold_dialogue(world.mill, BEFORE)
    world.hold_dialogue(world.mill, AFTER)
    hand_over(world.officer, unit=world.mill, to=world.zone, day=MOVED)

    assert exactly("dialogue.held", world.south, "2024", tree_on=date(2024, 12, 31)) == 2
    assert exactly("dialogue.held", world.north, "2024", tree_on=date(2024, 12, 31)) == 0
    assert exactly("dialogue.held", world.north, "2024", tree_on=BEFORE) == 2


def test_the_tree_of_a_day_restates_stocks(world: World) -> None:
    world.admit(world.mill, BEFORE, 5)
    hand_over(world.officer, unit=world.mill, to=world.zone, day=MOVED)

    assert exactly("members.total", world.south, "2024-03", tree_on=AFTER) == 5
    assert exactly("members.total", world.north, "2024-12", tree_on=BEFORE) == 5


def test_today_s_province_is_told_over_the_years_before_it_was_merged(world: World) -> None:
    world.hold_dialogue(world.plant, BEFORE)
    world.hold_dialogue(world.mill, BEFORE)
    absorb(world.officer, unit=world.south, into=world.north, day=MOVED)

    assert exactly("dialogue.held", world.north, "2010..2024") == 1
    assert exactly("dialogue.held", world.north, "2010..2024", tree_on=AFTER) == 2
    assert exactly("dialogue.held", world.south, "2010..2024") == 1
    assert exactly("dialogue.held", world.south, "2010..2024", tree_on=AFTER) == 0


def test_the_root_is_the_same_on_every_tree(world: World) -> None:
    world.hold_dialogue(world.mill, BEFORE)
    world.hold_dialogue(world.south, BEFORE)
    world.hold_dialogue(world.plant, AFTER)
    absorb(world.officer, unit=world.south, into=world.north, day=MOVED)
    dissolve(world.officer, unit=world.mill, day=AFTER)

    for tree_on in (None, date(1950, 1, 1), BEFORE, MOVED, AFTER, date(2099, 1, 1)):
        assert exactly("dialogue.held", world.head, "2024", tree_on=tree_on) == 3


def test_a_unit_s_first_and_last_place_hold_for_ever(world: World) -> None:
    young = world.found("young", Level.GRASSROOTS, world.zone, day=MOVED)
    world.hold_dialogue(young, AFTER)
    dissolve(world.officer, unit=young, day=AFTER)

    assert exactly("dialogue.held", world.south, "2024", tree_on=date(1950, 1, 1)) == 1
    assert exactly("dialogue.held", world.south, "2024", tree_on=date(2099, 1, 1)) == 1


def test_a_closed_unit_never_drops_out_of_anybody_s_figures(world: World) -> None:
    world.hold_dialogue(world.mine, BEFORE)
    world.hold_dialogue(world.mill, BEFORE)
    absorb(world.officer, unit=world.mine, into=world.mill, day=MOVED)
    dissolve(world.officer, unit=world.school, day=MOVED)

    assert exactly("dialogue.held", world.industry, "2024") == 2
    assert exactly("dialogue.held", world.mill, "2024", tree_on=AFTER) == 2
    assert exactly("dialogue.held", world.mill, "2024") == 1


def test_a_row_keeps_the_level_it_had_on_its_day(world: World) -> None:
    for day in (BEFORE, MOVED, AFTER):
        world.hold_dialogue(world.mill, day)
    promote(world.officer, unit=world.mill, level=Level.SUPERIOR, day=MOVED)

    assert exactly("dialogue.held", world.north, "2024", scope=Level.GRASSROOTS) == 1
    assert exactly("dialogue.held", world.north, "2024", scope=Level.SUPERIOR) == 2
    assert exactly("dialogue.held", world.north, "2024", scope=Level.SUPERIOR, tree_on=AFTER) == 3


def test_a_stock_is_told_for_the_levels_of_its_day(world: World) -> None:
    world.admit(world.mill, BEFORE, 5)
    promote(world.officer, unit=world.mill, level=Level.SUPERIOR, day=MOVED)

    assert exactly("members.total", world.head, "2024-03", scope=Level.GRASSROOTS) == 5
    assert exactly("members.total", world.head, "2024-04", scope=Level.GRASSROOTS) == 0
    assert exactly("members.total", world.head, "2024-04", scope=Level.SUPERIOR) == 5


def test_children_and_the_unit_itself_add_up_to_the_subtree(world: World) -> None:
    for unit in (world.north, world.industry, world.mill, world.mine, world.school):
        world.hold_dialogue(unit, AFTER)

    assert by_child("dialogue.held", world.north, "2024") == {None: 1, "industry": 3, "schools": 1}
    assert by_child("dialogue.held", world.head, "2024") == {"north": 5}


def test_a_child_s_row_counts_only_its_days_beneath_that_parent(world: World) -> None:
    for day in (BEFORE, MOVED, AFTER):
        world.hold_dialogue(world.mill, day)
    hand_over(world.officer, unit=world.industry, to=world.south, day=MOVED)

    assert by_child("dialogue.held", world.north, "2024") == {"industry": 1}
    assert by_child("dialogue.held", world.south, "2024") == {"industry": 2}
    assert by_child("dialogue.held", world.south, "2024", tree_on=AFTER) == {"industry": 3}


def test_a_stock_by_child_is_told_for_the_children_of_its_day(world: World) -> None:
    world.admit(world.mill, BEFORE, 5)
    world.admit(world.school, BEFORE, 2)
    hand_over(world.officer, unit=world.industry, to=world.south, day=MOVED)

    assert by_child("members.total", world.north, "2024-03") == {"industry": 5, "schools": 2}
    assert by_child("members.total", world.north, "2024") == {"schools": 2}
    assert by_child("members.total", world.south, "2024") == {"industry": 5}


def test_what_units_brought_is_a_line_of_its_own(world: World) -> None:
    world.admit(world.mill, BEFORE, 5)
    world.admit(world.mine, BEFORE, 4)
    hand_over(world.officer, unit=world.mill, to=world.zone, day=MOVED)
    world.admit(world.mill, AFTER, 2)
    year = parse_period("2024")

    assert due_to_reorganisation("members.total", world.south, year) == Sums(5, 5)
    assert due_to_reorganisation("members.total", world.north, year) == Sums(-5, -5)
    assert due_to_reorganisation("members.total", world.head, year) == Sums()
    assert due_to_reorganisation("members.total", world.mill, year) == Sums()


def test_nothing_is_due_to_reorganisation_where_no_unit_came_or_went(world: World) -> None:
    world.admit(world.mill, BEFORE, 5)

    assert due_to_reorganisation("members.total", world.north, parse_period("2024")) == Sums()
    with pytest.raises(ValueError, match=r"dialogue\.held"):
        due_to_reorganisation("dialogue.held", world.north, parse_period("2024"))


def test_a_cut_declaration_is_not_due_to_reorganisation(world: World) -> None:
    world.declare(world.mill, "workers.total", "2022-12", 100)
    world.declare(world.mill, "workers.total", "2023-12", 120)

    assert due_to_reorganisation("workers.total", world.north, parse_period("2023-06")) == Sums()
    assert due_to_reorganisation("workers.total", world.north, parse_period("2023-07..2024-06")) == Sums()


def test_before_what_happened_and_reorganisation_make_what_is(world: World) -> None:
    world.admit(world.mill, BEFORE, 5)
    hand_over(world.officer, unit=world.mill, to=world.zone, day=date(2024, 5, 15))
    world.admit(world.mill, date(2024, 5, 10), 2)
    world.admit(world.mill, date(2024, 5, 20), 1)
    may = parse_period("2024-05")

    for unit, before, admitted, after in ((world.north, 5, 2, 0), (world.south, 0, 1, 8)):
        assert exactly("members.total", unit, "2024-04") == before
        assert exactly("members.admitted", unit, "2024-05") == admitted
        assert due_to_reorganisation("members.total", unit, may).low == after - before - admitted
        assert exactly("members.total", unit, "2024-05") == after


def test_foundings_count_foundings_alone_and_not_the_products_of_mergers(world: World) -> None:
    world.found("young", Level.GRASSROOTS, world.industry, day=BEFORE)
    new = NewUnit("joined", "Công đoàn chung", Level.GRASSROOTS, "non-state")
    merge(world.officer, units=[world.mill, world.mine], new=new, parent=world.industry, day=MOVED)
    halves = [NewUnit(code, f"Công đoàn {code}", Level.GRASSROOTS) for code in ("left", "right")]
    split(world.officer, unit=world.plant, into=halves, day=MOVED)

    assert exactly("units.founded", world.head, "2024") == 1
    assert exactly("units.grassroots", world.north, "2024") == 3
    assert exactly("units.grassroots", world.south, "2024") == 2


def test_what_happens_on_the_day_of_a_move_happens_under_the_new_superior(world: World) -> None:
    world.hold_dialogue(world.mine, MOVED)
    absorb(world.officer, unit=world.mine, into=world.school, day=MOVED)

    assert exactly("dialogue.held", world.schools, "2024") == 1
    assert exactly("dialogue.held", world.industry, "2024") == 0
    assert told("dialogue.held", world.school, "2024").value == 1
