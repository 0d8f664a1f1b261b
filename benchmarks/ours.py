"""(a) The program's own readers, in a process of their own: how long they take, and how much memory they hold."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import psutil

from benchmarks import place
from benchmarks.timing import by_turns

if TYPE_CHECKING:
    from congdoan.base.period import Period
    from congdoan.org.models import Unit


def measure(times_each: int) -> dict[str, object]:
    """Forms, single figures of whole and of part months, and a restatement; the process's memory before and after."""
    from benchmarks.questions import EACH, INDICATOR, PART, RESTATED_ON, all_asked, the_form, units_by_level
    from congdoan.base.period import parse_period
    from congdoan.catalogue.rules import Level
    from congdoan.figures.models import Question
    from congdoan.reports.models import draft_sheet

    def times(works: Mapping[str, Sequence[Callable[[], object]]], of: int = times_each) -> dict[str, object]:
        return {name: asdict(taken) for name, taken in by_turns(works, times=of).items()}

    def figure(unit: "Unit", period: "Period", tree_on: date | None = None) -> Callable[[], object]:
        return lambda: Question(unit, tree_on=tree_on).figure(INDICATOR, period)

    form, asked, units = the_form(), all_asked(), units_by_level()
    levels = [Level.SUPERIOR, Level.PROVINCIAL, Level.NATIONAL]
    years = parse_period("2011..2025")
    return {
        "held_before": memory(),
        "form": times({a.title: [partial(draft_sheet, unit, form, a.period) for unit in a.units] for a in asked}),
        "figure": times({a.title: [figure(unit, a.period) for unit in a.units] for a in asked}),
        "part": times({level.value: [figure(unit, PART) for unit in units[level]] for level in levels}),
        "restated": times(
            {level.value: [figure(unit, years, RESTATED_ON) for unit in units[level]] for level in levels}
        ),
        "form restated": times(
            {
                level.value: [partial(draft_sheet, unit, form, years, tree_on=RESTATED_ON) for unit in units[level]]
                for level in levels
            },
            EACH,
        ),
        "held_after": memory(),
    }


def memory() -> int:
    """What this process holds, in MB; the most it ever held would be told from its parent's on."""
    return psutil.Process().memory_info().rss >> 20


if __name__ == "__main__":
    place.prepare()
    print(json.dumps(measure(int(sys.argv[1]))))
