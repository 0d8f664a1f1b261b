"""Figures by month and by posting, and those of a unit on the days on which it stood beneath another."""

from datetime import date

from tests.world import World

from congdoan.base.bound import Bound
from congdoan.base.period import Period, month_end, parse_period
from congdoan.base.spell import days, shared
from congdoan.figures.actions import fold
from congdoan.figures.models import Question, flows_by_month, last_facts, lines, plans_at, stocks_on
from congdoan.figures.rules import Reach, Sums
from congdoan.org.models import Lineage, Unit
from congdoan.records.activities.actions import correct_activity, withdraw_activity
from congdoan.records.structure.actions import hand_over

YEAR = parse_period("2024")
ENDS = [month_end(2024, month) for month in range(1, 13)]


def busy(world: World) -> None:
    """A year with corrections, declarations over several months, and a unit that moves."""
    told = [world.hold_dialogue(world.mill, date(2024, month, 10), people=month) for month in range(1, 13)]
    correct_activity(world.officer, activity=told[3], measures={"people": 44}, reason="đếm lại")
    withdraw_activity(world.officer, activity=told[5], reason="ghi nhầm")
    world.declare(world.school, "dialogue.people", "2024-02..2024-04", Bound(30, None))
    world.declare(world.mine, "members.total", "2023-06", 50)
    world.declare(world.mine, "members.total", "2024-06", 80)
    world.admit(world.mill, date(2024, 3, 5), 4)
    hand_over(world.officer, unit=world.mill, to=world.zone, day=date(2024, 8, 1))
    world.admit(world.mill, date(2024, 9, 9), 2)


def test_the_months_of_a_flow_add_up_to_its_figure(world: World) -> None:
    busy(world)
    for unit in (world.head, world.north, world.industry, world.mill):
        question = Question(unit)
        runs = flows_by_month(question, ["dialogue.people", "members.admitted"], YEAR)
        for code, each in runs.items():
            figure = question.figure(code, YEAR)
            assert Sums.total([run.sums for run in each]) == figure.sums  # type: ignore[union-attr]


def test_what_was_declared_for_several_months_stands_by_itself(world: World) -> None:
    busy(world)
    runs = flows_by_month(Question(world.schools), ["dialogue.people"], YEAR)["dialogue.people"]
    assert [(run.first_day, run.last_day, run.is_month) for run in runs] == [
        (date(2024, 2, 1), date(2024, 4, 30), False)
    ]


def test_a_stock_on_several_days_is_the_figure_of_each(lasting_world: World) -> None:
    world = lasting_world
    busy(world)
    for _folded in (False, True):
        for unit in (world.head, world.north, world.south, world.industry, world.mine):
            for tree_on in (None, date(2024, 9, 1)):
                for scope in (Reach.SUBTREE, Reach.OWN):
                    question = Question(unit, tree_on=tree_on, scope=scope)
                    told = stocks_on(question, ["members.total"], ENDS)["members.total"]
                    figures = [question.figure("members.total", Period(day, day)) for day in ENDS]
                    assert told == [figure.sums for figure in figures]  # type: ignore[union-attr]
        fold()


def test_the_lines_of_a_figure_come_by_the_page_with_the_sum_of_all(world: World) -> None:
    busy(world)
    question = Question(world.north)
    figure = question.figure("dialogue.people", YEAR)
    look, number = question.look(YEAR, stock=False), question.numbers["dialogue.people"]
    pages = [lines(look, number, offset=offset, most=4) for offset in range(0, 40, 4)]
    listed = [line for page in pages for line in page.lines]
    assert len(listed) == pages[0].count == len({(line.entry, line.sums, line.again) for line in listed})
    assert Sums.total([line.sums for line in listed]) == pages[0].total == figure.sums  # type: ignore[union-attr]
    assert sum(line.again for line in listed) == 2, "the correction and the withdrawal"


def test_several_periods_are_read_together_as_each_by_itself(world: World) -> None:
    busy(world)
    codes = ["dialogue.people", "members.total", "members.admitted.rate", "dialogue.mean_people"]
    periods = [YEAR, parse_period("2023"), parse_period("2024-Q2")]
    together = Question(world.north).figures_in(periods, codes)
    assert together == [Question(world.north).figures(codes, period) for period in periods]


def test_the_children_of_several_periods_are_read_together(world: World) -> None:
    busy(world)
    periods = [YEAR, parse_period("2023")]
    together = Question(world.head).by_children("dialogue.people", periods)
    for period, told in zip(periods, together, strict=True):
        codes = dict(Unit.objects.values_list("pk", "code"))
        alone = Question(world.head).by_child("dialogue.people", period)
        assert {codes[key] if key else None: sums for key, sums in told.items()} == alone


def test_a_question_of_the_days_beneath_another_is_what_that_one_says_of_the_child(world: World) -> None:
    busy(world)
    for above in (world.industry, world.zone):
        rows = Lineage.objects.known().filter(unit=world.mill, ancestor=above, depth=1)
        spans = tuple(row.span for row in rows)
        child = Question(above).at(world.mill, spans).figure("dialogue.people", YEAR)
        assert child.sums == Question(above).by_child("dialogue.people", YEAR)["mill"]  # type: ignore[union-attr]


def test_the_last_thing_recorded_at_units_is_told_until_a_day(world: World) -> None:
    busy(world)
    told = {unit.code: unit.last_fact for unit in last_facts(Unit.objects.all(), until=date(2024, 7, 31))}  # type: ignore[attr-defined]
    assert told["mill"] == date(2024, 7, 10)
    assert told["mine"] == date(2010, 1, 1), "its founding; a declaration is no fact"


def test_plans_of_many_units_are_each_its_own(world: World) -> None:
    world.plan(world.north, "2024", 10)
    world.plan(world.industry, "2024", 4)
    world.plan(world.industry, "2024-H1", 3)
    found = plans_at([world.north.pk, world.industry.pk, world.mill.pk], parse_period("2024-H1"))
    assert {key: plans["members.admitted"].value for key, plans in found.items() if plans} == {
        world.north.pk: 10,
        world.industry.pk: 3,
    }


def test_days_that_two_runs_of_spells_share() -> None:
    years = [days(None, date(2020, 12, 31)), days(date(2022, 1, 1), None)]
    others = [days(date(2020, 6, 1), date(2022, 6, 30))]
    assert shared(years, others) == (
        days(date(2020, 6, 1), date(2020, 12, 31)),
        days(date(2022, 1, 1), date(2022, 6, 30)),
    )
    assert shared(years, []) == ()
    assert shared([days(None, None)], years) == tuple(years)
