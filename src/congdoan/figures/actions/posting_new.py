"""Posting facts that this very transaction wrote, many alike at once: nothing of theirs is posted yet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from congdoan.catalogue.models import current, numbers
from congdoan.figures.actions.appending import Slot
from congdoan.figures.actions.entering import share_units
from congdoan.figures.actions.posting import places_of, wanted_of
from congdoan.figures.actions.settling import settle
from congdoan.figures.models import Entry

_DAYS = "SELECT DISTINCT alike, day FROM ({facts}) AS fact ORDER BY 1, 2"
_INSERT = """
    INSERT INTO figures_posting (entry_id, indicator_id, unit_id, first_day, last_day,
        low, high, open, rough, declared, xact)
    SELECT fact.entry, told.indicator, told.unit, fact.day, fact.day,
        told.low, told.high, told.open, told.rough, told.declared, xact.now
    FROM ({facts}) AS fact
    JOIN unnest(%s::int[], %s::date[], %s::int[]) AS likeness (alike, day, model) USING (alike, day)
    JOIN unnest(%s::int[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::int[], %s::int[], %s::bigint[])
        AS told (model, indicator, unit, low, high, open, rough, declared) USING (model),
        (SELECT ledger_xact() AS now) AS xact
    ORDER BY told.unit, told.indicator, fact.day
"""


class _Likeness(NamedTuple):
    """The day of a fact of a group, and the model after which it is posted."""

    alike: int
    day: date
    model: int


@transaction.atomic
def post_new(alike: Sequence[Entry], facts: str) -> int:
    """What `post` does, for facts of one day each that nobody else can have seen; returns how many postings that took.

    `facts` is a query of `entry, alike, day`: the key of each fact, the place in `alike` of the entry that it is like
    in everything else that counts, and its day. What the catalogue makes of them is worked out once for all that are
    alike, and written by one statement.
    """
    share_units({entry.unit_id for entry in alike})
    with connection.cursor() as cursor:
        cursor.execute(_DAYS.format(facts=facts))
        models, likenesses = _models(alike, cursor.fetchall())
        slots = wanted_of(models, numbers())
        rows = [(slot.entry, slot.indicator, slot.unit, *sums.numbers) for slot, sums in slots.items()]
        if not rows:
            return 0
        cursor.execute(_INSERT.format(facts=facts), [*_columns(likenesses), *_columns(rows)])
        appended: int = cursor.rowcount
    return appended + settle(_touched(rows, likenesses), [])


def _columns(rows: Iterable[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _touched(rows: Sequence[tuple[int, ...]], likenesses: Sequence[_Likeness]) -> list[Slot]:
    """The indicators of units on the days of the facts."""
    days: dict[int, set[date]] = defaultdict(set)
    for likeness in likenesses:
        days[likeness.model].add(likeness.day)
    return [Slot(0, row[1], row[2], day, day) for row in rows for day in days[row[0]]]


def _models(alike: Sequence[Entry], days: Sequence[tuple[int, date]]) -> tuple[list[Entry], list[_Likeness]]:
    """One entry for all that post alike, its key its place among them; and each day of a group with its model.

    Alike are those of one group on whose days the same indicators count and the unit's place is the same.
    """
    places = places_of({entry.unit_id for entry in alike})
    feeds = [current().counting(entry.noun, entry.kind or None) for entry in alike]
    models, known, likenesses = list[Entry](), dict[object, int](), list[_Likeness]()
    for group, day in days:
        entry = alike[group]
        counting = tuple(indicator.counts_on(day) for indicator, _term in feeds[group])
        model = known.setdefault((group, counting, places.on(entry.unit_id, day)), len(models))
        if model == len(models):
            models.append(_on(entry, day, model))
        likenesses.append(_Likeness(group, day, model))
    return models, likenesses


def _on(entry: Entry, day: date, key: int) -> Entry:
    model = copy(entry)
    model.pk, model.first_day, model.last_day = key, day, day
    return model
