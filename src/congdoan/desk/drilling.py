"""The way down from a number: the unit's children, a child's children, to the postings of one unit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from congdoan.base.period import Period
from congdoan.base.spell import shared
from congdoan.catalogue.rules import Indicator
from congdoan.desk.context import Context
from congdoan.desk.gate import reach
from congdoan.desk.numbers import Told, against, backed
from congdoan.desk.paging import page_asked
from congdoan.desk.panels import A_PAGE, Known, Postings, Row, Table, by_name, by_posting, known_units, sum_of
from congdoan.figures.models import Question, plans_at
from congdoan.figures.rules import Reach, Sums, Target
from congdoan.org.models import Lineage, Place, Unit
from congdoan.org.rules import Right


@dataclass(frozen=True)
class Step:
    """A stop on the way: the number, whose it is, and the codes of the units that lead there."""

    name: str
    told: Told
    downs: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """How a number opens by unit: the whole table, the tables of the units gone through, the postings at the end."""

    table: Table
    steps: tuple[Step, ...]
    tables: tuple[tuple[Table, tuple[str, ...]], ...] = ()
    postings: Postings | None = None


Shares = list[dict[int | None, Sums]]
"""By child (its key; None is the unit itself): of the period, of the same before, and since a plan began."""


@dataclass(frozen=True)
class _Read:
    """What was read of the units on the way, each at its place: questions, shares by child, children on the day."""

    context: Context
    indicator: Indicator
    units: tuple[Unit, ...]
    questions: tuple[Question, ...]
    told: tuple[Shares, ...]
    children: tuple[list[int], ...]
    targets: dict[int, Target]
    known: Known

    @property
    def has_before(self) -> bool:
        return self.context.period.before is not None

    @property
    def before(self) -> dict[int | None, Sums]:
        return self.told[0][1] if self.has_before else {}

    @property
    def done(self) -> dict[int | None, Sums]:
        """Since the plan began, where that is another day than the period's first."""
        return self.told[0][2 if self.has_before else 1] if len(self.told[0]) > 1 + self.has_before else self.told[0][0]

    def code(self, place: int) -> str:
        """The code of the unit at a place, where the way goes so far."""
        return self.units[place].code if place < len(self.units) else ""


def way_down(
    request: HttpRequest,
    context: Context,
    question: Question,
    indicator: Indicator,
    total: Sums,
    codes: Sequence[str],
    most: int = A_PAGE,
) -> Way:
    """Every number on the way is what its unit gave on the days on which the way led through it."""
    read = _read(request, context, question, indicator, codes)
    table = _whole(read, total)
    steps = [Step(table.title, Told.sums(total), ())]
    tables: list[tuple[Table, tuple[str, ...]]] = []
    for place in range(1, len(read.units)):
        unit, downs = read.units[place], tuple(codes[:place])
        sums = read.told[place - 1][0].get(unit.pk, Sums())
        steps.append(Step(read.known.name(unit.pk), Told.sums(sums), downs))
        if any(read.told[place][0].get(key) for key in read.told[place][0] if key):
            tables.append((_of_a_child(read, place, sums), downs))
        else:
            page = 1 if most > A_PAGE else page_asked(request)
            postings = by_posting(
                request, context, read.questions[place], indicator, sums, page=page, most=most, known=read.known
            )
            return Way(table, tuple(steps), tuple(tables), replace(postings, title=read.known.name(unit.pk)))
    return Way(table, tuple(steps), tuple(tables))


def _read(
    request: HttpRequest, context: Context, question: Question, indicator: Indicator, codes: Sequence[str]
) -> _Read:
    units = [context.unit, *_units(request, codes)]
    questions = _questions(context, question, units)
    children = _children(context, units)
    has_plans = context.scope == Reach.SUBTREE
    plans = plans_at([units[0].pk, *children[0]], context.period, context.known_at) if has_plans else {}
    targets = {key: mine[indicator.code] for key, mine in plans.items() if indicator.code in mine}
    periods = _periods(context.period, next((target.period.first_day for target in targets.values()), None))
    told = [each.by_children(indicator.code, periods) for each in questions]
    keys = {key for shares in told for each in shares for key in each if key}
    keys |= {key for each in children for key in each} | {unit.pk for unit in units}
    known = known_units(request, keys, context.day)
    return _Read(context, indicator, tuple(units), tuple(questions), tuple(told), tuple(children), targets, known)


