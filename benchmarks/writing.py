"""(d) Writing: single records by one and by eight, bulk COPY with and without the triggers, and what moving takes."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, timedelta
from random import Random
from statistics import median
from typing import Any

from benchmarks import place
from benchmarks.timing import Times

BULK, ROUNDS = 200_000, 3
POSTING = "figures_posting (entry_id, unit_id, first_day, last_day, indicator_id, low, high, open, rough, declared)"


def write_for(seconds: float, seed: int) -> dict[str, Any]:
    """Record one activity after another, as the desk does; what refuses to be written is told by its class."""
    from django.db import connection

    from congdoan.base.bound import Bound
    from congdoan.org.models import User
    from congdoan.records.activities.actions import record_activity

    officer, chance = User.objects.get(username="officer"), Random(seed)
    units = open_unions(chance, 400)
    taken: list[float] = []
    failed: dict[str, int] = {}
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.perf_counter()
        day = date(2026, 1, 1) + timedelta(days=chance.randrange(300))
        try:
            record_activity(
                officer,
                unit=chance.choice(units),
                day=day,
                kind="dialogue",
                measures={"people": Bound.exactly(chance.randrange(5, 90))},
            )
        except Exception as fault:
            failed[type(fault).__name__] = failed.get(type(fault).__name__, 0) + 1
            connection.close()
        taken.append(time.perf_counter() - began)
    return {"taken": taken, "failed": failed}


def open_unions(chance: Random, count: int) -> list[Any]:
    from congdoan.catalogue.rules import Level
    from congdoan.org.models import Place, Unit

    keys = Place.objects.known().on(date(2026, 1, 1)).filter(level=Level.GRASSROOTS, unit__span__endswith=None)
    return list(Unit.objects.in_bulk(chance.sample(sorted(keys.values_list("unit", flat=True)), count)).values())


@contextmanager
def writers(count: int, seconds: float) -> Iterator[list[dict[str, Any]]]:
    """So many processes that write; what they told is in the list afterwards."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.writing", str(seconds)]
    running = [subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE, text=True) for number in range(count)]
    told: list[dict[str, Any]] = []
    yield told
    told += [json.loads(process.communicate()[0]) for process in running]


def singles(count: int, seconds: float) -> dict[str, Any]:
    with writers(count, seconds) as told:
        pass
    taken = [each for one in told for each in one["taken"]]
    failed = {name: number for one in told for name, number in one["failed"].items()}
    return asdict(Times.of(taken)) | {"a_second": round(len(taken) / seconds), "failed": failed}


def bulk() -> dict[str, Any]:
    """Postings a second by COPY, with the triggers and without, by turns; nothing of it stays."""
    rates: dict[bool, list[float]] = {True: [], False: []}
    rows = _rows()
    for _round in range(ROUNDS):
        for triggers in (True, False):
            rates[triggers].append(BULK / _copied(rows, triggers=triggers))
    from benchmarks.tree import vacuum

    vacuum("figures_posting")
    with_them, without = (round(median(rates[triggers])) for triggers in (True, False))
    return {"rows": BULK, "with": with_them, "without": without, "ratio": round(with_them / without, 3)}


def _rows() -> str:
    """More of what some entries gave: each posting names an entry, its unit and its day."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT entry_id, unit_id, first_day, last_day, indicator_id, low, high, open, rough, declared
            FROM figures_posting WHERE declared = 0 ORDER BY id DESC LIMIT %s""",
            [BULK],
        )
        return "".join("\t".join(map(str, row)) + "\n" for row in cursor)


def _copied(rows: str, *, triggers: bool) -> float:
    with place.loading() as session:
        if triggers:
            session.execute("SET session_replication_role = origin")
        session.commit()
        began = time.perf_counter()
        with session.cursor().copy(f"COPY {POSTING} FROM STDIN") as channel:  # type: ignore[arg-type]
            channel.write(rows)
        session.execute("SET CONSTRAINTS ALL IMMEDIATE")
        seconds = time.perf_counter() - began
        session.rollback()
    return seconds


if __name__ == "__main__":
    place.prepare()
    print(json.dumps(write_for(float(sys.argv[1]), int(sys.argv[2]))))
