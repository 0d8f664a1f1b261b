"""What pages of sheets show: lines and where each stands, text with its bound figures; the gate to a sheet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base.knowledge import Moment
from congdoan.base.period import Period
from congdoan.catalogue.models import counted, current, local
from congdoan.desk.context import Context
from congdoan.desk.gate import at_unit_or_404, reach
from congdoan.desk.numbers import MILLION, MONEY, Change, Told, change
from congdoan.figures.rules import percent, scope_of
from congdoan.org.models import Unit
from congdoan.org.rules import Right
from congdoan.reports.actions import refuse_sent
from congdoan.reports.models import Decision, Revision, Sending, Sheet
from congdoan.reports.rules import Asked, Number, State, ToldLine
from congdoan.reports.rules.contents import ToldSection
from congdoan.reports.rules.owing import year_of


def sheet_or_404(request: HttpRequest, pk: int, right: Right) -> Sheet:
    """A sheet at a unit where the user has the right; to anyone else it does not exist."""
    return at_unit_or_404(request, Sheet.objects.select_related("unit"), right, pk=pk)


@dataclass(frozen=True)
class Readable:
    """A sheet that the user may read: all of it, or what was sent alone; and whether they may write it.

    `revisions` are those that they may open: to whoever was merely told of the sheet, what was sent to their units.
    """

    sheet: Sheet
    is_whole: bool
    may_write: bool
    revisions: QuerySet[Revision]


def readable_or_404(request: HttpRequest, pk: int) -> Readable:
    """A sheet that the user may read; whoever was told of it reads what was sent, no more."""
    mine, writes = reach(request, Right.READ).values("pk"), reach(request, Right.REPORT)
    sent = Sending.objects.filter(unit__in=mine)
    found = (
        Sheet.objects.select_related("unit")
        .filter(Q(unit__in=mine) | Exists(sent.filter(revision__sheet=OuterRef("pk"))))
        .annotate(
            is_whole=Exists(reach(request, Right.READ).filter(pk=OuterRef("unit"))),
            may_write=Exists(writes.filter(pk=OuterRef("unit"))),
        )
    )
    sheet = get_object_or_404(found, pk=pk)
    is_whole, revisions = bool(getattr(sheet, "is_whole", False)), sheet.revisions.all()
    if not is_whole:
        revisions = revisions.filter(Exists(sent.filter(revision=OuterRef("pk"))))
    return Readable(sheet, is_whole, bool(getattr(sheet, "may_write", False)), revisions)


_DIGITS = 9
"""No revision, version or proposal has a number that is longer."""


def count_in(text: str) -> int:
    """The number that a link or a form names; -1, which nothing has, where it names none that there can be."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else -1


def gone_on(request: HttpRequest, sheet: Sheet) -> HttpResponse | None:
    """The way back to a sheet into which nothing is written any more, with why; nothing where it still may be."""
    try:
        refuse_sent(sheet)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("desk:sheet", sheet.pk)
    return None


# ---------- lines

FROM_LEDGER, DECLARED, EMPTY, ASKED, ANSWERED, RETURNED = "ledger", "declared", "empty", "asked", "answered", "returned"
STANDING: dict[str, tuple[str, str | Promise]] = {
    FROM_LEDGER: ("ok", gettext_lazy("từ sổ")),
    DECLARED: ("sent", gettext_lazy("kê khai")),
    EMPTY: ("draft", gettext_lazy("trống")),
    ASKED: ("warn", gettext_lazy("cần giải trình")),
    ANSWERED: ("ok", gettext_lazy("đã giải trình")),
    RETURNED: ("bad", gettext_lazy("bị trả lại")),
}


FEW = 6
"""So many years of a line open from the table itself."""


