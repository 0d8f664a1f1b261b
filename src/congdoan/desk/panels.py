"""The tables into which a number opens: what is listed adds up to what was pressed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from congdoan.base import clock
from congdoan.base.period import Period, month_end
from congdoan.base.text import fold
from congdoan.catalogue.rules import Indicator, Level, Nature
from congdoan.desk.context import Context
from congdoan.desk.entries import address_of
from congdoan.desk.gate import reach
from congdoan.desk.key_figures import twelve_months
from congdoan.desk.numbers import Against, Told
from congdoan.desk.words import level_brief, span, title
from congdoan.figures.models import Question, Run, flows_by_month, lines, stocks_on
from congdoan.figures.rules import Sums
from congdoan.org.models import Unit, names_on
from congdoan.org.rules import Right

A_PAGE = 50
SHORT = 12
"""Rows of a table at the side before the rest are folded into one line."""


@dataclass(frozen=True)
class Row:
    """A line of a table: a unit, a month, a level, with what it gives to the number."""

    name: str
    sums: Sums
    before: Told | None = None
    target: int | None = None
    against: Against | None = None
    backed: float | None = None
    down: str = ""
    """The code of the unit that it opens; empty where it opens nothing that the user may read."""
    scope: str = ""
    period: Period | None = None
    current: bool = False
    apart: bool = False
    units: int = 1
    """How many units a folded line stands for."""

    @property
    def now(self) -> Told:
        return Told.sums(self.sums)


@dataclass(frozen=True)
class Table:
    """Rows that explain a number; `adds_up` is None where they are not to be added."""

    title: str
    rows: tuple[Row, ...]
    total: Sums
    adds_up: bool | None
    zeros: int = 0
    """Units that gave nothing: folded into one line, and counted all the same."""
    folded: Row | None = None
    """The rows that are not shown, as one."""
    foot: Row | None = None
    """The whole, with its own plan."""

    @property
    def told(self) -> Told:
        return Told.sums(self.total)

    @property
    def listed(self) -> Told:
        """What the rows come to."""
        return Told.sums(sum_of([*self.rows, *([self.folded] if self.folded else [])]))

    @property
    def count(self) -> int:
        return len(self.rows) + self.zeros + (self.folded.units if self.folded else 0)

    def short(self) -> "Table":
        """The first rows, and the others as one line."""
        shown = [row for place, row in enumerate(self.rows) if place < SHORT or row.current or row.apart]
        rest = [row for row in self.rows if row not in shown]
        if len(rest) < 2:
            return self
        return replace(self, rows=tuple(shown), folded=Row("", sum_of(rest), units=len(rest)))


def sum_of(rows: Iterable[Row]) -> Sums:
    return Sums.total([row.sums for row in rows])


@dataclass(frozen=True)
class PostingRow:
    """A posting as it is shown: `again` says that it corrects what was posted before, `on` its day where it is one."""

    day: str
    title: str
    unit: str
    told: Told
    url: str
    entry: int
    again: bool
    declared: bool
    on: date | None = None


@dataclass(frozen=True)
class Postings:
    """A page of the postings of a number; `count` and `total` are of all of them."""

    title: str
    rows: tuple[PostingRow, ...]
    count: int
    total: Sums
    adds_up: bool
    page: int = 1

    @property
    def told(self) -> Told:
        return Told.sums(self.total)

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // A_PAGE))

    @property
    def later(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None

    @property
    def earlier(self) -> int | None:
        return self.page - 1 if self.page > 1 else None


@dataclass(frozen=True)
class Known:
    """What a page needs to know of the units in it: codes, names, and which of them the user may read."""

    codes: dict[int, str]
    names: dict[int, str]
    readable: frozenset[int]

    def name(self, key: int) -> str:
        return self.names.get(key) or self.codes.get(key, "")

    def opens(self, key: int) -> str:
        return self.codes[key] if key in self.readable else ""


def known_units(request: HttpRequest, keys: Iterable[int], on: date) -> Known:
    mine = reach(request, Right.READ).filter(pk=OuterRef("pk"))
    found = list(Unit.objects.filter(pk__in=set(keys)).annotate(readable=Exists(mine)).values("pk", "code", "readable"))
    return Known(
        {row["pk"]: row["code"] for row in found},
        names_on([row["pk"] for row in found], on),
        frozenset(row["pk"] for row in found if row["readable"]),
    )


# ---------- by month, by level of organiser, by posting


def by_month(context: Context, question: Question, indicator: Indicator, total: Sums) -> Table:
    """A flow by its months, and what was declared for several; a stock at the end of each of twelve months."""
    if indicator.nature is Nature.STOCK:
        return _by_month_end(context, question, indicator, total)
    period, before = context.period, context.period.before
    runs = _months(question, indicator, period)
    then = _months(question, indicator, before) if before else []
    earlier = {(run.first_day.year + 1, run.first_day.month): run.sums for run in then if run.is_month}
    rows = _runs(period, runs, earlier)
    foot = Row("", total, Told.sums(Sums.total([run.sums for run in then]))) if before else None
    return Table("", rows, total, sum_of(rows) == total, foot=foot)


def _months(question: Question, indicator: Indicator, period: Period) -> list[Run]:
    return flows_by_month(question, [indicator.code], period).get(indicator.code, [])


def _runs(period: Period, runs: Sequence[Run], earlier: dict[tuple[int, int], Sums]) -> tuple[Row, ...]:
    by_first = {(run.first_day.year, run.first_day.month): run.sums for run in runs if run.is_month}
    months = [
        Row(
            f"{month.first_day:%m/%Y}",
            by_first.get((month.first_day.year, month.first_day.month), Sums()),
            Told.sums(earlier.get((month.first_day.year, month.first_day.month), Sums())) if earlier else None,
            period=month,
        )
        for month in period.months()
        if month.first_day <= clock.today()
    ]
    spans = [
        Row(span(run.first_day, run.last_day), run.sums, apart=True, period=Period(run.first_day, run.last_day))
        for run in runs
        if not run.is_month
    ]
    return tuple(months + spans)


def _by_month_end(context: Context, question: Question, indicator: Indicator, total: Sums) -> Table:
    until = min(context.period.last_day, clock.today())
    ends = [min(month_end(first.year, first.month), until) for first in twelve_months(until)]
    levels = stocks_on(question, [indicator.code], ends).get(indicator.code, [])
    rows = tuple(Row(f"{day:%d/%m/%Y}", sums, period=Period(day, day)) for day, sums in zip(ends, levels, strict=True))
    return Table("", rows, total, None)


def by_level(context: Context, question: Question, indicator: Indicator, total: Sums) -> Table:
    """By the level of the units where it happened."""
    found = question.by_level(indicator.code, context.period)
    rows = tuple(
        Row(level_brief(level), found.get(level, Sums()), scope=str(level)) for level in Level if level in found
    )
    return Table("", rows, total, sum_of(rows) == total)


def by_posting(
    request: HttpRequest,
    context: Context,
    question: Question,
    indicator: Indicator,
    total: Sums,
    *,
    page: int = 1,
    most: int = A_PAGE,
    known: Known | None = None,
) -> Postings:
    """A page of the postings, each with the fact beneath it; `known` where their units were read already."""
    look = question.look(context.period, indicator.nature is Nature.STOCK, tallied=False)
    found = lines(look, question.numbers.get(indicator.code, 0), offset=(page - 1) * most, most=most)
    if page > 1 and not found.lines:
        return by_posting(request, context, question, indicator, total, most=most, known=known)
    units = {line.unit for line in found.lines}
    if known is None or units - known.codes.keys():
        known = known_units(request, units, context.day)
    rows = tuple(
        PostingRow(
            span(line.first_day, line.last_day),
            title(line.title),
            known.name(line.unit),
            Told.sums(line.sums),
            address_of(line.entry, line.noun) if line.unit in known.readable else "",
            line.entry,
            line.again,
            bool(line.sums.declared) or line.noun == "declaration",
            line.first_day if line.first_day == line.last_day else None,
        )
        for line in found.lines
    )
    return Postings("", rows, found.count, found.total, found.total == total, page)


def by_name(row: Row) -> tuple[int, str]:
    """Larger numbers first, then by name."""
    return -row.sums.low, fold(row.name)
