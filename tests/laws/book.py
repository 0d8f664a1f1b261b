"""The steps of a history: each is done by the actions in the world and written into the plain reckoning beside.

What the actions refuse is left out of both, so any list of steps is a history.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from tests.laws.reckoning import STOCKS, Changes, Fact, Place, Reckoning, Told
from tests.world import BEGINNING, RECORDS_FROM, TODAY, World

from congdoan.base.bound import Bound
from congdoan.base.period import Period, parse_period
from congdoan.catalogue.rules import Level
from congdoan.figures.actions import correct_declaration, declare, withdraw_declaration
from congdoan.figures.models import Declaration
from congdoan.figures.rules import Reach, Sums
from congdoan.org.models import Place as PlaceRow
from congdoan.org.models import Unit
from congdoan.records.activities.actions import correct_activity, record_activity, withdraw_activity
from congdoan.records.activities.models import Activity
from congdoan.records.members.actions import NewMember, admit, leave, transfer, withdraw_admission
from congdoan.records.members.models import Membership
from congdoan.records.structure.actions import (
    NewUnit,
    absorb,
    demote,
    dissolve,
    found,
    hand_over,
    promote,
    reclassify,
)


@dataclass
class Book:
    """The world as its actions write it, and the same as plain lists."""

    world: World
    reckoning: Reckoning
    units: list[Unit]
    activities: list[tuple[Activity, Fact]] = field(default_factory=list)
    memberships: list[tuple[Membership, Fact]] = field(default_factory=list)
    declarations: list[tuple[Declaration, Told]] = field(default_factory=list)

    def unit(self, pick: int) -> Unit:
        return self.units[pick % len(self.units)]

    def add(self, fact: Fact) -> Fact:
        fact.entered = self._next()
        self.reckoning.facts.append(fact)
        return fact

    def tell(self, told: Told) -> Told:
        told.entered = self._next()
        self.reckoning.declared.append(told)
        return told

    def _next(self) -> int:
        return len(self.reckoning.facts) + len(self.reckoning.declared) + 1

    def place(self, unit: Unit) -> Place:
        return self.reckoning.places[unit.code]

    def play(self, steps: "Iterable[Step]") -> None:
        """Do the steps one after another; what is refused did not happen."""
        for step in steps:
            with _unless_refused():
                step.do(self)


@contextmanager
def _unless_refused() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except ValidationError:
        pass


def open_book(world: World) -> Book:
    """The world as it was built, in both."""
    units = [world.head, world.north, world.south, world.industry, world.schools, world.zone]
    units += [world.mill, world.mine, world.school, world.plant]
    book = Book(world, Reckoning(today=TODAY), units)
    stood = {place.unit_id: place for place in PlaceRow.objects.known().select_related("parent")}
    for unit in units:
        place = stood[unit.pk]
        parent = place.parent.code if place.parent else None
        records_from = RECORDS_FROM if unit == world.school else BEGINNING
        book.reckoning.places[unit.code] = Place(
            BEGINNING, records_from, Changes(parent), Changes(place.level), Changes(place.sector)
        )
        if parent:
            book.add(Fact(unit.code, BEGINNING, "founding", traits={"origin": "new", "level": place.level}))
    return book


# Steps: structure


class Step:
    """Something that somebody enters."""

    def do(self, book: Book) -> None:
        raise NotImplementedError


@dataclass(frozen=True)
class Found(Step):
    parent: int
    day: date
    level: Level
    sector: str
    records_from: date | None

    def do(self, book: Book) -> None:
        parent, code = book.unit(self.parent), f"unit-{len(book.units)}-{book.world.head.pk}"
        new = NewUnit(code, f"Công đoàn {code}", self.level, self.sector)
        unit = found(book.world.officer, new, parent=parent, day=self.day, records_from=self.records_from)
        book.units.append(unit)
        book.reckoning.places[unit.code] = Place(
            self.day,
            self.records_from or self.day,
            Changes(parent.code),
            Changes(self.level),
            Changes(self.sector),
        )
        book.add(Fact(unit.code, self.day, "founding", traits={"origin": "new", "level": self.level}))


@dataclass(frozen=True)
class Move(Step):
    unit: int
    to: int
    day: date

    def do(self, book: Book) -> None:
        unit, to = book.unit(self.unit), book.unit(self.to)
        hand_over(book.world.officer, unit=unit, to=to, day=self.day)
        book.place(unit).parent.change(self.day, to.code)


@dataclass(frozen=True)
class Absorb(Step):
    unit: int
    into: int
    day: date

    def do(self, book: Book) -> None:
        unit, into = book.unit(self.unit), book.unit(self.into)
        absorb(book.world.officer, unit=unit, into=into, day=self.day)
        for code, place in book.reckoning.places.items():
            if place.parent.on(self.day) == unit.code and place.closed is None and code != into.code:
                place.parent.change(self.day, into.code)
        _close(book, unit, self.day, into)


@dataclass(frozen=True)
class Dissolve(Step):
    unit: int
    day: date

    def do(self, book: Book) -> None:
        unit = book.unit(self.unit)
        dissolve(book.world.officer, unit=unit, day=self.day)
        _close(book, unit, self.day, None)


def _close(book: Book, unit: Unit, day: date, into: Unit | None) -> None:
    """The unit's end: it stands beneath its successor, and what it held by declaration goes there."""
    place = book.place(unit)
    book.add(Fact(unit.code, day, "closing", traits={"level": place.level.on(day)}))
    place.closed = day
    if into is not None:
        place.parent.change(day, into.code)
    held = {code: book.reckoning.sums(unit.code, code, Period(day, day), Reach.OWN) for code in STOCKS}
    held = {code: sums for code, sums in held.items() if sums}
    if held:
        book.add(Fact(unit.code, day, "balance", balance={code: Sums() - sums for code, sums in held.items()}))
        if into is not None:
            book.add(Fact(into.code, day, "balance", balance=held))


