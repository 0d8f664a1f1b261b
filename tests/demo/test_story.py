"""The rules by which the story is laid out, without a database."""

from datetime import date

import pytest
from tests.demo.conftest import story

from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Kind
from congdoan.demo.chance import chance, month_end, next_month, spread, workday
from congdoan.demo.federation import FOUNDED, draw_federation
from congdoan.demo.habits import HABITS, TOLD_ELSEWHERE, habit_of
from congdoan.demo.names import full_name
from congdoan.demo.story import entry_day, step_ends
from congdoan.demo.superiors import BEGUN, CHAIRED, INDUSTRY, LAOCAI, REVIEWED


@pytest.mark.parametrize("total", [7, 100, 27_785])
def test_a_total_is_spread_without_losing_one(total: int) -> None:
    shares = spread(total, [3, 1, 0.5], least=2)
    assert sum(shares) == total
    assert min(shares) >= 2


def test_luck_is_the_same_for_a_subject_and_another_for_the_next() -> None:
    assert chance("a").random() == chance("a").random() != chance("b").random()


def test_workdays_are_no_weekends() -> None:
    luck = chance("workdays")
    days = [workday(luck, date(2024, month, 1)) for month in range(1, 13) for _ in range(20)]
    assert {day.weekday() for day in days} <= set(range(5))
    assert all(day.month == month for month in range(1, 13) for day in days[(month - 1) * 20 : month * 20])


def test_months_end_and_follow() -> None:
    assert month_end(date(2024, 2, 3)) == date(2024, 2, 29)
    assert next_month(date(2024, 12, 9)) == date(2025, 1, 1)


def test_names_have_three_parts_and_more() -> None:
    luck = chance("names")
    names = {full_name(luck, sex) for sex in ("female", "male") for _ in range(200)}
    assert len(names) > 300
    assert all(len(name.split()) >= 3 for name in names)


def test_the_units_are_as_many_as_are_told_and_called_differently() -> None:
    seats = draw_federation().grassroots
    founded = [seat for seat in seats if seat.province == LAOCAI and BEGUN <= seat.opened <= REVIEWED]
    assert len(founded) == FOUNDED
    assert len({seat.name for seat in seats}) == len(seats)
    assert sum(seat.is_industry and seat.lives(REVIEWED) for seat in seats) == 57 + 6


def test_things_are_entered_on_the_last_day_of_a_step_or_before_it() -> None:
    ends = step_ends()
    assert entry_day(date(2015, 3, 4)) == date(2015, 3, 31)
    assert entry_day(date(2024, 6, 11)) == date(2024, 6, 15)
    assert {entry_day(date(2024, 6, day)) for day in range(1, 31)} <= set(ends)
    assert ends == sorted(set(ends))


def test_nothing_is_entered_before_it_happened() -> None:
    for last_day, acts in story().steps():
        assert all(act.entered <= last_day for act in acts)


def test_the_table_of_habits_names_only_kinds_that_there_are() -> None:
    kinds = set(current().kinds)
    assert set(HABITS) <= kinds
    assert kinds >= TOLD_ELSEWHERE


def test_a_kind_that_nobody_knows_has_habits_too() -> None:
    kind = Kind.model_validate(
        {
            "code": "book-fair",
            "name": "Ngày hội sách",
            "name_en": "Book fair",
            "group": "education",
            "measures": {"people": "Lượt người", "amount": "Số tiền"},
            "range": {"amount_per_person": [10_000, 300_000]},
        }
    )
    habit = habit_of(kind)
    assert habit.each == (100_000, 300_000)
    assert habit.grassroots > 0


def test_plans_are_of_the_size_of_what_is_done_and_none_is_set_for_what_a_unit_never_did() -> None:
    told = [act.told.split() for act in story().acts if act.told.startswith("plan ")]
    plans = {(code, unit, int(year)): int(target) for _plan, code, unit, year, target in told}
    assert min(plans.values()) > 1
    assert 100 < plans["members.admitted", INDUSTRY, 2025] < 400
    assert plans["members.admitted", INDUSTRY, 2024] == 480
    assert not [year for code, unit, year in plans if (code, unit) == ("units.founded", CHAIRED)]
