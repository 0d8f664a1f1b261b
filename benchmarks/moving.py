"""What moving takes: a superior union with some 200 unions, dated a year back; a whole province merged into another."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from congdoan.base import clock
from congdoan.base.period import Period
from congdoan.catalogue.models import current, numbers
from congdoan.catalogue.rules import Level, Nature
from congdoan.figures.models import Entry, Posting, Question
from congdoan.figures.rules import Figure, Reach
from congdoan.org.models import Lineage, Place, Unit, User
from congdoan.records.structure.actions import absorb, hand_over

UNIONS = 200
TIMES = 3
"""The first time reads from disk what it moves, as the first question does; it is told apart from the middle one."""


def moves() -> list[dict[str, Any]]:
    """Each is done in a transaction of its own, measured to where it would commit, and undone; `TIMES` times."""
    today = clock.today()
    officer = User.objects.get(username="officer")
    back = today - timedelta(days=365)
    superior, home = _superior()
    others = Place.objects.known().on(today).filter(level=Level.PROVINCIAL, unit__span__endswith=None)
    provinces = sorted((_beneath(unit), unit) for unit in others.exclude(unit=home).values_list("unit", flat=True))
    middle, largest = provinces[len(provinces) // 2], provinces[-1]
    told: list[dict[str, Any]] = []
    for name, work, count in (
        (
            "a superior union, dated a year back",
            lambda: hand_over(officer, unit=superior, to=Unit.objects.get(pk=middle[1]), day=back),
            _beneath(superior.pk) - 1,
        ),
        (
            "a province merged into another",
            lambda: _merge(officer, middle[1], largest[1]),
            middle[0] - 1,
        ),
    ):
        taken = [round(_seconds(work), 2) for _each in range(TIMES)]
        told.append({"what": name, "units": count, "seconds": statistics.median(taken), "first": taken[0]})
    return told


def _merge(officer: User, province: int, largest: int) -> None:
    """What the province's own members were by chance goes first: it may not end while people are in its list."""
    unit, into = Unit.objects.get(pk=province), Unit.objects.get(pk=largest)
    today = clock.today()
    codes = [code for code, indicator in current().indicators.items() if indicator.nature is Nature.STOCK]
    entry = Entry.objects.filter(unit=unit).first()
    for code, figure in Question(unit, scope=Reach.OWN).figures(codes, Period(today, today)).items():
        if code.startswith("members.") and isinstance(figure, Figure) and figure.sums.low:
            low = -figure.sums.low
            Posting.objects.create(
                entry=entry, unit=unit, indicator_id=numbers()[code], first_day=today, last_day=today, low=low, high=low
            )
    absorb(officer, unit=unit, into=into, day=today)


def _seconds(work: Callable[[], Any]) -> float:
    with transaction.atomic():
        began = time.perf_counter()
        work()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    return seconds


def _superior() -> tuple[Unit, int | None]:
    """The superior union with the count nearest to what is asked, which stands where it did a year ago."""
    there = Place.objects.known().on(clock.today()).filter(level=Level.SUPERIOR, unit__span__endswith=None)
    near = sorted((abs(_beneath(unit) - 1 - UNIONS), unit, home) for unit, home in there.values_list("unit", "parent"))
    _distance, unit, home = near[0]
    return Unit.objects.get(pk=unit), home


def _beneath(unit: int) -> int:
    return Lineage.objects.known().on(clock.today()).filter(ancestor=unit).count()
