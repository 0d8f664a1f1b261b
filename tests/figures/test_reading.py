"""Rules of reading: figures are intervals that add; what does not add is divided afresh; each opens into its facts."""

from datetime import date
from decimal import Decimal

import pytest
from tests.figures.ledger import between, exactly, told
from tests.world import World

from congdoan.base.bound import Bound
from congdoan.base.period import parse_period
from congdoan.catalogue.rules import Level
from congdoan.figures.models import OwnOnly, Question, figure
from congdoan.figures.rules import Figure, Ratio, Reach, Sums
from congdoan.records.activities.actions import correct_activity
from congdoan.records.members.actions import transfer

MAY_2 = date(2024, 5, 2)
HUNDREDS = Bound(100, 999)


def test_a_figure_sums_a_unit_with_all_beneath_it(world: World) -> None:
    for unit in (world.head, world.north, world.industry, world.mill, world.mill, world.plant):
        world.hold_dialogue(unit, MAY_2)

    assert exactly("dialogue.held", world.mill, "2024") == 2
    assert exactly("dialogue.held", world.industry, "2024") == 3
    assert exactly("dialogue.held", world.north, "2024") == 4
    assert exactly("dialogue.held", world.south, "2024") == 1
    assert exactly("dialogue.held", world.head, "2024") == 6


def test_own_is_the_unit_alone(world: World) -> None:
    for unit in (world.north, world.industry, world.mill):
        world.hold_dialogue(unit, MAY_2)

    assert exactly("dialogue.held", world.north, "2024", scope=Reach.OWN) == 1
    assert exactly("dialogue.held", world.head, "2024", scope=Reach.OWN) == 0


def test_a_level_is_the_organisers_of_that_level_in_the_subtree(world: World) -> None:
    for unit, times in ((world.north, 3), (world.industry, 2), (world.schools, 1), (world.mill, 4), (world.zone, 5)):
        for _time in range(times):
            world.hold_dialogue(unit, MAY_2)

    assert exactly("dialogue.held", world.north, "2024", scope=Level.PROVINCIAL) == 3
    assert exactly("dialogue.held", world.north, "2024", scope=Level.SUPERIOR) == 3
    assert exactly("dialogue.held", world.north, "2024", scope=Level.GRASSROOTS) == 4
    assert exactly("dialogue.held", world.north, "2024", scope=Level.SECTION) == 0
    assert exactly("dialogue.held", world.head, "2024", scope=Level.SUPERIOR) == 8
    assert exactly("dialogue.held", world.head, "2024", scope=Level.NATIONAL) == 0


def test_the_levels_add_up_to_the_subtree(world: World) -> None:
    for unit in (world.north, world.industry, world.mill, world.mill):
        world.hold_dialogue(unit, MAY_2)
    by_level = Question(world.north).by_level("dialogue.held", parse_period("2024"))

    assert {level: sums.low for level, sums in by_level.items()} == {"provincial": 1, "superior": 1, "grassroots": 2}


def test_both_ends_of_a_period_belong_to_it(world: World) -> None:
    for day in (date(2024, 4, 30), date(2024, 5, 1), date(2024, 5, 31), date(2024, 6, 1)):
        world.hold_dialogue(world.mill, day)

    assert exactly("dialogue.held", world.mill, "2024-05") == 2
    assert exactly("dialogue.held", world.mill, "2024-05-01..2024-06-01") == 3


def test_eight_times_hundreds_is_800_to_7992(world: World) -> None:
    for month in range(1, 9):
        world.hold_dialogue(world.mill, date(2024, month, 2), people=HUNDREDS)

    assert between("dialogue.people", world.mill, "2024") == (800, 7_992)
    assert between("dialogue.people", world.head, "2024") == (800, 7_992)


def test_one_open_number_opens_the_sum(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2, people=Bound(22_000, None))
    world.hold_dialogue(world.mill, MAY_2, people=30)

    assert between("dialogue.people", world.mill, "2024") == (22_030, None)


def test_one_rough_number_makes_the_sum_rough(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2, people=Bound(300, 300, rough=True))
    world.hold_dialogue(world.mill, date(2024, 6, 2), people=40)

    assert told("dialogue.people", world.mill, "2024").about
    assert not told("dialogue.people", world.mill, "2024-06").about


