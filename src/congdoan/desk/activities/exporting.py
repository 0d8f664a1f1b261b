"""A list of activities as a file: CSV, safe against formulas, and Excel."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from congdoan.base.text import number
from congdoan.desk.activities.listing import Filters, Row, activities_shown, rows
from congdoan.desk.context import Context, context_of
from congdoan.desk.numbers import Told

MOST = 50_000
"""More rows than these are no file that anybody reads."""
BATCH = 1000
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(request: HttpRequest) -> HttpResponseBase:
    """The list as text: every line is sent as it is read."""
    context, filters = context_of(request), Filters(request)
    if refused := _too_many(request, context, filters):
        return refused
    writer = csv.writer(_Echo())
    lines = ([safe(cell) for cell in line] for line in _lines(request, context, filters))
    text = (writer.writerow(line) for line in lines)
    response = StreamingHttpResponse(_marked(text), content_type="text/csv; charset=utf-8")
    return _named(response, context, "csv")


def as_excel(request: HttpRequest) -> HttpResponseBase:
    """The list as an Excel file; days are days, numbers are numbers, nothing is a formula."""
    context, filters = context_of(request), Filters(request)
    if refused := _too_many(request, context, filters):
        return refused
    to = BytesIO()
    safely = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    book = Workbook(to, safely)
    page = book.add_worksheet(_("Hoạt động"))
    styles = {
        "head": book.add_format({"bold": True, "text_wrap": True}),
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
    }
    whole = book.add_format({"num_format": "#,##0"})
    for line, cells in enumerate(_lines(request, context, filters)):
        for place, cell in enumerate(cells):
            if isinstance(cell, date):
                page.write_datetime(line, place, cell, styles["day"])
            elif isinstance(cell, int):
                page.write_number(line, place, cell, whole)
            else:
                page.write_string(line, place, cell, None if line else styles["head"])
    page.freeze_panes(1, 0)
    page.set_column(0, 0, 11)
    page.set_column(1, 3, 36)
    page.set_column(4, 9, 16)
    book.close()
    return _named(HttpResponse(to.getvalue(), content_type=EXCEL), context, "xlsx")


def safe(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)
    return f"'{text}" if text.startswith(_RUNS) and not isinstance(cell, int) else text


def _too_many(request: HttpRequest, context: Context, filters: Filters) -> HttpResponse | None:
    count = activities_shown(request, context, filters).order_by().count()
    if count <= MOST:
        return None
    said = {"count": number(count), "most": number(MOST)}
    messages.warning(request, _("Có %(count)s hoạt động, một file chỉ chứa %(most)s. Chọn kỳ ngắn hơn.") % said)
    return redirect(f"{reverse('desk:activities')}?{request.GET.urlencode()}")


def _lines(request: HttpRequest, context: Context, filters: Filters) -> Iterator[list[Any]]:
    yield [
        _("Ngày"),
        _("Đơn vị"),
        _("Loại hoạt động"),
        _("Chi tiết"),
        _("Số người"),
        _("Số tiền (đồng)"),
        _("Ghi thêm"),
        _("Người ghi"),
        _("Trạng thái"),
        _("Mã"),
    ]
    found = activities_shown(request, context, filters).select_related("entry", "entry__by")
    for batch in _batches(found.iterator(chunk_size=BATCH)):
        yield from map(_line, rows(batch))


def _batches(things: Iterable[Any]) -> Iterator[list[Any]]:
    source = iter(things)
    while batch := list(islice(source, BATCH)):
        yield batch


def _line(row: Row) -> list[Any]:
    activity, entry = row.activity, row.activity.entry
    return [
        activity.day,
        row.unit,
        row.kind,
        row.more,
        _cell(row.people),
        _cell(row.amount),
        activity.note,
        entry.by.get_full_name() or entry.by.get_username(),
        _("đã rút") if activity.withdrawn else "",
        activity.pk,
    ]


def _cell(told: Told | None) -> int | str:
    if told is None:
        return ""
    return int(told.value) if told.value is not None else str(told)


def _marked(lines: Iterable[str]) -> Iterator[str]:
    """With the mark by which Excel knows its letters."""
    yield "\ufeff"
    yield from lines


def _named(response: Any, context: Context, ending: str) -> HttpResponseBase:
    name = f"hoat-dong-{context.unit.code}-{context.period}".replace("/", "-")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[no-any-return]
