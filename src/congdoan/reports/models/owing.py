"""Who owes which sheet by when, who has sent it, and the board on which the union above sees that."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import itemgetter

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from congdoan.base import clock
from congdoan.base.period import Period
from congdoan.base.text import sort_key
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Form, Level
from congdoan.org.models import Lineage, Name, Place, Unit
from congdoan.reports.models.deadlines import DaysSet, Due, asked_beneath, days_set
from congdoan.reports.models.drafting import period_of
from congdoan.reports.models.sheets import Sheet
from congdoan.reports.models.standing import taken_in
from congdoan.reports.rules import State
from congdoan.reports.rules.owing import closed_from, due_day, is_owed, periods_ended

WIDEST = 8_000
"""So many units at most stand on a board together; where there are more beneath, it has those directly beneath."""
LOOKED_BACK = 4
"""So many ended periods of each form are looked at for what is still owed."""


@dataclass(frozen=True)
class Owed:
    """A sheet that a unit owes and has not sent; `sheet` where it has begun, `set_by` who set its due day."""

    unit: Unit
    form: Form
    period: Period
    due: date
    sheet: Sheet | None = None
    set_by: int | None = None

    @property
    def is_usual(self) -> bool:
        """Whether the day is the form's own, which no document fixes."""
        return self.set_by is None and self.form.due_rule is None

    def days_left(self, today: date) -> int:
        """Negative once it is late."""
        return (self.due - today).days


def owed_by(
    units: Iterable[Unit],
    today: date,
    levels: Mapping[int, Level] | None = None,
    *,
    named: DaysSet | None = None,
    inherited: bool = False,
) -> list[Owed]:
    """What units owe themselves, the earliest due first; not what is closed by now.

    That is what each unit of its level owes, what a union above has asked for by setting its day, and what else the
    unit has begun by itself; `inherited`, what units that were merged into them still owe too. `levels` are those of
    the units by key, and `named` the days that are set for them, where they are known already.
    """
    asked = {unit.pk: unit for unit in units}
    if inherited:
        for key, merged in taken_in(asked, today).items():
            asked |= {unit.pk: unit for unit in merged}
            levels = levels and (dict(levels) | {unit.pk: levels[key] for unit in merged if key in levels})
    if levels is None:
        places = Place.objects.known().on(today).filter(unit__in=asked)
        levels = {place.unit_id: Level(place.level) for place in places}
    named = days_set(asked, today=today) if named is None else named
    sheets = _sheets_beside(asked, named, today)
    begun = [key for key, sheet in sheets.items() if sheet.is_editable and sheet.due]
    more: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for key, code, told in (*named, *begun):
        more[key].add((code, told))
    usual = {level: _usual(level, today) for level in set(levels.values())}
    found: list[Owed] = []
    for key, unit in asked.items():
        if key in levels:
            there = usual[levels[key]] | _unusual(more[key], levels[key], today)
            for (code, told), (form, period) in there.items():
                sheet, due = sheets.get((key, code, told)), named.get((key, code, told))
                due = due or _own(form, levels[key], period)
                if due and lived(unit, period) and (sheet is None or sheet.is_editable):
                    found.append(Owed(unit, form, period, due.day, sheet, due.by))
    return sorted(found, key=lambda owed: (owed.due, owed.form.code))


Named = dict[tuple[str, str], tuple[Form, Period]]
"""Forms with their periods, by code and by the period's name."""


def _sheets_beside(units: Mapping[int, Unit], named: DaysSet, today: date) -> dict[tuple[int, str, str], Sheet]:
    """The sheets of two years, and those of the periods for which a day is set, however long ago they were."""
    lately = Q(last_day__gte=date(today.year - 2, 1, 1))
    if named:
        forms, periods = {form for _unit, form, _period in named}, {period for _unit, _form, period in named}
        lately |= Q(form__in=forms, period__in=periods)
    return {(sheet.unit_id, sheet.form, sheet.period): sheet for sheet in Sheet.objects.filter(lately, unit__in=units)}