def test_the_value_is_null_unless_it_is_exact(world: World) -> None:
    world.hold_dialogue(world.mill, date(2024, 1, 2), people=40)
    world.hold_dialogue(world.mill, date(2024, 2, 2), people=HUNDREDS)
    world.hold_dialogue(world.mill, date(2024, 3, 2), people=Bound(50, None))
    world.hold_dialogue(world.mill, date(2024, 4, 2), people=Bound(300, 300, rough=True))

    values = [exactly("dialogue.people", world.mill, f"2024-{month:02}") for month in range(1, 6)]
    assert values == [40, None, None, None, 0]


def test_a_correction_to_an_exact_number_makes_the_figure_exact_again(world: World) -> None:
    dialogue = world.hold_dialogue(world.mill, MAY_2, people=Bound(100, None, rough=True))
    correct_activity(world.officer, activity=dialogue, reason="đếm lại", measures={"people": 120})

    assert exactly("dialogue.people", world.head, "2024") == 120


def test_the_backed_share_is_what_does_not_stand_on_declarations(world: World) -> None:
    world.declare(world.school, "dialogue.people", "2015", 300)
    world.hold_dialogue(world.mill, date(2015, 5, 2), people=100)

    assert told("dialogue.people", world.school, "2015").backed == 0.0
    assert told("dialogue.people", world.mill, "2015").backed == 1.0
    assert told("dialogue.people", world.north, "2015").backed == 0.25
    assert told("dialogue.people", world.south, "2015").backed == 1.0


def test_gross_transfers_are_told_at_a_unit_itself_alone(world: World) -> None:
    membership, *_others = world.admit(world.mill, date(2024, 3, 1), 3)
    transfer(world.officer, membership=membership, to=world.mine, day=MAY_2)

    assert exactly("members.transferred_in", world.mine, "2024", scope=Reach.OWN) == 1
    for unit in (world.head, world.mine):
        for scope in (Reach.SUBTREE, Level.GRASSROOTS):
            with pytest.raises(OwnOnly, match=r"members\.transferred_in"):
                told("members.transferred_in", unit, "2024", scope=scope)


def test_gross_transfers_are_not_told_by_child_or_by_level_either(world: World) -> None:
    for ask in (Question(world.head).by_child, Question(world.head).by_level):
        with pytest.raises(OwnOnly):
            ask("members.transferred_in", parse_period("2024"))


def test_an_unknown_indicator_is_no_figure(world: World) -> None:
    with pytest.raises(KeyError, match="nothing"):
        told("nothing", world.head, "2024")


def test_what_came_less_what_went_within_a_period(world: World) -> None:
    world.move_money(world.mill, date(2024, 3, 1), "thu", 1_000)
    world.move_money(world.mill, MAY_2, "chi", 300)

    assert exactly("fund.net", world.mill, "2024") == 700
    assert exactly("fund.net", world.mill, "2024-05") == -300
    assert exactly("fund.balance", world.mill, "2024-05") == 700


# What does not add up


def test_a_mean_is_divided_afresh_and_never_averaged(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2, people=100)
    for _time in range(9):
        world.hold_dialogue(world.mine, MAY_2, people=10)

    assert exactly("dialogue.mean_people", world.mill, "2024") == 100
    assert exactly("dialogue.mean_people", world.mine, "2024") == 10
    assert exactly("dialogue.mean_people", world.industry, "2024") == 19


def test_a_weighted_mean_of_declared_sums_is_divided_afresh(world: World) -> None:
    for unit, wages, people in ((world.mill, 900_000_000, 100), (world.mine, 60_000_000, 5)):
        world.declare(unit, "wages.sum", "2024-05", wages)
        world.declare(unit, "wages.counted", "2024-05", people)

    assert exactly("wages.mean", world.industry, "2024-05") == Decimal(960_000_000) / 105


def test_a_ratio_divides_a_flow_by_the_stock_at_the_end(world: World) -> None:
    world.admit(world.mill, date(2023, 3, 1), 30)
    world.admit(world.mill, MAY_2, 10)

    assert exactly("members.admitted.rate", world.mill, "2024") == 25


def test_nothing_to_divide_by_is_unknown_and_not_zero(world: World) -> None:
    nothing = told("dialogue.mean_people", world.mill, "2024")

    assert (nothing.value, nothing.low, nothing.high) == (None, None, None)


