"""The members of the story: who was admitted where and when, and who left; all drawn before any is entered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from congdoan.demo.book import Act, Book, Turn
from congdoan.demo.federation import Seat
from congdoan.demo.names import full_name
from congdoan.records.members.actions import NewMember, admit, leave, readmit, resume, suspend, transfer
from congdoan.records.members.models import Membership


@dataclass(eq=False)
class Person:
    """Somebody admitted in the story; `left` is the first day without them. Of the `settled` nothing more is told."""

    key: int
    new: NewMember
    unit: str
    joined: date
    left: date | None = None
    settled: bool = False

    def belongs(self, day: date) -> bool:
        return self.joined <= day and (self.left is None or day < self.left)


@dataclass(frozen=True)
class Ceremony:
    """So many people admitted to a unit on a day."""

    seat: Seat
    day: date
    people: int


@dataclass
class Rolls:
    """Everybody, by the unit that admitted them."""

    persons: list[Person] = field(default_factory=list)
    by_unit: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))

    def admission(self, luck: Random, ceremony: Ceremony) -> Act:
        """A ceremony as an act; its people come onto the rolls."""
        new = [_drawn(luck, ceremony.seat, ceremony.day) for _ in range(ceremony.people)]
        first = len(self.persons)
        people = [Person(first + index, each, ceremony.seat.code, ceremony.day) for index, each in enumerate(new)]
        self.persons += people
        self.by_unit[ceremony.seat.code] += people
        return admission(people)

    def present(self, unit: str, day: date) -> list[Person]:
        """Who belongs to a unit at the end of a day."""
        return [person for person in self.by_unit[unit] if person.belongs(day)]


def _drawn(luck: Random, seat: Seat, day: date) -> NewMember:
    assert seat.trade
    sex = "female" if luck.random() < seat.trade.women else "male"
    born = date(day.year - luck.randint(20, 50), luck.randint(1, 12), luck.randint(1, 28))
    return NewMember(full_name(luck, sex), sex, born, luck.random() < seat.trade.direct)


def admission(people: Sequence[Person]) -> Act:
    """A ceremony: all of one unit and day."""
    unit, day = people[0].unit, people[0].joined

    def enter(book: Book) -> None:
        made = admit(book.writer(unit), unit=book.units[unit], day=day, people=[person.new for person in people])
        book.memberships.update((person.key, membership) for person, membership in zip(people, made, strict=True))

    told = f"admit {unit} {[(p.new.name, p.new.sex, p.new.born, p.new.direct_worker) for p in people]}"
    return Act(day, Turn.PEOPLE, told, enter)


def leaving(people: Sequence[Person], day: date, reason: str) -> Act:
    """Some of one writer's units leave on a day."""
    for person in people:
        person.left, person.settled = day, True

    def enter(book: Book) -> None:
        memberships = _memberships(book, people)
        leave(book.keeper(people[0].unit), memberships=memberships, day=day, reason=reason)

    return Act(day, Turn.PEOPLE, f"leave {[person.key for person in people]} {reason}", enter)


def _memberships(book: Book, people: Sequence[Person]) -> list[Membership]:
    return [book.memberships[person.key] for person in people]


def closings(rolls: Rolls, seats: Iterable[Seat]) -> Iterator[Act]:
    """Everybody still in a unit leaves it on the day on which it ends; of many that end on one day all together."""
    ending: dict[tuple[date, str], list[Person]] = defaultdict(list)
    for seat in seats:
        if seat.closed:
            ending[seat.closed, seat.province + str(seat.is_industry)] += rolls.present(seat.code, seat.closed)
    for (day, _whose), people in ending.items():
        if people:
            yield leaving(people, day, "closed")


def transferring(person: Person, to: str, day: date) -> Act:
    """One person to another unit."""
    person.settled = True

    def enter(book: Book) -> None:
        membership = book.memberships[person.key]
        moved = transfer(book.users["officer"], membership=membership, to=book.units[to], day=day)
        book.memberships[person.key] = moved

    return Act(day, Turn.PEOPLE, f"transfer {person.key} to {to}", enter)


def pausing(person: Person, day: date, months: int) -> Iterator[Act]:
    """One person suspended, and resumed after so many months."""
    person.settled = True
    again = day + timedelta(days=30 * months)

    def begin(book: Book) -> None:
        suspend(book.writer(person.unit), membership=book.memberships[person.key], day=day)

    def end(book: Book) -> None:
        membership = book.memberships[person.key]
        resume(book.writer(person.unit), suspension=membership.suspensions.get(), day=again)

    yield Act(day, Turn.PEOPLE, f"suspend {person.key}", begin)
    yield Act(again, Turn.PEOPLE, f"resume {person.key}", end)


def returning(person: Person, left: date, again: date) -> Iterator[Act]:
    """One person who leaves, and is admitted again later."""
    yield leaving([person], left, "resigned")
    person.left = None

    def enter(book: Book) -> None:
        membership = book.memberships[person.key]
        made = readmit(book.writer(person.unit), unit=book.units[person.unit], day=again, members=[membership.member])
        book.memberships[person.key] = made[0]

    yield Act(again, Turn.PEOPLE, f"readmit {person.key}", enter)
