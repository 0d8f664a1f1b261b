"""Posting facts that this very transaction wrote, many alike at once: nothing of theirs is posted yet."""

from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from congdoan.catalogue.models import numbers
from congdoan.figures.actions.appending import Slot
from congdoan.figures.actions.entering import share_units
from congdoan.figures.actions.posting import wanted_of
from congdoan.figures.actions.settling import settle
from congdoan.figures.models import Entry

Alike = tuple[Entry, Sequence[int]]
"""An entry, and the keys of all that are like it in everything that counts, its own among them."""

_INSERT = """
    INSERT INTO figures_posting (entry_id, indicator_id, unit_id, first_day, last_day,
        low, high, open, rough, declared, xact)
    SELECT fact.entry, told.indicator, told.unit, told.first_day, told.last_day,
        told.low, told.high, told.open, told.rough, told.declared, xact.now
    FROM unnest(%s::bigint[], %s::bigint[]) AS fact (entry, likeness)
    JOIN unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::date[], %s::date[],
        %s::bigint[], %s::bigint[], %s::int[], %s::int[], %s::bigint[])
        AS told (likeness, indicator, unit, first_day, last_day, low, high, open, rough, declared) USING (likeness),
        (SELECT ledger_xact() AS now) AS xact
    ORDER BY told.unit, told.indicator, told.last_day
"""


@transaction.atomic
def post_new(alike: Iterable[Alike]) -> int:
    """What `post` does, for facts that nobody else can have seen or posted; returns how many postings that took.

    What the catalogue makes of a fact is worked out once for all that are alike, and written by one statement.
    """
    groups = list(alike)
    share_units({entry.unit_id for entry, _keys in groups})
    wanted = wanted_of([entry for entry, _keys in groups], numbers())
    facts = [(key, entry.pk) for entry, keys in groups for key in keys]
    if not wanted or not facts:
        return 0
    rows = [(*slot, *sums.numbers) for slot, sums in wanted.items()]
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.execute(_INSERT, [*_columns(facts), *_columns(rows)])
        appended = cursor.rowcount
    return appended + settle([Slot(*row[:5]) for row in rows], [])


def _columns(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]