@dataclass(frozen=True)
class LineRow:
    """A line as it is shown; money in millions, as the head says."""

    line: ToldLine
    unit: str
    now: Told
    before: Told | None
    change: Change | None
    since_year: Told | None
    since_term: Told | None
    years: tuple[Told, ...]
    url: str
    before_url: str
    since_year_url: str
    since_term_url: str
    years_urls: tuple[str, ...]
    standing: str
    faults: tuple[Asked, ...] = ()
    remark: str = ""
    edit_url: str = ""

    @property
    def year_by_year(self) -> list[tuple[Told, str]]:
        """The years, each with the page it opens."""
        return list(zip(self.years, self.years_urls, strict=False))

    @property
    def wants_something(self) -> bool:
        """Whether it was returned, or is asked about and has no word yet."""
        return self.standing in {RETURNED, ASKED}

    @property
    def tone(self) -> str:
        return STANDING[self.standing][0]

    @property
    def word(self) -> str:
        return str(STANDING[self.standing][1])

    @property
    def rate(self) -> str:
        return percent(self.line.rate) if self.line.rate is not None else ""

    @property
    def stated(self) -> str:
        return percent(self.line.stated) if self.line.stated is not None else ""

    @property
    def is_a_point_apart(self) -> bool:
        line = self.line
        return line.stated is not None and line.rate is not None and abs(line.stated - line.rate) >= 1

    @property
    def target(self) -> str:
        """The plan, in the unit of the table."""
        if self.line.target is None:
            return ""
        told = Told.exactly(self.line.target)
        return str(told.over(MILLION, 1) if self.line.unit == MONEY else told)

    @property
    def counted(self) -> str:
        """The unit of measure, as it stands after the number."""
        return self.unit if self.line.unit == MONEY else counted(self.line.unit, self.now.value)

    @property
    def reorganised(self) -> str:
        return str(told(self.line, self.line.reorganised)) if self.line.reorganised else ""

    @property
    def backed(self) -> float | None:
        return float(self.line.backed) if self.line.backed is not None else None


