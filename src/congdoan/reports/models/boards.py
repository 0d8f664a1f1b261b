"""The board on which the union above sees who has sent what: all are counted at once, those that are shown are read."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from congdoan.base import clock
from congdoan.base.period import Period
from congdoan.base.text import sort_key
from congdoan.catalogue.rules import Form
from congdoan.org.models import Lineage, Unit, names_on
from congdoan.reports.models.deadlines import nearest_days
from congdoan.reports.models.owing import is_closed
from congdoan.reports.rules.owing import due_day, is_owed

WIDEST = 8_000
"""So many units at most stand on a board together; where there are more beneath, it has those directly beneath."""
DEEPEST = 32_767


class Mark(StrEnum):
    """How a unit stands with one period: as its sheet does, or late, or not begun and not due yet, or not asked."""

    LATE = "late"
    RETURNED = "returned"
    DRAFT = "draft"
    NONE = "none"
    SENT = "submitted"
    ACCEPTED = "accepted"
    APART = "apart"


ALL = frozenset(Mark)
THERE = frozenset({Mark.SENT, Mark.ACCEPTED})
MISSING = ALL - THERE - {Mark.APART}
_ORDER = (frozenset({Mark.LATE}), frozenset({Mark.RETURNED}), ALL - {Mark.LATE, Mark.RETURNED})
"""Late first, then returned, then the others; among each by name."""


class Cell(NamedTuple):
    """A unit's sheet of one period; `days` is by how many it is late, or was when it first came; `due` until when."""

    mark: Mark
    sheet: int | None = None
    days: int = 0
    due: date | None = None

    @property
    def is_there(self) -> bool:
        return self.mark in THERE


_APART = Cell(Mark.APART)


def _cell(mark: str, sheet: int | None, days: int, due: date | None) -> Cell:
    return Cell(Mark(mark), sheet, days, due)


class BoardRow(NamedTuple):
    """A unit with how it stands with each period, the latest last."""

    key: int
    code: str
    name: str
    cells: tuple[Cell, ...]

    @property
    def last(self) -> Cell:
        return self.cells[-1]


@dataclass(frozen=True)
class Column:
    """A period with how many units owe it, have sent it, and sent it in time; the first and the last of their days."""

    period: Period
    due: date | None
    last_due: date | None
    owed: int
    sent: int
    timely: int


class _Count(NamedTuple):
    """The units that stand alike with a period: how many, how many have a sheet and are in time, and their days."""

    mark: Mark
    units: int
    sheets: int
    timely: int
    due: date | None
    last_due: date | None


@dataclass(frozen=True)
class Board:
    """Who has sent what: rows are units, columns periods, the latest last.

    `counts` says how many units stand how in the latest period, `begun` how many sheets of it there are, `apart` how
    many units are asked for earlier ones alone. `is_near` where too many units are beneath for all to stand on it: it
    has those directly beneath alone.
    """

    asking: "_Asking"
    columns: tuple[Column, ...]
    counts: Counter[Mark]
    begun: int
    apart: int

    @property
    def form(self) -> Form:
        return self.asking.form

    @property
    def is_near(self) -> bool:
        return self.asking.is_near

    @property
    def unbegun(self) -> int:
        """How many units owe the latest period and have no sheet of it; none once it is closed."""
        if is_closed(self.form, self.asking.periods[-1], self.asking.today):
            return 0
        return self.counts.total() - self.begun

    @property
    def missing(self) -> int:
        """How many units owe the latest period and have not sent it."""
        return self.count(MISSING)

    def count(self, marks: Collection[Mark] = ALL) -> int:
        """How many rows there are of some marks in the latest period."""
        return sum(self.apart if mark is Mark.APART else self.counts[mark] for mark in marks)

    def rows(self, marks: Collection[Mark] = ALL, start: int = 0, most: int | None = None) -> list[BoardRow]:
        """The rows of some marks, late ones first, then returned ones, then by name; or so many of them."""
        among, start = self._among(marks, start, most)
        return self.asking.rows(among, start, most) if among else []

    def names_missing(self, most: int, first: Sequence[BoardRow] = ()) -> list[str]:
        """What the first units are called that owe the latest period and have not sent it.

        `first` are the first rows of the board, where they are read already.
        """
        found = [row.name for row in first if row.last.mark in MISSING]
        if len(found) >= min(most, self.missing):
            return found[:most]
        among, start = self._among(MISSING, 0, most)
        return [name for _unit, _code, name in self.asking.named(among, start, most)]

    def _among(self, marks: Collection[Mark], start: int, most: int | None) -> tuple[set[Mark], int]:
        """The marks among which a page of rows lies, and where it begins there: no others are named and sorted."""
        among, passed = set[Mark](), 0
        for group in _ORDER:
            marked = {mark for mark in group.intersection(marks) if self.count([mark])}
            count = self.count(marked)
            if not among and start >= count:
                start -= count
            elif most is None or start + most > passed:
                among |= marked
                passed += count
        return among, start


