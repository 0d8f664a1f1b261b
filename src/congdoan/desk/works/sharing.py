"""Long work that several hands share: whoever took it does portion after portion, and waits for those of the others."""

import time
from collections.abc import Callable
from functools import partial

from congdoan.org.actions import do_portion, go_on
from congdoan.org.models import Portion, Work
from congdoan.org.rules import Tell

PAUSE = 0.2
"""Seconds until it is looked again whether another hand has done its portion, or was killed over it."""


def do_all(work: Work, do: Callable[[Work, Portion], None], tell: Tell) -> list[Portion]:
    """Have all portions done; those that could not be, each with its sentence. Raises WorkStopped."""
    total = work.portions.count()
    while left := work.portions.open().count():
        tell(total - left, total)
        if do_portion(work, partial(do, work)):
            go_on(work)
        else:
            time.sleep(PAUSE)
    tell(total, total)
    return list(work.portions.exclude(said="").defer("made"))