def _units(request: HttpRequest, codes: Sequence[str]) -> list[Unit]:
    """The units of the way, through the gate. Raises Http404."""
    if not codes:
        return []
    found = {unit.code: unit for unit in reach(request, Right.READ).filter(code__in=codes)}
    if set(codes) - found.keys():
        raise Http404
    return [found[code] for code in codes]


def _questions(context: Context, question: Question, units: Sequence[Unit]) -> list[Question]:
    """The question of each unit, for the days on which it stood directly beneath the one before. Raises Http404."""
    questions = [question]
    only: tuple[DateRange, ...] | None = None
    spans: dict[tuple[int, int], list[DateRange]] = {}
    beneath = Lineage.objects.known(context.known_at).filter(unit__in=units[1:], ancestor__in=units[:-1], depth=1)
    for row in beneath if len(units) > 1 else ():
        spans.setdefault((row.unit_id, row.ancestor_id), []).append(row.span)
    for above, unit in pairwise(units):
        mine = spans.get((unit.pk, above.pk))
        if mine is None:
            raise Http404
        only = tuple(mine) if only is None else shared(only, mine)
        questions.append(question.at(unit, only))
    return questions


def _children(context: Context, units: Sequence[Unit]) -> list[list[int]]:
    """The keys of the direct children of each unit on the day, those that live then."""
    found: dict[int, list[int]] = {unit.pk: [] for unit in units}
    places = Place.objects.known(context.known_at).on(context.day).filter(parent__in=units)
    for parent, child in places.filter(unit__span__contains=context.day).values_list("parent", "unit"):
        found[parent].append(child)
    return [found[unit.pk] for unit in units]


def _periods(period: Period, start: date | None) -> list[Period]:
    """The period, the same before, and the one since the plan began where that was earlier."""
    before = [period.before] if period.before else []
    since = [Period(start, period.last_day)] if start and start != period.first_day else []
    return [period, *before, *since]


def _whole(read: _Read, total: Sums) -> Table:
    """The table by child of the unit looked at, with plan and the same period before."""
    now, children = read.told[0][0], read.children[0]
    keys = {*children, *(key for key in now if key)}
    zeros = {key for key in keys if not (now.get(key) or read.before.get(key) or key in read.targets)}
    rows = sorted((_child(read, key) for key in keys - zeros), key=by_name)
    if now.get(None) or read.before.get(None):
        rows.append(_itself(read, 0, then=_told(read, read.before.get(None, Sums()))))
    foot = replace(
        _child(read, None),
        sums=total,
        before=_told(read, Sums.total(list(read.before.values()))),
        backed=backed(total),
        against=against(
            Told.sums(Sums.total(list(read.done.values()))), read.targets.get(read.units[0].pk), read.context.period
        ),
    )
    name = read.known.name(read.units[0].pk)
    return Table(name, tuple(rows), total, sum_of(rows) == total, len(zeros), foot=foot)


def _child(read: _Read, key: int | None) -> Row:
    """A child's line; of None, the unit's own plan stands in it."""
    sums = read.told[0][0].get(key, Sums())
    target = read.targets.get(key or read.units[0].pk)
    return Row(
        read.known.name(key or read.units[0].pk),
        sums,
        _told(read, read.before.get(key, Sums())),
        target.value if target else None,
        against(Told.sums(read.done.get(key, Sums())), target, read.context.period),
        backed(sums) if sums else None,
        read.known.opens(key) if key else "",
        current=bool(key) and read.known.codes.get(key or 0) == read.code(1),
    )


def _told(read: _Read, sums: Sums) -> Told | None:
    return Told.sums(sums) if read.has_before else None


def _itself(read: _Read, place: int, then: Told | None = None) -> Row:
    """What happened at the unit itself, at none beneath it."""
    own = read.told[place][0].get(None, Sums())
    name = _("Tại chính %(name)s") % {"name": read.known.name(read.units[place].pk)}
    return Row(name, own, then, backed=backed(own) if own else None, apart=True, scope="" if place else str(Reach.OWN))


def _of_a_child(read: _Read, place: int, sums: Sums) -> Table:
    """The table of a unit on the way, at the side: its children that gave anything."""
    now = read.told[place][0]
    rows = [
        Row(
            read.known.name(key),
            given,
            down=read.known.opens(key),
            current=read.known.codes.get(key) == read.code(place + 1),
        )
        for key, given in now.items()
        if key and given
    ]
    rows.sort(key=by_name)
    if now.get(None):
        rows.append(_itself(read, place))
    zeros = sum(not now.get(key) for key in read.children[place])
    return Table(read.known.name(read.units[place].pk), tuple(rows), sums, sum_of(rows) == sums, zeros)
