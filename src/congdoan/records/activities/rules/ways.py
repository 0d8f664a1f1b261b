"""Steps that a person takes one after another, each once: what stands against one, by those already taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Hindrance(StrEnum):
    """Why a step cannot be taken on a day."""

    TWICE = "twice"
    SKIPPED = "skipped"
    EARLY = "early"
    LATE = "late"


@dataclass(frozen=True)
class Hindered:
    """What stands against a step: how, and the step on which it turns, with the day of that where it was taken."""

    how: Hindrance
    step: str
    day: date | None = None


def hindrance(way: Sequence[str], step: str, day: date, taken: Mapping[str, date]) -> Hindered | None:
    """What stands against taking a step of a way on a day; None where nothing does.

    The step before it must have been taken by that day and none after it earlier; two steps may share a day.
    """
    if step in taken:
        return Hindered(Hindrance.TWICE, step, taken[step])
    place = way.index(step)
    if place and way[place - 1] not in taken:
        return Hindered(Hindrance.SKIPPED, way[place - 1])
    for before in way[:place]:
        if before in taken and day < taken[before]:
            return Hindered(Hindrance.EARLY, before, taken[before])
    for after in way[place + 1 :]:
        if after in taken and taken[after] < day:
            return Hindered(Hindrance.LATE, after, taken[after])
    return None


def resting_on(way: Sequence[str], step: str, taken: Mapping[str, date]) -> str | None:
    """The nearest step taken after this one, which would be without it; None where there is none."""
    return next((after for after in way[way.index(step) + 1 :] if after in taken), None)
