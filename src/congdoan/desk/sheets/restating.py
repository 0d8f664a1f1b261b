"""A sheet told again on the tree of a day, beside what it says: the numbers as they were, and as they would be."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.fields.ranges import RangeStartsWith
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.period import Period
from congdoan.catalogue.models import current
from congdoan.desk.context import Context, read_day
from congdoan.desk.numbers import Told
from congdoan.desk.sheets.reading import FEW, count_in, sheet_or_404, told, unit_of
from congdoan.figures.rules import scope_of
from congdoan.org.models import Lineage
from congdoan.org.rules import Right
from congdoan.reports.models import Composing, Revision, Sheet
from congdoan.reports.rules import Number, ToldLine

OFFERED = 4
"""So many days on which most units moved are offered."""


@dataclass(frozen=True)
class Pair:
    """A number as it is told, and on the other tree; `opens` is the page of the second."""

    was: Told | None
    now: Told | None
    opens: str = ""

    @property
    def differs(self) -> bool:
        return self.was != self.now


@dataclass(frozen=True)
class Row:
    """A line with all its numbers, twice."""

    line: ToldLine
    unit: str
    pairs: tuple[Pair, ...]

    @property
    def differs(self) -> bool:
        return any(pair.differs for pair in self.pairs)


def restated(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest revision, or the draft, beside the same sheet on the tree of `tree`; nothing of it is kept."""
    found = sheet_or_404(request, pk, Right.READ)
    revision = _revision(request, found)
    day, fault = tree_of(request)
    rows = _rows(found, revision, day) if day else []
    differing = [row for row in rows if row.differs]
    shown = {
        "sheet": found,
        "form": found.of_form,
        "of": found.of_period,
        "unit_name": found.unit.name_on(min(found.last_day, clock.today())),
        "revision": revision,
        "tree": day,
        "tree_fault": fault,
        "days": _days(found),
        "heads": _heads(found),
        "rows": rows if request.GET.get("all") else differing,
        "count": len(rows),
        "differing": len(differing),
        "shows_all": bool(request.GET.get("all")),
    }
    return render(request, "desk/sheets/restated.html", shown)


def tree_of(request: HttpRequest) -> tuple[date | None, str]:
    """The day asked for, or the sentence on what cannot be read."""
    asked = request.GET.get("tree", "")
    if not asked:
        return None, ""
    try:
        return read_day(asked), ""
    except ValueError:
        return None, _("Ngày “%(text)s” không đọc được. Viết như 20/06/2024.") % {"text": asked}


def _revision(request: HttpRequest, found: Sheet) -> Revision | None:
    """The revision asked for, the latest that was sent, or none of a draft under way."""
    asked = request.GET.get("revision", "")
    revisions = found.revisions.order_by("number")
    if asked:
        one = revisions.filter(number=count_in(asked)).first()
        if one is None:
            raise Http404
        return one
    return None if found.is_editable else revisions.last()


def _rows(found: Sheet, revision: Revision | None, day: date) -> list[Row]:
    lines = revision.contents.lines() if revision else Composing(found).lines()
    other = {line.key: line for line in Composing(found, tree_on=day).lines()}
    periods = [found.of_period, found.of_period.before, *_years(found)]
    return [_row(found, line, other[line.key], periods, day) for line in lines if line.key in other]


def _years(found: Sheet) -> list[Period]:
    return list(found.of_period.years()) if "years" in found.of_form.columns else []


def _row(found: Sheet, was: ToldLine, now: ToldLine, periods: list[Period | None], day: date) -> Row:
    told_was = (was.this, *_before(found, was), *was.years)
    told_now = (now.this, *_before(found, now), *now.years)
    years = periods[2:] if len(was.years) <= FEW else [None] * len(was.years)
    asked = [periods[0], *([periods[1]] if _has_before(found) else []), *years]
    pairs = [
        Pair(_told(was, first), _told(now, second), _address(found, now, period, day))
        for first, second, period in zip(told_was, told_now, asked, strict=False)
    ]
    return Row(was, unit_of(was), tuple(pairs))


def _has_before(found: Sheet) -> bool:
    return "before" in found.of_form.columns


def _before(found: Sheet, line: ToldLine) -> tuple[Number | None, ...]:
    return (line.before,) if _has_before(found) else ()


def _told(line: ToldLine, number: Number | None) -> Told | None:
    return told(line, number) if number is not None else None


def _address(found: Sheet, line: ToldLine, period: Period | None, day: date) -> str:
    if period is None or line.indicator not in current().indicators:
        return ""
    context = Context(found.unit, period, scope_of(line.scope), tree_on=day)
    return f"{reverse('desk:figure', args=[line.indicator])}?{context.query}"


def _heads(found: Sheet) -> list[str]:
    """The heads of the columns of numbers."""
    draft_years = [period.name or f"{len(period.months())}T/{period.last_day:%Y}" for period in _years(found)]
    return [_("Kỳ này"), *([_("Cùng kỳ")] if _has_before(found) else []), *draft_years]


def _days(found: Sheet) -> list[date]:
    """Days worth asking for: today, the period's last, and those since it began on which most units moved."""
    today = clock.today()
    moved = (
        Lineage.objects.known()
        .filter(ancestor=found.unit, depth__gt=0)
        .annotate(begins=RangeStartsWith("span"))
        .filter(begins__gt=found.first_day, begins__lte=today)
        .values("begins")
        .annotate(count=Count("pk"))
        .order_by("-count", "-begins")[:OFFERED]
    )
    days = {today, min(found.last_day, today), *(each["begins"] for each in moved)}
    before = {each["begins"] - timedelta(days=1) for each in moved[:1]}
    return sorted(days | before, reverse=True)
