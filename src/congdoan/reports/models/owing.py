"""Who owes which sheet by when, who has sent it, and the board on which the union above sees that."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import itemgetter

from django.db.models import Exists, Min, OuterRef, QuerySet

from congdoan.base import clock
from congdoan.base.period import Period
from congdoan.base.text import sort_key
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Form, Level
from congdoan.org.models import Lineage, Name, Place, Unit
from congdoan.reports.models.sheets import Sheet
from congdoan.reports.rules import EDITABLE, State
from congdoan.reports.rules.owing import closed_from, due_day, periods_ended

WIDEST = 8_000
"""So many units at most stand on a board together; where there are more beneath, it has those directly beneath."""
LOOKED_BACK = 4
"""So many ended periods of each form are looked at for what is still owed."""


@dataclass(frozen=True)
class Owed:
    """A sheet that a unit owes and has not sent; `sheet` where it has begun."""

    unit: Unit
    form: Form
    period: Period
    due: date
    sheet: Sheet | None = None

    def days_left(self, today: date) -> int:
        """Negative once it is late."""
        return (self.due - today).days


def owed_by(units: Iterable[Unit], today: date, levels: Mapping[int, Level] | None = None) -> list[Owed]:
    """What units owe themselves, the earliest due first; not what is closed by now.

    `levels` are those of the units by key, where they are known already.
    """
    asked = {unit.pk: unit for unit in units}
    if levels is None:
        places = Place.objects.known().on(today).filter(unit__in=asked)
        levels = {place.unit_id: Level(place.level) for place in places}
    sheets = {
        (sheet.unit_id, sheet.form, sheet.period): sheet
        for sheet in Sheet.objects.filter(unit__in=asked, last_day__gte=date(today.year - 2, 1, 1))
    }
    found = [
        Owed(unit, form, period, due, sheet)
        for key, unit in asked.items()
        if key in levels
        for form, period, due in _owed(levels[key], today)
        if lived(unit, period)
        and ((sheet := sheets.get((key, form.code, str(period)))) is None or sheet.of_state in EDITABLE)
    ]
    return sorted(found, key=lambda owed: (owed.due, owed.form.code))


def _owed(level: Level, today: date) -> list[tuple[Form, Period, date]]:
    found: list[tuple[Form, Period, date]] = []
    for code in current().forms:
        for form in current().form_editions[code]:
            if not form.is_owed_by(level):
                continue
            for period in periods_ended(form, today, LOOKED_BACK):
                due, closed = due_day(form, level, period), closed_from(form, period)
                if due and form.is_valid_on(period.last_day) and (closed is None or today < closed):
                    found.append((form, period, due))
    return found


def lived(unit: Unit, period: Period) -> bool:
    """Whether a unit existed on the last day of a period, or ended in it; one founded after it owes nothing."""
    founded, ended = unit.first_day, unit.last_day
    return (founded is None or founded <= period.last_day) and (ended is None or ended >= period.first_day)


class Mark(StrEnum):
    """How a unit stands with one period: as its sheet does, or late, or not begun and not due yet, or not asked."""

    LATE = "late"
    RETURNED = "returned"
    DRAFT = "draft"
    NONE = "none"
    SENT = "submitted"
    ACCEPTED = "accepted"
    APART = "apart"


@dataclass(frozen=True)
class Cell:
    """A unit's sheet of one period; `days` is by how many it is late, or was when it first came."""

    mark: Mark
    sheet: int | None = None
    days: int = 0

    @property
    def is_there(self) -> bool:
        return self.mark in {Mark.SENT, Mark.ACCEPTED}


@dataclass(frozen=True)
class BoardRow:
    unit: Unit
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Column:
    """A period with how many units owe it, have sent it, and sent it in time."""

    period: Period
    due: date | None
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
        return Counter(row.cells[-1].mark for row in self.rows if row.cells[-1].mark is not Mark.APART)

    def missing(self) -> list[BoardRow]:
        """The units that owe the latest period and have not sent it."""
        return [row for row in self.rows if row.cells[-1].mark is not Mark.APART and not row.cells[-1].is_there]


def board(unit: Unit, form: Form, periods: Sequence[Period], *, today: date | None = None) -> Board:
    """How the units beneath a unit stand with a form's periods (given from the earliest to the latest)."""
    today = today or clock.today()
    day = min(periods[-1].last_day, today)
    beneath = Lineage.objects.known().on(day).filter(ancestor=unit, depth__gt=0, level__in=list(form.due))
    is_near = beneath.order_by()[: WIDEST + 1].count() > WIDEST
    if is_near:
        beneath = beneath.filter(depth=1)
    units = Unit.objects.filter(pk__in=beneath.values("unit"))
    names = _named(units, day)
    sheets = _sheets(form, periods, units)
    judging = [_Judging(form, period, today, sheets[str(period)]) for period in periods]
    rows: list[tuple[tuple[int, str], BoardRow]] = []
    for place in beneath.select_related("unit"):
        each, life = place.unit, (place.unit.first_day or date.min, place.unit.last_day or date.max)
        cells = tuple([judge.cell(each.pk, life, place.level) for judge in judging])
        if any(cell is not _APART for cell in cells):
            name, key = names.get(each.pk) or (each.code, sort_key(each.code))
            rows.append(((_URGENT.get(cells[-1].mark, 2), key), BoardRow(each, name, cells)))
    rows.sort(key=itemgetter(0))
    ordered = tuple(row for _key, row in rows)
    columns = tuple(_column(form, period, place, ordered) for place, period in enumerate(periods))
    return Board(form, ordered, columns, is_near)


