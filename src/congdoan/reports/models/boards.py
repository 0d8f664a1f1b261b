"""The board on which the union above sees who has sent what: all are counted at once, those that are shown are read."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef

from congdoan.base import clock
from congdoan.base.period import Period
from congdoan.base.text import sort_key
from congdoan.catalogue.rules import Form
from congdoan.org.models import Lineage, Unit, names_on
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


_Named = tuple[Any, ...]
"""The key, the code and the name of a unit."""


class _Count(NamedTuple):
    """The units that stand alike with a period: how many, how many have a sheet and are in time, and their days.

    `keys` are theirs in the latest period, as the database writes an array.
    """

    mark: Mark
    units: int
    sheets: int
    timely: int
    due: date | None
    last_due: date | None
    keys: str


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
    marked: Mapping[Mark, str]
    """The keys of the units that stand alike in the latest period, as the database writes an array."""

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
        return self.asking.rows(self._named(marks, start, most))

    def names_missing(self, most: int, first: Sequence[BoardRow] = ()) -> list[str]:
        """What the first units are called that owe the latest period and have not sent it.

        `first` are the first rows of the board, where they are read already.
        """
        found = [row.name for row in first if row.last.mark in MISSING]
        if len(found) >= min(most, self.missing):
            return found[:most]
        return [name for _unit, _code, name in self._named(MISSING, 0, most)]

    def _named(self, marks: Collection[Mark], start: int, most: int | None) -> list[_Named]:
        """A page of the units of some marks, in order: only those among which it lies are named and sorted."""
        ranks, keys, passed = list[int](), list[str](), 0
        for rank, group in enumerate(_ORDER):
            marked = {mark for mark in group.intersection(marks) if self.count([mark])}
            count = self.count(marked)
            if not keys and start >= count:
                start -= count
            elif most is None or start + most > passed:
                ranks += [rank] * len(marked)
                keys += [self.marked[mark] for mark in marked]
                passed += count
        return self.asking.named(ranks, keys, start, most) if keys else []


def board(unit: Unit, form: Form, periods: Sequence[Period], *, today: date | None = None) -> Board:
    """How the units beneath a unit stand with a form's periods (given from the earliest to the latest)."""
    today = today or clock.today()
    day = min(periods[-1].last_day, today)
    beneath = Lineage.objects.known().on(day).filter(ancestor=unit, depth__gt=0, level__in=list(form.levels))
    is_near = beneath.order_by()[: WIDEST + 1].count() > WIDEST
    asking = _Asking(unit, form, tuple(periods), day, today, is_near)
    counts = asking.counts()
    last, apart = counts[len(periods) - 1], counts[None]
    return Board(
        asking,
        tuple(_column(period, counts[place]) for place, period in enumerate(periods)),
        Counter({each.mark: each.units for each in last}),
        sum(each.sheets for each in last),
        sum(each.units for each in apart),
        {each.mark: each.keys for each in [*last, *apart]},
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


# How units stand with periods, one row for each unit and period that is asked of it or of which it has a sheet. Lives
# and sheets are found by their indexes: the units are an array that is made first. Full joins are hashed: nobody knows
# beforehand how many days are set or sheets sent, and looking each up by itself may take minutes. Of the days that are
# set those hold that `nearest_days` finds. Each period is looked up by itself: of several together the database thinks
# that it had better look up the units and read all their sheets.
_STANDING = f"""
WITH asked AS MATERIALIZED (
    SELECT * FROM unnest(%(places)s::int[], %(periods)s::text[], %(first_days)s::date[], %(last_days)s::date[],
        %(closed)s::bool[], %(levels)s::text[], %(owing)s::bool[], %(dues)s::date[])
        AS asked(place, period, first_day, last_day, is_closed, level, is_owed, usual)
), one AS MATERIALIZED (
    SELECT DISTINCT place, period FROM asked
), way AS MATERIALIZED (
    SELECT unit_id AS unit, level FROM org_lineage
    WHERE ancestor_id = %(above)s AND superseded IS NULL AND span @> %(day)s::date
        AND depth BETWEEN 1 AND %(deepest)s AND level = ANY(%(of_levels)s::text[])
        AND (%(units)s::bigint[] IS NULL OR unit_id = ANY(%(units)s::bigint[]))
), beneath AS MATERIALIZED (
    SELECT unit, level, coalesce(lower(span), '-infinity') AS first_day, coalesce(upper(span), 'infinity') AS gone
    FROM way FULL JOIN (SELECT id, span FROM org_unit WHERE id = ANY(ARRAY(SELECT unit FROM way))) AS life ON id = unit
), days AS MATERIALIZED (
    SELECT id, unit_id, place, level, day FROM reports_deadline JOIN one USING (period)
    WHERE form = %(form)s AND period = ANY(%(of_periods)s::text[]) AND superseded IS NULL
), up AS MATERIALIZED (
    SELECT unit_id, ancestor_id, level, depth, span FROM org_lineage
    WHERE superseded IS NULL AND depth > 0
        AND unit_id = ANY(ARRAY(SELECT unit FROM way WHERE EXISTS (SELECT FROM days)))
), named AS MATERIALIZED (
    SELECT DISTINCT ON (up.unit_id, place) up.unit_id AS unit, place, day
    FROM up FULL JOIN days ON days.unit_id = ancestor_id AND days.level = up.level
    WHERE coalesce(span @> least(day, %(today)s::date) AND days.id > 0, FALSE)
    ORDER BY up.unit_id, place, depth, days.id DESC
), sheet AS MATERIALIZED (
    SELECT place, unit_id, id, state, first_sent
    FROM one CROSS JOIN LATERAL (
        SELECT unit_id, id, state, first_sent FROM reports_sheet
        WHERE form = %(form)s AND period = one.period AND unit_id = ANY(ARRAY(SELECT unit FROM way)) OFFSET 0
    ) AS sent
), living AS (
    SELECT place, unit, is_closed, is_owed, usual FROM beneath JOIN asked USING (level)
    WHERE beneath.first_day <= last_day AND gone > asked.first_day
), owing AS (
    SELECT living.place, living.unit, is_closed, sheet.id AS sheet, state, first_sent,
        coalesce(named.day, usual) AS due, coalesce(first_sent, %(today)s::date) AS came
    FROM living
    FULL JOIN named ON named.unit = living.unit AND named.place = living.place
    FULL JOIN sheet ON sheet.unit_id = living.unit AND sheet.place = living.place
    WHERE coalesce(living.place, -1) >= 0 AND (is_owed OR named.day IS NOT NULL OR sheet.id IS NOT NULL)
), standing AS (
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
# All is counted in one pass. Apart is who stands with an earlier period alone: those few are looked up once it is done.
_COUNTS = f"""{_STANDING}, counted AS MATERIALIZED (
    SELECT place, mark, count(*) AS units, count(sheet) AS sheets, count(*) FILTER (WHERE days = 0) AS timely,
        min(due) AS due, max(due) AS last_due, array_agg(unit) FILTER (WHERE place = %(latest)s) AS keys
    FROM standing GROUP BY place, mark
), apart AS (
    SELECT unit FROM beneath
    WHERE unit NOT IN (SELECT unnest(keys) FROM counted) AND EXISTS (
        SELECT FROM asked
        WHERE asked.level = beneath.level AND beneath.first_day <= last_day AND gone > asked.first_day AND (
            is_owed
            OR (unit, place) IN (SELECT named.unit, named.place FROM named)
            OR (unit, place) IN (SELECT unit_id, sheet.place FROM sheet)
        )
    )
)
SELECT place, mark, units, sheets, timely, due, last_due, keys::text FROM counted
UNION ALL
SELECT NULL, '{Mark.APART}', count(*), 0, 0, NULL, NULL, array_agg(unit)::text FROM apart
"""
_CELLS = f"{_STANDING} SELECT unit, place, mark, sheet, days, due FROM standing"
# What a unit is called on a day is the last name it had by then; before its first name it has that. An array of one is
# looked up in the index of units alone: the one that lets no names overlap takes three times as long.
_NAMED = """
SELECT one.unit, unit.code, coalesce(called.name, unit.code)
FROM unnest(%(ranks)s::int[], %(keys)s::text[]) AS alike(rank, keys)
CROSS JOIN LATERAL unnest(alike.keys::bigint[]) AS one(unit)
JOIN org_unit AS unit ON unit.id = one.unit
LEFT JOIN LATERAL (
    SELECT name, sort_key FROM org_name WHERE unit_id = ANY(ARRAY[one.unit])
    ORDER BY (lower(span) > %(day)s::date) IS TRUE, abs(lower(span) - %(day)s::date) NULLS LAST LIMIT 1
) AS called ON TRUE
ORDER BY alike.rank, coalesce(called.sort_key, unit.code) COLLATE "C", unit.code
LIMIT %(most)s OFFSET %(start)s
"""


@dataclass(frozen=True)
class _Asking:
    """What is asked of whom: a form's periods, of the units that stand beneath a unit on a day, as seen today."""

    unit: Unit
    form: Form
    periods: tuple[Period, ...]
    day: date
    today: date
    is_near: bool

    def counts(self) -> dict[int | None, list[_Count]]:
        """By the period's place who stands how; by none, who is asked for an earlier period, not for the latest."""
        found: dict[int | None, list[_Count]] = {place: [] for place in range(len(self.periods))}
        for place, mark, units, sheets, timely, due, last_due, keys in self._standing(_COUNTS):
            count = _Count(Mark(mark), units, sheets, timely, due, last_due, keys or "{}")
            found.setdefault(place, []).append(count)
        return found

    def rows(self, named: Sequence[_Named]) -> list[BoardRow]:
        """Units with how they stand with each period."""
        cells = {unit: [_APART] * len(self.periods) for unit, _code, _name in named}
        for unit, place, *cell in self._standing(_CELLS, list(cells)) if cells else ():
            cells[unit][place] = _cell(*cell)
        return [BoardRow(unit, code, name, tuple(cells[unit])) for unit, code, name in named]

    def named(self, ranks: Sequence[int], keys: Sequence[str], start: int, most: int | None) -> list[_Named]:
        """The key, code and name of units in order: by the rank of those that stand alike, then by name."""
        asked = {"ranks": list(ranks), "keys": list(keys), "day": self.day, "start": start, "most": most}
        return _read(_NAMED, asked)

    def _standing(self, statement: str, units: list[int] | None = None) -> list[tuple[Any, ...]]:
        """What is asked of how units stand: of all that are beneath, or of some of them, by key."""
        asked = [(place, period, level) for place, period in enumerate(self.periods) for level in self.form.levels]
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
            "of_periods": [*map(str, self.periods)],
            "of_levels": [*map(str, self.form.levels)],
            "above": self.unit.pk,
            "form": self.form.code,
            "day": self.day,
            "today": self.today,
            "deepest": 1 if self.is_near else DEEPEST,
            "units": units,
        }
        return _read(statement, parameters)


def _read(statement: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
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
