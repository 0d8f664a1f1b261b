"""Figures as Excel files: every view of them, with whose they are, of when, and the link that opens the same."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base.text import number
from congdoan.catalogue.models import local
from congdoan.catalogue.rules import Indicator
from congdoan.desk import key_figures
from congdoan.desk.context import Context
from congdoan.desk.drilling import Way
from congdoan.desk.excel import Book, Cell, Percent, download
from congdoan.desk.numbers import Told
from congdoan.desk.panels import A_PAGE, Postings, Row, Table
from congdoan.desk.words import days, period_name, scope_name
from congdoan.desk.works.asking import ROWS, offer
from congdoan.figures.rules import whole_percent

MOST = 200_000
"""More postings than these are no file that anybody reads."""
KIND = "figure.xlsx"
"""The long work that makes a file of many postings."""
ALL = "all"
"""What the address says of the file where it is made as long work: every posting."""


def of_table(request: HttpRequest, context: Context, rows: Sequence[key_figures.Row]) -> Book:
    """The table of indicators."""
    cells: list[list[Cell]] = [
        [
            row.name,
            row.unit,
            row.now,
            row.before,
            row.against.target if row.against else None,
            row.against.rate if row.against else None,
            _backed(row.backed),
        ]
        for row in rows
    ]
    head = [_("Chỉ tiêu"), _("Đơn vị tính"), _("Kỳ này"), _("Cùng kỳ"), _("Kế hoạch"), _("% kế hoạch"), _("Có hồ sơ")]
    title = _("Số liệu %(unit)s") % {"unit": context.name}
    return Book(title, _about(context), head, cells, _link(request), of=str(context.period))


def of_ratio(request: HttpRequest, context: Context, indicator: Indicator, cells: list[list[Cell]]) -> Book:
    """A quotient with its parts, and those of the units beneath."""
    head = [_("Đơn vị"), local(indicator.unit), _("Số bị chia"), _("Chia cho")]
    return Book(indicator.local_name, _about(context), head, cells, _link(request), of=_of(context))


def postings_wanted(request: HttpRequest) -> int:
    """A page of postings; in a file so many as are made at once, and as long work all of them."""
    asked = request.GET.get("xlsx")
    return A_PAGE if asked is None else MOST if asked == ALL else ROWS


def of_drill(request: HttpRequest, context: Context, indicator: Indicator, shown: dict[str, object]) -> HttpResponse:
    """The view of one number that is open, as a file; of many postings the offer to make it."""
    opened = _opened(shown)
    if isinstance(opened, Postings) and opened.count > MOST:
        return _too_many(request, opened.count)
    if isinstance(opened, Postings) and opened.count > len(opened.rows):
        said = {"indicator": indicator.local_name, "unit": context.name, "period": period_name(context.period)}
        title = _("%(indicator)s, từng bút toán (Excel): %(unit)s, %(period)s") % said
        return offer(request, context, kind=KIND, title=title, rows=opened.count)
    return download(book_of(request, context, indicator, shown))


def _opened(shown: dict[str, object]) -> Postings | Table | None:
    """What is listed; of a way down, where it ends."""
    way = shown.get("way")
    if isinstance(way, Way):
        return way.postings or (way.tables[-1][0] if way.tables else way.table)
    listed = shown.get("postings") or shown.get("table")
    assert isinstance(listed, Postings | Table | None)
    return listed


def book_of(request: HttpRequest, context: Context, indicator: Indicator, shown: dict[str, object]) -> Book:
    way, opened, about = shown.get("way"), _opened(shown), _about(context)
    if isinstance(way, Way) and len(way.steps) > 1:
        about.append(" › ".join(step.name for step in way.steps))
    if isinstance(opened, Postings):
        head, rows, total = _posted(opened)
    else:
        head, rows, total = _listed(opened, str(shown["view"]), is_stock=bool(shown["is_stock"]))
    title = f"{indicator.local_name} ({local(indicator.unit)})"
    return Book(title, about, head, rows, _link(request), total, _of(context))


def _of(context: Context) -> str:
    return f"{context.unit.code} {context.period}"


def _backed(part: float | None) -> Cell:
    return None if part is None else Percent(whole_percent(part))


Page = tuple[list[str], list[list[Cell]], list[Cell]]
"""Head, rows and total."""


def _posted(postings: Postings) -> Page:
    rows: list[list[Cell]] = [[row.on or row.day, row.title, row.unit, row.told] for row in postings.rows]
    return [_("Ngày"), _("Việc"), _("Đơn vị"), _("Số")], rows, [_("Cộng"), "", "", postings.told]


def _listed(table: Table | None, view: str, *, is_stock: bool) -> Page:
    """The rows of a table; columns that say nothing in any of them are left out."""
    first = {"month": _("Ngày") if is_stock else _("Tháng"), "level": _("Cấp")}.get(view, _("Đơn vị"))
    head = [first, _("Số có") if is_stock else _("Kỳ này"), _("Cùng kỳ"), _("Kế hoạch"), _("% kế hoạch"), _("Có hồ sơ")]
    rows = [_cells(row) for row in table.rows] if table else []
    if table and table.zeros:
        rows.append(
            [
                ngettext("%(n)s đơn vị khác không có gì", "%(n)s đơn vị khác không có gì", table.zeros)
                % {"n": number(table.zeros)},
                Told.exactly(0),
            ]
        )
    total = _total(table) if table and table.adds_up else []
    said = {place for cells in rows for place, cell in enumerate(cells) if cell not in (None, "")} | {0, 1}

    def narrow(cells: list[Cell]) -> list[Cell]:
        return [cell for place, cell in enumerate(cells) if place in said]

    return [name for place, name in enumerate(head) if place in said], [narrow(cells) for cells in rows], narrow(total)


def _total(table: Table) -> list[Cell]:
    return [_("Cộng"), *(_cells(table.foot)[1:] if table.foot else [table.told])]


def _cells(row: Row) -> list[Cell]:
    rate = row.against.rate if row.against else None
    return [row.name, row.now, row.before, row.target, rate, _backed(row.backed)]


def _too_many(request: HttpRequest, count: int) -> HttpResponse:
    said = {"count": number(count), "most": number(MOST)}
    messages.warning(request, _("Có %(count)s bút toán, một file chỉ chứa %(most)s. Chọn kỳ ngắn hơn.") % said)
    return redirect(_link(request))


def _about(context: Context) -> list[str]:
    said = [
        f"{context.name} {scope_name(context.scope)}",
        f"{period_name(context.period)} ({days(context.period)})",
    ]
    if context.known_at:
        said.append(_("Biết đến %(at)s") % {"at": context.known_words})
    if context.tree_on:
        said.append(context.tree_words)
    return said


def _link(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("xlsx", None)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