@dataclass(frozen=True)
class Grade(Step):
    unit: int
    level: Level
    day: date

    def do(self, book: Book) -> None:
        unit = book.unit(self.unit)
        level = book.place(unit).level
        old = level.on(self.day)
        verb = promote if self.level.rank < Level(old).rank else demote
        verb(book.world.officer, unit=unit, level=self.level, day=self.day)
        level.change(self.day, self.level)
        traits = {"from_level": old, "to_level": self.level}
        book.add(Fact(unit.code, self.day, "grading", traits=traits))


@dataclass(frozen=True)
class Reclassify(Step):
    unit: int
    sector: str
    day: date

    def do(self, book: Book) -> None:
        unit = book.unit(self.unit)
        reclassify(book.world.officer, unit=unit, sector=self.sector, day=self.day)
        book.place(unit).sector.change(self.day, self.sector)


# Steps: activities


@dataclass(frozen=True)
class Dialogue(Step):
    unit: int
    day: date
    people: Bound
    trigger: str

    def do(self, book: Book) -> None:
        unit = book.unit(self.unit)
        details = {"trigger": self.trigger} if self.trigger else {}
        activity = record_activity(
            book.world.officer,
            unit=unit,
            day=self.day,
            kind="dialogue",
            measures={"people": self.people},
            details=details,
        )
        book.activities.append((activity, book.add(Fact(unit.code, self.day, "dialogue", self.people, details))))


@dataclass(frozen=True)
class Money(Step):
    unit: int
    day: date
    way: str
    amount: Bound

    def do(self, book: Book) -> None:
        unit = book.unit(self.unit)
        activity = book.world.move_money(unit, self.day, self.way, self.amount)
        book.activities.append((activity, book.add(Fact(unit.code, self.day, "fund", self.amount, {"way": self.way}))))


