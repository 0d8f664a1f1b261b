"""The only writing of postings: what is wanted less what is posted already, by one COPY."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db import connection

from congdoan.catalogue.models import current
from congdoan.figures.rules import Sums


class Slot(NamedTuple):
    """Where a posting belongs: its numbers are added up per slot."""

    entry: int
    indicator: int
    unit: int
    first_day: date
    last_day: date


Wanted = Mapping[Slot, Sums]

_NET = """
    SELECT entry_id, indicator_id, unit_id, first_day, last_day,
        sum(low), sum(high), sum(open), sum(rough), sum(declared)
    FROM figures_posting WHERE entry_id = ANY(%s) AND indicator_id = ANY(%s) GROUP BY 1, 2, 3, 4, 5
"""
_COPY = """
    COPY figures_posting (entry_id, indicator_id, unit_id, first_day, last_day,
        low, high, open, rough, declared, xact) FROM STDIN
"""


def append(wanted: Wanted, entries: Iterable[int], number: Mapping[str, int]) -> list[Slot]:
    """Append wanted minus net already posted for these entries; returns the slots that changed. `number` is by code.

    Codes that this edition does not know are left as they are: a newer one may have posted them.
    """
    codes = current().indicators
    known = [key for code, key in number.items() if code in codes]
    with connection.cursor() as cursor:
        cursor.execute(_NET, [list(entries), known])
        net = {Slot(*row[:5]): Sums(*map(int, row[5:])) for row in cursor.fetchall()}
        missing = {slot: wanted.get(slot, Sums()) - net.get(slot, Sums()) for slot in wanted.keys() | net.keys()}
        rows = sorted((slot, sums) for slot, sums in missing.items() if sums)
        if rows:
            cursor.execute("SELECT ledger_xact()::text")
            (xact,) = cursor.fetchone()
            with connection.wrap_database_errors, cursor.copy(_COPY) as copy:
                for slot, sums in rows:
                    copy.write_row((*slot, *sums.numbers, xact))
    return [slot for slot, _sums in rows]
