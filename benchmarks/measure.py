"""Measuring a book: ours, by hand and on DuckDB side by side in one run; then writing, moving and freshness."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any

import psutil

from benchmarks.fresh import freshness
from benchmarks.moving import moves
from benchmarks.others import Engine, by_hand, on_duckdb
from benchmarks.questions import INDICATOR, PART, RESTATED_ON, Asked, all_asked, the_form, units_by_level
from benchmarks.timing import repeated, step
from benchmarks.upkeep import covering
from benchmarks.writing import bulk, singles
from congdoan.base.period import parse_period
from congdoan.catalogue.models import numbers
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import fold
from congdoan.org.models import Unit
from congdoan.reports.models import draft_sheet

EACH, OTHERS = 120, 5
"""How often the same is asked of ours, and of the other engines."""

PATIENCE = 15.0
"""Seconds after which another engine is not asked again; by hand, the nation once takes longer than that."""

SECONDS = float(os.environ.get("SECONDS") or 60)
"""How long eight write, and how long figures are compared meanwhile."""

LISTENING = 3.0
"""Seconds in which it is looked whether the machine is quiet."""

RESTATED = (Level.SUPERIOR, Level.PROVINCIAL, Level.NATIONAL)
"""Levels at which part months and the tree of another day are asked for."""


def measure() -> dict[str, Any]:
    engines = [by_hand(), on_duckdb()]
    fold()
    with step("checking that all three tell the same"):
        checked = sum(_same(engines, asked) for asked in all_asked())
        checked += sum(_same(engines, asked, RESTATED_ON) for asked in _to_restate())
    told: dict[str, Any] = {"checked": checked, "seconds": SECONDS, "busy": psutil.cpu_percent(LISTENING)}
    told["metadata_kept"] = True  # by DuckDB; runs before did not say so, and it was not
    with step("ours"):
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.ours", str(EACH)]
        told["ours"] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    for engine in engines:
        with step(engine.name):
            told[engine.name] = _others(engine)
    with step("the covering index"):
        told["covering"] = covering()
    with step("moving"):
        told["moves"] = moves()
    with step("bulk"):
        told["bulk"] = bulk()
    with step("single records"):
        told["one writer"], told["eight writers"] = singles(1, SECONDS / 4), singles(8, SECONDS)
    with step("freshness"):
        told["fresh"] = freshness(SECONDS)
    return told


def _to_restate() -> list[Asked]:
    """Fifteen years of a superior union and of a province; of the nation it is the same, by hand after minutes."""
    return [asked for asked in all_asked() if asked.level in RESTATED[:2] and asked.name == "fifteen years"]


def _same(engines: Sequence[Engine], asked: Asked, tree_on: date | None = None) -> int:
    """How many numbers of a unit's form are the same from all; raises AssertionError for one that is not.

    Of a stock that was declared, what lies between two declarations is a bound with us and nothing with the others.
    """
    unit, form, codes = asked.units[0], the_form(), numbers()
    others = [engine.form(unit, asked.period, tree_on) for engine in engines]
    count = 0
    for line in draft_sheet(unit, form, asked.period, tree_on=tree_on).lines():
        if line.this.indicator.declared:
            continue
        ours = line.this.sums.low  # type: ignore[union-attr]
        for other in others:
            theirs = int((other.get(codes[line.this.indicator.code]) or (0,))[0] or 0)
            assert ours == theirs, (unit.code, asked.name, line.this.indicator.code, ours, theirs)
            count += 1
    return count


def _others(engine: Engine) -> dict[str, Any]:
    units = units_by_level()
    years = parse_period("2011..2025")

    def restated(unit: Unit) -> Callable[[], object]:
        return partial(engine.figure, unit, INDICATOR, years, RESTATED_ON)

    return {
        "form": {a.title: _times([partial(engine.form, unit, a.period) for unit in a.units]) for a in all_asked()},
        "figure": {
            a.title: _times([partial(engine.figure, unit, INDICATOR, a.period) for unit in a.units])
            for a in all_asked()
        },
        "part": {
            level.value: _times([partial(engine.figure, unit, INDICATOR, PART) for unit in units[level]])
            for level in RESTATED
        },
        "restated": {level.value: _times([restated(unit) for unit in units[level]]) for level in RESTATED},
        "form restated": {
            level.value: _times([partial(engine.form, unit, years, RESTATED_ON) for unit in units[level]])
            for level in RESTATED
        },
    }


def _times(work: Sequence[Callable[[], object]]) -> dict[str, Any]:
    return asdict(repeated(work, rounds=OTHERS, patience=PATIENCE))
