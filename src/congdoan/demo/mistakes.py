"""Books are kept by people: some numbers are vague, some were wrong at first, some were told twice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from congdoan.base.bound import Bound
from congdoan.demo.activities import Happening
from congdoan.demo.chance import chance
from congdoan.demo.superiors import TOLD_UNTIL

_VAGUE = frozenset({"propaganda-session", "culture-sport", "worker-month", "women-activity"})
_SAFE = frozenset({"culture-sport", "women-activity", "children-gift", "official-training", "safety-training"})
"""Kinds of which nobody told an exact total elsewhere, with people to miscount."""


def with_mistakes(happenings: Sequence[Happening]) -> list[Happening]:
    """The same activities, a few of them vague, corrected after some weeks, or entered twice and withdrawn once."""
    luck = chance("mistakes")
    chosen: dict[int, Happening] = {}
    vague = [index for index, happening in enumerate(happenings) if happening.kind in _VAGUE]
    safe = [index for index, happening in enumerate(happenings) if happening.kind in _SAFE and _in_time(happening)]
    for index in luck.sample(vague, 36):
        chosen[index] = _vague(luck, happenings[index])
    for index in luck.sample(safe, 44):
        if index not in chosen:
            chosen[index] = _wrong(luck, happenings[index])
    return [chosen.get(index, happening) for index, happening in enumerate(happenings)]


def _in_time(happening: Happening) -> bool:
    return happening.day < TOLD_UNTIL - timedelta(days=90) and not _while_offices_close(happening.day)


def _while_offices_close(day: date) -> bool:
    return date(2025, 3, 1) <= day <= date(2025, 7, 31)


def _vague(luck: Random, happening: Happening) -> Happening:
    """Nobody counted the people: hundreds, or about so many."""
    people = happening.measures["people"]
    assert isinstance(people, int)
    told = Bound(100, 999) if people >= 100 else Bound(round(people, -1), round(people, -1), rough=True)
    return replace(happening, measures=happening.measures | {"people": told})


def _wrong(luck: Random, happening: Happening) -> Happening:
    """Told twice, or with another number of people; put right some weeks later."""
    corrected = happening.day + timedelta(days=luck.randint(35, 60))
    if luck.random() < 0.4:
        return replace(happening, twice=True, corrected=corrected)
    people = happening.measures["people"]
    assert isinstance(people, int)
    wrongly = happening.measures | {"people": people + luck.randint(2, 9)}
    return replace(happening, wrongly=wrongly, corrected=corrected)
