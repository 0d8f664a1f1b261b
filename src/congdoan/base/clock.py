"""The one clock that actions read; days are those of Vietnam."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Asia/Ho_Chi_Minh")

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """This moment, aware."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """The day it is now in Vietnam."""
    return now().astimezone(HOME).date()


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    """A time of day in Vietnam as an aware moment."""
    return datetime.combine(day, time(hour, minute), HOME)


def end_of(day: date) -> datetime:
    """The last microsecond of a day in Vietnam."""
    return at(day + timedelta(days=1), 0) - timedelta(microseconds=1)


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment, for the demo and for tests."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
