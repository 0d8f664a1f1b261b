"""Foundings and other changes of units, as acts of the story."""

from collections.abc import Sequence
from datetime import date

from congdoan.catalogue.rules import Level
from congdoan.demo.book import Act, Book, Turn
from congdoan.demo.federation import Seat
from congdoan.demo.superiors import BEGUN
from congdoan.records.structure import actions
from congdoan.records.structure.actions import NewUnit


def founding(seat: Seat) -> Act:
    """A unit founded; those of before the book are entered when it is begun."""
    entered = max(seat.opened, BEGUN)

    def enter(book: Book) -> None:
        book.units[seat.code] = actions.found(
            book.officer(seat.parent),
            _new(seat),
            parent=book.units[seat.parent],
            day=seat.opened,
            records_from=seat.records_from,
            decision=_decision(seat.opened, seat.code),
        )

    return Act(entered, Turn.FOUND, f"found {seat}", enter)


def _new(seat: Seat) -> NewUnit:
    return NewUnit(seat.code, seat.name, seat.level, sector=seat.sector, workers=seat.workers or None)


def _decision(day: date, subject: str) -> str:
    """The number of a decision, the same in every build."""
    return f"{sum(map(ord, subject)) % 180 + 1}/QĐ-LĐLĐ, {day:%d/%m/%Y}"


def dissolution(seat: Seat, day: date) -> Act:
    """A unit ended without a successor."""
    seat.closed = day

    def enter(book: Book) -> None:
        unit = book.units[seat.code]
        actions.dissolve(book.officer(seat.code), unit=unit, day=day, decision=_decision(day, seat.code))

    return Act(day, Turn.CLOSE, f"dissolve {seat.code}", enter)


def absorption(seat: Seat, into: str, day: date, *, by: str = "") -> Act:
    """A unit merged into another; `by` names the unit whose officer decides, where it is not its own."""
    seat.closed, seat.successor = day, into

    def enter(book: Book) -> None:
        actions.absorb(
            book.officer(by or seat.code),
            unit=book.units[seat.code],
            into=book.units[into],
            day=day,
            decision=_decision(day, seat.code),
        )

    return Act(day, Turn.MOVE, f"absorb {seat.code} into {into}", enter)


def merger(seats: Sequence[Seat], new: Seat) -> Act:
    """Units merged into a new one."""
    for seat in seats:
        seat.closed, seat.successor = new.opened, new.code

    def enter(book: Book) -> None:
        book.units[new.code] = actions.merge(
            book.officer(new.code),
            units=[book.units[seat.code] for seat in seats],
            new=_new(new),
            parent=book.units[new.parent],
            day=new.opened,
            decision=_decision(new.opened, new.code),
        )

    return Act(new.opened, Turn.CLOSE, f"merge {[seat.code for seat in seats]} into {new}", enter)


def splitting(seat: Seat, new: Sequence[Seat]) -> Act:
    """A unit split into new ones."""
    day = seat.closed = new[0].opened

    def enter(book: Book) -> None:
        made = actions.split(
            book.officer(seat.code),
            unit=book.units[seat.code],
            into=[_new(each) for each in new],
            day=day,
            decision=_decision(day, seat.code),
        )
        book.units.update((unit.code, unit) for unit in made)

    return Act(day, Turn.CLOSE, f"split {seat.code} into {list(new)}", enter)


def handing_over(code: str, to: str, day: date) -> Act:
    """A unit moved beneath another."""

    def enter(book: Book) -> None:
        actions.hand_over(
            book.officer(to), unit=book.units[code], to=book.units[to], day=day, decision=_decision(day, code)
        )

    return Act(day, Turn.MOVE, f"hand over {code} to {to}", enter)


def grading(code: str, level: Level, day: date, *, up: bool) -> Act:
    """A unit raised or lowered to a level."""
    change = actions.promote if up else actions.demote

    def enter(book: Book) -> None:
        change(book.officer(code), unit=book.units[code], level=level, day=day, decision=_decision(day, code))

    return Act(day, Turn.MOVE, f"grade {code} {level}", enter)


def renaming(code: str, name: str, day: date) -> Act:
    """A unit under another name."""

    def enter(book: Book) -> None:
        actions.rename(book.officer(code), unit=book.units[code], name=name, day=day)

    return Act(day, Turn.MOVE, f"rename {code} {name}", enter)


def reclassification(code: str, sector: str, day: date) -> Act:
    """A unit under another kind of workplace."""

    def enter(book: Book) -> None:
        actions.reclassify(book.officer(code), unit=book.units[code], sector=sector, day=day)

    return Act(day, Turn.MOVE, f"reclassify {code} {sector}", enter)
