"""Several sessions at once: deeds in transactions of their own, with real waiting for one another's locks."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Event, Thread

from django.db import connection, transaction
from tests.world import TODAY, the_day

from congdoan.base.asking import crossing

PATIENCE = 10
"""Seconds after which something that should have happened did not."""


class Session(Thread):
    """A deed in a transaction of its own, begun at once in another session."""

    def __init__(self, deed: Callable[[], object], *, day: date = TODAY, hold: bool = False) -> None:
        super().__init__(daemon=True)
        self.deed, self.day = deed, day
        self.done, self.may_commit = Event(), Event()
        self.failure: BaseException | None = None
        self.process = 0
        if not hold:
            self.may_commit.set()
        self.start()

    def run(self) -> None:
        try:
            with the_day(self.day), crossing("tests"), transaction.atomic():
                self.process = connection.connection.info.backend_pid
                self.deed()
                self.done.set()
                assert self.may_commit.wait(PATIENCE)
        except BaseException as failure:
            self.failure = failure
        finally:
            self.done.set()
            connection.close()

    def finish(self) -> None:
        """Let it commit and wait for that; raises what it raised."""
        self.may_commit.set()
        self.join(PATIENCE)
        assert not self.is_alive(), "the other session did not end"
        if self.failure is not None:
            raise self.failure

    def is_waiting(self) -> bool:
        """Whether it waits for a lock that somebody else holds; asked until it does or it is done."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not self.done.is_set():
            with connection.cursor() as cursor:
                cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [self.process])
                if cursor.fetchone()[0]:
                    return True
            time.sleep(0.005)
        return False


def do_meanwhile(deed: Callable[[], object]) -> None:
    """Do something in another session, committed when this returns."""
    Session(deed).finish()


@contextmanager
def under_way(deed: Callable[[], object]) -> Iterator[None]:
    """Inside, a deed has been done in another session and is not committed yet; afterwards it is."""
    session = Session(deed, hold=True)
    assert session.done.wait(PATIENCE)
    yield
    session.finish()
