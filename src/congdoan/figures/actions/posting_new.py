"""Posting facts that this very transaction wrote, many alike at once: nothing of theirs is posted yet."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from django.db import connection, transaction

from congdoan.base.period import DAY
from congdoan.catalogue.models import current, numbers
from congdoan.figures.actions.appending import Slot
from congdoan.figures.actions.entering import share_units
from congdoan.figures.actions.posting import places_of, wanted_of
from congdoan.figures.actions.settling import may_be_touched, settle
from congdoan.figures.models import Entry

_DAYS = "SELECT alike, min(day), max(day) FROM ({facts}) AS fact GROUP BY alike ORDER BY alike"
_FROM = """
    FROM ({facts}) AS fact
    JOIN unnest(%s::int[], %s::date[], %s::date[], %s::int[]) AS stretch (alike, since, until, model)
        ON stretch.alike = fact.alike AND fact.day BETWEEN stretch.since AND stretch.until
    JOIN unnest(%s::int[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::int[], %s::int[], %s::bigint[])
        AS told (model, indicator, unit, low, high, open, rough, declared) USING (model)
"""
_INSERT = f"""
    INSERT INTO figures_posting (entry_id, indicator_id, unit_id, first_day, last_day,
        low, high, open, rough, declared, xact)
    SELECT fact.entry, told.indicator, told.unit, fact.day, fact.day,
        told.low, told.high, told.open, told.rough, told.declared, (SELECT ledger_xact())
    {_FROM}
    ORDER BY told.unit, told.indicator, fact.entry
"""
_TOUCHED = f"SELECT DISTINCT 0, told.indicator, told.unit, fact.day, fact.day {_FROM}"


class _Stretch(NamedTuple):
    """Days, both of them in it, on which all facts of a group are posted alike."""

    alike: int
    since: date
    until: date


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
        stretches = list(_stretches(alike, cursor.fetchall()))
        models = [_on(alike[stretch.alike], stretch.since, key) for key, stretch in enumerate(stretches)]
        slots = wanted_of(models, numbers())
        rows = [(slot.entry, slot.indicator, slot.unit, *sums.numbers) for slot, sums in slots.items()]
        if not rows:
            return 0
        given: list[Any] = [*_columns(stretches), list(range(len(stretches))), *_columns(rows)]
        cursor.execute(_INSERT.format(facts=facts), given)
        appended: int = cursor.rowcount
        first = min(stretch.since for stretch in stretches)
        if not may_be_touched({(slot.unit, slot.indicator): [(first, first)] for slot in slots}):
            return appended
        cursor.execute(_TOUCHED.format(facts=facts), given)
        return appended + settle([Slot(*row) for row in cursor.fetchall()], [])


def _columns(rows: Iterable[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _stretches(alike: Sequence[Entry], days: Sequence[tuple[int, date, date]]) -> Iterator[_Stretch]:
    """The days of each group, cut where an indicator is retired or the unit's place changes."""
    places = places_of({entry.unit_id for entry in alike})
    for group, first, last in days:
        entry = alike[group]
        feeds = current().counting(entry.noun, entry.kind or None)
        cuts = {indicator.retired for indicator, _term in feeds} | {*places.since[entry.unit_id]}
        within = sorted(cut for cut in cuts if cut and first < cut <= last)
        for since, until in pairwise([first, *within, last + DAY]):
            yield _Stretch(group, since, until - DAY)


def _on(entry: Entry, day: date, key: int) -> Entry:
    model = copy(entry)
    model.pk, model.first_day, model.last_day = key, day, day
    return model
