"""The board on which the union above sees who has sent what: read in few passes, for thousands of units at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import itemgetter
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, CharField, Exists, Func, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from congdoan.base import clock
from congdoan.base.period import DAY, Period
from congdoan.base.text import sort_key
from congdoan.catalogue.rules import Form
from congdoan.org.models import Lineage, Name, Unit
from congdoan.reports.models.deadlines import DaysSet, days_set
from congdoan.reports.models.owing import is_closed
from congdoan.reports.models.sheets import Sheet
from congdoan.reports.rules import State
from congdoan.reports.rules.owing import due_day, is_owed

WIDEST = 8_000
"""So many units at most stand on a board together; where there are more beneath, it has those directly beneath."""


class Mark(StrEnum):
    """How a unit stands with one period: as its sheet does, or late, or not begun and not due yet, or not asked."""

    LATE = "late"
    RETURNED = "returned"
    DRAFT = "draft"
    NONE = "none"
    SENT = "submitted"
    ACCEPTED = "accepted"
    APART = "apart"


class Cell(NamedTuple):
    """A unit's sheet of one period; `days` is by how many it is late, or was when it first came; `due` until when."""

    mark: Mark
    sheet: int | None = None
    days: int = 0
    due: date | None = None

    @property
    def is_there(self) -> bool:
        return self.mark is Mark.SENT or self.mark is Mark.ACCEPTED


class Life(NamedTuple):
    """A unit by its key and its code, with the level it stands on, its first and its last day."""

    key: int
    code: str
    level: str
    first: date
    last: date


class BoardRow(NamedTuple):
    """A unit with how it stands with the latest period; how with the others is told of those that are shown."""

    life: Life
    name: str
    last: Cell
    judging: Sequence["_Judging"]

    @property
    def key(self) -> int:
        return self.life.key

    @property
    def code(self) -> str:
        return self.life.code

    @property
    def cells(self) -> tuple[Cell, ...]:
        """How it stands with each period, the latest last."""
        return tuple([judge.cell(self.life) for judge in self.judging])


@dataclass(frozen=True)
class Column:
    """A period with how many units owe it, have sent it, and sent it in time; the first and the last of their days."""

    period: Period
    due: date | None
    last_due: date | None
    owed: int
    sent: int
    timely: int


@dataclass(frozen=True)
class Board:
    """Who has sent what: rows are units, columns periods, the latest last.

    `is_near` where too many units are beneath for all to stand on it: it has those directly beneath alone.
    """

    form: Form
    rows: tuple[BoardRow, ...]
    columns: tuple[Column, ...]
    is_near: bool = False

    @property
    def counts(self) -> Counter[Mark]:
        """How many units stand how in the latest period."""
        return Counter(row.last.mark for row in self.rows if row.last.mark is not Mark.APART)

    def missing(self) -> list[BoardRow]:
        """The units that owe the latest period and have not sent it."""
        return [row for row in self.rows if row.last.mark is not Mark.APART and not row.last.is_there]


def board(unit: Unit, form: Form, periods: Sequence[Period], *, today: date | None = None) -> Board:
    """How the units beneath a unit stand with a form's periods (given from the earliest to the latest)."""
    today = today or clock.today()
    day = min(periods[-1].last_day, today)
    beneath = Lineage.objects.known().on(day).filter(ancestor=unit, depth__gt=0, level__in=list(form.levels))
    is_near = beneath.order_by()[: WIDEST + 1].count() > WIDEST
    if is_near:
        beneath = beneath.filter(depth=1)
    units = beneath.order_by().values("unit")
    names, sheets = _named(units, day), _sheets(form, periods, units)
    named = days_set(Unit.objects.filter(pk__in=units), form=form.code, periods=[*map(str, periods)], today=today)
    judging = [_Judging(form, period, today, sheets[str(period)], named) for period in periods]
    rows: list[tuple[int, str, BoardRow]] = []
    for life in _living(beneath):
        asked = [judge.counts(life) for judge in judging]
        if any(asked):
            last, (name, by) = judging[-1].cell(life), names.get(life.key) or (life.code, sort_key(life.code))
            rows.append((_urgency(last.mark), by, BoardRow(life, name, last, judging)))
    rows.sort(key=itemgetter(0, 1))
    return Board(form, tuple([row for _urgent, _by, row in rows]), tuple(judge.column() for judge in judging), is_near)


_APART = Cell(Mark.APART)


def _urgency(mark: Mark) -> int:
    """Late first, then returned, then by name; by the latest period."""
    return 0 if mark is Mark.LATE else 1 if mark is Mark.RETURNED else 2


def _living(beneath: QuerySet[Lineage]) -> Iterator[Life]:
    spans = "unit__span__startswith", "unit__span__endswith"
    for key, code, level, begins, ends in beneath.order_by().values_list("unit", "unit__code", "level", *spans):
        yield Life(key, code, level, begins or date.min, ends - DAY if ends else date.max)


def _named(units: QuerySet[Lineage, Any], day: date) -> dict[int, tuple[str, str]]:
    """By key what units are called on a day, with what names are sorted by; before its first name a unit has that."""
    found: dict[int, tuple[str, str]] = {}
    named = Name.objects.filter(unit__in=units).order_by("unit", "span")
    for unit, name, key, begins in named.values_list("unit", "name", "sort_key", "span__startswith"):
        if unit not in found or begins is None or begins <= day:
            found[unit] = name, key
    return found