@dataclass(frozen=True)
class Correct(Step):
    which: int
    day: date | None
    people: Bound | None
    trigger: str | None

    def do(self, book: Book) -> None:
        if not book.activities:
            return
        activity, fact = book.activities[self.which % len(book.activities)]
        correct_activity(
            book.world.officer,
            activity=activity,
            reason="sai",
            day=self.day,
            measures={"people": self.people} if self.people else None,
            details={"trigger": self.trigger} if self.trigger else None,
        )
        fact.day = self.day or fact.day
        fact.people = self.people or fact.people
        fact.traits = {"trigger": self.trigger} if self.trigger else fact.traits


@dataclass(frozen=True)
class Withdraw(Step):
    which: int

    def do(self, book: Book) -> None:
        if book.activities:
            activity, fact = book.activities[self.which % len(book.activities)]
            withdraw_activity(book.world.officer, activity=activity, reason="sai")
            fact.withdrawn = True


# Steps: members


@dataclass(frozen=True)
class Admit(Step):
    unit: int
    day: date
    count: int

    def do(self, book: Book) -> None:
        unit = book.unit(self.unit)
        people = [NewMember(f"Giàng A {number}", "male") for number in range(self.count)]
        for membership in admit(book.world.officer, unit=unit, day=self.day, people=people):
            book.memberships.append((membership, book.add(Fact(unit.code, self.day, "admission"))))


@dataclass(frozen=True)
class Transfer(Step):
    which: int
    to: int
    day: date

    def do(self, book: Book) -> None:
        if not book.memberships:
            return
        index = self.which % len(book.memberships)
        membership, _fact = book.memberships[index]
        to = book.unit(self.to)
        moved = transfer(book.world.officer, membership=membership, to=to, day=self.day)
        book.add(Fact(membership.unit.code, self.day, "departure"))
        book.memberships[index] = moved, book.add(Fact(to.code, self.day, "arrival"))


@dataclass(frozen=True)
class Leave(Step):
    which: int
    day: date

    def do(self, book: Book) -> None:
        if book.memberships:
            index = self.which % len(book.memberships)
            membership, _fact = book.memberships[index]
            leave(book.world.officer, memberships=[membership], day=self.day, reason="resigned")
            book.add(Fact(membership.unit.code, self.day, "leaving"))
            del book.memberships[index]


@dataclass(frozen=True)
class Unadmit(Step):
    which: int

    def do(self, book: Book) -> None:
        if book.memberships:
            index = self.which % len(book.memberships)
            membership, fact = book.memberships[index]
            withdraw_admission(book.world.officer, membership=membership, reason="nhầm")
            fact.withdrawn = True
            del book.memberships[index]


# Steps: declarations


@dataclass(frozen=True)
class Declare(Step):
    unit: int
    code: str
    period: str
    bound: Bound

    def do(self, book: Book) -> None:
        unit = book.unit(self.unit)
        declaration = declare(
            book.world.officer,
            unit=unit,
            indicator=self.code,
            period=parse_period(self.period),
            bound=self.bound,
            basis="nhẩm",
        )
        told = Told(unit.code, self.code, declaration.first_day, declaration.last_day, self.bound)
        book.declarations.append((declaration, book.tell(told)))


@dataclass(frozen=True)
class CorrectDeclared(Step):
    which: int
    bound: Bound

    def do(self, book: Book) -> None:
        if book.declarations:
            declaration, told = book.declarations[self.which % len(book.declarations)]
            correct_declaration(book.world.officer, declaration=declaration, bound=self.bound, reason="sai")
            told.bound = self.bound


@dataclass(frozen=True)
class WithdrawDeclared(Step):
    which: int

    def do(self, book: Book) -> None:
        if book.declarations:
            declaration, told = book.declarations[self.which % len(book.declarations)]
            withdraw_declaration(book.world.officer, declaration=declaration, reason="sai")
            told.withdrawn = True