def board(unit: Unit, form: Form, periods: Sequence[Period], *, today: date | None = None) -> Board:
    """How the units beneath a unit stand with a form's periods (given from the earliest to the latest)."""
    today = today or clock.today()
    day = min(periods[-1].last_day, today)
    beneath = Lineage.objects.known().on(day).filter(ancestor=unit, depth__gt=0, level__in=list(form.levels))
    is_near = beneath.order_by()[: WIDEST + 1].count() > WIDEST
    units = Unit.objects.filter(pk__in=(beneath.filter(depth=1) if is_near else beneath).order_by().values("unit"))
    named = nearest_days(units, form=form.code, periods=[*map(str, periods)], today=today)
    asking = _Asking(unit, form, tuple(periods), day, today, is_near, _as_part(named))
    counts, apart = asking.counts()
    last = counts[len(periods) - 1]
    return Board(
        asking,
        tuple(_column(period, counts[place]) for place, period in enumerate(periods)),
        Counter({each.mark: each.units for each in last}),
        sum(each.sheets for each in last),
        apart,
    )


def _column(period: Period, counts: Sequence[_Count]) -> Column:
    sent = [each for each in counts if each.mark in THERE]
    return Column(
        period,
        min((each.due for each in counts if each.due), default=None),
        max((each.last_due for each in counts if each.last_due), default=None),
        sum(each.units for each in counts),
        sum(each.units for each in sent),
        sum(each.timely for each in sent),
    )


_Part = tuple[str, dict[str, object]]


def _as_part(rows: QuerySet[Any, Any]) -> _Part:
    """A question as a part of a statement whose parameters have names."""
    statement, parameters = rows.query.sql_with_params()
    named = {f"part_{place}": parameter for place, parameter in enumerate(parameters)}
    return statement % tuple(f"%({name})s" for name in named), named


# How units stand with periods, one row for each unit and period that is asked of it or of which it has a sheet. Sheets
# are found by their index of forms, periods and units: the units are an array that is made first. Full joins are
# hashed: nobody knows beforehand how many days are set or sheets sent, and looking each up by itself may take minutes.
_STANDING = f"""
WITH named (unit, form, period, day, by) AS MATERIALIZED ({{named}}), asked AS MATERIALIZED (
    SELECT * FROM unnest(%(places)s::int[], %(periods)s::text[], %(first_days)s::date[], %(last_days)s::date[],
        %(closed)s::bool[], %(levels)s::text[], %(owing)s::bool[], %(dues)s::date[])
        AS asked(place, period, first_day, last_day, is_closed, level, is_owed, usual)
), beneath AS MATERIALIZED (
    SELECT unit.id AS unit, unit.span, way.level
    FROM org_lineage AS way JOIN org_unit AS unit ON unit.id = way.unit_id
    WHERE way.ancestor_id = %(above)s AND way.superseded IS NULL AND way.span @> %(day)s::date
        AND way.depth BETWEEN 1 AND %(deepest)s AND way.level = ANY(%(levels)s::text[])
        AND (%(units)s::bigint[] IS NULL OR way.unit_id = ANY(%(units)s::bigint[]))
), sheet AS MATERIALIZED (
    SELECT unit_id, period, id, state, first_sent FROM reports_sheet
    WHERE form = %(form)s AND period = ANY(%(periods)s::text[]) AND unit_id = ANY(ARRAY(SELECT unit FROM beneath))
), living AS (
    SELECT place, period, unit, is_closed, is_owed, usual FROM beneath JOIN asked USING (level)
    WHERE span && daterange(first_day, last_day, '[]')
), owing AS (
    SELECT place, living.unit, is_closed, sheet.id AS sheet, state, first_sent, coalesce(named.day, usual) AS due,
        coalesce(first_sent, %(today)s::date) AS came
    FROM living
    FULL JOIN named ON named.unit = living.unit AND named.period = living.period
    FULL JOIN sheet ON sheet.unit_id = living.unit AND sheet.period = living.period
    WHERE coalesce(living.place, -1) >= 0 AND (is_owed OR named.day IS NOT NULL OR sheet.id IS NOT NULL)
), standing AS MATERIALIZED (
    SELECT place, unit, sheet, due,
        CASE WHEN first_sent IS NULL AND is_closed THEN 0 ELSE greatest(0, came - due) END AS days,
        CASE
            WHEN first_sent IS NULL AND is_closed THEN '{Mark.NONE}'
            WHEN (sheet IS NULL OR state = '{Mark.DRAFT}' AND first_sent IS NULL) AND came > due THEN '{Mark.LATE}'
            ELSE coalesce(state, '{Mark.NONE}')
        END AS mark
    FROM owing
)
"""
_COUNTS = f"""{_STANDING}
SELECT place, mark, count(*), count(sheet), count(*) FILTER (WHERE days = 0), min(due), max(due)
FROM standing GROUP BY place, mark
UNION ALL
SELECT NULL, '{Mark.APART}', count(*), 0, 0, NULL, NULL
FROM (SELECT 1 FROM standing GROUP BY unit HAVING max(place) < %(latest)s) AS apart
"""
# What a unit is called on a day is the last name it had by then; before its first name it has that.
_NAMED = f"""{_STANDING}
SELECT one.unit, unit.code, coalesce(called.name, unit.code)
FROM (
    SELECT unit, coalesce(min(mark) FILTER (WHERE place = %(latest)s), '{Mark.APART}') AS mark
    FROM standing GROUP BY unit
) AS one
JOIN org_unit AS unit ON unit.id = one.unit
LEFT JOIN LATERAL (
    SELECT name, sort_key FROM org_name WHERE unit_id = one.unit
    ORDER BY (lower(span) > %(day)s::date) IS TRUE, abs(lower(span) - %(day)s::date) NULLS LAST LIMIT 1
) AS called ON TRUE
WHERE one.mark = ANY(%(marks)s::text[])
ORDER BY CASE one.mark WHEN '{Mark.LATE}' THEN 0 WHEN '{Mark.RETURNED}' THEN 1 ELSE 2 END,
    coalesce(called.sort_key, unit.code) COLLATE "C", unit.code
LIMIT %(most)s OFFSET %(start)s
"""
_CELLS = f"{_STANDING} SELECT unit, place, mark, sheet, days, due FROM standing"


