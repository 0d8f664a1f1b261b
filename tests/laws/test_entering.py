"""Laws of entering: the ledger holds what the entries say, in whatever order they came, and each deed can be undone."""

from random import Random

from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.book import Declare, Grade, Move, Reclassify, Step
from tests.laws.histories import (
    admitting,
    crowded,
    days,
    declarations,
    declaring,
    everything,
    founding,
    grading,
    histories,
    history,
    law,
    moving,
    periods,
    reclassifying,
    recording,
    spending,
)
from tests.laws.reckoning import STOCKS, Line
from tests.world import World

from congdoan.base.period import Period, parse_period
from congdoan.figures.actions import post, withdraw_declaration
from congdoan.figures.models import Declaration, Entry, Posting
from congdoan.figures.rules import Sums
from congdoan.records.activities.actions import withdraw_activity

KEPT_ONLY_HERE = {"members.transferred_in"}
"""Codes that the reckoning leaves out."""


def ledger() -> dict[tuple[object, ...], Sums]:
    """What is posted, net, by unit, indicator and days."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT unit.code, code.code, first_day, last_day, sum(low), sum(high), sum(open), sum(rough), sum(declared)
            FROM figures_posting AS p JOIN org_unit AS unit ON unit.id = p.unit_id
                JOIN catalogue_code AS code ON code.id = p.indicator_id
            GROUP BY 1, 2, 3, 4
        """)
        found = {tuple(row[:4]): Sums(*map(int, row[4:])) for row in cursor.fetchall()}
    return {slot: sums for slot, sums in found.items() if sums and slot[1] not in KEPT_ONLY_HERE}


def reckoned(lines: list[Line]) -> dict[tuple[object, ...], Sums]:
    found: dict[tuple[object, ...], Sums] = {}
    for line in lines:
        slot = (line.unit, line.code, line.first, line.last)
        found[slot] = found.get(slot, Sums()) + line.sums
    return {slot: sums for slot, sums in found.items() if sums}


@law
@given(st.one_of(histories(most=24), crowded))
def test_the_ledger_holds_what_the_entries_say_and_posting_them_again_appends_nothing(
    world: World, steps: list[Step]
) -> None:
    with history(world, steps) as book:
        assert ledger() == reckoned(book.reckoning.lines())
        before = Posting.objects.count()
        assert post(Entry.objects.order_by("-pk")) == 0
        assert Posting.objects.count() == before


@law
@given(histories([founding, moving, reclassifying]), histories([recording, spending], declarations), periods)
def test_what_is_all_withdrawn_was_never_there(
    world: World, before: list[Step], after: list[Step], period: Period
) -> None:
    with history(world, before) as book:
        without = everything(book, period)
        book.play(after)
        for activity, fact in book.activities:
            withdraw_activity(world.officer, activity=activity, reason=f"nhầm ngày {fact.day}")
        for declaration in Declaration.objects.known():
            withdraw_declaration(world.officer, declaration=declaration, reason="nhầm")
        assert everything(book, period) == without


def one_of_each(steps: list[Step]) -> list[Step]:
    """Deeds of which none decides whether another is refused: one change of a kind a unit, one number a span."""
    found: dict[object, Step] = {}
    for step in steps:
        match step:
            case Declare(unit=unit, code=code, period=period):
                days = parse_period(period)
                key: object = (unit, code, days.last_day if code in STOCKS else days)
            case Move(unit=unit) | Reclassify(unit=unit) | Grade(unit=unit):
                key = (type(step), unit)
            case _:
                key = object()
        found.setdefault(key, step)
    return list(found.values())


# Grassroots unions under superior ones, so that no move depends on another.
moves_below = st.builds(Move, st.sampled_from([6, 7, 8, 9]), st.sampled_from([3, 4, 5]), days)
changes = [moves_below, moves_below, moves_below, grading, reclassifying]
independent = histories([recording] * 5, [spending, admitting], [declaring] * 5, changes)


@law
@given(independent.map(one_of_each), st.randoms(use_true_random=False), periods)
def test_the_order_of_entering_does_not_matter(world: World, steps: list[Step], random: Random, period: Period) -> None:
    with history(world, steps) as book:
        told, posted = everything(book, period), ledger()
    with history(world, random.sample(steps, len(steps))) as book:
        assert ledger() == posted
        assert everything(book, period) == told
