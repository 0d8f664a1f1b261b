"""(e) Freshness: what is committed stands in the next figure read, and every figure is what its postings are.

While eight write and one folds and moves, a reader compares figures told from tallies with the same told from postings
alone, both in one snapshot; and a record is looked for at every level above it as soon as it is committed.
"""

import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from itertools import count, cycle
from random import Random
from threading import Event, Thread
from typing import Any

from django.db import connection, transaction

from benchmarks.timing import Times
from benchmarks.writing import open_unions, writers
from congdoan.base.bound import Bound
from congdoan.base.period import Period
from congdoan.catalogue.models import numbers
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import fold
from congdoan.figures.models import Look, Question
from congdoan.figures.models.reading import together
from congdoan.org.models import Lineage, Place, Unit, User
from congdoan.records.activities.actions import record_activity
from congdoan.records.structure.actions import hand_over

WRITERS, ENOUGH, PROBES = 8, 1000, 100
CODES = ("dialogue.held", "dialogue.people", "members.total", "workers.total")


def freshness(seconds: float) -> dict[str, Any]:
    stop = Event()
    done: dict[str, int] = {"folds": 0, "moves": 0}
    failures: list[str] = []
    threads = [
        Thread(target=_over_and_over, args=(work, stop, done, name, failures), daemon=True)
        for name, work in (("folds", _fold), ("moves", _mover()))
    ]
    with writers(WRITERS, seconds) as told:
        for thread in threads:
            thread.start()
        compared, mismatches = _compare(time.monotonic() + seconds * 0.8)
        looked, missed, waited = _look_for_records(time.monotonic() + seconds * 0.2)
        stop.set()
        for thread in threads:
            thread.join(120)
    failed = {name: number for one in told for name, number in one["failed"].items()}
    return {
        "comparisons": compared,
        "mismatches": mismatches,
        "looked": looked,
        "missed": missed,
        "first_read": asdict(Times.of(waited)),
        "records": sum(len(one["taken"]) for one in told),
        "failed": failed | dict.fromkeys(failures, 1),
        **done,
    }


def _over_and_over(
    work: Callable[[], object], stop: Event, done: dict[str, int], name: str, failures: list[str]
) -> None:
    try:
        while not stop.wait(1.0):
            work()
            done[name] += 1
    except Exception as fault:
        failures.append(f"{name}: {type(fault).__name__}")
    finally:
        connection.close()


def _fold() -> None:
    fold()


def _mover() -> Callable[[], object]:
    """Superior unions go to and fro between two provinces, each time on a later day."""
    today = date(2026, 1, 1)
    there = Place.objects.known().on(today).filter(unit__span__endswith=None)
    provinces = list(there.filter(level=Level.PROVINCIAL).order_by("unit").values_list("unit", flat=True)[8:10])
    one, other = (Unit.objects.get(pk=key) for key in provinces)
    unit = Unit.objects.get(pk=there.filter(parent=one, level=Level.SUPERIOR).values_list("unit", flat=True)[0])
    officer = User.objects.get(username="officer")
    last = Place.objects.known().filter(unit=unit).order_by("span").last()  # an earlier run on this book moved it too
    assert last is not None
    begun, ways = (
        max(today, last.span.lower or today),
        cycle([other, one] if last.parent_id == one.pk else [one, other]),
    )
    number = count(1)

    def move() -> None:
        hand_over(officer, unit=unit, to=next(ways), day=begun + timedelta(days=next(number)))

    return move


def _compare(until: float) -> tuple[int, int]:
    """At least a thousand comparisons, of units above the grassroots and periods by chance."""
    chance = Random(7)
    there = Place.objects.known().on(date(2026, 1, 1)).filter(level__in=[Level.SUPERIOR, Level.PROVINCIAL])
    small = [
        unit for unit in there.values_list("unit", flat=True) if Lineage.objects.filter(ancestor=unit).count() < 600
    ]
    units = list(Unit.objects.in_bulk(small).values())
    codes = numbers()
    compared = mismatches = 0
    while time.monotonic() < until or compared < ENOUGH:
        unit, keys = chance.choice(units), [codes[code] for code in CODES]
        first = date(2011 + chance.randrange(15), chance.randrange(1, 13), chance.choice([1, 1, 9]))
        period = Period(first, max(first, date(2026, chance.randrange(1, 12), chance.choice([10, 28]))))
        with transaction.atomic():
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            for stock, asked in ((False, keys[:2]), (True, keys[2:])):
                looks = [Look(unit, period, stock=stock, tallied=tallied) for tallied in (True, False)]
                told, posted = together([(look, asked) for look in looks])
                compared += 1
                mismatches += {k: v for k, v in told.items() if v} != {k: v for k, v in posted.items() if v}
    return compared, mismatches


def _look_for_records(until: float) -> tuple[int, int, list[float]]:
    """Write one, commit, and read it at once, of its union and everything above."""
    officer, chance = User.objects.get(username="officer"), Random(8)
    unions = open_unions(chance, 50)
    missed, waited = 0, []
    for _number in range(PROBES):
        union, day = chance.choice(unions), date(2026, 5, chance.randrange(1, 29))
        above = Lineage.objects.known().on(day).filter(unit=union).select_related("ancestor")
        units = [row.ancestor for row in above]
        before = [_held(unit) for unit in units]
        record_activity(officer, unit=union, day=day, kind="culture-sport", measures={"people": Bound.exactly(10)})
        began = time.perf_counter()
        after = [_held(unit) for unit in units]
        waited.append((time.perf_counter() - began) / len(units))
        missed += sum(late != early + 1 for early, late in zip(before, after, strict=True))
        if time.monotonic() > until and len(waited) >= PROBES:
            break
    return len(waited), missed, waited


def _held(unit: Unit) -> int:
    """Only this reader writes of this kind, so everywhere above there is one more."""
    figure = Question(unit).figure("culture.held", Period(date(2026, 5, 1), date(2026, 5, 31)))
    return int(figure.low or 0)  # type: ignore[union-attr]
