"""How many were admitted and left, laid out over units and months so that the totals are those that are told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from congdoan.demo.book import Act
from congdoan.demo.chance import chance, month_end, months, spread, workday
from congdoan.demo.federation import Federation, Seat
from congdoan.demo.people import Ceremony, Person, Rolls, closings, leaving, pausing, returning, transferring
from congdoan.demo.superiors import LAOCAI, REVIEWED, TOLD_UNTIL, YENBAI, ZONES

ADMITTED = 27_785
"""In Lào Cai from 2008 to May 2024."""
IN_THE_HALF_YEAR = 2_247
"""In the sector union from December 2023 to May 2024, against 480 planned for the year."""
IN_INDUSTRY_BEFORE = 2_986
RECORDED_ELSEWHERE = 8_952
DECLARED = ADMITTED - IN_THE_HALF_YEAR - IN_INDUSTRY_BEFORE - RECORDED_ELSEWHERE
"""What units told of the early years without names."""
MEMBERS_OF_INDUSTRY = 4_533
OPENING_OF_INDUSTRY = 140
LEFT_INDUSTRY = OPENING_OF_INDUSTRY + IN_INDUSTRY_BEFORE + IN_THE_HALF_YEAR - MEMBERS_OF_INDUSTRY
_HALF_YEAR = date(2023, 12, 1)
_ROOM = timedelta(days=60)


@dataclass(frozen=True)
class Wave:
    """Ceremonies of some units between two days: so many people, at each founding and at some later times.

    `more` is how many later ceremonies there are; `at_founding` and `later` weigh them by the unit's workers.
    """

    name: str
    seats: Sequence[Seat]
    first: date
    last: date
    people: int
    more: int
    at_founding: float = 0.6
    later: float = 0.25

    def ceremonies(self) -> Iterator[Ceremony]:
        luck = chance(f"ceremonies/{self.name}")
        drawn = [(seat, seat.opened, seat.workers * self.at_founding) for seat in self.seats if self._founds(seat)]
        drawn += [(seat, day, seat.workers * self.later) for seat, day in self._later(luck)]
        shares = spread(self.people, [weight for _seat, _day, weight in drawn], least=5)
        for (seat, day, _weight), people in zip(drawn, shares, strict=True):
            yield Ceremony(seat, day, people)

    def _founds(self, seat: Seat) -> bool:
        return self.first <= seat.opened <= self.last and not seat.quiet

    def _later(self, luck: Random) -> Iterator[tuple[Seat, date]]:
        calendar = list(months(self.first, self.last))
        for _ in range(self.more):
            month = luck.choice(calendar)
            yield luck.choice([seat for seat in self.seats if seat.records(month)]), workday(luck, month)


def draw_membership(federation: Federation) -> tuple[list[Act], Rolls]:
    """Everything that befell members, and who they are."""
    rolls = Rolls()
    acts: list[Act] = []
    for wave in _waves(federation):
        luck = chance(f"people/{wave.name}")
        acts += [rolls.admission(luck, ceremony) for ceremony in wave.ceremonies()]
    acts += closings(rolls, federation.grassroots)
    acts += _destinies(federation, rolls)
    acts += _leavings(federation, rolls)
    return acts, rolls


def _waves(federation: Federation) -> list[Wave]:
    industry = [seat for seat in federation.grassroots if seat.is_industry]
    others = [seat for seat in federation.grassroots if seat.province == LAOCAI and not seat.is_industry]
    zones = [seat for seat in others if seat.parent == ZONES]
    rest = [seat for seat in others + industry if seat.parent != ZONES]
    yenbai = [seat for seat in federation.grassroots if seat.province == YENBAI]
    eve, after = _HALF_YEAR - timedelta(days=1), REVIEWED + timedelta(days=1)
    return [
        Wave("industry before", industry, date(2008, 1, 1), eve, IN_INDUSTRY_BEFORE, 20, later=0.4),
        Wave("half-year", industry, _HALF_YEAR, REVIEWED, IN_THE_HALF_YEAR, 15, at_founding=0.9, later=0.6),
        Wave("elsewhere", others, date(2015, 1, 1), REVIEWED, RECORDED_ELSEWHERE, 50, later=0.4),
        Wave("zones until 2024", zones, after, date(2024, 12, 31), 160, 3),
        Wave("zones in 2025", zones, date(2025, 1, 1), TOLD_UNTIL, 858, 9),
        Wave("rest until 2025", rest, after, TOLD_UNTIL, 560, 8),
        Wave("industry in 2025", industry, date(2025, 1, 1), date(2025, 11, 30), 171, 6),
        Wave("yenbai", yenbai, date(2020, 1, 1), date(2025, 6, 30), 420, 8),
    ]


def _destinies(federation: Federation, rolls: Rolls) -> Iterator[Act]:
    """A few people of each year who move, pause or come back; at units that never end."""
    luck = chance("destinies")
    lasting = [seat for seat in federation.grassroots if not seat.closed and seat.province == LAOCAI]
    elsewhere = [seat for seat in lasting if not seat.is_industry]
    for year in range(2016, 2026):
        for _ in range(3):
            person, day = _somebody(luck, rolls, elsewhere, year)
            to = luck.choice([s.code for s in elsewhere if s.records(day.replace(day=1)) and s.code != person.unit])
            yield transferring(person, to, day)
        for _ in range(2):
            person, day = _somebody(luck, rolls, lasting, year)
            yield from pausing(person, day, luck.randint(2, 4))
        person, day = _somebody(luck, rolls, elsewhere, year)
        yield from returning(person, day, day + timedelta(days=luck.randint(100, 120)))


def _somebody(luck: Random, rolls: Rolls, seats: Sequence[Seat], year: int) -> tuple[Person, date]:
    """Somebody of these units of whom nothing else is told, and a day in the first half of a year."""
    day = workday(luck, date(year, luck.randint(2, 6), 1))
    free = [person for seat in seats for person in _free(rolls, seat, day)]
    return luck.choice(free), day


def _free(rolls: Rolls, seat: Seat, day: date) -> list[Person]:
    return [p for p in rolls.by_unit[seat.code] if not p.settled and p.joined + _ROOM < day and p.belongs(day)]


def _leavings(federation: Federation, rolls: Rolls) -> Iterator[Act]:
    """Some leave each October, at the sector union each April too: just so many until the review that 4.533 stay."""
    lasting = [seat for seat in federation.grassroots if not seat.closed]
    ended = [seat for seat in federation.grassroots if seat.is_industry and seat.closed and seat.closed <= REVIEWED]
    gone = sum(len(rolls.by_unit[seat.code]) for seat in ended)
    industry = [seat for seat in lasting if seat.is_industry]
    others = [seat for seat in lasting if seat.province == LAOCAI and not seat.is_industry]
    yenbai = [seat for seat in lasting if seat.province == YENBAI]
    yield from _left(rolls, "industry", industry, (2010, 2024), LEFT_INDUSTRY - gone)
    yield from _left(rolls, "industry later", industry, (2025, 2025), 60)
    yield from _left(rolls, "elsewhere", others, (2016, 2025), 960)
    yield from _left(rolls, "yenbai", yenbai, (2023, 2025), 24)


def _left(rolls: Rolls, name: str, seats: Sequence[Seat], years: tuple[int, int], total: int) -> Iterator[Act]:
    luck = chance(f"left/{name}")
    months_of_leaving = (4, 10) if name.startswith("industry") else (10,)
    days = [date(year, month, 1) for year in range(years[0], years[1] + 1) for month in months_of_leaving]
    days = [day for day in days if day <= REVIEWED or years[1] > REVIEWED.year]
    were_there = [sum(p.joined + _ROOM < day for seat in seats for p in rolls.by_unit[seat.code]) for day in days]
    for day, number in zip(days, spread(total, were_there), strict=True):
        free = [person for seat in seats for person in _free(rolls, seat, day)]
        yield from _by_reason(luck, luck.sample(free, number), day)


def _by_reason(luck: Random, people: list[Person], day: date) -> Iterator[Act]:
    """The oldest retire; of the others now and then one dies or is expelled, the rest resign."""
    people.sort(key=lambda person: (person.new.born or day, person.key))
    retired = len(people) * 2 // 5
    rest = people[retired:]
    reasons = {"retired": people[:retired], "resigned": rest}
    for reason, odds in (("died", 0.3), ("expelled", 0.12)):
        if len(rest) > 3 and luck.random() < odds:
            reasons[reason] = [rest.pop()]
    for reason, those in reasons.items():
        if those:
            yield leaving(those, day, reason)


def members_told(rolls: Rolls, seat: Seat, day: date) -> tuple[int, int]:
    """How many persons of a unit are on the rolls at the end of a day, and how many of them are women."""
    present = rolls.present(seat.code, month_end(day))
    return len(present), sum(person.new.sex == "female" for person in present)
