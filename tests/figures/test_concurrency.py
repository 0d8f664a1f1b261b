"""The proof: many write, move, fold and compare at once; whoever reads sees one truth, and nobody waits for ever.

In a check it lasts a few seconds. `CONGDOAN_SECONDS` makes it last longer (`make crowd`: a minute, and a thousand
comparisons at least), `CONGDOAN_CROWD_REPORT` says where the result is written down.
"""

import os
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import TypeVar

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from tests.figures.tallying import assert_tallies_tell, found_differences, read, tallied_units
from tests.world import TODAY, World, the_day

from congdoan.base.asking import crossing
from congdoan.base.bound import Bound
from congdoan.base.period import Period, parse_period
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import correct_declaration, fold, withdraw_declaration
from congdoan.figures.models import Declaration, Entry
from congdoan.org.models import Unit
from congdoan.records.activities.actions import NewActivity, correct_activity, record_activities, withdraw_activity
from congdoan.records.activities.models import Activity
from congdoan.records.members.actions import transfer
from congdoan.records.members.models import Membership
from congdoan.records.structure.actions import absorb, demote, hand_over, promote, reclassify

M = TypeVar("M", bound=Model)

SECONDS = float(os.environ.get("CONGDOAN_SECONDS", "5"))
ENOUGH = 1000 if "CONGDOAN_SECONDS" in os.environ else 200
LONGEST = 30 * SECONDS
"""On a slow machine it goes on until there are enough comparisons."""

REPORT = os.environ.get("CONGDOAN_CROWD_REPORT")
WRITERS, MOVERS, COMPARERS = 8, 2, 2


class Crowd:
    """Threads that do random deeds over and over, each in its own session, until they are told to stop."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.stop = Event()
        self.done: Counter[str] = Counter()
        self.failures: list[BaseException] = []
        self.mismatches: list[str] = []
        self.threads: list[Thread] = []
        self.lasted = 0.0

    def add(self, name: str, deeds: "list[Deed]", number: int = 1) -> None:
        for which in range(number):
            thread = Thread(target=self._run, args=(name, deeds, Random(f"{name} {which}")), daemon=True)
            self.threads.append(thread)

    def _run(self, name: str, deeds: "list[Deed]", luck: Random) -> None:
        try:
            with the_day(TODAY), crossing("tests"):
                while not self.stop.is_set():
                    with suppress(ValidationError):
                        luck.choice(deeds)(self, luck)
                        self.done[name] += 1
        except BaseException as failure:
            self.failures.append(failure)
            self.stop.set()
        finally:
            connection.close()

    def work(self) -> None:
        began = time.monotonic()
        for thread in self.threads:
            thread.start()
        while not self.stop.wait(0.1):
            self.lasted = time.monotonic() - began
            if self.lasted > LONGEST or (self.lasted > SECONDS and self.done["compare"] >= ENOUGH):
                self.stop.set()
        for thread in self.threads:
            thread.join(60)
            assert not thread.is_alive(), "somebody waits for ever"


Deed = Callable[[Crowd, Random], object]


def _day(luck: Random) -> date:
    return date(2022, 1, 1) + timedelta(days=luck.randrange(1090))


def _unit(luck: Random) -> Unit:
    return luck.choice(list(Unit.objects.all()))


def _grassroots(crowd: Crowd, luck: Random) -> Unit:
    return luck.choice([crowd.world.mill, crowd.world.mine, crowd.world.school, crowd.world.plant])


# Writing


def record(crowd: Crowd, luck: Random) -> None:
    crowd.world.hold_dialogue(_unit(luck), _day(luck), luck.randrange(100))


def record_many(crowd: Crowd, luck: Random) -> None:
    units = luck.sample(list(Unit.objects.all()), 4)
    record_activities(
        crowd.world.officer, [NewActivity(unit, _day(luck), "dialogue", {"people": Bound(1, 9)}) for unit in units]
    )


def correct(crowd: Crowd, luck: Random) -> None:
    if activity := _one(Activity.objects.all(), luck):
        correct_activity(crowd.world.officer, activity=activity, reason="sai", day=_day(luck))


def withdraw(crowd: Crowd, luck: Random) -> None:
    if activity := _one(Activity.objects.all(), luck):
        withdraw_activity(crowd.world.officer, activity=activity, reason="sai")


def admit(crowd: Crowd, luck: Random) -> None:
    crowd.world.admit(_grassroots(crowd, luck), _day(luck), luck.randrange(1, 4))


def move_people(crowd: Crowd, luck: Random) -> None:
    if membership := _one(Membership.objects.current(), luck):
        transfer(crowd.world.officer, membership=membership, to=_grassroots(crowd, luck), day=_day(luck))


def declare(crowd: Crowd, luck: Random) -> None:
    code = luck.choice(["dialogue.held", "dialogue.people", "workers.total", "members.total"])
    period = luck.choice(["2022", "2023", "2022-H1", "2023-05", "2022-11"])
    crowd.world.declare(_grassroots(crowd, luck), code, period, luck.randrange(200))


def declare_anew(crowd: Crowd, luck: Random) -> None:
    if declaration := _one(Declaration.objects.known(), luck):
        if luck.random() < 0.5:
            correct_declaration(
                crowd.world.officer, declaration=declaration, bound=Bound.exactly(luck.randrange(200)), reason="sai"
            )
        else:
            withdraw_declaration(crowd.world.officer, declaration=declaration, reason="sai")


def _one(queryset: QuerySet[M], luck: Random) -> M | None:
    keys = list(queryset.order_by("-pk")[:30])
    return luck.choice(keys) if keys else None


# Moving


def move(crowd: Crowd, luck: Random) -> None:
    world = crowd.world
    unit = luck.choice([world.industry, world.schools, world.zone])
    hand_over(world.officer, unit=unit, to=luck.choice([world.north, world.south]), day=_day(luck))


def move_low(crowd: Crowd, luck: Random) -> None:
    world = crowd.world
    to = luck.choice([world.industry, world.schools, world.zone, world.north])
    hand_over(world.officer, unit=_grassroots(crowd, luck), to=to, day=_day(luck))


def found_and_absorb(crowd: Crowd, luck: Random) -> None:
    world = crowd.world
    parent, into = luck.sample([world.industry, world.schools, world.zone], 2)
    day = _day(luck)
    code = f"unit-{luck.getrandbits(48):x}"
    unit = world.found(code, Level.SUPERIOR, parent, day=day)
    below = world.found(f"{code}-below", Level.GRASSROOTS, unit, day=day)
    world.hold_dialogue(below, day)
    absorb(world.officer, unit=unit, into=into, day=day + timedelta(days=1))


def grade(crowd: Crowd, luck: Random) -> None:
    world = crowd.world
    unit, day = luck.choice([world.industry, world.zone]), _day(luck)
    if unit.place_on(day).level == Level.SUPERIOR:
        promote(world.officer, unit=unit, level=Level.PROVINCIAL, day=day)
    else:
        demote(world.officer, unit=unit, level=Level.SUPERIOR, day=day)


def put_under(crowd: Crowd, luck: Random) -> None:
    sector = luck.choice(["public", "non-state"])
    reclassify(crowd.world.officer, unit=_grassroots(crowd, luck), sector=sector, day=_day(luck))


# Folding and comparing


def fold_now(crowd: Crowd, luck: Random) -> None:
    fold()
    time.sleep(luck.random() * 0.05)


PERIODS = [parse_period(text) for text in ("2022", "2023", "2024", "2022..2024", "2022-H1", "2023-05", "2022-11")]


def compare(crowd: Crowd, luck: Random) -> None:
    """In one snapshot, what tallies tell and what postings tell."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        unit, period, stock = luck.choice(tallied_units()), luck.choice(PERIODS), luck.random() < 0.5
        told = read(unit, period, stock=stock, tallied=True)
        if luck.random() < 0.3:
            time.sleep(luck.random() * 0.02)
        posted = read(unit, period, stock=stock, tallied=False)
    if told != posted:
        crowd.mismatches.append(f"{unit} {period} {stock}: {told} <> {posted}")
        crowd.stop.set()


