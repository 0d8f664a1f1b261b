"""Every unit of the story, with the days of its life: drawn before anything is entered."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from congdoan.catalogue.rules import Level
from congdoan.demo import workplaces as at
from congdoan.demo.chance import chance, spread, workday
from congdoan.demo.superiors import (
    BEGUN,
    INDUSTRY,
    LAOCAI,
    NATION,
    RECORDS_FROM,
    REVIEWED,
    SUPERIORS,
    YENBAI,
    ZONES,
    Superior,
)
from congdoan.demo.workplaces import ENTERPRISES, Namer, Trade

FOUNDED = 341
"""Grassroots unions founded in Lào Cai from 2008 to the review."""
THE_FIVE = (
    (date(2023, 12, 18), 268),
    (date(2024, 1, 16), 182),
    (date(2024, 3, 5), 240),
    (date(2024, 4, 11), 156),
    (date(2024, 5, 9), 320),
)
"""The day and the workers of each that the sector union founded in its half-year, all in non-state enterprises."""
_SIZE_IN_YENBAI = 5
"""There are fewer unions of Yên Bái in the story than of Lào Cai, and larger ones."""
_ABOVE_KEEP_RECORDS = {LAOCAI: date(2008, 1, 1), YENBAI: RECORDS_FROM[YENBAI]}


@dataclass(eq=False)
class Seat:
    """A unit as the story has it.

    `parent` is the one beneath which it was founded, `closed` its last day, `successor` the one that took over what it
    held.

    At a quiet one nothing is entered but what befalls the unit itself and what it declares.
    """

    code: str
    name: str
    level: Level
    parent: str
    opened: date
    records_from: date
    sector: str = ""
    workers: int = 0
    trade: Trade | None = None
    closed: date | None = None
    successor: str = ""
    quiet: bool = False

    @property
    def province(self) -> str:
        return self.code.split("-")[0]

    @property
    def is_enterprise(self) -> bool:
        return self.sector in ENTERPRISES

    @property
    def is_industry(self) -> bool:
        """Whether it belongs to the sector union of industry and trade."""
        return self.code.startswith(INDUSTRY)

    def lives(self, day: date) -> bool:
        return self.opened <= day and (self.closed is None or day <= self.closed)

    def lives_through(self, month: date) -> bool:
        """Whether it lives from the first day of a month into the next one, so that any day will do."""
        return self.opened <= month and (self.closed is None or self.closed >= month + timedelta(days=31))

    def records(self, month: date) -> bool:
        """Whether it writes down what it does in a month."""
        return not self.quiet and self.records_from <= month and self.lives_through(month)


@dataclass
class Federation:
    """All units by code, in the order in which they were founded."""

    seats: dict[str, Seat] = field(default_factory=dict)

    def add(self, seat: Seat) -> Seat:
        self.seats[seat.code] = seat
        return seat

    def at(self, level: Level) -> list[Seat]:
        return [seat for seat in self.seats.values() if seat.level is level]

    @property
    def grassroots(self) -> list[Seat]:
        return self.at(Level.GRASSROOTS)

    def beneath(self, code: str) -> list[Seat]:
        """The grassroots unions founded beneath a unit."""
        return [seat for seat in self.grassroots if seat.parent == code]


def draw_federation() -> Federation:
    """The whole federation until the merger; changes and the reorganisation add what they bring about."""
    federation = Federation()
    for seat in (*_tops(), *map(_superior, SUPERIORS)):
        federation.add(seat)
    namer = Namer(chance("workplaces"))
    drafts = [draft for superior in SUPERIORS for draft in _drafts(superior)] + _drafts_at_the_provinces()
    count: Counter[str] = Counter()
    for draft in sorted(drafts, key=lambda draft: draft.opened):
        count[draft.parent] += 1
        federation.add(draft.seat(f"{draft.parent}-{count[draft.parent]:03}", namer))
    return federation


def _tops() -> Iterator[Seat]:
    yield Seat(NATION, "Tổng Liên đoàn Lao động Việt Nam", Level.NATIONAL, "", date(1929, 7, 28), date(1929, 7, 28))
    for code, name in ((LAOCAI, "Liên đoàn Lao động tỉnh Lào Cai"), (YENBAI, "Liên đoàn Lao động tỉnh Yên Bái")):
        yield Seat(code, name, Level.PROVINCIAL, NATION, date(1991, 10, 1), _ABOVE_KEEP_RECORDS[code])


def _superior(superior: Superior) -> Seat:
    since = _ABOVE_KEEP_RECORDS[superior.parent]
    return Seat(superior.code, superior.name, Level.SUPERIOR, superior.parent, superior.opened, since)


@dataclass(frozen=True)
class Draft:
    """A grassroots union before it has its number and its name."""

    parent: str
    opened: date
    trade: Trade
    workers: int
    place: str

    def seat(self, code: str, namer: Namer) -> Seat:
        industry = self.parent == INDUSTRY
        return Seat(
            code=code,
            name=namer.name(self.trade, self.place),
            level=Level.GRASSROOTS,
            parent=self.parent,
            opened=self.opened,
            records_from=max(self.opened, RECORDS_FROM[INDUSTRY if industry else self.parent.split("-")[0]]),
            sector=self.trade.sector,
            workers=self.workers,
            trade=self.trade,
        )


def _drafts(superior: Superior) -> list[Draft]:
    luck = chance(f"grassroots/{superior.code}")
    days = [_day_before_the_book(luck) for _ in range(superior.old)]
    days += _founding_days(luck, superior) + _later_days(luck, superior)
    drafts = [_draft(luck, superior, day) for day in days]
    if superior.code == INDUSTRY:
        drafts += [Draft(INDUSTRY, day, at.COMPANY, workers, superior.place) for day, workers in THE_FIVE]
    return drafts


def _draft(luck: Random, superior: Superior, day: date) -> Draft:
    """Of a trade by its weight; hardly any state office was founded after 2008."""
    weights = [weight / 4 if day > BEGUN and trade.state_funded else weight for trade, weight in superior.mix]
    (trade,) = luck.choices([trade for trade, _weight in superior.mix], weights)
    if superior.code == INDUSTRY and day < BEGUN:
        trade = at.COMPANY
    workers = luck.randint(*trade.workers) * (_SIZE_IN_YENBAI if superior.parent == YENBAI else 1)
    return Draft(superior.code, day, trade, workers, superior.place)


def _day_before_the_book(luck: Random) -> date:
    return workday(luck, date(luck.randint(1994, 2006), luck.randint(1, 12), 1))


def _founding_days(luck: Random, superior: Superior) -> list[date]:
    """Days on which units were founded: from 2008 on, more and more of them a year."""
    count, last = superior.new, REVIEWED if superior.parent == LAOCAI else date(2025, 3, 31)
    if superior.code == INDUSTRY:
        count, last = count - len(THE_FIVE), date(2023, 10, 31)
    if superior.absorbed:
        last = min(last, superior.absorbed - timedelta(days=200))
    years = range(BEGUN.year, last.year + 1)
    weights = [(1 + (year - BEGUN.year) * 0.05) * (last.month / 12 if year == last.year else 1) for year in years]
    return [
        workday(luck, date(year, luck.randint(2, last.month if year == last.year else 12), 1))
        for year, number in zip(years, spread(count, weights), strict=True)
        for _ in range(number)
    ]


def _later_days(luck: Random, superior: Superior) -> list[date]:
    """What was founded in Lào Cai after the review: six in the industrial zones in 2025, and a few elsewhere."""
    if superior.code == ZONES:
        return [workday(luck, date(2025, month, 1)) for month in (2, 3, 5, 8, 10, 11)]
    if superior.parent == LAOCAI and superior.new >= 20:
        return [workday(luck, date(2024, month, 1)) for month in (8, 10)]
    return []


def _drafts_at_the_provinces() -> list[Draft]:
    """Two that stand directly beneath each province: the branches of the tree are not equally deep."""
    luck = chance("grassroots/provinces")
    return [
        Draft(province, _day_before_the_book(luck), trade, luck.randint(*trade.workers), place)
        for province, place in ((LAOCAI, "tỉnh Lào Cai"), (YENBAI, "tỉnh Yên Bái"))
        for trade in (at.CENTRE, at.HOSPITAL)
    ]
