"""What units do from month to month, by their habits."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import TypeVar

from congdoan.catalogue.rules import Catalogue, Detail, DetailType, Kind, Level, Measure
from congdoan.demo.activities import Happening, Measures
from congdoan.demo.chance import chance, spread, steps_of, workday
from congdoan.demo.federation import Federation, Seat
from congdoan.demo.habits import TOLD_ELSEWHERE, Habit, habit_of
from congdoan.demo.half_year import is_designed
from congdoan.demo.superiors import BEGUN, CHAIRED, TOLD_UNTIL

Answer = TypeVar("Answer", str, bool)
_LIVELY = {CHAIRED: 14}
"""How many times likelier it is that something happens at a unit than at others of its level."""
_INDUSTRY = 2


def draw_life(federation: Federation, catalogue: Catalogue) -> list[Happening]:
    """All activities but those with totals of their own, and what follows from them."""
    years = [_Year(federation, year) for year in range(BEGUN.year, TOLD_UNTIL.year + 1)]
    kinds = [kind for kind in catalogue.kinds.values() if kind.code not in TOLD_ELSEWHERE]
    drawn = [happening for kind in kinds for happening in _of_kind(kind, years)]
    return drawn + list(_following(drawn, federation, catalogue))


class _Year:
    """Which units record in the months of a year."""

    def __init__(self, federation: Federation, year: int) -> None:
        self.year, self.federation = year, federation
        self.months = [date(year, month, 1) for month in range(1, 13)]

    @cache  # noqa: B019 - a year lives as long as the drawing
    def recording(self, level: Level, month: date) -> list[Seat]:
        return [seat for seat in self.federation.at(level) if seat.records(month)]

    @cache  # noqa: B019
    def likely(self, level: Level, month: date, at_enterprises: bool) -> list[Seat]:
        """Each as often as it is likely to be the one at which something happens."""
        seats = [seat for seat in self.recording(level, month) if seat.is_enterprise or not at_enterprises]
        return [seat for seat in seats for _ in range(_LIVELY.get(seat.code, _INDUSTRY if seat.is_industry else 1))]


def _of_kind(kind: Kind, years: Sequence[_Year]) -> Iterator[Happening]:
    habit, luck = habit_of(kind), chance(f"life/{kind.code}")
    answers = _Answers(luck, habit)
    rates = {
        Level.GRASSROOTS: habit.grassroots,
        Level.SUPERIOR: habit.superior,
        Level.PROVINCIAL: habit.provincial,
    }
    for year in years:
        if year.year < habit.since or (habit.years and year.year not in habit.years):
            continue
        for level, rate in rates.items():
            for seat, day in _times(luck, habit, year, level, rate):
                if not is_designed(seat, kind.code, day):
                    yield _happening(luck, kind, habit, seat, day, answers)


def _times(luck: Random, habit: Habit, year: _Year, level: Level, rate: float) -> Iterator[tuple[Seat, date]]:
    """Where and when in a year."""
    number = rate * len(year.recording(level, year.months[6]))
    total = int(number) + (luck.random() < number % 1)
    if not total:
        return
    weights = [int(weight) * luck.uniform(0.6, 1.4) for weight in habit.months]
    for month, times in zip(year.months, spread(total, weights), strict=True):
        seats = year.likely(level, month, habit.at_enterprises)
        for _ in range(times if seats else 0):
            yield luck.choice(seats), workday(luck, month)


def _happening(luck: Random, kind: Kind, habit: Habit, seat: Seat, day: date, answers: "_Answers") -> Happening:
    """One activity of a kind at a unit, with all that the kind asks for."""
    details = {name: answers.to(name, detail, day) for name, detail in kind.details.items()}
    details = {name: answer for name, answer in details.items() if answer != ""} | _fitting(luck, kind, seat)
    measures = _measures(luck, kind, habit, seat)
    return Happening(seat.code, day, kind.code, measures | _consequences(kind, measures, details), details)


class _Answers:
    """Details of one kind: each choice once to begin with, so that none is missing in the demo; then by weight."""

    def __init__(self, luck: Random, habit: Habit) -> None:
        self.luck, self.habit = luck, habit
        self.given: Counter[str] = Counter()

    def to(self, name: str, detail: Detail, day: date) -> object:
        match detail.type:
            case DetailType.CHOICE:
                return self._choice(name, detail.choices)
            case DetailType.YES_NO:
                return self._choice(name, (True, False))
            case DetailType.NUMBER:
                return self.luck.randint(1, 4)
            case DetailType.DAY:
                return str(day + timedelta(days=365 * self.luck.randint(2, 3)))
            case DetailType.TEXT:
                return "Theo kế hoạch của đơn vị" if detail.required else ""

    def _choice(self, name: str, choices: Sequence[Answer]) -> Answer:
        self.given[name] += 1
        if self.given[name] <= len(choices):
            return choices[self.given[name] - 1]
        return self.luck.choices(choices, self.habit.choices.get(name))[0]


def _fitting(luck: Random, kind: Kind, seat: Seat) -> dict[str, object]:
    """Answers that follow from what the unit is."""
    match kind.code:
        case "worker-conference":
            form = kind.details["form"].choices[1 if seat.is_enterprise or seat.sector == "informal" else 0]
            return {"form": form}
        case "party-admission" | "party-introduction":
            return {"direct_worker": bool(seat.trade and luck.random() < seat.trade.direct)}
        case "meal-negotiation":
            return {"price": steps_of(luck, 18_000, 30_000, 1000)}
    return {}


def _measures(luck: Random, kind: Kind, habit: Habit, seat: Seat) -> Measures:
    people = _people(luck, habit, seat)
    found: Measures = {}
    for measure in kind.measures:
        match measure:
            case Measure.TIMES:
                found[measure] = luck.randint(*habit.times)
            case Measure.PEOPLE:
                found[measure] = people
            case Measure.QUANTITY:
                found[measure] = luck.randint(0, 2)
            case Measure.AMOUNT:
                found[measure] = _amount(luck, habit, seat, people if Measure.PEOPLE in kind.measures else None)
    return found


def _people(luck: Random, habit: Habit, seat: Seat) -> int:
    if seat.level is Level.GRASSROOTS:
        return max(1, round(seat.workers * luck.uniform(*habit.share)))
    scale = 2 if seat.level is Level.PROVINCIAL else 1
    return scale * luck.randint(*habit.crowd)


def _amount(luck: Random, habit: Habit, seat: Seat, people: int | None) -> int:
    if habit.wages:
        return (seat.workers or 1500) * steps_of(luck, *habit.wages, 10_000)
    if people is None or habit.sum != Habit.sum:
        return steps_of(luck, *habit.sum, 1_000_000)
    return people * steps_of(luck, *habit.each, 10_000)


def _consequences(kind: Kind, measures: Measures, details: Mapping[str, object]) -> Measures:
    """Quantities that follow from the rest."""
    people = measures.get("people", 0)
    assert isinstance(people, int)
    match kind.code:
        case "work-accident":
            return {"people": people, "quantity": int(details["severity"] == "chết người")}
        case "occupational-screening":
            return {"quantity": people // 25}
    return {}


def _following(drawn: Sequence[Happening], federation: Federation, catalogue: Catalogue) -> Iterator[Happening]:
    """Agreements end, complaints are settled."""
    luck, causes = chance("life/following"), catalogue.kinds["agreement-end"].details["cause"].choices
    for happening in drawn:
        if happening.kind == "agreement-signing" and happening.details["form"] == "ký mới":
            day = date.fromisoformat(str(happening.details["expires"]))
            details: dict[str, object] = {"cause": luck.choice(causes)}
            yield from _if_alive(federation, Happening(happening.unit, day, "agreement-end", {}, details))
        if happening.kind == "complaint-letter" and luck.random() < 0.9:
            day = happening.day + timedelta(days=luck.randint(10, 50))
            details = {"matter": happening.details["matter"]}
            settled = Happening(happening.unit, day, "complaint-settlement", {"times": 1}, details)
            yield from _if_alive(federation, settled)


def _if_alive(federation: Federation, happening: Happening) -> Iterator[Happening]:
    if happening.day <= TOLD_UNTIL and federation.seats[happening.unit].records(happening.day.replace(day=1)):
        yield happening