@pytest.mark.slow
def test_whoever_reads_while_others_write_move_and_fold_sees_one_truth(lasting_world: World) -> None:
    crowd = Crowd(lasting_world)
    crowd.add(
        "write", [record, record, record_many, correct, withdraw, admit, move_people, declare, declare_anew], WRITERS
    )
    crowd.add("move", [move, move, move_low, found_and_absorb, grade, put_under], MOVERS)
    crowd.add("fold", [fold_now])
    crowd.add("compare", [compare], COMPARERS)
    crowd.work()

    print(dict(crowd.done), Entry.objects.count())
    if crowd.failures:
        raise crowd.failures[0]
    assert crowd.mismatches == []
    assert crowd.done["compare"] >= ENOUGH
    assert min(crowd.done[name] for name in ("write", "move", "fold")) > 10
    assert found_differences() == []
    fold()
    assert_tallies_tell([Period(date(2022, 1, 1), date(2024, 12, 31))])
    assert found_differences() == []
    if REPORT:
        write_down(Path(REPORT), crowd)


def write_down(report: Path, crowd: Crowd) -> None:
    """The result, as a page."""
    done = crowd.done
    report.write_text(
        f"""# Many at once

Written by `make crowd`: {WRITERS} writers, {MOVERS} who move, merge and grade units, one who folds and {COMPARERS} who
compare are at work at once, each in a session of its own. A comparison reads, in one snapshot, a random figure from the
tallies and from the postings.

| | |
|---|---|
| seconds | {crowd.lasted:.0f} |
| records, corrections, withdrawals, declarations, admissions | {done["write"]} |
| moves, mergers, gradings of units | {done["move"]} |
| times folded | {done["fold"]} |
| comparisons | {done["compare"]} |
| of these that differed | {len(crowd.mismatches)} |
| differences found by `ledger verify`, at the end and after folding | 0 |
""",
        encoding="utf-8",
    )
