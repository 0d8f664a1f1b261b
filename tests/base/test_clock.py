"""The one clock: days are those of Vietnam, seven hours ahead of Greenwich."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congdoan.base import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2024, 5, 31, 16, 59, 59, tzinfo=UTC), date(2024, 5, 31)),
        (datetime(2024, 5, 31, 17, 0, tzinfo=UTC), date(2024, 6, 1)),
        (datetime(2023, 12, 31, 23, 59, tzinfo=UTC), date(2024, 1, 1)),
        (datetime(2024, 1, 1, 0, 0, tzinfo=UTC), date(2024, 1, 1)),
    ],
)
def test_a_day_begins_at_five_in_the_afternoon_of_greenwich(moment: datetime, day: date) -> None:
    with clock.set_to(moment):
        assert clock.today() == day
        assert clock.now() == moment


def test_a_time_of_day_is_meant_in_vietnam() -> None:
    assert clock.at(date(2024, 5, 31)) == datetime(2024, 5, 31, 1, 0, tzinfo=UTC)
    assert clock.at(date(2024, 6, 1), 0, 30) == datetime(2024, 5, 31, 17, 30, tzinfo=UTC)


@given(st.dates(date(1980, 1, 1), date(2090, 1, 1)))
def test_a_day_ends_where_the_next_begins(day: date) -> None:
    tomorrow = day + timedelta(days=1)
    assert clock.end_of(day) + timedelta(microseconds=1) == clock.at(tomorrow, 0)
    for moment, expected in ((clock.at(day, 0), day), (clock.end_of(day), day), (clock.at(tomorrow, 0), tomorrow)):
        with clock.set_to(moment):
            assert clock.today() == expected


def test_the_clock_goes_on_after_it_was_set() -> None:
    noon, midnight = clock.at(date(2024, 5, 31), 12), clock.at(date(2024, 6, 1), 0)
    with clock.set_to(noon):
        with pytest.raises(RuntimeError), clock.set_to(midnight):
            raise RuntimeError
        assert clock.now() == noon
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)


def test_now_is_always_aware() -> None:
    assert clock.now().tzinfo is not None
    with clock.set_to(clock.at(date(2024, 5, 31))):
        assert clock.now().tzinfo is not None