def _usual(level: Level, today: date) -> Named:
    """What each unit of a level owes of the periods that ended lately."""
    found: Named = {}
    for code in current().forms:
        for form in current().form_editions[code]:
            if form.is_owed_by(level):
                for period in periods_ended(form, today, LOOKED_BACK):
                    if form.is_valid_on(period.last_day) and not _is_closed(form, period, today):
                        found[code, str(period)] = form, period
    return found


def _unusual(names: Iterable[tuple[str, str]], level: Level, today: date) -> Named:
    """What is owed beside that: from the period's first day on, or as other periods once it is over."""
    found: Named = {}
    for code, name in names:
        if code in current().forms:
            period = period_of(current().forms[code], name)
            form = edition_for(code, period)
            begins = period.last_day if is_owed(form, level, period) else period.first_day
            if begins <= today and level in form.levels and not _is_closed(form, period, today):
                found[code, name] = form, period
    return found


def edition_for(code: str, period: Period) -> Form:
    """A form's edition that is valid for a period; where none is, the newest."""
    editions = current().form_editions[code]
    return next((form for form in editions if form.is_valid_on(period.last_day)), editions[-1])


def _is_closed(form: Form, period: Period, today: date) -> bool:
    closed = closed_from(form, period)
    return closed is not None and today >= closed


def _own(form: Form, level: Level, period: Period) -> Due | None:
    day = due_day(form, level, period)
    return Due(day) if day else None


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
    """A unit's sheet of one period; `days` is by how many it is late, or was when it first came; `due` until when."""

    mark: Mark
    sheet: int | None = None
    days: int = 0
    due: date | None = None

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
        return Counter(row.cells[-1].mark for row in self.rows if row.cells[-1].mark is not Mark.APART)

    def missing(self) -> list[BoardRow]:
        """The units that owe the latest period and have not sent it."""
        return [row for row in self.rows if row.cells[-1].mark is not Mark.APART and not row.cells[-1].is_there]


def board(unit: Unit, form: Form, periods: Sequence[Period], *, today: date | None = None) -> Board:
    """How the units beneath a unit stand with a form's periods (given from the earliest to the latest)."""
    today = today or clock.today()
    day = min(periods[-1].last_day, today)
    beneath = Lineage.objects.known().on(day).filter(ancestor=unit, depth__gt=0, level__in=list(form.levels))
    is_near = beneath.order_by()[: WIDEST + 1].count() > WIDEST
    if is_near:
        beneath = beneath.filter(depth=1)
    units = Unit.objects.filter(pk__in=beneath.values("unit"))
    names = _named(units, day)
    sheets = _sheets(form, periods, units)
    named = days_set(units, form=form.code, periods=[str(period) for period in periods], today=today)
    judging = [_Judging(form, period, today, sheets[str(period)], named) for period in periods]
    rows: list[tuple[tuple[int, str], BoardRow]] = []
    for place in beneath.select_related("unit"):
        each, life = place.unit, (place.unit.first_day or date.min, place.unit.last_day or date.max)
        cells = tuple([judge.cell(each.pk, life, place.level) for judge in judging])
        if any(cell is not _APART for cell in cells):
            name, key = names.get(each.pk) or (each.code, sort_key(each.code))
            rows.append(((_URGENT.get(cells[-1].mark, 2), key), BoardRow(each, name, cells)))
    rows.sort(key=itemgetter(0))
    ordered = tuple(row for _key, row in rows)
    columns = tuple(_column(period, place, ordered) for place, period in enumerate(periods))
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
        self,
        form: Form,
        period: Period,
        today: date,
        sheets: Mapping[int, tuple[int, str, date | None]],
        named: DaysSet,
    ) -> None:
        self.period, self.today, self.sheets = period, today, sheets
        self.named = {unit: due.day for (unit, _form, name), due in named.items() if name == str(period)}
        self.blank: dict[tuple[int, date], Cell] = {}
        self.usual = {str(level): due_day(form, level, period) for level in form.levels}
        self.owing = {str(level) for level in form.levels if is_owed(form, level, period)}
        self.is_closed = _is_closed(form, period, today)

    def cell(self, unit: int, life: tuple[date, date], level: str) -> Cell:
        if life[0] > self.period.last_day or life[1] < self.period.first_day:
            return _APART
        key, state, first = self.sheets.get(unit, (None, "", None))
        if key is None and level not in self.owing and unit not in self.named:
            return _APART
        due = self.named.get(unit) or self.usual[level]
        late = max(0, ((first or self.today) - due).days) if due else 0
        if first is None and self.is_closed:
            return Cell(Mark.NONE, key, due=due)
        if key is None:
            return self._without(late, due)
        if state == State.DRAFT and first is None:
            return Cell(Mark.LATE if late else Mark.DRAFT, key, late, due)
        return Cell(Mark(state), key, late, due)

    def _without(self, late: int, due: date | None) -> Cell:
        """Of those that have begun none, most stand alike."""
        alike = late, due or date.max
        if alike not in self.blank:
            self.blank[alike] = Cell(Mark.LATE if late else Mark.NONE, days=late, due=due)
        return self.blank[alike]


