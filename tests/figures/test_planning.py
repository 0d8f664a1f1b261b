"""Plans: set at a unit with its subtree for a named period, laid out in the calendar of the figure that asks."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.figures.ledger import exactly, told
from tests.world import World

from congdoan.base.period import Cutoff, Period, parse_period
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import set_plan
from congdoan.figures.models import Plan, Question, figure
from congdoan.figures.rules import AnyFigure, Ratio, Reach, Target

RATE = "members.admitted.plan_rate"
UNION_YEAR = Cutoff.parse("05-31")


def target(world: World, period: str, cutoff: Cutoff = UNION_YEAR, **more: object) -> Target | None:
    question = Question(world.north, **more)  # type: ignore[arg-type]
    return question.target("members.admitted", parse_period(period, cutoff))


def rate(world: World, period: str, cutoff: Cutoff = UNION_YEAR) -> AnyFigure:
    return figure(RATE, world.north, parse_period(period, cutoff))


def test_2247_admitted_by_the_end_of_may_against_a_year_s_480_is_468_percent(world: World) -> None:
    world.plan(world.north, "2024", 480)
    world.admit(world.mill, date(2023, 11, 30), 5)
    world.admit(world.mill, date(2023, 12, 1), 47)
    world.declare(world.school, "members.admitted", "2024-05", 2_200)
    world.admit(world.mill, date(2024, 6, 1), 9)
    found = rate(world, "2024-H1")

    assert isinstance(found, Ratio)
    assert (found.of.value, found.per) == (2_247, Target(480, Period(date(2023, 12, 1), date(2024, 11, 30))))
    assert int(found.value or 0) == 468
    assert found.value == Decimal(2_247) * 100 / 480


def test_the_numerator_runs_from_the_beginning_of_the_plan_s_period(world: World) -> None:
    world.plan(world.north, "2024", 100)
    for month in (1, 3, 5):
        world.admit(world.mill, date(2024, month, 10), 10)

    assert exactly(RATE, world.north, "2024-05") == 30
    assert exactly(RATE, world.north, "2024-Q1") == 20
    assert exactly("members.admitted", world.north, "2024-05") == 10


def test_the_smallest_plan_period_around_a_period_holds(world: World) -> None:
    for period, number in (("2024", 480), ("2024-H1", 200), ("2024-Q1", 90), ("2024-04", 40), ("2021..2025", 2_000)):
        world.plan(world.north, period, number)

    def planned(period: str) -> int | None:
        found = target(world, period, Cutoff())
        return found.value if found else None

    assert planned("2024-02") == 90
    assert planned("2024-04") == 40
    assert planned("2024-05") == 200
    assert planned("2024-H1") == 200
    assert planned("2024-07") == 480
    assert planned("2024-9M") == 480
    assert planned("2023") == 2_000
    assert planned("2024-12-15..2025-01-15") == 2_000
    assert planned("2020") is None


def test_a_plan_is_laid_out_in_the_calendar_of_the_figure(world: World) -> None:
    world.plan(world.north, "2024", 480)

    in_the_union_s, in_the_calendar_s = target(world, "2023-12"), target(world, "2023-12", Cutoff())
    assert in_the_union_s == Target(480, Period(date(2023, 12, 1), date(2024, 11, 30)))
    assert in_the_calendar_s is None


def test_a_plan_is_that_of_the_very_unit(world: World) -> None:
    world.plan(world.head, "2024", 1_000)
    world.plan(world.mill, "2024", 50)
    world.admit(world.mill, date(2024, 5, 2), 10)

    assert exactly(RATE, world.north, "2024") is None
    assert exactly(RATE, world.industry, "2024") is None
    assert exactly(RATE, world.mill, "2024") == 20


def test_plans_are_never_summed(world: World) -> None:
    world.plan(world.north, "2024", 480)
    world.plan(world.south, "2024", 300)
    world.plan(world.north, "2024-H1", 200)
    world.plan(world.north, "2024-H2", 200)

    assert Question(world.head).target("members.admitted", parse_period("2024")) is None
    assert target(world, "2024") == Target(480, parse_period("2024", UNION_YEAR))


def test_a_plan_is_with_the_subtree_and_for_no_other_scope(world: World) -> None:
    world.plan(world.north, "2024", 480)
    world.admit(world.mill, date(2024, 5, 2), 10)

    for scope in (Reach.OWN, Level.GRASSROOTS, Level.PROVINCIAL):
        assert target(world, "2024", scope=scope) is None
        assert exactly(RATE, world.north, "2024", scope=scope) is None


def test_without_a_plan_the_rate_is_unknown(world: World) -> None:
    world.admit(world.mill, date(2024, 5, 2), 10)
    without = told(RATE, world.north, "2024")

    assert (without.value, without.low, without.high) == (None, None, None)


def test_a_plan_of_another_indicator_is_no_plan_of_this_one(world: World) -> None:
    world.plan(world.north, "2024", 480, indicator="dialogue.held")

    assert exactly(RATE, world.north, "2024") is None


def test_a_new_target_supersedes_the_one_before(world: World) -> None:
    world.plan(world.north, "2024", 480)
    world.plan(world.north, "2024", 500)

    assert target(world, "2024") == Target(500, parse_period("2024", UNION_YEAR))
    assert Plan.objects.known().count() == 1
    assert Plan.objects.count() == 2


def test_what_divides_by_a_plan_opens_into_the_facts_since_the_plan_began(world: World) -> None:
    world.plan(world.north, "2024", 480)
    world.admit(world.mill, date(2024, 1, 10), 2)
    world.admit(world.mill, date(2024, 5, 10), 1)
    question = Question(world.north)
    ((indicator, facts),) = question.facts(question.figure(RATE, parse_period("2024-05")))

    assert indicator.code == "members.admitted"
    assert len(facts) == 3


def test_only_what_adds_up_is_planned(world: World) -> None:
    for indicator in (RATE, "dialogue.mean_people", "nothing"):
        with pytest.raises(ValidationError) as caught:
            world.plan(world.north, "2024", 480, indicator=indicator)
        assert indicator in str(caught.value)


@pytest.mark.parametrize(("period", "number"), [("2024", 0), ("2024", -5), ("năm nay", 480), ("2024..2023", 480)])
def test_a_plan_has_a_target_above_zero_and_a_period_that_can_be_read(world: World, period: str, number: int) -> None:
    with pytest.raises(ValidationError):
        world.plan(world.north, period, number)


def test_only_who_may_plan_for_a_unit_plans_there(world: World) -> None:
    set_plan(world.clerk, unit=world.mill, indicator="members.admitted", period="2024", target=10)
    for user in (world.clerk, world.stranger):
        with pytest.raises(PermissionDenied):
            set_plan(user, unit=world.north, indicator="members.admitted", period="2024", target=10)
