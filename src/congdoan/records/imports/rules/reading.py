"""The rows of a workbook read: what each becomes, and all that is wrong with it by row and column."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Generic, TypeVar

from congdoan.records.imports.rules.cells import Wrong, text_of
from congdoan.records.imports.rules.columns import Column, Heading
from congdoan.records.imports.rules.opening import MOST_COLUMNS, Cell, lines

T = TypeVar("T")
Tell = Callable[[int, int], None]
"""Told how far something has come: so many of so many."""
EVERY = 2_000
KEPT = 20_000
"""So many different cells of a column are kept as they were read; the rest are read as they come."""
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


@dataclass(frozen=True)
class Reader(Generic[T]):
    """A column: what a cell says by itself, and what becomes of that in the thing. Both raise Wrong."""

    read: Callable[[Cell, date], object]
    put: Callable[[T, Any], None]


@dataclass(frozen=True)
class Way(Generic[T]):
    """How rows become things: the columns, the reading of each in the order of putting, a new thing, what it lacks.

    `instead` names the columns that may tell, together, what another tells.
    """

    columns: Sequence[Column]
    readers: Mapping[str, Reader[T]]
    new: Callable[[], T]
    missing: Callable[[T], Iterable[tuple[str, Wrong]]]
    instead: Mapping[str, Sequence[str]] = field(default_factory=dict)


class _Known(dict[Any, Any]):
    """What the cells of one column say, each kept as it was read: a value, or a Wrong after the mends were tried.

    Text is looked up by itself; of other cells the type counts too, since 1, 1.0 and True are the same key.
    """

    def __init__(self, key: str, read: Callable[[Cell, date], object], mended: frozenset[str], today: date) -> None:
        super().__init__()
        self.key, self.read, self.mended, self.today = key, read, mended, today

    def __missing__(self, mark: Any) -> object:
        found = self._told(mark[1] if isinstance(mark, tuple) else mark)
        if len(self) < KEPT:
            self[mark] = found
        return found

    def _told(self, cell: Cell) -> object:
        try:
            return self.read(cell, self.today)
        except Wrong as wrong:
            if wrong.mend and wrong.mend != cell and f"{wrong.kind}:{self.key}" in self.mended:
                return self._told(wrong.mend)
            return wrong.with_traceback(None)


def read_rows(
    rows: list[list[Cell]],
    heading: Heading,
    way: Way[T],
    choices: Choices,
    today: date,
    tell: Tell = silent,
    *,
    keep: bool = True,
) -> Iterator[Line[T]]:
    """Every row with anything in it, read; rows that the official left out are not there.

    They are read by blocks, and within one column by column. Unless they are kept, the cells of a block are let go once
    it is read: they weigh more than all that is made of them.
    """
    order = {key: rank for rank, key in enumerate(way.readers)}
    places = sorted([*heading.columns.items(), *_added(heading, choices)], key=lambda found: order[found[1]])
    known = {key: _Known(key, way.readers[key].read, choices.mended, today) for _place, key in places}
    there = iter(lines(rows, heading.rows_after))
    while block := list(islice(there, EVERY)):
        tell(block[-1][0], len(rows))
        told = [(Line(row, way.new(), []), _rewritten(row, cells, places, choices)) for row, cells in block]
        told = [pair for pair in told if pair[0].row not in choices.left_out and not _repeats(pair[1], heading)]
        for place, key in places:
            _put_column(told, place, key, known[key], way.readers[key].put)
        for line, _cells in told:
            line.faults += _blanks(line, way, known)
            yield line
        if not keep:
            for row, _cells in block:
                rows[row - 1] = []
    tell(len(rows), len(rows))


def _repeats(cells: Sequence[Cell], heading: Heading) -> bool:
    """Whether a row is the heading again, as it is written on each printed page."""
    return all(place < len(cells) and cells[place] == label for place, label in heading.labels.items())


def _added(heading: Heading, choices: Choices) -> list[tuple[int, str]]:
    """Columns that the file lacks and in which the official typed something, each in a place beyond its own."""
    typed = {key for cells in choices.cells.values() for key in cells} - set(heading.columns.values())
    return list(enumerate(sorted(typed), MOST_COLUMNS))


def _rewritten(row: int, cells: list[Cell], places: Sequence[tuple[int, str]], choices: Choices) -> list[Cell]:
    """The cells of a row with those that the official typed anew."""
    if not (typed := choices.cells.get(row)):
        return cells
    anew = [*cells, *[""] * (max(place for place, _key in places) + 1 - len(cells))]
    for place, key in places:
        anew[place] = typed.get(key, anew[place])
    return anew


def _put_column(
    told: Sequence[tuple[Line[T], list[Cell]]], place: int, key: str, known: _Known, put: Callable[[T, Any], None]
) -> None:
    for line, cells in told:
        try:
            cell = cells[place]
        except IndexError:
            continue
        if cell == "" or cell is None:
            continue
        found = known[cell if cell.__class__ is str else (cell.__class__, cell)]
        if found.__class__ is not Wrong:
            try:
                put(line.thing, found)
                continue
            except Wrong as wrong:
                found = _put_mended(line.thing, wrong, known, put)
        if found:
            line.faults.append(Fault(line.row, key, found.kind, _written(cell), found.sentence, found.mend))


def _put_mended(thing: T, wrong: Wrong, known: _Known, put: Callable[[T, Any], None]) -> Wrong | None:
    """What only shows beside the rest of the row, mended where that was chosen; what is wrong still, if anything is."""
    if not wrong.mend or f"{wrong.kind}:{known.key}" not in known.mended:
        return wrong
    told = known[wrong.mend]
    if told.__class__ is Wrong:
        return wrong
    try:
        put(thing, told)
    except Wrong:
        return wrong
    return None


def _blanks(line: Line[T], way: Way[T], known: Container[str]) -> Iterator[Fault]:
    """What the row must tell and does not; where a column beside tells it and is wrong, that is enough."""
    for key, wrong in way.missing(line.thing):
        beside = (key, *way.instead.get(key, ()))
        if any(fault.column in beside for fault in line.faults):
            continue
        at = key if key in known else next((each for each in beside if each in known), key)
        yield Fault(line.row, at, wrong.kind, "", wrong.sentence, wrong.mend)


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
