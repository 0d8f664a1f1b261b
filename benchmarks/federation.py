"""A national federation by chance, but always the same: provinces of uneven size, their unions, and their changes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from congdoan.catalogue.rules import Level

FIRST_DAY, LAST_DAY = date(2011, 1, 1), date(2025, 12, 31)
REORGANISED = date(2025, 7, 1)
RECORDS_BEGIN = date(2016, 1, 1)
"""Units that came late to keeping records began then."""

UNIONS = 126_000
PROVINCES, CENTRALS, SUPERIORS = 63, 12, 1_000
SECTORS = ("state-agency", "public-service", "state-enterprise", "non-state", "foreign")
DAY = timedelta(days=1)


@dataclass
class Made:
    """A unit as it is made: its life, from when it keeps records, how busy it is, and where it stood since when."""

    key: int
    code: str
    level: Level
    born: date
    places: list[tuple[date | None, int | None]]
    sector: str = ""
    weight: float = 1.0
    closed: date | None = None
    records_from: date | None = None
    declares: bool = False
    children: list["Made"] = field(default_factory=list)

    @property
    def keeps_from(self) -> date:
        return self.records_from or self.born

    def parent_on(self, day: date) -> int | None:
        return [parent for since, parent in self.places if since is None or since <= day][-1]

    def spells(self) -> Iterator[tuple[date | None, date | None, int | None]]:
        """Where it stood: since, until (not included), beneath whom."""
        ends = [since for since, _parent in self.places[1:]] + [None]
        for (since, parent), until in zip(self.places, ends, strict=True):
            yield since, until, parent


class Federation:
    """126,000 grassroots unions and all above them, numbered along the tree of the first day."""

    def __init__(self, seed: int = 2025, unions: int = UNIONS) -> None:
        self.chance = Random(seed)
        self.units: list[Made] = []
        self.unions = unions
        self.nation = self._unit("VN", Level.NATIONAL, None, date(1946, 7, 20), weight=200)
        self.provinces = self._provinces()
        self._grassroots_move()
        self._superiors_move()
        self._some_close()
        self._some_came_late()
        self._reorganise()

    def of(self, level: Level) -> list[Made]:
        return [unit for unit in self.units if unit.level == level]

    def _unit(self, code: str, level: Level, parent: Made | None, born: date, weight: float) -> Made:
        places: list[tuple[date | None, int | None]] = [(None, parent.key if parent else None)]
        unit = Made(len(self.units) + 1, code, level, born, places, weight=weight)
        self.units.append(unit)
        if parent:
            parent.children.append(unit)
        return unit

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.chance.randrange((last - first).days + 1))

    def _provinces(self) -> list[Made]:
        """Two are ten times as large as most; sector centrals are of the same level."""
        sizes = [10.0, 10.0, 4.0, 4.0, 4.0, 4.0]
        sizes += [self.chance.uniform(0.5, 1.6) for _ in range(PROVINCES - len(sizes))]
        sizes += [self.chance.uniform(0.5, 2.5) for _ in range(CENTRALS)]
        made = []
        for number, size in enumerate(sizes):
            code = f"P{number:02}" if number < PROVINCES else f"S{number - PROVINCES:02}"
            province = self._unit(code, Level.PROVINCIAL, self.nation, date(1990, 1, 1), weight=30 * size)
            self._fill(province, size / sum(sizes))
            made.append(province)
        return made

    def _fill(self, province: Made, share: float) -> None:
        """A few unions stand at the province itself, the others beneath superior unions of uneven size."""
        count = max(10, round(self.unions * share))
        superiors = max(2, round(SUPERIORS * share))
        weights = [self.chance.lognormvariate(0, 0.6) for _ in range(superiors)]
        self._found_unions(province, count // 50)
        for number, weight in enumerate(weights):
            born = self._day(date(1990, 1, 1), date(2009, 12, 31))
            superior = self._unit(f"{province.code}-{number:03}", Level.SUPERIOR, province, born, weight=8)
            self._found_unions(superior, round((count - count // 50) * weight / sum(weights)))

    def _found_unions(self, parent: Made, count: int) -> None:
        for number in range(count):
            early = self.chance.random() < 0.65
            first, last = (date(1990, 1, 1), FIRST_DAY) if early else (FIRST_DAY, date(2025, 6, 1))
            born = max(parent.born, self._day(first, last))
            weight = self.chance.lognormvariate(0, 0.8)
            union = self._unit(f"{parent.code}-{number:04}", Level.GRASSROOTS, parent, born, weight)
            union.sector = self.chance.choice(SECTORS)

    def _grassroots_move(self) -> None:
        """Two in a hundred come under another superior union, one in five of them in another province."""
        homes = {superior.key: province for province in self.provinces for superior in province.children}
        superiors = [unit for province in self.provinces for unit in province.children if unit.level == Level.SUPERIOR]
        by_province = {p.key: [u for u in p.children if u.level == Level.SUPERIOR] for p in self.provinces}
        for union in self.of(Level.GRASSROOTS):
            if self.chance.random() < 0.02 and union.places[0][1] in homes:
                now = union.places[0][1]
                near = self.chance.random() < 0.8
                to = self.chance.choice(by_province[homes[now].key] if near and now else superiors)
                if to.key != now:
                    union.places.append((self._day(date(2012, 1, 1), date(2024, 12, 31)), to.key))

    def _superiors_move(self) -> None:
        for superior in self.of(Level.SUPERIOR):
            if self.chance.random() < 0.015:
                to = self.chance.choice(self.provinces)
                if to.key != superior.places[0][1]:
                    superior.places.append((self._day(date(2012, 1, 1), date(2024, 12, 31)), to.key))

    def _some_close(self) -> None:
        """Eight unions in a hundred end; they stay as closed children where they stood."""
        for union in self.of(Level.GRASSROOTS):
            if self.chance.random() < 0.08:
                first = max(union.born + 365 * DAY, date(2012, 1, 1))
                if first < date(2025, 6, 1):
                    union.closed = self._day(first, date(2025, 6, 1))

    def _some_came_late(self) -> None:
        """Some kept no records before 2016; three in four of them have declared the years before."""
        for union in self.of(Level.GRASSROOTS):
            if union.born < RECORDS_BEGIN - 365 * DAY and self.chance.random() < 0.08:
                union.records_from = RECORDS_BEGIN
                union.declares = self.chance.random() < 0.75

    def _reorganise(self) -> None:
        """Mid-2025: 63 provinces become 34, and two in five superior unions of provinces give way to commune unions."""
        provinces = self.provinces[:PROVINCES]
        absorbed = self.chance.sample(provinces[6:], PROVINCES - 34)
        staying = [province for province in provinces if province not in absorbed]
        successor = {province.key: self.chance.choice(staying) for province in absorbed}
        open_unions: dict[int, list[Made]] = defaultdict(list)
        for union in self.of(Level.GRASSROOTS):
            if union.closed is None:
                open_unions[union.parent_on(REORGANISED) or 0].append(union)
        by_key = {province.key: province for province in provinces}
        for superior in self.of(Level.SUPERIOR):
            home = by_key.get(superior.parent_on(REORGANISED) or 0)
            if home and self.chance.random() < 0.4:
                self._abolish(superior, successor.get(home.key, home), open_unions[superior.key])
            elif home and home.key in successor:
                superior.places.append((REORGANISED, successor[home.key].key))
        for key, to in successor.items():
            for union in open_unions[key]:
                union.places.append((REORGANISED, to.key))
        for province in absorbed:
            province.closed = REORGANISED
            province.places.append((REORGANISED, successor[province.key].key))

    def _abolish(self, district: Made, province: Made, unions: list[Made]) -> None:
        """A district's union ends; its unions come under new unions of communes."""
        district.closed = REORGANISED - DAY
        communes = [
            self._unit(f"{district.code}-X{number}", Level.SUPERIOR, province, REORGANISED, weight=8)
            for number in range(len(unions) // 60 + 1)
        ]
        for number, union in enumerate(unions):
            union.places.append((REORGANISED, communes[number % len(communes)].key))
