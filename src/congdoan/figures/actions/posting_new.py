"""Posting facts that this very transaction wrote, many alike at once: nothing of theirs is posted yet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date

from django.db import connection, transaction

from congdoan.catalogue.models import current, numbers
from congdoan.figures.actions.appending import Slot
from congdoan.figures.actions.entering import share_units
from congdoan.figures.actions.posting import places_of, wanted_of
from congdoan.figures.actions.settling import settle
from congdoan.figures.models import Entry

Alike = tuple[Entry, Sequence[tuple[int, date]]]
"""An entry, and the keys and days of all that are like it in everything else that counts."""

_FACTS = "CREATE TEMP TABLE IF NOT EXISTS posting_new (entry bigint, likeness int, day date) ON COMMIT DROP"
_INSERT = """
    INSERT INTO figures_posting (entry_id, indicator_id, unit_id, first_day, last_day,
        low, high, open, rough, declared, xact)
    SELECT fact.entry, told.indicator, told.unit, fact.day, fact.day,
        told.low, told.high, told.open, told.rough, told.declared, xact.now
    FROM posting_new AS fact JOIN unnest(%s::int[], %s::bigint[], %s::bigint[],
        %s::bigint[], %s::bigint[], %s::int[], %s::int[], %s::bigint[])
        AS told (likeness, indicator, unit, low, high, open, rough, declared) USING (likeness),
        (SELECT ledger_xact() AS now) AS xact
    ORDER BY told.unit, told.indicator, fact.day
"""


@transaction.atomic
def post_new(alike: Iterable[Alike]) -> int:
    """What `post` does, for facts of one day each that nobody else can have seen; returns how many postings that took.

    What the catalogue makes of them is worked out once for all that are alike, and written by one statement.
    """
    groups = list(alike)
    share_units({entry.unit_id for entry, _facts in groups})
    models, facts = _models(groups)
    rows = [
        (slot.entry, slot.indicator, slot.unit, *sums.numbers) for slot, sums in wanted_of(models, numbers()).items()
    ]
    if not rows:
        return 0
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.execute(_FACTS)
        with cursor.copy("COPY posting_new FROM STDIN") as copying:
            for fact in facts:
                copying.write_row(fact)
        cursor.execute(_INSERT, [list(column) for column in zip(*rows, strict=True)])
        appended: int = cursor.rowcount
        cursor.execute("TRUNCATE posting_new")
    return appended + settle(_touched(rows, facts), [])


def _touched(rows: Iterable[tuple[int, ...]], facts: Iterable[tuple[int, int, date]]) -> list[Slot]:
    """The indicators of units on the days of the facts."""
    days: dict[int, set[date]] = defaultdict(set)
    for _key, likeness, day in facts:
        days[likeness].add(day)
    return [Slot(0, row[1], row[2], day, day) for row in rows for day in days[row[0]]]


def _models(groups: Sequence[Alike]) -> tuple[list[Entry], list[tuple[int, int, date]]]:
    """One entry for all that post alike, its key the number of the likeness; and each fact with its likeness and day.

    Alike are those of one group on whose days the same indicators count and the unit's place is the same.
    """
    places, models = places_of({entry.unit_id for entry, _facts in groups}), list[Entry]()
    facts: list[tuple[int, int, date]] = []
    for entry, own in groups:
        feeds = current().counting(entry.noun, entry.kind or None)
        likenesses: dict[object, int] = {}
        on_day: dict[date, int] = {}
        for key, day in own:
            if day not in on_day:
                counting = tuple(indicator.counts_on(day) for indicator, _term in feeds)
                on_day[day] = likenesses.setdefault((counting, places.on(entry.unit_id, day)), len(models))
                if on_day[day] == len(models):
                    models.append(_on(entry, day, len(models)))
            facts.append((key, on_day[day], day))
    return models, facts


def _on(entry: Entry, day: date, key: int) -> Entry:
    model = copy(entry)
    model.pk, model.first_day, model.last_day = key, day, day
    return model
