"""Background jobs: they look for what needs doing and call the actions; no room beneath knows of them.

A job that is broken off leaves nothing to mend: the next one finds the same work. So none is ever tried again, and
none holds a lock that would outlive its worker.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from congdoan.base.knowledge import keep_moment
from congdoan.claims.actions import recheck
from congdoan.figures.actions import backfill, fold
from congdoan.figures.models import Backfill
from congdoan.org.actions import purge_works
from congdoan.records.committees.actions import end_outlived
from congdoan.records.imports.actions import purge_uploads
from congdoan.records.members.actions import complete_due, drop_outdated
from congdoan.reports.actions import announce_deadlines, announce_to_newcomers, remind_due, send_letters

EACH_MINUTE = "* * * * *"
EACH_MORNING = "30 0 * * *"
"""At half past seven in Vietnam; the clock of the jobs is UTC."""

MANY = 100_000
"""Postings folded at once that tell of bulk work: while it lasts, the next fold follows without a pause."""

BACKFILL_LOCK = 7_201_500_003
RECHECK_LOCK = 7_201_500_004
LETTERS_LOCK = 7_201_500_005


@app.periodic(cron=EACH_MINUTE)
@app.task(name="keep_moment", queueing_lock="keep_moment")
def keep_this_moment(timestamp: int = 0) -> None:
    """Keep what is known by now, so that it can be told again."""
    keep_moment()


@app.periodic(cron=EACH_MINUTE)
@app.task(name="fold", queueing_lock="fold")
def fold_postings(timestamp: int = 0) -> None:
    """Fold what was committed since the last time, until little is left."""
    while (fold() or 0) >= MANY:
        pass


@app.periodic(cron=EACH_MINUTE)
@app.task(name="backfill", queueing_lock="backfill")
def backfill_codes(timestamp: int = 0) -> None:
    """Post to new codes what happened before them, also where an earlier backfill was broken off."""
    with _alone(BACKFILL_LOCK) as alone:
        if alone and Backfill.objects.pending().exists():
            backfill()
            fold_soon()


@app.periodic(cron=EACH_MINUTE)
@app.task(name="recheck", queueing_lock="recheck")
def recheck_texts(timestamp: int = 0) -> None:
    """Judge the texts that wait, and again those whose figures have changed."""
    with _alone(RECHECK_LOCK) as alone:
        if alone:
            recheck()


@app.periodic(cron=EACH_MORNING)
@app.task(name="remind", queueing_lock="remind")
def remind_of_sheets(timestamp: int = 0) -> None:
    """Remind of the sheets that are due soon or late; whoever was reminded today is not reminded again.

    Whoever stands beneath a union that has set a day only since then is told of that first.
    """
    announce_to_newcomers()
    remind_due()


@app.periodic(cron=EACH_MINUTE)
@app.task(name="announce", queueing_lock="announce")
def announce_days(timestamp: int = 0) -> None:
    """Tell those who owe a sheet of the day that a union has just set for it; each once."""
    announce_deadlines()


@app.periodic(cron=EACH_MINUTE)
@app.task(name="letters", queueing_lock="letters")
def send_reminders(timestamp: int = 0) -> None:
    """Send the letters of reminder that have not gone yet, where there is a server that takes letters."""
    with _alone(LETTERS_LOCK) as alone:
        if alone and settings.EMAIL_HOST:
            send_letters()


@app.periodic(cron=EACH_MORNING)
@app.task(name="purge_works", queueing_lock="purge_works")
def purge_ended_works(timestamp: int = 0) -> None:
    """Forget long work that ended days ago, with the files it made."""
    purge_works(settings.WORK_DAYS)


@app.periodic(cron=EACH_MORNING)
@app.task(name="complete_transfers", queueing_lock="complete_transfers")
def complete_transfers(timestamp: int = 0) -> None:
    """Complete the transfers that the other side has not answered in time."""
    complete_due()


@app.periodic(cron=EACH_MORNING)
@app.task(name="drop_outdated", queueing_lock="drop_outdated")
def drop_outdated_persons(timestamp: int = 0) -> None:
    """Drop the persons who left longer ago than they are to be kept; the figures stay."""
    drop_outdated()


@app.periodic(cron=EACH_MORNING)
@app.task(name="end_outlived", queueing_lock="end_outlived")
def end_outlived_committees(timestamp: int = 0) -> None:
    """End the committees of units that ended before committees did so with them."""
    end_outlived()


@app.periodic(cron=EACH_MORNING)
@app.task(name="clear_sessions", queueing_lock="clear_sessions")
def clear_ended_sessions(timestamp: int = 0) -> None:
    """Forget the sessions that have ended, with what was being written in them."""
    SessionStore.clear_expired()


@app.periodic(cron=EACH_MORNING)
@app.task(name="purge_uploads", queueing_lock="purge_uploads")
def purge_old_uploads(timestamp: int = 0) -> None:
    """Drop the workbooks that members came from, once they are old: names live in the register alone."""
    purge_uploads(settings.UPLOAD_DAYS)


def fold_soon() -> None:
    """Have what bulk work has posted folded now, not within a minute."""
    with suppress(AlreadyEnqueued):
        fold_postings.defer()


@contextmanager
def _alone(lock: int) -> Iterator[bool]:
    """Whether nobody else is at it. The lock goes with a transaction of a session of its own, however that ends.

    Not with the session that works: a pool between us and the server may give each of its transactions to another one,
    and the lock would stay where nobody lets it go. The transaction sees nothing and writes nothing, so it holds up
    neither folding nor vacuuming.
    """
    holding = connections.create_connection("default")
    try:
        holding.set_autocommit(False)
        with holding.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock])
            (alone,) = cursor.fetchone()
        yield alone
    finally:
        holding.close()
