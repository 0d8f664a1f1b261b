"""What is asked of the book: forms, single figures and restatements, of units of every level and uneven size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from benchmarks.facts import INDICATORS
from congdoan.base.period import Period, parse_period
from congdoan.catalogue.rules import Form, Level
from congdoan.org.models import Lineage, Place, Unit

PERIODS = {"one month": "2025-07", "one year": "2025", "fifteen years": "2011..2025"}
INDICATOR = "dialogue.people"
PART = Period(date(2019, 3, 11), date(2024, 10, 19))
RESTATED_ON = date(2026, 1, 1)
EACH = 12
"""Units of a level that are asked; of the nation there is one."""


def the_form() -> Form:
    """Sixty lines, each for this period, the same before, the plan and percent of the plan."""
    return Form.model_validate(
        {
            "code": "bench",
            "name": "60 chỉ tiêu",
            "name_en": "60 indicators",
            "edition": "2025",
            "valid_from": date(2010, 1, 1),
            "periods": ["month", "year", "run"],
            "levels": list(Level)[:4],
            "covers": "consolidated",
            "columns": ["this", "before", "plan", "plan_rate"],
            "section": [{"title": "Số liệu", "lines": [{"indicator": code} for code in INDICATORS]}],
        }
    )


@dataclass(frozen=True)
class Asked:
    """Units of one level, the largest and smallest among them, and a period."""

    level: Level
    units: Sequence[Unit]
    name: str
    period: Period

    @property
    def title(self) -> str:
        return f"{self.level}, {self.name}"


def all_asked() -> list[Asked]:
    return [
        Asked(level, units, name, parse_period(text))
        for level, units in units_by_level().items()
        for name, text in PERIODS.items()
    ]


def units_by_level() -> dict[Level, list[Unit]]:
    return {level: _some(level) for level in (Level.GRASSROOTS, Level.SUPERIOR, Level.PROVINCIAL, Level.NATIONAL)}


def _some(level: Level) -> list[Unit]:
    """The one with the most units beneath it, and others by chance, living at the end of the years."""
    there = Place.objects.filter(level=level, span__contains=date(2025, 12, 30))
    keys = sorted(there.filter(unit__span__contains=date(2012, 1, 1)).values_list("unit", flat=True))
    beneath = {key: Lineage.objects.filter(ancestor=key).count() for key in (keys if len(keys) < 2000 else [])}
    largest = sorted(keys, key=lambda key: -beneath.get(key, 0))[:1]
    others = Random(level.value).sample(keys, min(EACH, len(keys)))
    chosen = [*largest, *(key for key in others if key not in largest)][:EACH]
    units = Unit.objects.in_bulk(chosen)
    return [units[key] for key in chosen]