_URGENT = {Mark.LATE: 0, Mark.RETURNED: 1}
"""Late first, then returned, then by name; by the latest period."""
_APART = Cell(Mark.APART)


def _named(units: QuerySet[Unit], day: date) -> dict[int, tuple[str, str]]:
    """By key what units are called on a day, with what names are sorted by; before its first name a unit has that."""
    found: dict[int, tuple[str, str]] = {}
    named = Name.objects.filter(unit__in=units).order_by("unit", "span")
    for unit, name, key, span in named.values_list("unit", "name", "sort_key", "span"):
        if unit not in found or span.lower is None or span.lower <= day:
            found[unit] = name, key
    return found


def _sheets(
    form: Form, periods: Sequence[Period], units: QuerySet[Unit]
) -> dict[str, dict[int, tuple[int, str, date | None]]]:
    """By period and unit its sheet: key, state, the day on which it first came."""
    names = [str(period) for period in periods]
    found = Sheet.objects.of(form.code, *names).filter(unit__in=units).annotate(first=Min("revisions__at"))
    told: dict[str, dict[int, tuple[int, str, date | None]]] = {name: {} for name in names}
    for name, unit, key, state, first in found.order_by().values_list("period", "unit", "pk", "state", "first"):
        told[name][unit] = key, state, first.astimezone(clock.HOME).date() if first else None
    return told


class _Judging:
    """How units stand with one period; what is the same for all of a level is asked once."""

    def __init__(
        self, form: Form, period: Period, today: date, sheets: Mapping[int, tuple[int, str, date | None]]
    ) -> None:
        self.period, self.today, self.sheets = period, today, sheets
        self.blank: dict[int, Cell] = {}
        self.due = {str(level): due_day(form, level, period) for level in form.due}
        closed = closed_from(form, period)
        self.is_closed = closed is not None and today >= closed

    def cell(self, unit: int, life: tuple[date, date], level: str) -> Cell:
        if life[0] > self.period.last_day or life[1] < self.period.first_day:
            return _APART
        key, state, first = self.sheets.get(unit, (None, "", None))
        due = self.due[level]
        late = max(0, ((first or self.today) - due).days) if due else 0
        if first is None and self.is_closed:
            return Cell(Mark.NONE, key)
        if key is None:
            return self._without(late)
        if state == State.DRAFT and first is None:
            return Cell(Mark.LATE if late else Mark.DRAFT, key, late)
        return Cell(Mark(state), key, late)

    def _without(self, late: int) -> Cell:
        """Of those that have begun none, most stand alike."""
        if late not in self.blank:
            self.blank[late] = Cell(Mark.LATE if late else Mark.NONE, days=late)
        return self.blank[late]


def _column(form: Form, period: Period, place: int, rows: Sequence[BoardRow]) -> Column:
    cells = [row.cells[place] for row in rows if row.cells[place].mark is not Mark.APART]
    sent = [cell for cell in cells if cell.is_there]
    days = [due for level in form.due if (due := due_day(form, level, period))]
    return Column(period, min(days, default=None), len(cells), len(sent), sum(cell.days == 0 for cell in sent))


def boards_beneath(unit: Unit, day: date) -> list[tuple[Unit, str]]:
    """The units directly beneath that have units beneath themselves, with their names, by name."""
    under = Lineage.objects.known().on(day)
    near = under.filter(ancestor=unit, depth=1).filter(Exists(under.filter(ancestor=OuterRef("unit"), depth=1)))
    units = {place.unit_id: place.unit for place in near.select_related("unit")}
    names = _named(Unit.objects.filter(pk__in=units), day)
    found = {key: names.get(key) or (each.code, sort_key(each.code)) for key, each in units.items()}
    return [(units[key], name) for key, (name, _by) in sorted(found.items(), key=lambda item: item[1][1])]


def forms_owed_beneath(unit: Unit, today: date) -> list[Form]:
    """The forms that units beneath a unit owe."""
    levels = set(
        Lineage.objects.known().on(today).filter(ancestor=unit, depth__gt=0).values_list("level", flat=True).distinct()
    )
    return [form for form in current().forms.values() if any(str(level) in levels for level in form.due)]
