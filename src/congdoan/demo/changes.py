"""What befell units before the reorganisation: dissolved, merged, split, raised, lowered, renamed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from congdoan.catalogue.rules import Level
from congdoan.demo.book import Act
from congdoan.demo.chance import chance, workday
from congdoan.demo.federation import Federation, Seat
from congdoan.demo.structure import (
    absorption,
    dissolution,
    founding,
    grading,
    handing_over,
    merger,
    reclassification,
    renaming,
    splitting,
)
from congdoan.demo.superiors import BEGUN, LAOCAI, SUPERIORS, YENBAI, ZONES

_CLOSED_IN_INDUSTRY = (2013, 2015, 2017, 2019, 2021, 2023)
_CLOSED_ELSEWHERE = {LAOCAI: (2011, 2025, 15), YENBAI: (2013, 2024, 2)}
"""In which years, both included, how many more enterprises' unions were dissolved."""


def draw_changes(federation: Federation) -> list[Act]:
    """All changes until the reorganisation; the units' days of life are set by it."""
    return [
        *_mergers(federation),
        *_splitting(federation),
        *_absorptions(federation),
        *_sections(federation),
        *_dissolutions(federation),
        *_small_changes(federation),
    ]


def _quiet(federation: Federation, parent: str, count: int) -> list[Seat]:
    """Units of before the book whose people were only ever declared, so that they may be merged and split."""
    free = [seat for seat in federation.beneath(parent) if seat.opened < BEGUN and not seat.quiet]
    found = free[-count:]
    for seat in found:
        seat.quiet = True
    return found


def _successor(federation: Federation, old: Seat, code: str, name: str, opened: date) -> Seat:
    new = replace(old, code=code, name=name, opened=opened, records_from=opened, closed=None)
    return federation.add(new)


def _mergers(federation: Federation) -> Iterator[Act]:
    for parent, day, name in (
        ("LCA-GD", date(2018, 7, 2), "Công đoàn cơ sở Trường Tiểu học và Trung học cơ sở Hoa Ban"),
        ("LCA-BT", date(2021, 8, 2), "Công đoàn cơ sở Trường Phổ thông dân tộc bán trú Suối Reo"),
    ):
        seats = _quiet(federation, parent, 2)
        new = _successor(federation, seats[0], f"{parent}-101", name, day)
        new.workers = sum(seat.workers for seat in seats)
        yield merger(seats, new)


def _splitting(federation: Federation) -> Iterator[Act]:
    (old,) = _quiet(federation, "LCA-VC", 1)
    names = ("Công đoàn cơ sở Ban Quản lý dự án Giao thông", "Công đoàn cơ sở Ban Quản lý dự án Dân dụng")
    new = [
        _successor(federation, old, f"LCA-VC-10{number}", name, date(2017, 3, 1))
        for number, name in enumerate(names, 1)
    ]
    for seat in new:
        seat.workers = max(10, old.workers // 2)
    yield splitting(old, new)


def _absorptions(federation: Federation) -> Iterator[Act]:
    for parent, day in (("LCA-BX", date(2016, 4, 1)), ("LCA-NN", date(2020, 2, 3))):
        (seat,) = _quiet(federation, parent, 1)
        into = next(other for other in federation.beneath(parent) if other.opened < BEGUN and not other.quiet)
        yield absorption(seat, into.code, day)
    for superior in SUPERIORS:
        if superior.absorbed and superior.parent == LAOCAI:
            yield absorption(federation.seats[superior.code], "LCA-XD", superior.absorbed)


def _sections(federation: Federation) -> Iterator[Act]:
    """Sections of the zones' largest union: one becomes a grassroots union, and a small union becomes a section."""
    large = max(_founded_before(federation, ZONES, 2015), key=lambda seat: seat.workers)
    for number, shop in enumerate(("Phân xưởng Lắp ráp", "Phân xưởng Cơ điện", "Tổ Kho vận"), 1):
        section = replace(
            large,
            code=f"{large.code}-B{number}",
            name=f"Công đoàn bộ phận {shop}",
            level=Level.SECTION,
            parent=large.code,
            opened=date(2016, 5, 1 + number),
            records_from=date(2016, 5, 1 + number),
            workers=0,
            quiet=True,
        )
        yield founding(federation.add(section))
    yield grading(f"{large.code}-B2", Level.GRASSROOTS, date(2021, 3, 1), up=True)
    yield handing_over(f"{large.code}-B2", ZONES, date(2021, 3, 2))
    small = min(_founded_before(federation, ZONES, 2012), key=lambda seat: seat.workers)
    small.quiet = True
    yield handing_over(small.code, large.code, date(2022, 1, 5))
    yield grading(small.code, Level.SECTION, date(2022, 1, 6), up=False)


def _founded_before(federation: Federation, parent: str, year: int) -> list[Seat]:
    return [seat for seat in federation.beneath(parent) if seat.opened.year < year and not seat.quiet]


def _small_changes(federation: Federation) -> Iterator[Act]:
    yield renaming("LCA-SP", "Liên đoàn Lao động thị xã Sa Pa", date(2020, 1, 11))
    firms = [
        seat
        for seat in federation.grassroots
        if seat.sector == "state-enterprise" and seat.opened.year < 2015 and not (seat.quiet or seat.closed)
    ]
    luck = chance("reclassified")
    for seat in firms[:3]:
        yield reclassification(seat.code, "non-state", workday(luck, date(luck.randint(2016, 2019), 1, 1)))


def _dissolutions(federation: Federation) -> Iterator[Act]:
    luck = chance("dissolved")
    industry = [seat for seat in federation.grassroots if seat.is_industry and seat.opened > BEGUN]
    for year in _CLOSED_IN_INDUSTRY:
        yield _dissolved(luck, industry, year)
    for province, (first, last, count) in _CLOSED_ELSEWHERE.items():
        seats = [seat for seat in federation.grassroots if seat.province == province and not seat.is_industry]
        for _ in range(count):
            yield _dissolved(luck, seats, luck.randint(first, last))


def _dissolved(luck: Random, seats: Sequence[Seat], year: int) -> Act:
    """One of the smallest enterprises' unions that had lived for two years."""
    may = [
        seat for seat in seats if seat.is_enterprise and not (seat.quiet or seat.closed) and seat.opened.year < year - 2
    ]
    smallest = sorted(may, key=lambda seat: seat.workers)[:15]
    month = luck.randint(2, 4 if year == 2025 else 11)
    return dissolution(luck.choice(smallest), workday(luck, date(year, month, 1)))
