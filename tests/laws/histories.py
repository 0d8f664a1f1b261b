"""How random histories of the small world are drawn, played and undone, and what is asked of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from hypothesis import strategies as st
from tests.examples import tried_on
from tests.laws.book import (
    Absorb,
    Admit,
    Book,
    Correct,
    CorrectDeclared,
    Declare,
    Dialogue,
    Dissolve,
    Found,
    Grade,
    Leave,
    Money,
    Move,
    Reclassify,
    Step,
    Transfer,
    Unadmit,
    Withdraw,
    WithdrawDeclared,
    open_book,
)
from tests.laws.reckoning import CODES, Answer
from tests.world import World

from congdoan.base.bound import Bound
from congdoan.base.period import Period, month_end, parse_period
from congdoan.catalogue.rules import Level
from congdoan.figures.models import Question
from congdoan.figures.rules import AnyFigure, Figure, Reach

FIRST, LAST = date(2022, 1, 1), date(2024, 12, 31)
CODES_DECLARED = [
    "dialogue.held",
    "dialogue.people",
    "members.admitted",
    "members.total",
    "workers.total",
    "wages.sum",
    "wages.counted",
]
PERIODS = ["2022", "2023", "2024", "2022..2023", "2023-H1", "2023-H2", "2023-Q2", "2023-05", "2024-Q1", "2024-02"]

picks = st.integers(0, 11)
homes = st.sampled_from([6, 6, 6, 8, 8, 9, 3, 1, 10])
"""Where most things happen: at the mill, the school and the plant, above them, and at what is founded."""
edges = [month_end(2023, 6), date(2023, 7, 1), month_end(2022, 12), date(2023, 1, 1), FIRST, LAST]
days = st.one_of(st.dates(FIRST, LAST), st.sampled_from(edges))
numbers = st.integers(0, 30)
exact = numbers.map(Bound.exactly)
bounds = st.one_of(
    exact,
    exact,
    st.builds(lambda low, more: Bound(low, low + more), numbers, numbers),
    st.builds(lambda low: Bound(low, None), numbers),
    st.builds(lambda low: Bound(low, low, rough=True), numbers),
)
levels = st.sampled_from([Level.SUPERIOR, Level.GRASSROOTS])
sectors = st.sampled_from(["public", "non-state"])
triggers = st.sampled_from(["định kỳ", "khi có vụ việc"])

founding = st.builds(Found, picks, days, levels, sectors, st.one_of(st.none(), days))
moving = st.builds(Move, st.sampled_from([3, 6, 6, 8, 9, 10, 1]), picks, days)
closing = st.one_of(st.builds(Absorb, picks, picks, days), st.builds(Dissolve, homes, days))
grading = st.builds(Grade, homes, levels, days)
reclassifying = st.builds(Reclassify, homes, sectors, days)
recording = st.builds(Dialogue, homes, days, bounds, st.one_of(st.just(""), triggers))
spending = st.builds(Money, homes, days, st.sampled_from(["thu", "chi"]), bounds)
correcting = st.builds(
    Correct, picks, st.one_of(st.none(), days), st.one_of(st.none(), bounds), st.one_of(st.none(), triggers)
)
withdrawing = st.builds(Withdraw, picks)
admitting = st.builds(Admit, homes, days, st.integers(1, 3))
transferring = st.builds(Transfer, picks, homes, days)
leaving = st.one_of(st.builds(Leave, picks, days), st.builds(Unadmit, picks))
declaring = st.builds(Declare, homes, st.sampled_from(CODES_DECLARED), st.sampled_from(PERIODS), bounds)
redeclaring = st.one_of(st.builds(CorrectDeclared, picks, bounds), st.builds(WithdrawDeclared, picks))

Kind = st.SearchStrategy[Step]
structure: list[Kind] = [founding, founding, moving, moving, moving, closing, grading, reclassifying]
activities: list[Kind] = [recording] * 5 + [spending, spending, correcting, correcting, withdrawing]
members: list[Kind] = [admitting, admitting, admitting, transferring, transferring, leaving]
declarations: list[Kind] = [declaring] * 5 + [redeclaring, redeclaring]


def histories(*kinds: list[Kind], least: int = 6, most: int = 16) -> st.SearchStrategy[list[Step]]:
    """Lists of steps, of all kinds or of some; a kind named more often comes more often."""
    drawn = [kind for some in kinds or (structure, activities, members, declarations) for kind in some]
    return st.lists(st.sampled_from(drawn).flatmap(lambda kind: kind), min_size=least, max_size=most)


mill, few = st.just(6), st.sampled_from(["dialogue.held", "workers.total", "members.total"])
declaring_at_the_mill = st.builds(Declare, mill, few, st.sampled_from(PERIODS), bounds)
happening_at_the_mill = st.one_of(
    st.builds(Dialogue, mill, days, exact, st.just("")), st.builds(Admit, mill, days, st.integers(1, 2))
)
crowded = histories([declaring_at_the_mill] * 5, [happening_at_the_mill] * 3, [redeclaring, redeclaring, correcting])
"""Histories in which one unit's declarations nest, follow one another and are settled again and again."""

periods = st.one_of(
    st.sampled_from([*PERIODS, "2022..2024"]).map(parse_period),
    st.builds(lambda a, b: Period(min(a, b), max(a, b)), days, days),
)
trees = st.one_of(st.none(), days, st.sampled_from([date(1950, 1, 1), date(2099, 1, 1)]))
scopes = st.sampled_from([Reach.SUBTREE, Reach.SUBTREE, Reach.SUBTREE, Reach.OWN, Level.GRASSROOTS, Level.SUPERIOR])

law = tried_on(100)


@contextmanager
def history(world: World, steps: list[Step]) -> Iterator[Book]:
    """A history played in the world, undone at its end."""
    with transaction.atomic():
        book = open_book(world)
        book.play(steps)
        book.reckoning.close()
        yield book
        transaction.set_rollback(True)


def everything(book: Book, period: Period, **more: object) -> dict[tuple[str, str], Answer]:
    """What figures say of the root, a province, two homes and a unit founded meanwhile, of each with its subtree."""
    return {
        (unit.code, code): answer(figure)
        for unit in [book.units[place] for place in (0, 1, 6, 8, 10) if place < len(book.units)]
        for code, figure in Question(unit, **more).figures(CODES, period).items()  # type: ignore[arg-type]
    }


def answer(figure: AnyFigure) -> Answer:
    """What a figure says, as the reckoning says it."""
    assert isinstance(figure, Figure)
    return Answer(figure.low, figure.high, figure.about, figure.backed, figure.units, figure.covered)