@dataclass(frozen=True)
class Shown:
    """A section of the table as it is shown."""

    title: str
    rows: tuple[LineRow, ...]

    def parts(self, most: int) -> "list[Shown]":
        """The section in parts of about as many lines, each named by its first and last."""
        count = -(-len(self.rows) // most)
        if count <= 1:
            return [self]
        size = -(-len(self.rows) // count)
        cut = [self.rows[start : start + size] for start in range(0, len(self.rows), size)]
        title = local(self.title)
        return [Shown(f"{title} ({rows[0].line.number} – {rows[-1].line.number})", rows) for rows in cut]


AT_ONCE, OF_YEARS = 38, 18
"""Up to so many lines stand on a page, or lines with many years; of more, a section at a time, a long one in parts."""


@dataclass(frozen=True)
class Index:
    """The sections of a table and which of them are shown: all of a short one, of a long one the one asked for."""

    titles: tuple[tuple[str, str, int], ...]
    """Of each section what is asked for it, its title, and how many of its lines want something."""
    shown: tuple[Shown, ...]
    chosen: str

    @classmethod
    def of(cls, sections: Sequence[Shown], asked: str) -> "Index":
        most = OF_YEARS if any(len(row.years) > FEW for section in sections for row in section.rows) else AT_ONCE
        if sum(len(section.rows) for section in sections) <= most:
            return cls((), tuple(sections), "all")
        parts = [part for section in sections for part in section.parts(most)]
        titles = tuple(
            (str(place), part.title, sum(row.wants_something for row in part.rows))
            for place, part in enumerate(parts, 1)
        )
        if asked == "all":
            return cls(titles, tuple(sections), "all")
        known = {place for place, _title, _wants in titles}
        first = next((place for place, _title, wants in titles if wants), "1")
        chosen = asked if asked in known else first
        return cls(titles, (parts[int(chosen) - 1],), chosen)

    @property
    def is_long(self) -> bool:
        return bool(self.titles)


@dataclass(frozen=True)
class Around:
    """What stands around lines: remarks and questions by line; whether they may be written on; as known when."""

    remarks: Mapping[str, str] = field(default_factory=dict)
    asked: Sequence[Asked] = ()
    editable: bool = False
    known: str = ""
    opens: bool = True


def sections_shown(sheet: Sheet, sections: Sequence[ToldSection], around: Around) -> list[Shown]:
    period = sheet.of_period
    by_line: dict[str, list[Asked]] = {}
    for each in around.asked:
        by_line.setdefault(each.fault.line, []).append(each)
    return [
        Shown(
            section.title,
            tuple(_row(sheet, period, line, around, by_line.get(line.key, [])) for line in section.lines),
        )
        for section in sections
    ]


def _row(sheet: Sheet, period: Period, line: ToldLine, around: Around, asked: list[Asked]) -> LineRow:
    now, then = told(line, line.this), told(line, line.before) if line.before else None
    remark = around.remarks.get(line.key, "")
    edit = reverse("desk:sheet_line", args=[sheet.pk, line.key]) if around.editable else ""

    def opens(told_of: Period | None) -> str:
        return address(sheet, line, told_of, around) if around.opens else ""

    return LineRow(
        line,
        unit_of(line),
        now,
        then,
        change(now, then),
        told(line, line.since_year) if line.since_year else None,
        told(line, line.since_term) if line.since_term else None,
        tuple(told(line, each) for each in line.years),
        opens(period),
        opens(period.before),
        opens(year_of(period)) if line.since_year else "",
        opens(_since_term(sheet, period)) if line.since_term else "",
        _years_open(line, period, opens),
        _standing(line, asked, remark),
        tuple(asked),
        remark,
        edit,
    )


def _years_open(line: ToldLine, period: Period, opens: Callable[[Period | None], str]) -> tuple[str, ...]:
    """What the years open; of many, each opens on the page of the years: so many links are too heavy a page."""
    return tuple(opens(year) for year in period.years()) if len(line.years) <= FEW else ("",) * len(line.years)


def _since_term(sheet: Sheet, period: Period) -> Period | None:
    first = sheet.of_form.term_from
    return Period(first, period.last_day, "", period.cutoff) if first and first <= period.last_day else None


def told(line: ToldLine, number: Number) -> Told:
    """A number as tables show it."""
    shown = Told(number.low, number.high, number.about, line.places)
    return shown.over(MILLION, 1) if line.unit == MONEY else shown


def unit_of(line: ToldLine) -> str:
    """The unit of measure that stands after a line's name in a table."""
    return _("triệu đồng") if line.unit == MONEY else local(line.unit)


def _standing(line: ToldLine, asked: Sequence[Asked], remark: str) -> str:
    if remark:
        return RETURNED
    if asked:
        return ANSWERED if all(each.word for each in asked) else ASKED
    if line.declared is not None or (line.backed is not None and line.backed < 1 and not line.is_empty):
        return DECLARED
    return EMPTY if line.is_empty else FROM_LEDGER


def address(sheet: Sheet, line: ToldLine, period: Period | None, around: Around) -> str:
    """The page on which a line's number opens down to its records."""
    if period is None or line.indicator not in current().indicators:
        return ""
    context = Context(sheet.unit, period, scope_of(line.scope), known=around.known)
    return f"{reverse('desk:figure', args=[line.indicator])}?{context.query}"


def as_known(moment: Moment) -> str:
    """A moment as it stands in links, in as few letters as tell it."""
    return moment.at.isoformat().replace("+00:00", "Z")


# ---------- what was sent and decided


@dataclass(frozen=True)
class Passed:
    """A revision on its way: when it was sent, by whom, and what was decided about it."""

    revision: Revision
    decision: Decision | None


def history(revisions: QuerySet[Revision]) -> list[Passed]:
    """The revisions, the latest first."""
    found = (
        revisions.defer("content")
        .select_related("by", "decision", "decision__by", "reopening", "reopening__by", "moment")
        .order_by("-number")
    )
    return [Passed(each, getattr(each, "decision", None)) for each in found]


def remarks_of(passed: Sequence[Passed]) -> dict[str, str]:
    """What is to be mended, by line, of the latest revision that was returned."""
    latest = passed[0].decision if passed else None
    if latest is None or latest.verdict != State.RETURNED:
        return {}
    said: dict[str, str] = {}
    for remark in latest.remarks.all():
        said[remark.line] = f"{said[remark.line]} {remark.text}" if remark.line in said else remark.text
    return said


def board_address(unit: Unit, form: str, period: Period) -> str:
    query = Context(unit, period).query
    return f"{reverse('desk:board')}?{query}&{urlencode({'form': form})}"