def _column(period: Period, place: int, rows: Sequence[BoardRow]) -> Column:
    cells = [row.cells[place] for row in rows if row.cells[place].mark is not Mark.APART]
    sent = [cell for cell in cells if cell.is_there]
    days = {cell.due for cell in cells if cell.due}
    timely = sum(cell.days == 0 for cell in sent)
    return Column(period, min(days, default=None), max(days, default=None), len(cells), len(sent), timely)


def boards_beneath(unit: Unit, day: date) -> list[tuple[Unit, str]]:
    """The units directly beneath that have units beneath themselves, with their names, by name."""
    under = Lineage.objects.known().on(day)
    near = under.filter(ancestor=unit, depth=1).filter(Exists(under.filter(ancestor=OuterRef("unit"), depth=1)))
    units = {place.unit_id: place.unit for place in near.select_related("unit")}
    names = _named(Unit.objects.filter(pk__in=units), day)
    found = {key: names.get(key) or (each.code, sort_key(each.code)) for key, each in units.items()}
    return [(units[key], name) for key, (name, _by) in sorted(found.items(), key=lambda item: item[1][1])]


@dataclass(frozen=True)
class Below:
    """What units beneath a unit may be asked for: their levels, the highest first, and what has a day set for it."""

    levels: tuple[Level, ...]
    asked: frozenset[tuple[str, str]]
    """Forms with periods, by code and by name, of those for which a day is set for some of these levels."""

    @classmethod
    def of(cls, unit: Unit, today: date) -> "Below":
        beneath = Lineage.objects.known().on(today).filter(ancestor=unit, depth__gt=0)
        found = set(beneath.values_list("level", flat=True).distinct())
        asked = asked_beneath(unit, today).filter(level__in=found).values_list("form", "period")
        return cls(tuple(level for level in Level if level in found), frozenset(asked))

    def forms(self) -> list[Form]:
        """The forms that are owed, by each unit of a level or because a union has asked for them."""
        asked = {form for form, _period in self.asked}
        return [
            form
            for form in current().forms.values()
            if form.code in asked or any(form.is_owed_by(level) for level in self.levels)
        ]

    def periods(self, form: Form, until: date, most: int) -> list[Period]:
        """The last periods for which a form is owed that ended by a day, the latest last.

        What somebody has asked for counts from the period's beginning.
        """
        own = [] if form.asked else periods_ended(form, until, most)
        asked = [period_of(form, name) for code, name in self.asked if code == form.code]
        found = {str(period): period for period in (*own, *(each for each in asked if each.first_day <= until))}
        return sorted(found.values(), key=lambda period: (period.last_day, period.first_day))[-most:]


def forms_owed_beneath(unit: Unit, today: date) -> list[Form]:
    """The forms that units beneath a unit owe."""
    return Below.of(unit, today).forms()
