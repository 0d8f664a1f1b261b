"""Posting to new codes what happened before them, in steps that can be broken off and taken up again."""

import time
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import Min

from congdoan.base.knowledge import ThisXact
from congdoan.catalogue.models import Code
from congdoan.figures.actions.posting import post
from congdoan.figures.models import Backfill, Entry

STEP = 5000
"""Entries in one transaction: about a second of work."""

PAUSE = 0.05
"""Seconds between two looks at who is still writing."""

_WRITING = """
    SELECT virtualtransaction FROM pg_locks
    WHERE relation = 'figures_entry'::regclass AND mode = 'RowExclusiveLock' AND granted AND pid <> pg_backend_pid()
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@transaction.atomic
def prepare_codes() -> None:
    """Give each installed code its backfill; until that is done the code's figures are unknown."""
    Backfill.objects.bulk_create(
        [Backfill(indicator=code) for code in Code.objects.filter(backfill=None)], ignore_conflicts=True
    )


def backfill(progress: Callable[[int], None] | None = None) -> int:
    """Post all entries to the codes not yet done; returns how many entries were gone through.

    Each step is a transaction of its own; broken off, it goes on from the last one that was committed.
    """
    prepare_codes()
    if Backfill.objects.pending().exists():
        _await_writers()
    gone = 0
    while step := _step():
        gone += step
        if progress:
            progress(gone)
    return gone


def _await_writers() -> None:
    """Wait until whoever began to enter facts without knowing the new codes has come to an end.

    A lock on the table would wait for the same, but whoever comes later would wait behind it.
    """
    begun = _writing()
    while begun & _writing():
        time.sleep(PAUSE)


def _writing() -> set[str]:
    """The transactions of others that are entering facts now."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITING)
        return {transaction for (transaction,) in cursor}


@transaction.atomic
def _step() -> int:
    pending = Backfill.objects.pending()
    reached = pending.aggregate(reached=Min("reached"))["reached"]
    if reached is None:
        return 0
    entries = list(Entry.objects.filter(pk__gt=reached).order_by("pk")[:STEP])
    if not entries:
        pending.update(done=ThisXact())
        return 0
    post(entries)
    pending.update(reached=entries[-1].pk)
    return len(entries)
