"""Numbers known within bounds: they add as intervals do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congdoan.base.bound import Bound, total

NUMBERS = st.integers(0, 10**12)
BOUNDS = st.builds(
    lambda low, more, rough: Bound(low, None if more is None else low + more, rough),
    NUMBERS,
    st.none() | NUMBERS,
    st.booleans(),
)


def draws(bound: Bound) -> list[int]:
    """Some numbers that the bound lets in."""
    return [bound.low, bound.low + 7 if bound.high is None else bound.high]


@given(BOUNDS, BOUNDS)
def test_the_order_of_adding_does_not_matter(one: Bound, other: Bound) -> None:
    assert one + other == other + one


@given(BOUNDS, BOUNDS, BOUNDS)
def test_the_grouping_of_adding_does_not_matter(one: Bound, other: Bound, third: Bound) -> None:
    assert (one + other) + third == one + (other + third) == total([one, other, third])


@given(BOUNDS)
def test_adding_nothing_changes_nothing(bound: Bound) -> None:
    assert bound + Bound.exactly(0) == bound == total([bound])


@given(BOUNDS, BOUNDS)
def test_a_sum_lets_in_every_sum_of_what_its_parts_let_in(one: Bound, other: Bound) -> None:
    whole = one + other
    for a in draws(one):
        for b in draws(other):
            assert whole.low <= a + b
            assert whole.high is None or a + b <= whole.high


@given(BOUNDS, BOUNDS)
def test_a_sum_is_open_or_about_where_one_of_its_parts_is(one: Bound, other: Bound) -> None:
    whole = one + other
    assert (whole.high is None) == (one.high is None or other.high is None)
    assert whole.rough == (one.rough or other.rough)


@given(NUMBERS, NUMBERS)
def test_exact_numbers_add_exactly(one: int, other: int) -> None:
    assert Bound.exactly(one) + Bound.exactly(other) == Bound.exactly(one + other)


@given(BOUNDS)
def test_a_bound_is_stored_and_read_again(bound: Bound) -> None:
    assert Bound.from_list(bound.as_list()) == bound


def test_the_sum_of_nothing_is_exactly_zero() -> None:
    assert total([]) == Bound.exactly(0)


def test_only_one_number_told_without_about_is_exact() -> None:
    assert Bound(5, 5).is_exact
    assert not Bound(5, 5, rough=True).is_exact
    assert not Bound(5, 6).is_exact
    assert not Bound(5, None).is_exact


def test_eight_times_hundreds_is_eight_hundred_to_7992() -> None:
    assert total([Bound(100, 999)] * 8) == Bound(800, 7992)


def test_a_bound_upside_down_is_refused() -> None:
    with pytest.raises(ValueError, match="10 > 9"):
        Bound(10, 9)