Standing = tuple[str, date | None]
"""In which state sheets are, and on which day they first came; most of a period's stand alike."""


class _OneOf(Func):
    """Whether something is in an array that is made first: so the index of forms, periods and units is looked up."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


@dataclass(frozen=True)
class _Sheets:
    """The sheets of a period by their unit: how they stand, and their keys."""

    standing: dict[int, Standing]
    keys: dict[int, int]


def _sheets(form: Form, periods: Sequence[Period], units: QuerySet[Lineage, Any]) -> dict[str, _Sheets]:
    """By period the sheets there are; those that stand alike come in one row."""
    told = {str(period): _Sheets({}, {}) for period in periods}
    both = Concat(Cast("unit", CharField()), Value(":"), Cast("pk", CharField()))
    there = Sheet.objects.of(form.code, *told).filter(_OneOf("unit", ArraySubquery(units)))
    found = there.order_by().values("period", "state", "first_sent")
    for row in found.annotate(pairs=StringAgg(both, ",")):
        standing, sheets = (row["state"], row["first_sent"]), told[row["period"]]
        pairs = [pair.split(":") for pair in row["pairs"].split(",")]
        keys = {int(unit): int(sheet) for unit, sheet in pairs}
        sheets.keys.update(keys)
        sheets.standing.update(dict.fromkeys(keys, standing))
    return told


class _Judging:
    """How units stand with one period; what is the same for all that stand alike is asked once, and counted."""

    def __init__(self, form: Form, period: Period, today: date, sheets: _Sheets, named: DaysSet) -> None:
        self.period, self.today, self.sheets = period, today, sheets
        self.first_day, self.last_day = period.first_day, period.last_day
        self.named = {unit: due.day for (unit, _form, name), due in named.items() if name == str(period)}
        self.usual = {str(level): due_day(form, level, period) for level in form.levels}
        self.owing = {str(level) for level in form.levels if is_owed(form, level, period)}
        self.is_closed = is_closed(form, period, today)
        self.judged: dict[tuple[Standing | None, date | None], Cell] = {}
        self.counted: dict[tuple[Standing | None, date | None], int] = {}

    def counts(self, life: Life) -> bool:
        """Whether a unit is asked for the period or has a sheet of it; then it is counted."""
        alike = self._alike(life)
        if alike is None:
            return False
        self.counted[alike] = self.counted.get(alike, 0) + 1
        return True

    def cell(self, life: Life) -> Cell:
        alike = self._alike(life)
        if alike is None:
            return _APART
        shared, sheet = self._judged(alike), self.sheets.keys.get(life.key)
        return shared if sheet is None else Cell(shared.mark, sheet, shared.days, shared.due)

    def _alike(self, life: Life) -> tuple[Standing | None, date | None] | None:
        """By what it is judged: how its sheet stands and until when it is due; None where nothing is asked of it."""
        unit, _code, level, first, last = life
        if first > self.last_day or last < self.first_day:
            return None
        standing = self.sheets.standing.get(unit)
        if standing is None and level not in self.owing and unit not in self.named:
            return None
        return standing, self.named.get(unit) or self.usual[level]

    def _judged(self, alike: tuple[Standing | None, date | None]) -> Cell:
        if alike not in self.judged:
            self.judged[alike] = self._judge(*alike)
        return self.judged[alike]

    def _judge(self, standing: Standing | None, due: date | None) -> Cell:
        state, first = standing or (None, None)
        late = max(0, ((first or self.today) - due).days) if due else 0
        if first is None and self.is_closed:
            return Cell(Mark.NONE, due=due)
        if state is None:
            return Cell(Mark.LATE if late else Mark.NONE, None, late, due)
        if state == State.DRAFT and first is None:
            return Cell(Mark.LATE if late else Mark.DRAFT, None, late, due)
        return Cell(Mark(state), None, late, due)

    def column(self) -> Column:
        """The period with what was counted."""
        told = [(self._judged(alike), count) for alike, count in self.counted.items()]
        days = {cell.due for cell, _count in told if cell.due}
        sent = sum(count for cell, count in told if cell.is_there)
        timely = sum(count for cell, count in told if cell.is_there and cell.days == 0)
        owed = sum(count for _cell, count in told)
        return Column(self.period, min(days, default=None), max(days, default=None), owed, sent, timely)


def boards_beneath(unit: Unit, day: date) -> list[tuple[Unit, str]]:
    """The units directly beneath that have units beneath themselves, with their names, by name."""
    under = Lineage.objects.known().on(day)
    near = under.filter(ancestor=unit, depth=1).filter(Exists(under.filter(ancestor=OuterRef("unit"), depth=1)))
    units = {place.unit_id: place.unit for place in near.select_related("unit")}
    names = _named(near.order_by().values("unit"), day)
    found = {key: names.get(key) or (each.code, sort_key(each.code)) for key, each in units.items()}
    return [(units[key], name) for key, (name, _by) in sorted(found.items(), key=lambda item: item[1][1])]
