"""The sector union's half-years as they are told: exactly so many families, children, meals and đồng."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from congdoan.demo.activities import Happening, Measures
from congdoan.demo.chance import chance, months, spread, workday
from congdoan.demo.federation import Federation, Seat
from congdoan.demo.people import Rolls
from congdoan.demo.superiors import CHAIRED, INDUSTRY

_HUNDRED_THOUSAND = 100_000
_MEAL = 70_000
"""Đồng a head at a union meal."""
_FAMILY, _CHILD = "gia đình đoàn viên khó khăn", "con đoàn viên bệnh hiểm nghèo"


@dataclass(frozen=True)
class HalfYear:
    """What was done in the months from December to May."""

    first: date
    last: date
    families: int
    children: int
    amount: int
    meals: int
    screened: int
    shelters: tuple[int, ...]


TOLD = HalfYear(date(2023, 12, 1), date(2024, 5, 31), 194, 57, 297_000_000, 350, 386, (50_000_000, 40_000_000))
BEFORE = HalfYear(date(2022, 12, 1), date(2023, 5, 31), 171, 42, 231_000_000, 280, 214, (50_000_000,))
_LATE = Happening(
    CHAIRED,
    date(2024, 5, 28),
    "care-visit",
    {"people": 3, "amount": 3_600_000},
    {"beneficiary": _FAMILY},
    entered=date(2024, 6, 24),
)
"""A visit of the half-year that was entered when the half-year had been told of."""
_MISCOUNTED = Happening(
    INDUSTRY,
    date(2024, 5, 17),
    "union-meal",
    {"people": 50, "amount": 50 * _MEAL},
    wrongly={"people": 60, "amount": 60 * _MEAL},
    corrected=date(2024, 6, 26),
)
_KINDS = frozenset({"care-visit", "union-meal", "health-screening", "shelter"})


def is_designed(seat: Seat, kind: str, day: date) -> bool:
    """Whether the half-years tell of it, so that nothing else may happen of this kind."""
    return seat.is_industry and kind in _KINDS and any(half.first <= day <= half.last for half in (TOLD, BEFORE))


def draw_half_years(federation: Federation, rolls: Rolls) -> list[Happening]:
    """All care of the sector union in the half-year told of and in the same of the year before."""
    return [
        *_Drawing(federation, rolls, BEFORE).all(()),
        *_Drawing(federation, rolls, TOLD).all((_LATE, _MISCOUNTED)),
    ]


class _Drawing:
    """One half-year laid out over units and days."""

    def __init__(self, federation: Federation, rolls: Rolls, half: HalfYear) -> None:
        self.half, self.rolls = half, rolls
        self.luck = chance(f"half-year/{half.last}")
        self.months = list(months(half.first, half.last))
        self.industry = federation.seats[INDUSTRY]
        self.grassroots = [seat for seat in federation.grassroots if seat.is_industry]

    def all(self, fixed: Sequence[Happening]) -> Iterator[Happening]:
        yield from fixed
        yield from self._visits([each for each in fixed if each.kind == "care-visit"])
        yield from self._meals([each for each in fixed if each.kind == "union-meal"])
        for people in spread(self.half.screened, [1, 2, 1, 1], least=20):
            yield Happening(INDUSTRY, self._day(2), "health-screening", {"people": people}, {"cancer": True})
        for amount in self.half.shelters:
            measures: Measures = {"times": 1, "amount": amount}
            yield Happening(self._seat(self.luck).code, self._day(3), "shelter", measures, {"work": "xây mới"})

    def _visits(self, fixed: Sequence[Happening]) -> Iterator[Happening]:
        families = _shares(self.luck, self.half.families - _sum(fixed, "people"), 44)
        children = _shares(self.luck, self.half.children, 21)
        people = [(number, _FAMILY, 10) for number in families] + [(number, _CHILD, 15) for number in children]
        amount = (self.half.amount - _sum(fixed, "amount")) // _HUNDRED_THOUSAND
        amounts = spread(amount, [n * weight * self.luck.uniform(0.8, 1.2) for n, _whom, weight in people], least=3)
        for (number, whom, _weight), money in zip(people, amounts, strict=True):
            measures: Measures = {"people": number, "amount": money * _HUNDRED_THOUSAND}
            seat, day = self._place()
            served = self._served(seat, day, number)
            yield Happening(seat.code, day, "care-visit", measures, {"beneficiary": whom}, people=served)

    def _meals(self, fixed: Sequence[Happening]) -> Iterator[Happening]:
        for people in _shares(self.luck, self.half.meals - _sum(fixed, "people"), 5):
            seat, day = self._place()
            yield Happening(seat.code, day, "union-meal", {"people": people, "amount": people * _MEAL})

    def _served(self, seat: Seat, day: date, number: int) -> tuple[int, ...]:
        members = self.rolls.present(seat.code, day)
        chosen = self.luck.sample(members, min(number, len(members)))
        return tuple(sorted(person.key for person in chosen))

    def _place(self) -> tuple[Seat, date]:
        """A unit and a day on which it recorded; a fifth is done by the sector union itself."""
        month = self.luck.choice(self.months)
        seats = [seat for seat in self.grassroots if seat.records(month)]
        seat = self.industry if self.luck.random() < 0.2 else self.luck.choice(seats)
        return seat, workday(self.luck, month)

    def _seat(self, luck: Random) -> Seat:
        return luck.choice([seat for seat in self.grassroots if seat.records(self.half.first)])

    def _day(self, after: int) -> date:
        return workday(self.luck, self.luck.choice(self.months[after:]))


def _shares(luck: Random, total: int, times: int) -> list[int]:
    return spread(total, [luck.uniform(0.5, 2) for _ in range(times)], least=1)


def _sum(happenings: Sequence[Happening], measure: str) -> int:
    found = [happening.measures[measure] for happening in happenings]
    return sum(number for number in found if isinstance(number, int))
