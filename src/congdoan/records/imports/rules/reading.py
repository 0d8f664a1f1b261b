"""The rows of a workbook read one by one: what each becomes, and all that is wrong with it by row and column."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from congdoan.records.imports.rules.cells import Wrong, text_of
from congdoan.records.imports.rules.columns import Heading
from congdoan.records.imports.rules.opening import Cell, lines
from congdoan.records.imports.rules.people import READERS, Person, required

T = TypeVar("T")
Tell = Callable[[int, int], None]
"""Told how far something has come: so many of so many."""
EVERY = 2_000
SHOWN = 20
"""So many faults of a kind are kept with the preview; all of them are in the file of remarks."""


def silent(done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell: its row in Excel, its column, what is written there, why, and what it might be."""

    row: int
    column: str
    kind: str
    written: str
    sentence: str
    mend: str = ""

    @property
    def group(self) -> str:
        return f"{self.kind}:{self.column}"


@dataclass(frozen=True)
class Choices:
    """What the official has decided: groups of faults mended together, cells rewritten, what of likely duplicates.

    `cells` is text by row and column; `anyway` are rows that are taken in although somebody alike is known.
    """

    mended: frozenset[str] = frozenset()
    cells: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    anyway: frozenset[int] = frozenset()
    left_out: frozenset[int] = frozenset()


@dataclass(slots=True)
class Line(Generic[T]):
    """One row: what it became, and what is wrong with it."""

    row: int
    thing: T
    faults: list[Fault]


def read_people(
    rows: Sequence[Sequence[Cell]], heading: Heading, choices: Choices, today: date, tell: Tell = silent
) -> Iterator[Line[Person]]:
    """Every row with anything in it as a person; rows that the official left out are not there."""
    order = {key: rank for rank, key in enumerate(READERS)}
    places = sorted(heading.columns.items(), key=lambda found: order[found[1]])
    total = len(rows)
    for row, cells in lines(rows, heading.rows_after):  # type: ignore[arg-type]
        if row % EVERY == 0:
            tell(row, total)
        if row in choices.left_out:
            continue
        yield _person(row, cells, places, choices, today)
    tell(total, total)


def _person(
    row: int, cells: Sequence[Cell], places: Sequence[tuple[int, str]], choices: Choices, today: date
) -> Line[Person]:
    person, faults = Person(), []
    rewritten = choices.cells.get(row, {})
    for place, key in places:
        cell = rewritten.get(key) if key in rewritten else (cells[place] if place < len(cells) else "")
        if cell == "" or cell is None:
            continue
        wrong = _put(key, cell, person, today)
        if wrong and wrong.mend and f"{wrong.kind}:{key}" in choices.mended:
            wrong = _put(key, wrong.mend, person, today)
        if wrong:
            faults.append(Fault(row, key, wrong.kind, _written(cell), wrong.sentence, wrong.mend))
    told = {fault.column for fault in faults}
    known = {key for _place, key in places}
    for key, wrong in required(person):
        if key not in told and not (key == "name" and told & {"given", "family"}):
            at = key if key in known or key != "name" else "given"
            faults.append(Fault(row, at, wrong.kind, "", wrong.sentence))
    return Line(row, person, faults)


def _put(key: str, cell: Cell, person: Person, today: date) -> Wrong | None:
    """Read a cell into the person; what is wrong with it, if anything is."""
    try:
        READERS[key](cell, person, today)
    except Wrong as wrong:
        return wrong
    return None


def _written(cell: Cell) -> str:
    try:
        return text_of(cell)[:80]
    except Wrong:
        return str(cell)[:80]


@dataclass
class Group:
    """The faults of one kind in one column."""

    kind: str
    column: str
    count: int = 0
    mendable: int = 0
    first: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        self.count += 1
        self.mendable += bool(fault.mend)
        if len(self.first) < SHOWN:
            self.first.append(fault)


def grouped(faults: Iterator[Fault]) -> list[Group]:
    """Faults by kind and column, the largest group first."""
    groups: dict[str, Group] = {}
    for fault in faults:
        groups.setdefault(fault.group, Group(fault.kind, fault.column)).add(fault)
    return sorted(groups.values(), key=lambda group: (-group.count, group.kind, group.column))


def alike_within(found: Sequence[Line[Person]]) -> dict[int, int]:
    """Rows that tell of somebody whom an earlier row tells of, with that row: by identity or card, else by likeness.

    Two who are alike but have two identity numbers are two.
    """
    first: dict[object, int] = {}
    twice: dict[int, int] = {}
    numbers: dict[int, str] = {}
    for line in found:
        person = line.thing
        numbers[line.row] = person.identity
        keys = [("identity", person.identity)] if person.identity else []
        keys += [("card", person.card)] if person.card else []
        likeness = person.likeness
        for key in [*keys, *([likeness] if likeness else [])]:
            before = first.setdefault(key, line.row)
            if before == line.row:
                continue
            if key == likeness and person.identity and numbers[before] and numbers[before] != person.identity:
                continue
            twice.setdefault(line.row, before)
    return twice


def counted(found: Sequence[Line[Person]]) -> Counter[str]:
    """How many rows have faults, and how many have none."""
    return Counter("faulty" if line.faults else "good" for line in found)


def remarks(found: Sequence[Line[Person]], labels: Mapping[str, str]) -> dict[int, str]:
    """What is wrong with each row, as one text for a column of remarks."""
    said: dict[int, list[str]] = defaultdict(list)
    for line in found:
        for fault in line.faults:
            said[line.row].append(f"{labels.get(fault.column, fault.column)}: {fault.sentence}")
    return {row: " ".join(sentences) for row, sentences in said.items()}
