"""Days in forms are written as they are written here, whatever they were kept as."""

from datetime import date

import pytest
from django.template import Context, Template
from tests.desk.conftest import Desk, Door

from congdoan.desk.days import DayInput, written


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2024, 6, 5), "05/06/2024"),
        ("2024-06-05", "05/06/2024"),
        ("5/6/2024", "5/6/2024"),
        ("31/06/2024", "31/06/2024"),
        ("mai", "mai"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_day_is_written_as_it_is_here_and_other_words_stay(value: object, shown: str) -> None:
    assert written(value) == shown


def test_its_field_is_text_so_that_no_browser_turns_it_round() -> None:
    drawn = DayInput().render("day", date(2024, 6, 5), {"id": "day"})
    assert 'type="text"' in drawn
    assert 'value="05/06/2024"' in drawn
    assert 'data-day="Chọn trong lịch"' in drawn
    assert 'placeholder="ngày/tháng/năm"' in drawn


def test_outside_of_a_form_a_wrong_day_points_at_its_fault() -> None:
    drawn = Template("{% load desk %}{% day_input 'on' 'tree' '31/06/2024' 'không có' %}").render(Context())
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="on-error"' in drawn


@pytest.mark.parametrize(
    "page",
    ["/imports/?unit=mill", "/committees/?unit=mill", "/committees/mill/congress/", "/positions/at/mill/"],
)
def test_pages_ask_for_days_by_it(desk: Desk, signed_in: Door, page: str) -> None:
    drawn = signed_in(desk.world.officer).get(page).content.decode()
    assert 'data-day="Chọn trong lịch"' in drawn
    assert 'type="date"' not in drawn
