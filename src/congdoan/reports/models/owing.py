"""Who owes which sheet by when, who has sent it, and the board on which the union above sees that."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Min

from congdoan.base import clock
from congdoan.base.period import Period
from congdoan.base.text import sort_key
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Form, Level
from congdoan.org.models import Lineage, Place, Unit, names_on
from congdoan.reports.models.sheets import Sheet
from congdoan.reports.rules import EDITABLE, State
from congdoan.reports.rules.owing import closed_from, due_day, periods_ended

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

    @property
    def urgency(self) -> tuple[int, str]:
        """Late first, then returned, then by name; by the latest period."""
        order = {Mark.LATE: 0, Mark.RETURNED: 1}
        return order.get(self.cells[-1].mark, 2), sort_key(self.name)


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
    """Who has sent what: rows are units, columns periods, the latest last."""

    form: Form
    rows: tuple[BoardRow, ...]
    columns: tuple[Column, ...]

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
    places = (
        Lineage.objects.known()
        .on(day)
        .filter(ancestor=unit, depth__gt=0, level__in=list(form.due))
        .select_related("unit")
    )
    levels = {place.unit_id: Level(place.level) for place in places}
    units = {place.unit_id: place.unit for place in places}
    names = names_on(units, day)
    sheets = {(sheet.unit_id, sheet.period): (sheet, first) for sheet, first in _first_sent(form, periods, levels)}
    rows = tuple(
        BoardRow(
            units[key],
            names[key],
            tuple(
                _cell(units[key], form, levels[key], period, sheets.get((key, str(period))), today)
                for period in periods
            ),
        )
        for key in units
    )
    living = [row for row in rows if any(cell.mark is not Mark.APART for cell in row.cells)]
    ordered = tuple(sorted(living, key=lambda row: row.urgency))
    return Board(form, ordered, tuple(_column(form, period, place, ordered) for place, period in enumerate(periods)))


def _first_sent(form: Form, periods: Sequence[Period], units: Iterable[int]) -> list[tuple[Sheet, date | None]]:
    names = [str(period) for period in periods]
    found = Sheet.objects.of(form.code, *names).filter(unit__in=list(units)).annotate(first=Min("revisions__at"))
    return [(sheet, _day(sheet)) for sheet in found]


def _day(sheet: Sheet) -> date | None:
    first = getattr(sheet, "first", None)
    return first.astimezone(clock.HOME).date() if first else None


def _cell(
    unit: Unit, form: Form, level: Level, period: Period, held: tuple[Sheet, date | None] | None, today: date
) -> Cell:
    if not lived(unit, period):
        return Cell(Mark.APART)
    due = due_day(form, level, period)
    sheet, first = held or (None, None)
    late = max(0, ((first or today) - due).days) if due else 0
    closed = closed_from(form, period)
    if first is None and closed is not None and today >= closed:
        return Cell(Mark.NONE, sheet.pk if sheet else None)
    if sheet is None:
        return Cell(Mark.LATE if late else Mark.NONE, days=late)
    if sheet.of_state is State.DRAFT and first is None:
        return Cell(Mark.LATE if late else Mark.DRAFT, sheet.pk, late)
    return Cell(Mark(sheet.state), sheet.pk, late)


def _column(form: Form, period: Period, place: int, rows: Sequence[BoardRow]) -> Column:
    cells = [row.cells[place] for row in rows if row.cells[place].mark is not Mark.APART]
    sent = [cell for cell in cells if cell.is_there]
    days = [due for level in form.due if (due := due_day(form, level, period))]
    return Column(period, min(days, default=None), len(cells), len(sent), sum(cell.days == 0 for cell in sent))


def forms_owed_beneath(unit: Unit, today: date) -> list[Form]:
    """The forms that units beneath a unit owe."""
    levels = set(
        Lineage.objects.known().on(today).filter(ancestor=unit, depth__gt=0).values_list("level", flat=True).distinct()
    )
    return [form for form in current().forms.values() if any(str(level) in levels for level in form.due)]
