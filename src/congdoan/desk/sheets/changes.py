"""What changed after a sheet was sent: line by line, with the postings that made it."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.text import NO_BREAK
from congdoan.desk.entries import address_of
from congdoan.desk.numbers import Told
from congdoan.desk.panels import known_units
from congdoan.desk.sheets import reading
from congdoan.desk.sheets.reading import count_in, sheet_or_404, told
from congdoan.desk.words import span
from congdoan.figures.rules import Sums
from congdoan.org.rules import Right
from congdoan.reports.models import Difference, Revision, changed, differences, now_of
from congdoan.reports.rules import Contents, Number, ToldLine

BRIEFLY = 5
"""So many lines that differ are named on the page of a sent sheet; its own page has all."""


@dataclass(frozen=True)
class Made:
    """A posting that made a difference."""

    day: str
    title: str
    unit: str
    told: str
    url: str


@dataclass(frozen=True)
class By:
    """By how much a line is another now, with its sign or its bounds; `why` where nothing certain can be said."""

    told: str = ""
    why: str = ""


@dataclass(frozen=True)
class Row:
    """A line that is another now: as sent, as it is, by how much, and what made it."""

    difference: Difference
    was: Told
    now: Told
    by: By
    made: tuple[Made, ...]
    more: int
    moved: Told | None
    url: str
    unit: str


def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """The differences of the latest revision, or of the one asked for."""
    found = sheet_or_404(request, pk, Right.READ)
    number = count_in(request.GET.get("revision", ""))
    revisions = found.revisions.select_related("sheet__unit", "moment", "by")
    latest = revisions.order_by("number").last() if number < 0 else revisions.filter(number=number).first()
    if latest is None:
        raise Http404
    contents = latest.contents
    if request.headers.get("HX-Request"):
        return render(request, "desk/sheets/differs.html", _brief(latest, contents))
    shown = {
        "sheet": found,
        "form": found.of_form,
        "of": found.of_period,
        "contents": contents,
        "unit_name": contents.unit_name,
        "revision": latest,
        "rows": _rows(request, latest),
    }
    return render(request, "desk/sheets/changes.html", shown)


def _brief(revision: Revision, contents: Contents) -> dict[str, object]:
    """What the page of a sent sheet says of it: which lines are others now, without what made them so."""
    found = changed(contents, now_of(revision))
    rows = [
        (each.line, told(each.line, each.line.this), told(each.line, each.now), _by(each)) for each in found[:BRIEFLY]
    ]
    return {"sheet": revision.sheet, "revision": revision, "rows": rows, "count": len(found), "most": BRIEFLY}


def _by(each: Difference) -> By:
    """`+11`, `≥ +5`, `≤ −3`, `−20 đến +35`: of two numbers within bounds the difference is within bounds too."""
    least, most = (None if bound is None else _signed(each.line, bound) for bound in each.within)
    if least is not None and most is not None:
        return By(least if least == most else _("%(least)s đến %(most)s") % {"least": least, "most": most})
    if least is not None or most is not None:
        return By(f"≤{NO_BREAK}{most}" if least is None else f"≥{NO_BREAK}{least}")
    was, now = each.line.this, each.now
    if not (was.known and now.known):
        return By(why=_("Không tính được chênh lệch: một trong hai số chưa rõ."))
    if was.about or now.about:
        return By(why=_("Không tính được chênh lệch: một trong hai số chỉ là khoảng chừng."))
    return By(why=_("Không tính được chênh lệch: cả hai số chỉ biết mức ít nhất."))


def _posted(line: ToldLine, sums: Sums) -> str:
    """What a posting added; one that took back what was open above takes away so much or more."""
    if sums.open < 0:
        return f"≤{NO_BREAK}{_signed(line, Decimal(sums.high))}"
    return str(told(line, Number.sums(sums)))


def _signed(line: ToldLine, bound: Decimal) -> str:
    return f"{'+' if bound > 0 else ''}{told(line, Number(low=bound, high=bound))}"


def _rows(request: HttpRequest, revision: Revision) -> list[Row]:
    found = differences(revision)
    units = {line.unit for each in found if each.made for line in each.made.lines}
    known = known_units(request, units, clock.today())
    rows: list[Row] = []
    for each in found:
        lines = each.made.lines if each.made else ()
        made = tuple(
            Made(
                span(line.first_day, line.last_day),
                line.title,
                known.name(line.unit),
                _posted(each.line, line.sums),
                address_of(line.entry, line.noun) if line.unit in known.readable else "",
            )
            for line in lines
        )
        rows.append(
            Row(
                each,
                told(each.line, each.line.this),
                told(each.line, each.now),
                _by(each),
                made,
                each.made.count - len(made) if each.made else 0,
                told(each.line, Number.sums(each.moved)) if each.moved else None,
                reading.address(revision.sheet, each.line, revision.sheet.of_period, reading.Around()),
                reading.unit_of(each.line),
            )
        )
    return rows


def kept(request: HttpRequest, pk: int, revision: int) -> HttpResponse:
    """What was sent, to the byte."""
    readable = reading.readable_or_404(request, pk)
    found, one = readable.sheet, readable.revisions.filter(number=revision).first()
    if one is None:
        raise Http404
    response = HttpResponse(bytes(one.content), content_type="application/json; charset=utf-8")
    name = f"{found.form}-{found.unit.code}-{revision}.json".replace("/", "-")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["ETag"] = f'"{one.digest}"'
    return response