@dataclass(frozen=True)
class _Asking:
    """What is asked of whom: a form's periods, of the units that stand beneath a unit on a day, as seen today."""

    unit: Unit
    form: Form
    periods: tuple[Period, ...]
    day: date
    today: date
    is_near: bool
    named_days: _Part

    def counts(self) -> tuple[dict[int, list[_Count]], int]:
        """By the period's place who stands how; and how many are asked for an earlier period, not for the latest."""
        found: dict[int, list[_Count]] = {place: [] for place in range(len(self.periods))}
        apart = 0
        for place, mark, *counted in self._read(_COUNTS, range(len(self.periods))):
            if place is None:
                apart = counted[0]
            else:
                found[place].append(_Count(Mark(mark), *counted))
        return found, apart

    def rows(self, marks: Collection[Mark], start: int, most: int | None) -> list[BoardRow]:
        """Units of some marks, in order, with how they stand with each period."""
        named = self.named(marks, start, most)
        cells = {unit: [_APART] * len(self.periods) for unit, _code, _name in named}
        for unit, place, *cell in self._read(_CELLS, range(len(self.periods)), units=list(cells)):
            cells[unit][place] = _cell(*cell)
        return [BoardRow(unit, code, name, tuple(cells[unit])) for unit, code, name in named]

    def named(self, marks: Collection[Mark], start: int, most: int | None) -> list[tuple[Any, ...]]:
        """The key, code and name of units of some marks, in order.

        Of those that are apart in the latest period the earlier ones are asked about too.
        """
        every = range(len(self.periods))
        places = every if Mark.APART in marks else every[-1:]
        return self._read(_NAMED, places, marks=list(marks), start=start, most=most)

    def _read(self, statement: str, places: Sequence[int], **more: Any) -> list[tuple[Any, ...]]:
        asked = [(place, self.periods[place], level) for place in places for level in self.form.levels]
        named, values = self.named_days
        parameters: dict[str, Any] = {
            "places": [place for place, _period, _level in asked],
            "periods": [str(period) for _place, period, _level in asked],
            "first_days": [period.first_day for _place, period, _level in asked],
            "last_days": [period.last_day for _place, period, _level in asked],
            "closed": [is_closed(self.form, period, self.today) for _place, period, _level in asked],
            "levels": [str(level) for _place, _period, level in asked],
            "owing": [is_owed(self.form, level, period) for _place, period, level in asked],
            "dues": [due_day(self.form, level, period) for _place, period, level in asked],
            "latest": len(self.periods) - 1,
            "above": self.unit.pk,
            "form": self.form.code,
            "day": self.day,
            "today": self.today,
            "deepest": 1 if self.is_near else DEEPEST,
            "units": None,
        }
        with connection.cursor() as cursor:
            cursor.execute(statement.format(named=named), parameters | values | more)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows


def boards_beneath(unit: Unit, day: date) -> list[tuple[Unit, str]]:
    """The units directly beneath that have units beneath themselves, with their names, by name."""
    under = Lineage.objects.known().on(day)
    near = under.filter(ancestor=unit, depth=1).filter(Exists(under.filter(ancestor=OuterRef("unit"), depth=1)))
    units = [place.unit for place in near.select_related("unit")]
    names = names_on([each.pk for each in units], day)
    found = [(each, names.get(each.pk, each.code)) for each in units]
    return sorted(found, key=lambda named: sort_key(named[1]))
