"""Laws of figures over random histories, against a slow and obvious computation over a plain list of facts."""

from datetime import date, timedelta
from decimal import Decimal
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st
from tests.laws.book import Step
from tests.laws.histories import (
    activities,
    admitting,
    answer,
    crowded,
    days,
    founding,
    histories,
    history,
    law,
    members,
    moving,
    periods,
    reclassifying,
    scopes,
    structure,
    trees,
)
from tests.laws.reckoning import CODES, FLOWS, STOCKS
from tests.world import World

from congdoan.base.period import Period, parse_period
from congdoan.figures.models import Question, due_to_reorganisation
from congdoan.figures.models import figures as figures_asked
from congdoan.figures.rules import AnyFigure, Figure, Ratio, Reach, Scope, Sums

RATIOS = ["dialogue.mean_people", "members.admitted.rate", "wages.mean", "members.admitted.plan_rate"]
years = st.sampled_from(["2022", "2023", "2024", "2022..2023", "2023-H1"]).map(parse_period)
some_unit = st.sampled_from([0, 1, 1, 2, 3, 6, 10])
no_closing = [kind for kind in structure if kind in (founding, moving, reclassifying)]


def sums_of(figure: AnyFigure) -> Sums:
    assert isinstance(figure, Figure)
    return figure.sums


@law
@given(st.one_of(histories(), crowded), periods, scopes, trees)
def test_every_figure_is_what_the_facts_give(
    world: World, steps: list[Step], period: Period, scope: Scope, tree_on: date | None
) -> None:
    # Restated figures are read in two ways, by how many units stood elsewhere.
    with history(world, steps) as book:
        for few in (False, True) if tree_on else (False,):
            with patch.object(figures_asked, "has_few_others", return_value=few):
                for unit in book.units:
                    figures = Question(unit, scope=scope, tree_on=tree_on).figures(CODES, period)
                    for code, figure in figures.items():
                        facts = book.reckoning.tell(unit.code, code, period, scope, tree_on)
                        assert answer(figure) == facts, (unit.code, code, few)


@law
@given(st.one_of(histories(), crowded), years, some_unit, scopes, trees)
def test_months_add_up_to_the_year_and_contain_it_where_a_declaration_is_cut(
    world: World, steps: list[Step], year: Period, pick: int, scope: Scope, tree_on: date | None
) -> None:
    with history(world, steps) as book:
        question = Question(book.unit(pick), scope=scope, tree_on=tree_on)
        whole = question.figures(FLOWS, year)
        months = [question.figures(FLOWS, month) for month in year.months()]
        for code in FLOWS:
            told, added = sums_of(whole[code]), Sums.total([sums_of(month[code]) for month in months])
            if any(book.reckoning.is_cut(code, month) for month in year.months()):
                assert added.low <= told.low, code
                assert added.open or (not told.open and told.high <= added.high), code
            else:
                assert added == told, code


@law
@given(histories(), periods, some_unit, trees)
def test_own_and_children_levels_and_facts_each_add_up_to_the_subtree(
    world: World, steps: list[Step], period: Period, pick: int, tree_on: date | None
) -> None:
    with history(world, steps) as book:
        unit = book.unit(pick)
        question = Question(unit, tree_on=tree_on)
        own = Question(unit, scope=Reach.OWN, tree_on=tree_on).figures(CODES, period)
        for code, whole in question.figures(CODES, period).items():
            rows = {child: sums for child, sums in question.by_child(code, period).items() if sums}
            assert rows == book.reckoning.by_child(unit.code, code, period, tree_on=tree_on)
            assert rows.get(None, Sums()) == sums_of(own[code])
            assert Sums.total(list(rows.values())) == sums_of(whole)
            assert Sums.total(list(question.by_level(code, period).values())) == sums_of(whole)
            ((_indicator, facts),) = question.facts(whole)
            assert Sums.total([fact.sums for fact in facts]) == sums_of(whole)


@law
@given(histories(), periods, days)
def test_the_root_is_the_same_on_every_tree(world: World, steps: list[Step], period: Period, day: date) -> None:
    with history(world, steps):
        told = Question(world.head).figures(CODES, period)
        for tree_on in (day, date(1950, 1, 1), date(2099, 1, 1)):
            restated = Question(world.head, tree_on=tree_on).figures(CODES, period)
            assert [answer(f)[:4] for f in restated.values()] == [answer(f)[:4] for f in told.values()]


@law
@given(histories(no_closing, activities, members), days, scopes)
def test_a_stock_of_a_day_is_the_sum_of_its_flows_on_the_tree_of_that_day(
    world: World, steps: list[Step], day: date, scope: Scope
) -> None:
    with history(world, steps) as book:
        for unit in book.units:
            stock = Question(unit, scope=scope).figure("fund.balance", Period(day, day))
            flows = Question(unit, scope=scope, tree_on=day).figure("fund.net", Period(date(2000, 1, 1), day))
            assert sums_of(stock) == sums_of(flows)


@law
@given(histories(structure, members, [admitting]), periods, some_unit)
def test_before_what_flowed_and_reorganisation_make_what_is(
    world: World, steps: list[Step], period: Period, pick: int
) -> None:
    with history(world, steps) as book:
        unit, eve = book.unit(pick), period.first_day - timedelta(days=1)
        for code in STOCKS:
            before = book.reckoning.sums(unit.code, code, Period(eve, eve))
            after = book.reckoning.sums(unit.code, code, period)
            flowed = [
                line.sums
                for line in book.reckoning.lines()
                if line.code == code
                and line.first in period
                and book.reckoning.counts(line.unit, unit.code, Reach.SUBTREE, line.last)
            ]
            assert due_to_reorganisation(code, unit, period) == after - before - Sums.total(flowed), code


@law
@given(histories(), periods, some_unit, scopes, trees)
def test_what_does_not_add_up_is_divided_afresh_and_never_averaged(
    world: World, steps: list[Step], period: Period, pick: int, scope: Scope, tree_on: date | None
) -> None:
    with history(world, steps) as book:
        unit = book.unit(pick)
        world.plan(unit, "2022..2024", 7)
        question = Question(unit, scope=scope, tree_on=tree_on)
        for code, found in question.figures(RATIOS, period).items():
            assert isinstance(found, Ratio)
            of = book.reckoning.tell(unit.code, found.of.indicator.code, found.of.period, scope, tree_on)
            assert answer(found.of) == of, code
            if isinstance(found.per, Figure):
                per = book.reckoning.tell(unit.code, found.per.indicator.code, found.per.period, scope, tree_on)
                assert answer(found.per) == per, code
            divisor = found.per.value if found.per else None
            of_value = found.of.value
            expected = Decimal(of_value) * found.times / divisor if of_value is not None and divisor else None
            assert found.value == expected
