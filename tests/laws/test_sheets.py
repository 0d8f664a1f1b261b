"""The laws of sheets: a consolidated one is the plain sum over its units, and what was sent is told again for ever."""

from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from tests.laws.book import Book, Step, open_book
from tests.laws.histories import histories, law
from tests.laws.reckoning import CODES
from tests.reports.conftest import explained, opened
from tests.world import lasting

from congdoan.base.period import Cutoff, parse_period
from congdoan.catalogue.models import current
from congdoan.figures.rules import Reach
from congdoan.org.models import Unit
from congdoan.reports.actions import submit_sheet
from congdoan.reports.models import Revision, as_told_then, draft_sheet
from congdoan.reports.rules import Number, digest_of

committed = settings(law, max_examples=8)
UNION = Cutoff(5)
PERIODS = st.sampled_from(["2023-H1", "2023", "2024-H1", "2024"])
ABOVE = ["north", "south", "industry", "head"]


@committed
@given(histories(least=3, most=12), PERIODS)
def test_a_consolidated_sheet_is_the_plain_sum_over_its_units(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, steps: list[Step], name: str
) -> None:
    with django_db_blocker.unblock(), lasting() as world:
        book = open_book(world)
        book.play(steps)
        form, period = current().forms["upper-half"], parse_period(name, UNION)
        for code in ABOVE:
            draft = draft_sheet(Unit.objects.get(code=code), form, period)
            for line in draft.lines():
                if not line.this.indicator.is_additive or line.this.indicator.code not in CODES:
                    continue
                scope = Reach.OWN if line.key.endswith("@own") else Reach.SUBTREE
                plain = book.reckoning.sums(code, line.this.indicator.code, period, scope)
                assert line.this.sums == plain, (code, line.key)  # type: ignore[union-attr]


@committed
@given(st.lists(histories(least=2, most=6), min_size=2, max_size=3), PERIODS)
def test_what_was_sent_never_changes_whatever_is_entered_later(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, chapters: list[list[Step]], name: str
) -> None:
    with django_db_blocker.unblock(), lasting() as world:
        book = open_book(world)
        kept: dict[int, bytes] = {}
        for chapter, code in zip(chapters, ("mill", "industry", "north"), strict=False):
            book.play(chapter)
            if revision := _sent(book, code, name):
                kept[revision.pk] = bytes(revision.content)
        for chapter in chapters:
            book.play(chapter)
        for revision in Revision.objects.select_related("sheet__unit", "moment"):
            assert bytes(revision.content) == kept[revision.pk]
            assert digest_of(kept[revision.pk]) == revision.digest
            then: dict[str, Number] = {line.key: line.this for line in revision.contents.lines()}
            assert as_told_then(revision) == then


def _sent(book: Book, code: str, name: str) -> Revision | None:
    """A unit's sheet of a period, if it can still be sent: a history may have moved or closed the unit."""
    unit = Unit.objects.get(code=code)
    try:
        sheet = opened(book.world, unit, period=name)
        return submit_sheet(book.world.officer, sheet=explained(book.world, sheet))
    except ValidationError:
        return None
