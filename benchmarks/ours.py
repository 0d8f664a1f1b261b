"""(a) The program's own readers, in a process of their own: how long they take, and how much memory they hold."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial

import psutil

from benchmarks import place
from benchmarks.timing import Times, repeated


def measure(rounds: int) -> dict[str, object]:
    """Forms, single figures of whole and of part months, and a restatement; the process's memory before and after."""
    from benchmarks.questions import PART, RESTATED_ON, all_asked, the_form, units_by_level
    from congdoan.base.period import parse_period
    from congdoan.catalogue.rules import Level
    from congdoan.figures.models import Question
    from congdoan.reports.models import draft_sheet

    def times(work: list[Callable[[], object]], patience: float = 60) -> dict[str, object]:
        return asdict(repeated(work, rounds=rounds, patience=patience))

    form, asked, units = the_form(), all_asked(), units_by_level()
    told: dict[str, object] = {"held_before": memory()}
    told["form"] = {a.title: times([partial(draft_sheet, unit, form, a.period) for unit in a.units]) for a in asked}
    told["figure"] = {
        a.title: times([partial(_figure, Question, unit, a.period, None) for unit in a.units]) for a in asked
    }
    levels = [Level.SUPERIOR, Level.PROVINCIAL, Level.NATIONAL]
    told["part"] = {
        level.value: times([partial(_figure, Question, unit, PART, None) for unit in units[level]]) for level in levels
    }
    years = parse_period("2011..2025")
    told["restated"] = {
        level.value: times([partial(_figure, Question, unit, years, RESTATED_ON) for unit in units[level]])
        for level in levels
    }
    told["form restated"] = {
        level.value: times([partial(draft_sheet, unit, form, years, tree_on=RESTATED_ON) for unit in units[level]], 20)
        for level in levels
    }
    told["held_after"] = memory()
    return told


def _figure(question: Callable[..., object], unit: object, period: object, tree_on: object) -> object:
    return question(unit, tree_on=tree_on).figure("dialogue.people", period)  # type: ignore[attr-defined]


def memory() -> int:
    """What this process holds, in MB; the most it ever held would be told from its parent's on."""
    return psutil.Process().memory_info().rss >> 20


__all__ = ["Times", "measure"]

if __name__ == "__main__":
    place.prepare()
    print(json.dumps(measure(int(sys.argv[1]))))
