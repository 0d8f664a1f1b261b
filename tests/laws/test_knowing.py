"""The law of knowledge: what was told at a moment stays told, whatever is entered later."""

from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from tests.examples import tried_on
from tests.laws.book import Book, Step, open_book
from tests.laws.histories import everything, histories, periods
from tests.laws.reckoning import Answer
from tests.world import lasting

from congdoan.base.knowledge import Moment, keep_moment
from congdoan.base.period import Period

committed = tried_on(40)
chapters = st.lists(histories(least=2, most=8), min_size=2, max_size=3)


@contextmanager
def lasting_book(blocker: DjangoDbBlocker) -> Iterator[Book]:
    with blocker.unblock(), lasting() as world:
        yield open_book(world)


@committed
@given(chapters, periods)
def test_what_was_told_at_a_moment_stays_told(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, chapters: list[list[Step]], period: Period
) -> None:
    with lasting_book(django_db_blocker) as book:
        told: list[tuple[Moment, dict[tuple[str, str], Answer]]] = []
        for chapter in chapters:
            book.play(chapter)
            told.append((keep_moment(), everything(book, period)))
        for moment, then in told:
            now = everything(book, period, known_at=moment)
            assert {key: now[key] for key in then} == then
