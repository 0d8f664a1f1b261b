"""Long work that several hands share: whoever took it does portion after portion, and waits for those of the others."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from congdoan.org.actions import do_portions, go_on
from congdoan.org.models import Portion, Work
from congdoan.org.rules import Tell

PAUSE = 0.2
"""Seconds until it is looked again whether another hand has done its portion, or was killed over it."""


@dataclass(frozen=True)
class Shared:
    """How portions of a kind of long work are done, within what its asker may do now, and how many at once."""

    do: Callable[[Work, Sequence[Portion]], None]
    at_once: int = 1

    def some(self, work: Work) -> bool:
        """Do the next ones; False where none is free."""
        return do_portions(work, lambda portions: self.do(work, portions), at_once=self.at_once)


def do_all(work: Work, shared: Shared, tell: Tell) -> list[Portion]:
    """Have all portions done; those that could not be, each with its sentence. Raises WorkStopped."""
    total = work.portions.count()
    while left := work.portions.open().count():
        tell(total - left, total)
        if shared.some(work):
            go_on(work)
        else:
            time.sleep(PAUSE)
    tell(total, total)
    return list(work.portions.exclude(said="").defer("made"))
