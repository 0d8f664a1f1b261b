"""The laws of sheets: a consolidated one is the plain sum over its units, and what was sent is told again for ever."""

from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from tests.examples import tried_on
from tests.laws.book import Book, Step, open_book
from tests.laws.histories import histories, history, law
from tests.laws.reckoning import CODES
from tests.reports.conftest import explained, opened
from tests.world import TODAY, World, lasting

from congdoan.base.bound import Bound
from congdoan.base.period import Cutoff, parse_period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Level
from congdoan.figures.models import figure
from congdoan.figures.rules import Figure, Reach, Sums, scope_of
from congdoan.org.models import Unit
from congdoan.reports.actions import declare_line, submit_sheet
from congdoan.reports.models import Revision, as_told_then, draft_sheet, draft_sheets
from congdoan.reports.rules import Number, digest_of

committed = tried_on(32)
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
            assert {key: asked_then(revision, key) for key in then} == then


def asked_then(revision: Revision, key: str) -> Number:
    """One line by itself, asked of the ledger as it was known when the sheet was sent."""
    indicator, _at, scope = key.partition("@")
    unit, period = revision.sheet.unit, revision.sheet.of_period
    return Number.of(figure(indicator, unit, period, scope=scope_of(scope), known_at=revision.moment))


@law
@given(histories(least=3, most=12), PERIODS, st.sampled_from(["own-half", "upper-half"]), st.booleans())
def test_sheets_drafted_together_say_what_each_says_by_itself(
    world: World, steps: list[Step], name: str, code: str, is_restated: bool
) -> None:
    with history(world, steps) as book:
        form, period = current().forms[code], parse_period(name, UNION)
        tree_on = TODAY if is_restated else None
        together = draft_sheets(book.units, form, period, tree_on=tree_on)
        assert together == [draft_sheet(unit, form, period, tree_on=tree_on) for unit in book.units]


SENDERS = ("mill", "mine", "school", "industry", "north")


@tried_on(40)
@given(
    histories(least=3, most=10), PERIODS, st.permutations(SENDERS), st.lists(st.integers(0, 40), min_size=3, max_size=3)
)
def test_nothing_depends_on_who_sends_first_and_nothing_is_counted_twice(
    world: World, steps: list[Step], name: str, order: list[str], declared: list[int]
) -> None:
    """Each workplace declares a number in its sheet, too, beside what is recorded."""
    period, told = parse_period(name, UNION), dict(zip(SENDERS, declared, strict=False))
    ends = []
    for senders in (order, SENDERS):
        with history(world, steps) as book:
            sent = {code: _sent(book, code, name, told.get(code)) for code in senders}
            own = {code: each.contents.sections for code, each in sent.items() if each and code in told}
            after = {code: figure("dialogue.held", book.world.head, period, scope=scope) for code, scope in REACHES}
            ends.append((own, {code: Number.of(each) for code, each in after.items()}))
            parts = [figure("dialogue.held", unit, period, scope=Reach.OWN) for unit in book.units]
            whole = after["subtree"]
            assert isinstance(whole, Figure)
            assert whole.sums == Sums.total([part.sums for part in parts if isinstance(part, Figure)])
    assert ends[0] == ends[1]


REACHES = (("subtree", Reach.SUBTREE), ("grassroots", Level.GRASSROOTS))


def _sent(book: Book, code: str, name: str, declared: int | None = None) -> Revision | None:
    """A unit's sheet of a period, if it can still be sent: a history may have moved or closed the unit."""
    unit, by = Unit.objects.get(code=code), book.world.officer
    try:
        sheet = opened(book.world, unit, period=name)
        if declared is not None:
            declare_line(by, sheet=sheet, line="dialogue.held@own", bound=Bound.exactly(declared), basis="sổ tay")
        return submit_sheet(book.world.officer, sheet=explained(book.world, sheet))
    except ValidationError:
        return None