def test_a_ratio_of_bounds_is_a_bound(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2, people=HUNDREDS)
    world.hold_dialogue(world.mill, MAY_2, people=HUNDREDS)
    mean = told("dialogue.mean_people", world.mill, "2024")

    assert (mean.value, mean.low, mean.high) == (None, 100, 999)


def test_a_ratio_whose_divisor_is_a_bound_lies_between_the_extremes(world: World) -> None:
    world.declare(world.mill, "wages.sum", "2024-05", 1_000)
    world.declare(world.mill, "wages.counted", "2024-05", Bound(10, 40))
    world.declare(world.mine, "wages.sum", "2024-05", 1_000)
    world.declare(world.mine, "wages.counted", "2024-05", Bound(10, None))

    assert between("wages.mean", world.mill, "2024-05") == (25, 100)
    assert told("wages.mean", world.mine, "2024-05").high == 100
    assert told("wages.mean", world.mine, "2024-05").value is None


def test_a_rough_part_makes_a_ratio_rough(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2, people=Bound(300, 300, rough=True))
    mean = told("dialogue.mean_people", world.mill, "2024")

    assert mean.about
    assert mean.value is None


def test_a_ratio_is_backed_no_better_than_its_weaker_part(world: World) -> None:
    world.hold_dialogue(world.school, date(2015, 5, 2), people=30)
    world.declare(world.school, "dialogue.held", "2015", 4)
    world.declare(world.school, "dialogue.people", "2015", 60)

    assert told("dialogue.mean_people", world.school, "2015").backed == 0.25


def test_a_ratio_keeps_its_numerator_and_its_denominator(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2, people=30)
    mean = told("dialogue.mean_people", world.mill, "2024")

    assert isinstance(mean, Ratio)
    assert isinstance(mean.per, Figure)
    assert (mean.of.value, mean.per.value) == (30, 1)


# A figure opens


def test_a_figure_opens_into_the_facts_it_sums(world: World) -> None:
    first = world.hold_dialogue(world.mill, date(2024, 3, 1), people=30)
    second = world.hold_dialogue(world.mine, MAY_2, people=HUNDREDS)
    world.hold_dialogue(world.plant, MAY_2)
    question = Question(world.industry)
    ((indicator, facts),) = question.facts(question.figure("dialogue.people", parse_period("2024")))

    assert indicator.code == "dialogue.people"
    assert [(fact.entry, fact.unit, fact.sums.low, fact.sums.high) for fact in facts] == [
        (first.pk, "mill", 30, 30),
        (second.pk, "mine", 100, 999),
    ]
    assert {(fact.noun, fact.title) for fact in facts} == {("activity", "Hội nghị đối thoại")}


def test_a_cut_declaration_opens_into_one_line_with_its_bound(world: World) -> None:
    declaration = world.declare(world.school, "dialogue.held", "2015", 12)
    world.hold_dialogue(world.school, date(2015, 3, 4))
    question = Question(world.school)
    ((_indicator, facts),) = question.facts(question.figure("dialogue.held", parse_period("2015-H1")))

    assert [fact.sums for fact in facts] == [Sums(1, 1), Sums(0, 11)]
    assert facts[-1].entry == declaration.pk


def test_a_ratio_opens_into_the_facts_of_both_its_parts(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2, people=30)
    question = Question(world.mill)
    opened = question.facts(question.figure("dialogue.mean_people", parse_period("2024")))

    assert [(indicator.code, len(facts)) for indicator, facts in opened] == [
        ("dialogue.people", 1),
        ("dialogue.held", 1),
    ]


def test_no_fact_names_a_person(world: World) -> None:
    world.admit(world.mill, MAY_2, 3)
    question = Question(world.mill)
    ((_indicator, facts),) = question.facts(question.figure("members.admitted", parse_period("2024")))

    assert {fact.title for fact in facts} == {"Kết nạp đoàn viên"}


def test_many_figures_read_together_are_the_same_as_each_by_itself(world: World) -> None:
    world.hold_dialogue(world.mill, MAY_2, people=HUNDREDS, trigger="định kỳ")
    world.admit(world.plant, MAY_2, 3)
    world.declare(world.mine, "workers.total", "2023-12", 80)
    question, year = Question(world.head), parse_period("2024")
    codes = [code for code, indicator in question.catalogue.indicators.items() if not indicator.own_only]

    assert question.figures(codes, year) == {code: figure(code, world.head, year) for code in codes}
