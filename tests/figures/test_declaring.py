"""Declared figures: for months without records, settled by whatever is recorded inside them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from tests.figures.ledger import between, exactly, lines_of, net_of, told
from tests.world import World

from congdoan.base.bound import Bound
from congdoan.base.period import parse_period
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import (
    NewDeclaration,
    correct_declaration,
    declare,
    declare_many,
    excesses,
    withdraw_declaration,
)
from congdoan.figures.models import Posting
from congdoan.records.activities.actions import correct_activity, withdraw_activity

MARCH_4 = date(2015, 3, 4)


def test_a_declared_year_is_told_for_the_year(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015", 12)

    assert exactly("dialogue.held", world.school, "2015") == 12
    assert exactly("dialogue.held", world.head, "2015") == 12


def test_a_declaration_counts_in_every_period_around_it(world: World) -> None:
    for year, held in (("2015", 12), ("2016", 5)):
        world.declare(world.school, "dialogue.held", year, held)

    assert exactly("dialogue.held", world.school, "2015..2016") == 17
    assert told("dialogue.held", world.school, "2014..2017").low == 17


def test_a_period_that_cuts_a_declaration_gets_from_nothing_to_all_of_it(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015", 12)

    assert between("dialogue.held", world.school, "2015-H1") == (0, 12)
    assert between("dialogue.held", world.school, "2015-12") == (0, 12)
    assert between("dialogue.held", world.school, "2015-06..2016-12") == (0, None)
    assert between("dialogue.held", world.head, "2015-06..2016-12") == (0, 12)


def test_a_cut_declaration_backs_nothing_and_weighs_on_nothing(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015", 12)
    world.hold_dialogue(world.mill, MARCH_4)
    half = told("dialogue.held", world.north, "2015-H1")

    assert (half.low, half.high, half.backed) == (1, 13, 1.0)


def test_a_declaration_inside_another_is_told_for_its_own_months(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015", 12)
    world.declare(world.school, "dialogue.held", "2015-05", 5)

    assert exactly("dialogue.held", world.school, "2015") == 12
    assert between("dialogue.held", world.school, "2015-05") == (5, 12)
    assert between("dialogue.held", world.school, "2015-H1") == (5, 12)
    assert between("dialogue.held", world.school, "2015-H2") == (0, 7)


def test_it_does_not_matter_which_of_the_nested_was_declared_first(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015-05", 5)
    world.declare(world.school, "dialogue.held", "2015-H1", 8)
    world.declare(world.school, "dialogue.held", "2015", 12)

    assert exactly("dialogue.held", world.school, "2015") == 12
    assert between("dialogue.held", world.school, "2015-H1") == (8, 12)
    assert between("dialogue.held", world.school, "2015-05") == (5, 12)


def test_a_later_record_inside_a_declaration_settles_it(world: World) -> None:
    declaration = world.declare(world.school, "dialogue.held", "2015", 12)
    for _time in range(3):
        world.hold_dialogue(world.school, MARCH_4)

    assert exactly("dialogue.held", world.school, "2015") == 12
    assert net_of(declaration.entry) == {"dialogue.held": 9}
    assert between("dialogue.held", world.school, "2015-H1") == (3, 12)
    assert between("dialogue.held", world.school, "2015-H2") == (0, 9)


def test_a_record_inside_the_inner_of_two_settles_both(world: World) -> None:
    outer = world.declare(world.school, "dialogue.held", "2015", 12)
    inner = world.declare(world.school, "dialogue.held", "2015-03", 5)
    world.hold_dialogue(world.school, MARCH_4)

    assert net_of(inner.entry) == {"dialogue.held": 4}
    assert net_of(outer.entry) == {"dialogue.held": 7}
    assert exactly("dialogue.held", world.school, "2015") == 12


def test_a_record_inside_is_settled_whichever_came_first(world: World) -> None:
    world.hold_dialogue(world.school, MARCH_4)
    declaration = world.declare(world.school, "dialogue.held", "2015", 12)

    assert net_of(declaration.entry) == {"dialogue.held": 11}
    assert exactly("dialogue.held", world.school, "2015") == 12


def test_a_record_outside_a_declaration_or_at_another_unit_leaves_it_alone(world: World) -> None:
    declaration = world.declare(world.school, "dialogue.held", "2015", 12)
    world.hold_dialogue(world.school, date(2016, 1, 1))
    world.hold_dialogue(world.mill, MARCH_4)

    assert net_of(declaration.entry) == {"dialogue.held": 12}
    assert exactly("dialogue.held", world.head, "2015") == 13


def test_a_declaration_never_falls_below_zero_and_the_excess_is_shown(world: World) -> None:
    declaration = world.declare(world.school, "dialogue.held", "2015", 2)
    assert excesses([declaration]) == {}
    for _time in range(5):
        world.hold_dialogue(world.school, MARCH_4)

    assert net_of(declaration.entry) == {}
    assert exactly("dialogue.held", world.school, "2015") == 5
    assert excesses([declaration]) == {declaration.pk: 3}


def test_what_settles_a_declaration_unsettles_it_when_it_is_withdrawn(world: World) -> None:
    declaration = world.declare(world.school, "dialogue.held", "2015", 2)
    dialogues = [world.hold_dialogue(world.school, MARCH_4) for _time in range(5)]
    for dialogue in dialogues:
        withdraw_activity(world.officer, activity=dialogue, reason="ghi nhầm")

    assert net_of(declaration.entry) == {"dialogue.held": 2}
    assert exactly("dialogue.held", world.school, "2015") == 2


def test_a_record_corrected_out_of_a_declaration_and_into_another_settles_both(world: World) -> None:
    first, second = (world.declare(world.school, "dialogue.held", year, 10) for year in ("2015", "2016"))
    dialogue = world.hold_dialogue(world.school, MARCH_4)
    correct_activity(world.officer, activity=dialogue, reason="nhầm năm", day=date(2016, 3, 4))

    assert (net_of(first.entry), net_of(second.entry)) == ({"dialogue.held": 10}, {"dialogue.held": 9})


def test_a_corrected_declaration_holds_for_the_same_months(world: World) -> None:
    declaration = world.declare(world.school, "dialogue.held", "2015", 12)
    world.hold_dialogue(world.school, MARCH_4)
    correct_declaration(world.officer, declaration=declaration, bound=Bound.exactly(20), reason="sai số")

    assert exactly("dialogue.held", world.school, "2015") == 20
    assert net_of(declaration.entry) == {"dialogue.held": 19}


def test_a_corrected_inner_declaration_settles_the_outer(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015", 12)
    inner = world.declare(world.school, "dialogue.held", "2015-03", 5)
    correct_declaration(world.officer, declaration=inner, bound=Bound.exactly(1), reason="sai số")

    assert exactly("dialogue.held", world.school, "2015") == 12
    assert between("dialogue.held", world.school, "2015-H2") == (0, 11)


def test_a_withdrawn_declaration_leaves_the_records_and_the_months_free(world: World) -> None:
    declaration = world.declare(world.school, "dialogue.held", "2015", 12)
    world.hold_dialogue(world.school, MARCH_4)
    withdraw_declaration(world.officer, declaration=declaration, reason="kê khai nhầm")

    assert between("dialogue.held", world.school, "2015") == (1, None)
    assert world.declare(world.school, "dialogue.held", "2015-02..2016-01", 3).pk != declaration.pk


def test_a_withdrawn_inner_declaration_gives_its_part_back_to_the_outer(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015", 12)
    inner = world.declare(world.school, "dialogue.held", "2015-03", 5)
    withdraw_declaration(world.officer, declaration=inner, reason="kê khai nhầm")

    assert exactly("dialogue.held", world.school, "2015") == 12
    assert between("dialogue.held", world.school, "2015-03") == (0, 12)


def test_a_withdrawn_declaration_is_neither_corrected_nor_withdrawn_again(world: World) -> None:
    declaration = world.declare(world.school, "dialogue.held", "2015", 12)
    withdraw_declaration(world.officer, declaration=declaration, reason="kê khai nhầm")
    with pytest.raises(ValidationError, match="đã được rút"):
        correct_declaration(world.officer, declaration=declaration, bound=Bound.exactly(3), reason="sai số")
    with pytest.raises(ValidationError, match="đã được rút"):
        withdraw_declaration(world.officer, declaration=declaration, reason="lần nữa")


def test_many_are_declared_at_once_or_none(world: World) -> None:
    year = parse_period("2015")
    good = NewDeclaration(world.school, "dialogue.held", year, Bound.exactly(12), "báo cáo năm")
    crossing = good._replace(period=parse_period("2015-12..2016-01"))
    before = Posting.objects.count()
    for wrong in (crossing, good, good._replace(indicator="dialogue.mean_people"), good._replace(basis=" ")):
        with pytest.raises(ValidationError), transaction.atomic():
            declare_many(world.officer, [good, wrong])
    assert Posting.objects.count() == before

    declare_many(world.officer, [good, good._replace(indicator="dialogue.people"), good._replace(unit=world.mill)])
    assert exactly("dialogue.held", world.north, "2015") == 24


@pytest.mark.parametrize("indicator", ["dialogue.mean_people", "members.admitted.plan_rate", "fund.net", "nothing"])
def test_only_what_adds_up_is_declared(world: World, indicator: str) -> None:
    with pytest.raises(ValidationError) as caught:
        world.declare(world.school, indicator, "2015", 5)
    assert indicator in str(caught.value)


def test_a_declared_number_is_never_negative(world: World) -> None:
    with pytest.raises(ValidationError, match="không thể âm"):
        world.declare(world.school, "dialogue.held", "2015", -1)
    declaration = world.declare(world.school, "dialogue.held", "2015", 0)
    with pytest.raises(ValidationError, match="không thể âm"):
        correct_declaration(world.officer, declaration=declaration, bound=Bound(-5, 5), reason="sai số")


def test_only_who_may_declare_at_a_unit_declares_there(world: World) -> None:
    for user, unit in ((world.stranger, world.mill), (world.clerk, world.school)):
        with pytest.raises(PermissionDenied):
            declare(
                user,
                unit=unit,
                indicator="dialogue.held",
                period=parse_period("2015"),
                bound=Bound.exactly(1),
                basis="nhẩm",
            )


def test_a_declaration_is_of_the_unit_itself_and_not_of_those_beneath(world: World) -> None:
    world.declare(world.north, "dialogue.held", "2015", 12)
    world.hold_dialogue(world.mill, MARCH_4)

    assert exactly("dialogue.held", world.north, "2015") == 13
    assert exactly("dialogue.held", world.north, "2015", scope="own") == 12


def test_bounds_are_declared_as_bounds(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015", Bound(100, 999))
    world.declare(world.school, "dialogue.held", "2016", Bound(22_000, None))
    world.declare(world.school, "dialogue.held", "2017", Bound(300, 300, rough=True))

    assert between("dialogue.held", world.school, "2015") == (100, 999)
    assert between("dialogue.held", world.school, "2016") == (22_000, None)
    about = told("dialogue.held", world.school, "2017")
    assert (about.low, about.high, about.about, about.value) == (300, 300, True, None)


def test_records_inside_a_bound_narrow_it_to_what_is_still_open(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015", Bound(4, 9))
    for _time in range(6):
        world.hold_dialogue(world.school, MARCH_4)

    assert between("dialogue.held", world.school, "2015") == (6, 9)
    assert between("dialogue.held", world.school, "2015-H2") == (0, 3)


def test_more_records_than_a_bound_allows_are_shown_as_an_excess(world: World) -> None:
    closed = world.declare(world.school, "dialogue.held", "2015", Bound(1, 3))
    opened = world.declare(world.school, "dialogue.people", "2015", Bound(1, None))
    for _time in range(5):
        world.hold_dialogue(world.school, MARCH_4)

    assert excesses([closed, opened]) == {closed.pk: 2}
    assert exactly("dialogue.held", world.school, "2015") == 5


def test_a_declared_whole_is_never_told_too_low_nor_its_part_too_high(world: World) -> None:
    world.declare(world.school, "dialogue.people", "2015", 500)
    world.hold_dialogue(world.school, MARCH_4, people=Bound(100, 200))

    assert told("dialogue.people", world.school, "2015").low == 500
    assert between("dialogue.people", world.school, "2015-H2") == (0, 400)


def test_settling_again_appends_nothing(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015", 12)
    inner = world.declare(world.school, "dialogue.held", "2015-03", 5)
    world.hold_dialogue(world.school, MARCH_4)
    before = len(lines_of(inner.entry))
    correct_declaration(world.officer, declaration=inner, bound=Bound.exactly(5), reason="như cũ")

    assert len(lines_of(inner.entry)) == before


def test_a_declaration_tells_apart_what_is_declared_from_what_is_recorded(world: World) -> None:
    world.declare(world.school, "dialogue.held", "2015", 12)
    for _time in range(3):
        world.hold_dialogue(world.school, MARCH_4)

    assert told("dialogue.held", world.school, "2015").backed == 0.25
    assert told("dialogue.held", world.school, "2015-H1").backed == 1.0


def test_superior_unions_together_are_declared_at_a_child_of_their_level(world: World) -> None:
    together = world.found("superior-unsplit", Level.SUPERIOR, world.north, records_from=date(2020, 1, 1))
    world.declare(together, "dialogue.held", "2015", Bound(100, 999))
    world.hold_dialogue(world.industry, MARCH_4)
    world.hold_dialogue(world.mill, MARCH_4)

    assert between("dialogue.held", world.north, "2015", scope=Level.SUPERIOR) == (101, 1000)
