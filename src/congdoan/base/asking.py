"""Who asks: on whose behalf the code running now reads and writes, which the database is told with each statement."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from congdoan.base import clock

SETTING = "congdoan.asker"
"""The setting in which a session of the database finds who asks, for the length of one transaction."""

_NAMED = re.compile(r"[a-z_]+")
_asker: ContextVar[str] = ContextVar("asker", default="")


def asker() -> str:
    """Who asks, as the database is told: `12 2025-01-31` (a user's key and the day), `system:transfers`; "" is nobody.

    The day is the clock's, since positions are held for days and the clock of the server knows only now.
    """
    who = _asker.get()
    return f"{who} {clock.today().isoformat()}" if who.isdigit() else who


@contextmanager
def asking(user: int) -> Iterator[None]:
    """Inside, a user asks, by the key of their account: the database gives what lies within their reach."""
    with _as(str(user)):
        yield


@contextmanager
def crossing(name: str) -> Iterator[None]:
    """Inside, the system asks, for a work that has a name: no bounds but those that the code itself keeps.

    For jobs that look after everybody, and for the few steps of an action that must touch what lies beyond its asker.
    """
    if not _NAMED.fullmatch(name):
        raise ValueError(name)
    with _as(f"system:{name}"):
        yield


@contextmanager
def _as(who: str) -> Iterator[None]:
    token = _asker.set(who)
    try:
        yield
    finally:
        _asker.reset(token)


def asked_throughout(user: int, parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts of an answer that is made while it is sent, each made as this user asks."""
    told = iter(parts)
    while True:
        with asking(user):
            part = next(told, None)
        if part is None:
            return
        yield part
