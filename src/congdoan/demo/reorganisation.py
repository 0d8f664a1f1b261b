"""The middle of 2025: unions of state offices closed, Yên Bái into Lào Cai, districts ended, commune unions founded."""

from collections.abc import Iterator
from datetime import date

from congdoan.catalogue.rules import Level
from congdoan.demo import workplaces as at
from congdoan.demo.book import Act
from congdoan.demo.chance import chance
from congdoan.demo.federation import Federation, Seat
from congdoan.demo.structure import absorption, dissolution, founding, handing_over
from congdoan.demo.superiors import COMMUNES, LAOCAI, MERGED, NATION, SUPERIORS, YENBAI, ZONES, Commune
from congdoan.demo.workplaces import Namer

OFFICES_CLOSE = date(2025, 6, 12)
"""The unions of state offices, schools, health stations and armed forces end (CV 4133/TLĐ-ToC: before 15/6/2025)."""


def draw_reorganisation(federation: Federation) -> list[Act]:
    """All of it, in the order in which it was decided; units' days of life are set by it."""
    open_before = [seat for seat in federation.grassroots if seat.lives(OFFICES_CLOSE)]
    offices = [seat for seat in open_before if seat.trade and seat.trade.state_funded]
    closings = [dissolution(seat, OFFICES_CLOSE) for seat in offices]
    staying = [seat for seat in open_before if seat not in offices]
    return [*closings, *_provinces(federation), *_communes(federation, staying), *_informal(federation)]


def _provinces(federation: Federation) -> Iterator[Act]:
    yield absorption(federation.seats[YENBAI], LAOCAI, MERGED, by=NATION)
    yield absorption(federation.seats["YBA-KCN"], ZONES, MERGED)


def _communes(federation: Federation, staying: list[Seat]) -> Iterator[Act]:
    """Grassroots unions of what ends go to the commune unions that there are, else beneath the province itself."""
    for commune in COMMUNES:
        federation.add(_seat(commune))
    ending = [superior.code for superior in SUPERIORS if superior.ends]
    for commune in COMMUNES:
        if commune.opened == MERGED:
            yield founding(federation.seats[commune.code])
    at_province: list[Seat] = []
    for code in ending:
        children = [seat for seat in staying if seat.parent == code]
        targets = [commune.code for commune in COMMUNES if code in commune.takes_from and commune.opened == MERGED]
        if not targets:
            at_province += children
        for index, seat in enumerate(children):
            yield handing_over(seat.code, targets[index % len(targets)] if targets else LAOCAI, MERGED)
        yield dissolution(federation.seats[code], MERGED)
    yield from _later_communes(federation, at_province)


def _later_communes(federation: Federation, at_province: list[Seat]) -> Iterator[Act]:
    for commune in COMMUNES:
        if commune.opened > MERGED:
            yield founding(federation.seats[commune.code])
            for seat in at_province:
                if seat.parent in commune.takes_from and seat.lives(commune.opened):
                    yield handing_over(seat.code, commune.code, commune.opened)


def _seat(commune: Commune) -> Seat:
    return Seat(commune.code, commune.name, Level.SUPERIOR, LAOCAI, commune.opened, commune.opened)


def _informal(federation: Federation) -> Iterator[Act]:
    """Occupational unions that the first commune unions founded in the autumn."""
    namer, luck = Namer(chance("informal names")), chance("informal")
    first = [commune for commune in COMMUNES if commune.opened == MERGED]
    for month, commune in zip((8, 8, 9, 9, 10, 11, 11), first, strict=True):
        place = commune.name.removeprefix("Công đoàn ")
        day = date(2025, month, luck.randint(4, 26))
        seat = Seat(
            f"{commune.code}-001",
            namer.name(at.INFORMAL, place),
            Level.GRASSROOTS,
            commune.code,
            day,
            day,
            at.INFORMAL.sector,
            luck.randint(15, 45),
            at.INFORMAL,
        )
        yield founding(federation.add(seat))
