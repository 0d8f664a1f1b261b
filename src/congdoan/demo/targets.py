"""Plans: what units were to reach in each year of the union's calendar."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from congdoan.base.period import Cutoff, parse_period
from congdoan.catalogue.rules import Catalogue
from congdoan.demo.activities import Happening
from congdoan.demo.book import Act, Book, Turn
from congdoan.demo.chance import chance
from congdoan.demo.federation import Federation
from congdoan.demo.people import Rolls
from congdoan.demo.superiors import CHAIRED, INDUSTRY, LAOCAI, NATION, YENBAI
from congdoan.figures.actions import set_plan

UNION_YEAR = Cutoff(5)
_SET = {("members.admitted", INDUSTRY, 2024): 480}
_SINCE = {LAOCAI: 2018, INDUSTRY: 2018, NATION: 2024, YENBAI: 2024, CHAIRED: 2024}
_UNTIL = {YENBAI: 2024}


@dataclass(frozen=True)
class Reached:
    """How much was done in the story, by indicator."""

    federation: Federation
    rolls: Rolls
    happenings: list[Happening]

    def of(self, code: str, unit: str, year: int) -> int:
        period = parse_period(str(year), UNION_YEAR)
        counted = _COUNTED.get(code)
        return counted(self, unit, lambda day: day in period) if counted else 0

    def admitted(self, unit: str, within: "Within") -> int:
        return sum(within(person.joined) for person in self.rolls.persons if _beneath(unit, person.unit))

    def founded(self, unit: str, within: "Within") -> int:
        return sum(within(seat.opened) for seat in self.federation.grassroots if _beneath(unit, seat.code))

    def introduced(self, unit: str, within: "Within") -> int:
        return self._sum("people", unit, within, "party-introduction")

    def earned(self, unit: str, within: "Within") -> int:
        return self._sum("amount", unit, within, "fee-income", "fund-income")

    def _sum(self, measure: str, unit: str, within: "Within", *kinds: str) -> int:
        found = (
            happening.measures[measure]
            for happening in self.happenings
            if happening.kind in kinds and _beneath(unit, happening.unit) and within(happening.day)
        )
        return sum(number for number in found if isinstance(number, int))


Within = Callable[[date], bool]
_COUNTED: dict[str, Callable[[Reached, str, Within], int]] = {
    "members.admitted": Reached.admitted,
    "units.founded": Reached.founded,
    "party.introduced": Reached.introduced,
    "finance.income": Reached.earned,
}


def _beneath(top: str, unit: str) -> bool:
    return top == NATION or unit.startswith(top)


def draw_targets(reached: Reached, catalogue: Catalogue) -> Iterator[Act]:
    """Targets for the indicators that have a rate against a plan."""
    codes = sorted({indicator.per for indicator in catalogue.indicators.values() if indicator.is_plan_rate})
    for code in codes:
        luck = chance(f"targets/{code}")
        for unit, since in _SINCE.items():
            for year in range(since, _UNTIL.get(unit, 2025) + 1):
                wished = _rounded(_hoped(reached, code, unit, year) * luck.uniform(0.72, 1.08))
                if target := _SET.get((code, unit, year), wished):
                    yield _target(code, unit, year, target)


def _hoped(reached: Reached, code: str, unit: str, year: int) -> int:
    """What was done in the year; where that is nothing, nobody knew: half of what the two years before led to expect.

    A unit that never did the like has no plan of it.
    """
    before = reached.of(code, unit, year - 2) + reached.of(code, unit, year - 1)
    return reached.of(code, unit, year) or -(-before // 4)


def _rounded(number: float) -> int:
    """As plans are written: two digits and zeros."""
    step: int = 10 ** max(0, len(str(int(number))) - 2)
    return round(number / step) * step


def _target(code: str, unit: str, year: int, target: int) -> Act:
    """Set in the December in which the union's year begins."""
    planner = {INDUSTRY: "officer", CHAIRED: "clerk"}.get(unit, "national")

    def enter(book: Book) -> None:
        set_plan(book.users[planner], unit=book.units[unit], indicator=code, period=str(year), target=target)

    entered = date(year - 1, 12, 5)
    return Act(entered, Turn.PLAN, f"plan {code} {unit} {year} {target}", enter)
