"""The years before records: declared year by year, by units of their own and for all superior unions together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from congdoan.base.bound import Bound
from congdoan.catalogue.rules import Level
from congdoan.demo.book import Act
from congdoan.demo.chance import chance, spread
from congdoan.demo.declarations import COUNTED, Told, exactly
from congdoan.demo.federation import Federation, Seat
from congdoan.demo.membership import DECLARED, OPENING_OF_INDUSTRY, members_told
from congdoan.demo.people import Rolls
from congdoan.demo.structure import dissolution, founding
from congdoan.demo.superiors import BEGUN, LAOCAI, RECORDS_FROM, YENBAI

YEARS = range(2008, RECORDS_FROM[LAOCAI].year)
TOGETHER = "LCA-X"
TOGETHER_IN_YENBAI = "YBA-X"
"""For "the superior unions together": of the early years nobody tells them apart."""
_YENBAI_YEARS = range(2008, RECORDS_FROM[YENBAI].year)
_RECOUNTED = date(2019, 12, 31)
"""On this day the lists of members were gone through for the national software."""
_SINCE_THEN = 0.82
"""How much of the people declared was still there when they were counted again."""

_BY_THE_SUPERIORS = {
    "dialogue.held": 103,
    "dialogue.people": 11_900,
    "party.introduced": 9_107,
    "party.admitted": 3_480,
    "officials.trained": 9_800,
    "care.people": 15_400,
    "care.amount": 7_700_000_000,
    "tet.people": 24_300,
    "tet.amount": 9_720_000_000,
    "propaganda.sessions": 2_170,
    "propaganda.people": 164_000,
    "culture.people": 61_000,
    "initiatives.recognised": 1_960,
    "housing.built": 84,
}
"""What all superior unions of Lào Cai told of the early years together."""
_BY_THE_SUPERIORS_OF_YENBAI = {
    "members.admitted": 3_640,
    "dialogue.held": 62,
    "party.introduced": 2_870,
    "care.people": 4_350,
    "care.amount": 2_175_000_000,
}
_VAGUE = {
    ("dialogue.people", 2009): Bound(1000, 9999),
    ("propaganda.people", 2008): Bound(10_000, 99_999),
    ("culture.people", 2010): Bound(8_000, 8_000, rough=True),
    ("tet.people", 2011): Bound(3_000, None),
}


@dataclass
class EarlyYears:
    """What was declared, and how many of each unit's members are known by declaration alone since its last one."""

    told: list[Told] = field(default_factory=list)
    declared: dict[str, int] = field(default_factory=dict)


def draw_early_years(federation: Federation, rolls: Rolls) -> EarlyYears:
    """All declarations about members and the early years."""
    years = EarlyYears()
    laocai = [seat for seat in federation.grassroots if seat.province == LAOCAI and not seat.is_industry]
    _tell_members(years, laocai)
    _tell_industry(years, [seat for seat in federation.grassroots if seat.is_industry])
    _pass_on(years, federation, date.min, _RECOUNTED)
    _recount(years, laocai, rolls)
    _pass_on(years, federation, _RECOUNTED, date.max)
    _tell_yenbai(years, [seat for seat in federation.grassroots if seat.province == YENBAI])
    _tell_parts_of_split(years, federation)
    years.told += _told_together(TOGETHER, YEARS, _BY_THE_SUPERIORS)
    years.told += _told_together(TOGETHER_IN_YENBAI, _YENBAI_YEARS, _BY_THE_SUPERIORS_OF_YENBAI)
    years.told += _agreements(laocai)
    return years


def draw_together(federation: Federation) -> list[Act]:
    """The units that stand for all superior unions of a province together, until each keeps its own records."""
    acts = []
    for code, province, name, ends in (
        (TOGETHER, LAOCAI, "Các công đoàn cấp trên trực tiếp cơ sở tỉnh Lào Cai (chưa tách)", date(2015, 3, 2)),
        (
            TOGETHER_IN_YENBAI,
            YENBAI,
            "Các công đoàn cấp trên trực tiếp cơ sở tỉnh Yên Bái (chưa tách)",
            date(2020, 3, 2),
        ),
    ):
        seat = Seat(code, name, Level.SUPERIOR, province, date(2007, 1, 1), ends, quiet=True)
        acts += [founding(federation.add(seat)), dissolution(seat, ends)]
    return acts


def _entered(year: int) -> date:
    """The day on which a year is told of, in the January after it."""
    return max(BEGUN, date(year + 1, 1, 12))


def _stock(years: EarlyYears, seat: Seat, year: int, total: int, women: int) -> None:
    period = f"{year}-12"
    years.told.append(exactly(_entered(year), seat.code, "members.total", period, total, COUNTED))
    years.told.append(exactly(_entered(year), seat.code, "members.female", period, women, COUNTED))


def _women(seat: Seat, total: int) -> int:
    assert seat.trade
    return round(total * seat.trade.women)


