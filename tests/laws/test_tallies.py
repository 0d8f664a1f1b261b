"""The law of tallies: over random histories, folded whenever, they tell what the postings tell."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from tests.examples import tried_on
from tests.figures.tallying import assert_tallies_tell, found_differences
from tests.laws.book import Book, Found, Grade, Step, open_book
from tests.laws.histories import activities, days, declarations, histories, members, structure
from tests.world import lasting

from congdoan.base.period import Period, parse_period
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import fold, rebuild
from congdoan.figures.rules import Reach, Scope


@dataclass(frozen=True)
class Fold(Step):
    """What was committed so far is folded."""

    def do(self, book: Book) -> None:
        fold()


@dataclass(frozen=True)
class Rebuild(Step):
    """All tallies are laid anew."""

    def do(self, book: Book) -> None:
        rebuild()


folding = st.one_of(st.builds(Fold), st.builds(Fold), st.builds(Fold), st.builds(Rebuild))
raising = st.builds(Grade, st.sampled_from([3, 4, 5, 10]), st.sampled_from([Level.PROVINCIAL, Level.SUPERIOR]), days)
founding_provinces = st.builds(Found, st.just(0), days, st.just(Level.PROVINCIAL), st.just(""), st.none())
tallying: list[st.SearchStrategy[Step]] = [folding] * 8 + [raising, raising, founding_provinces]

months = st.builds(lambda year, month: f"{year}-{month:02}", st.integers(2021, 2025), st.integers(1, 12))
periods = st.one_of(
    st.sampled_from(["2022", "2023", "2024", "2022..2024", "2023-H1", "2023-Q2", "2010..2025-01"]),
    months,
    st.tuples(months, months).map(lambda two: "..".join(sorted(two))),
    st.tuples(days, days).map(lambda two: "..".join(sorted(map(str, two)))),
).map(parse_period)
scopes = st.sampled_from([Reach.SUBTREE, Level.GRASSROOTS, Level.SUPERIOR, Level.PROVINCIAL])


@pytest.mark.slow
@tried_on(160)
@given(
    histories(structure, activities, members, declarations, tallying, least=8, most=24),
    st.lists(periods, min_size=6, max_size=6),
    scopes,
)
def test_tallies_tell_what_the_postings_tell(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    steps: list[Step],
    periods: list[Period],
    scope: Scope,
) -> None:
    with django_db_blocker.unblock(), lasting() as world:
        book = open_book(world)
        for step in steps:
            if isinstance(step, Fold | Rebuild):
                step.do(book)
            else:
                book.play([step])
        told = assert_tallies_tell(periods, scope)
        assert found_differences() == []
        fold()
        assert_tallies_tell(periods, scope, as_told=told)
        assert found_differences() == []
