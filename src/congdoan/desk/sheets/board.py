"""The board of the union above: who has sent what, who is late, who is to be reminded."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base import clock
from congdoan.base.period import Period
from congdoan.base.text import number
from congdoan.catalogue.rules import Form
from congdoan.desk.context import Context, context_of
from congdoan.desk.gate import may, me, reach
from congdoan.desk.paging import page_asked
from congdoan.desk.sheets import deadlines, drawing
from congdoan.desk.sheets.chips import CHIPS, Chip
from congdoan.desk.sheets.reading import board_address
from congdoan.org.models import Unit
from congdoan.org.rules import Right
from congdoan.reports.actions import keepers_of, remind_late
from congdoan.reports.models import Below, Board, BoardRow, Cell, Mark, board, boards_beneath
from congdoan.reports.rules.drawing import Format

SHOWN = 6
A_PAGE = 36
NAMED = 12
LISTED = 60
"""So many units that will be reminded are listed with whom; the rest are counted."""
FILTERS = (Mark.LATE, Mark.RETURNED, Mark.NONE, Mark.DRAFT, Mark.SENT, Mark.ACCEPTED)


@dataclass(frozen=True)
class Count:
    """How many units stand so in the latest period; a link that shows them alone."""

    mark: Mark
    chip: Chip
    count: int
    current: bool


@dataclass(frozen=True)
class Line:
    """A unit with the chips of its periods, drawn; the last apart, for a phone shows it alone.

    `code` leads to its sheets; there is none where the unit stands beneath another union by now.
    """

    name: str
    code: str
    earlier: tuple[SafeString, ...]
    last: SafeString


def show(request: HttpRequest) -> HttpResponse:
    """Units by periods, the latest at the right; counts filter, gaps are named."""
    context, below, form, periods = _asked(request)
    known = below.forms()
    if form is None or not periods:
        shown = {"context": context, "forms": known, "form": None, "may_set": deadlines.may_set(request, context.unit)}
        return render(request, "desk/sheets/board.html", shown)
    told = board(context.unit, form, periods)
    may_report = may(request, Right.REPORT, context.unit.pk)
    undrafted = told.unbegun if may_report else 0
    if request.method == "POST":
        return _drawn(request, context, form, periods[-1], undrafted, told.begun)
    wanted = request.GET.get("mark", "")
    marks = [mark for mark in Mark if wanted in ("", mark)]
    total = told.count(marks)
    pages = max(1, -(-total // A_PAGE))
    page = min(page_asked(request), pages)
    rows = told.rows(marks, (page - 1) * A_PAGE, A_PAGE)
    may_review = deadlines.may_set(request, context.unit)
    shown = {
        "context": context,
        "form": form,
        "forms": known,
        "period": periods[-1],
        "days": deadlines.days_shown(context.unit, form, periods[-1], below.levels),
        "may_set": may_review,
        "columns": told.columns,
        "last": told.columns[-1],
        "counts": _counts(told, wanted),
        "mark": wanted,
        "lines": _lines(rows, _reached(request, Right.READ, rows)),
        "total": total,
        "page": page,
        "pages": pages,
        "earlier": page - 1 if page > 1 else None,
        "later": page + 1 if page < pages else None,
        "is_near": told.is_near,
        "lower": boards_beneath(context.unit, context.day) if told.is_near else [],
        "missing": ", ".join(told.names_missing(NAMED, rows if page == 1 and not wanted else ())),
        "more_missing": max(0, told.missing - NAMED),
        "late": told.counts[Mark.LATE],
        "may_remind": may_review,
        "undrafted": undrafted,
        "begun": told.begun,
        "shapes": list(drawing.SHAPES.items()),
    }
    return render(request, "desk/sheets/board.html", shown)


def _drawn(
    request: HttpRequest, context: Context, form: Form, period: Period, undrafted: int, begun: int
) -> HttpResponse:
    """All sheets of the period at once: asked for with one press, then the page that says how far it is."""
    do, shape = request.POST.get("do", ""), request.POST.get("shape", "")
    try:
        if do == "draft" and undrafted:
            work = drawing.ask_for_drafts(request, context, form, period, undrafted)
        elif shape in set(Format) and begun:
            work = drawing.ask_for_papers(request, context, form, period, begun, Format(shape))
        else:
            messages.info(request, _("Các đơn vị đều đã có báo cáo của kỳ này, hoặc chưa có báo cáo nào."))
            return redirect(board_address(context.unit, form.code, period))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("desk:works")
    return redirect("desk:work", work.pk)


def remind(request: HttpRequest) -> HttpResponse:
    """Who would be reminded and how; then, when it is said, they are.

    Not those that stand beneath another union by now: of these it is for that one to remind.
    """
    context, _below, form, periods = _asked(request)
    if form is None or not periods or not may(request, Right.REVIEW, context.unit.pk):
        raise Http404
    told = board(context.unit, form, periods[-1:]).rows([Mark.LATE, Mark.RETURNED])
    here = _reached(request, Right.REVIEW, told)
    late = [row for row in told if row.key in here]
    if request.method == "POST":
        units = Unit.objects.filter(pk__in=[row.key for row in late])
        try:
            count = remind_late(me(request), above=context.unit, form=form, period=periods[-1], units=units)
        except PermissionDenied:
            raise Http404 from None
        said = (
            ngettext("Đã nhắc %(n)s người.", "Đã nhắc %(n)s người.", count) % {"n": number(count)}
            if count
            else _("Hôm nay đã nhắc rồi.")
        )
        (messages.success if count else messages.info)(request, said)
        return redirect(board_address(context.unit, form.code, periods[-1]))
    keepers = keepers_of([row.key for row in late])
    shown = {
        "context": context,
        "form": form,
        "period": periods[-1],
        "rows": [(row, keepers.get(row.key, [])) for row in late[:LISTED]],
        "beyond": max(0, len(late) - LISTED),
        "people": len({user.pk for users in keepers.values() for user in users}),
    }
    return render(request, "desk/sheets/remind.html", shown)


def _asked(request: HttpRequest) -> tuple[Context, Below, Form | None, list[Period]]:
    context = context_of(request)
    below = Below.of(context.unit, context.day)
    known, code = below.forms(), request.GET.get("form", "")
    form = next((each for each in known if each.code == code), None) or _first(known)
    return context, below, form, _periods(form, below, context) if form else []


def _first(known: Sequence[Form]) -> Form | None:
    """The form that tells of the longest periods first: the half-year's before the month's."""
    return next(iter(sorted(known, key=lambda form: (form.cutoff is None, form.code))), None)


def _periods(form: Form, below: Below, context: Context) -> list[Period]:
    """The last six periods up to the one looked at, the latest last."""
    return below.periods(form, min(context.period.last_day, clock.today()), SHOWN)


def _counts(told: Board, wanted: str) -> list[Count]:
    counts = told.counts
    return [Count(mark, _plain(mark), counts[mark], wanted == mark) for mark in FILTERS if counts[mark]]


def _plain(mark: Mark) -> Chip:
    tone, icon, word = CHIPS[mark]
    return Chip(tone, icon, str(word))


def _reached(request: HttpRequest, right: Right, rows: Sequence[BoardRow]) -> set[int]:
    """The units of rows, by key, at which the user has a right today: since the period's end some may have moved."""
    return set(reach(request, right).filter(pk__in=[row.key for row in rows]).values_list("pk", flat=True))


def _lines(rows: Sequence[BoardRow], here: Collection[int]) -> list[Line]:
    """Rows as they are drawn; chips that are alike are put together once. Links lead only to units that are `here`."""
    chips: dict[tuple[Mark, int], Chip] = {}
    lines = []
    for row in rows:
        *earlier, last = [_cell(cell, chips, leads=row.key in here) for cell in row.cells]
        lines.append(Line(row.name, row.code if row.key in here else "", tuple(earlier), last))
    return lines


def _cell(cell: Cell, chips: dict[tuple[Mark, int], Chip], *, leads: bool) -> SafeString:
    """The chip of a sheet, a link where it leads there; empty where the unit owes nothing."""
    if cell.mark is Mark.APART:
        return SafeString("")
    alike = cell.mark, cell.days
    if alike not in chips:
        chips[alike] = Chip.of(*alike)
    chip = chips[alike]
    if cell.sheet is None or not leads:
        return chip.html
    return chip.opening(reverse("desk:sheet", args=[cell.sheet]))