def _tell_members(years: EarlyYears, seats: Sequence[Seat]) -> None:
    """Admissions of each year, and how many there were at the opening, in 2011 and at the end of 2014."""
    admitted = _admitted(seats)
    for (seat, year), people in admitted.items():
        if people:
            told = exactly(_entered(year), seat.code, "members.admitted", str(year), people)
            years.told.append(told)
    for seat in seats:
        total = round(seat.workers * 0.8) if seat.opened < BEGUN else 0
        for year in (YEARS[0] - 1, *YEARS):
            total += round(admitted.get((seat, year), 0) * 0.78)
            is_told = year in (YEARS[0] - 1, 2011, YEARS[-1]) or year == seat.opened.year
            if is_told and total and seat.lives(date(year, 12, 31)):
                _stock(years, seat, year, total, _women(seat, total))
                years.declared[seat.code] = total


def _admitted(seats: Sequence[Seat]) -> dict[tuple[Seat, int], int]:
    luck = chance("early admissions")
    weights: dict[tuple[Seat, int], float] = {}
    for year in YEARS:
        for seat in seats:
            if seat.opened.year > year or seat.quiet or not seat.lives(date(year, 12, 31)):
                continue
            if seat.opened.year == year:
                weights[seat, year] = seat.workers * 0.7
            elif luck.random() < 0.5:
                weights[seat, year] = seat.workers * luck.uniform(0.1, 0.4)
    shares = spread(DECLARED, list(weights.values()), least=5)
    return dict(zip(weights, shares, strict=True))


def _tell_industry(years: EarlyYears, seats: Sequence[Seat]) -> None:
    """The sector union keeps records since the book began: only who was there before is declared."""
    old = [seat for seat in seats if seat.opened < BEGUN]
    for seat, total in zip(old, spread(OPENING_OF_INDUSTRY, [seat.workers for seat in old]), strict=True):
        _stock(years, seat, BEGUN.year - 1, total, _women(seat, total))
        years.declared[seat.code] = total


def _pass_on(years: EarlyYears, federation: Federation, after: date, until: date) -> None:
    """What absorbed and merged units had declared is their successors'."""
    for seat in federation.seats.values():
        if seat.successor and seat.closed and after < seat.closed <= until:
            held = years.declared.pop(seat.code, 0)
            years.declared[seat.successor] = years.declared.get(seat.successor, 0) + held


def _recount(years: EarlyYears, seats: Sequence[Seat], rolls: Rolls) -> None:
    for seat in seats:
        if seat.code in years.declared and seat.lives(_RECOUNTED):
            base = round(years.declared[seat.code] * _SINCE_THEN)
            persons, women = members_told(rolls, seat, _RECOUNTED)
            _stock(years, seat, _RECOUNTED.year, base + persons, _women(seat, base) + women)
            years.declared[seat.code] = base


def _tell_yenbai(years: EarlyYears, seats: Sequence[Seat]) -> None:
    """One number for the province until its grassroots unions kept records; then their own, and none for all."""
    day = date(_YENBAI_YEARS[-1], 12, 31)
    for seat in seats:
        if seat.lives(day):
            total = round(seat.workers * 0.85)
            _stock(years, seat, day.year, total, _women(seat, total))
            years.declared[seat.code] = total
    whole = sum(years.declared[seat.code] for seat in seats if seat.code in years.declared)
    for year, part in ((2007, 0.7), (2011, 0.82), (2015, 0.93), (day.year, 0)):
        for code, share in (("members.total", 1), ("members.female", 0.47)):
            value = round(whole * part * share)
            years.told.append(exactly(_entered(year), TOGETHER_IN_YENBAI, code, f"{year}-12", value))


def _tell_parts_of_split(years: EarlyYears, federation: Federation) -> None:
    """What a split unit had declared ends with it; its parts tell what they have."""
    for seat in federation.seats.values():
        if seat.code in ("LCA-VC-101", "LCA-VC-102"):
            total = round(seat.workers * 0.9)
            _stock(years, seat, seat.opened.year, total, _women(seat, total))
            years.declared[seat.code] = total


def _told_together(unit: str, years: Sequence[int], totals: dict[str, int]) -> Iterator[Told]:
    luck = chance(f"together/{unit}")
    for indicator, total in totals.items():
        step = 1_000_000 if total > 1_000_000_000 else 1
        weights = [luck.uniform(0.8, 1.2) * (1 + index * 0.05) for index in range(len(years))]
        for year, share in zip(years, spread(total // step, weights), strict=True):
            bound = _VAGUE.get((indicator, year)) if unit == TOGETHER else None
            told = bound or Bound.exactly(share * step)
            yield Told(_entered(year), unit, indicator, str(year), told, "Báo cáo tổng hợp năm của tỉnh")


def _agreements(seats: Sequence[Seat]) -> Iterator[Told]:
    """Which enterprises had a collective agreement when records began."""
    luck: Random = chance("agreements")
    for seat in seats:
        if seat.is_enterprise and seat.lives(date(YEARS[-1], 12, 31)) and not seat.quiet and luck.random() < 0.45:
            year = YEARS[-1]
            yield exactly(_entered(year), seat.code, "agreements.in_force", f"{year}-12", 1, "Thỏa ước còn hiệu lực")
