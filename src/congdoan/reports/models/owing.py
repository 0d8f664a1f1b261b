"""Who owes which sheet by when, and what units beneath may be asked for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from congdoan.base.period import Period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Form, Level
from congdoan.org.models import Lineage, Place, Unit
from congdoan.reports.models.deadlines import DaysSet, Due, asked_beneath, days_set
from congdoan.reports.models.drafting import period_of
from congdoan.reports.models.sheets import Sheet
from congdoan.reports.models.standing import taken_in
from congdoan.reports.rules.owing import closed_from, due_day, is_owed, is_owed_for, periods_ended, periods_near

LOOKED_BACK = 4
"""So many ended periods of each form are looked at for what is still owed."""


@dataclass(frozen=True)
class Owed:
    """A sheet that a unit owes and has not sent; `sheet` where it has begun, `set_by` who set its due day.

    `heir` is who has to send it in the unit's place, where the unit was merged away.
    """

    unit: Unit
    form: Form
    period: Period
    due: date
    sheet: Sheet | None = None
    set_by: int | None = None
    heir: Unit | None = None

    @property
    def is_usual(self) -> bool:
        """Whether the day is the form's own, which no document fixes."""
        return self.set_by is None and self.form.due_rule is None

    @property
    def has_come(self) -> bool:
        """Whether it was sent once, and was returned or opened again: whether it is late was settled then."""
        return self.sheet is not None and self.sheet.first_sent is not None

    def days_left(self, today: date) -> int:
        """Negative once its day has passed."""
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
    heirs: dict[int, Unit] = {}
    if inherited:
        for key, merged in taken_in(asked, today).items():
            heirs |= {unit.pk: asked[key] for unit in merged if unit.pk not in asked}
            asked |= {unit.pk: unit for unit in merged}
            levels = levels and (dict(levels) | {unit.pk: levels[key] for unit in merged if key in levels})
    if levels is None:
        places = Place.objects.known().on(today).filter(unit__in=asked)
        levels = {place.unit_id: Level(place.level) for place in places}
    named = days_set(asked, today=today) if named is None else named
    sheets = _sheets_beside(asked, named, today)
    begun = _by_unit(key for key, sheet in sheets.items() if sheet.is_editable and sheet.due)
    set_for = _by_unit(named)
    usual = {level: _usual(level, today) for level in set(levels.values())}
    found: list[Owed] = []
    for key, unit in asked.items():
        if key in levels:
            level = levels[key]
            there = usual[level] | _begun(begun[key], level, today) | _asked_for(set_for[key], level, today)
            for (code, told), (form, period) in there.items():
                sheet, due = sheets.get((key, code, told)), named.get((key, code, told))
                due = due or _own(form, levels[key], period)
                if due and lived(unit, period) and (sheet is None or sheet.is_editable):
                    found.append(Owed(unit, form, period, due.day, sheet, due.by, heirs.get(key)))
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
                    if form.is_valid_on(period.last_day) and not is_closed(form, period, today):
                        found[code, str(period)] = form, period
    return found


def _by_unit(names: Iterable[tuple[int, str, str]]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for unit, code, name in names:
        found[unit].append((code, name))
    return found


def _asked_for(names: Iterable[tuple[str, str]], level: Level, today: date) -> Named:
    """What a union has set a day for: it is owed from the period's first day on."""
    return {key: told for key, told in _open(names, level, today).items() if told[1].first_day <= today}


def _begun(names: Iterable[tuple[str, str]], level: Level, today: date) -> Named:
    """What units have begun themselves: the usual once its period is over, anything else from its first day on."""
    return {
        key: (form, period)
        for key, (form, period) in _open(names, level, today).items()
        if (period.last_day if is_owed(form, level, period) else period.first_day) <= today
    }


def _open(names: Iterable[tuple[str, str]], level: Level, today: date) -> Named:
    """Forms that a level fills and periods that are not closed, of those named."""
    found: Named = {}
    for code, name in names:
        if code in current().forms:
            period = period_of(current().forms[code], name)
            form = edition_for(code, period)
            if level in form.levels and not is_closed(form, period, today):
                found[code, name] = form, period
    return found


def edition_for(code: str, period: Period) -> Form:
    """A form's edition that is valid for a period; where none is, the newest."""
    editions = current().form_editions[code]
    return next((form for form in editions if form.is_valid_on(period.last_day)), editions[-1])


def is_closed(form: Form, period: Period, today: date) -> bool:
    closed = closed_from(form, period)
    return closed is not None and today >= closed


def _own(form: Form, level: Level, period: Period) -> Due | None:
    day = due_day(form, level, period)
    return Due(day) if day else None


def lived(unit: Unit, period: Period) -> bool:
    """Whether a unit existed on the last day of a period, or ended in it; one founded after it owes nothing."""
    founded, ended = unit.first_day, unit.last_day
    return (founded is None or founded <= period.last_day) and (ended is None or ended >= period.first_day)


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
        asked = [each for each in self._asked_of(form) if each.first_day <= until]
        return _by_their_ends([*own, *asked])[-most:]

    def periods_near(self, form: Form, today: date) -> list[Period]:
        """The periods for which a form can be asked for now, and those for which it has been; the latest first."""
        return _by_their_ends([*periods_near(form, today), *self._asked_of(form)])[::-1]

    def expects(self, form: Form, period: Period) -> bool:
        """Whether such a period is told of by itself or was asked for: a second half is told of with its year."""
        return is_owed_for(form, period) or (form.code, str(period)) in self.asked

    def _asked_of(self, form: Form) -> list[Period]:
        return [period_of(form, name) for code, name in self.asked if code == form.code]


def _by_their_ends(periods: Iterable[Period]) -> list[Period]:
    found = {str(period): period for period in periods}
    return sorted(found.values(), key=lambda period: (period.last_day, period.first_day))


def forms_owed_beneath(unit: Unit, today: date) -> list[Form]:
    """The forms that units beneath a unit owe."""
    return Below.of(unit, today).forms()
