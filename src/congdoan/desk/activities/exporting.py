"""A list of activities as a file: CSV, safe against formulas, and Excel."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from itertools import islice
from typing import IO, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from congdoan.base.text import number
from congdoan.desk.activities.listing import Filters, Row, activities_shown, rows
from congdoan.desk.context import Context, context_of
from congdoan.desk.excel import A4
from congdoan.desk.numbers import Told
from congdoan.desk.words import period_name
from congdoan.desk.works.asking import ROWS, asked_again, offer
from congdoan.org.models import Work
from congdoan.org.rules import Made, Tell

MOST = 1_000_000
"""More rows than these no Excel file can hold."""
BATCH = 1000
KEY = 9
"""The column of the number by which an activity is known: it counts nothing."""
CSV, EXCEL = "activities.csv", "activities.xlsx"
"""The kinds of long work that make the list."""
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(request: HttpRequest) -> HttpResponseBase:
    """The list as text: every line is sent as it is read; a long list becomes long work."""
    context, filters = context_of(request), Filters(request)
    if later := _later(request, context, filters, CSV, _("CSV")):
        return later
    response = StreamingHttpResponse(_text(_lines(request, context, filters)), content_type="text/csv; charset=utf-8")
    return _named(response, context, "csv")


def as_excel(request: HttpRequest) -> HttpResponseBase:
    """The list as an Excel file; a long list becomes long work."""
    context, filters = context_of(request), Filters(request)
    if later := _later(request, context, filters, EXCEL, _("Excel")):
        return later
    to = BytesIO()
    _write(to, _lines(request, context, filters))
    return _named(HttpResponse(to.getvalue(), content_type=TYPE), context, "xlsx")


def _later(request: HttpRequest, context: Context, filters: Filters, kind: str, form: str) -> HttpResponse | None:
    """The offer of a list too long to be waited for, or the refusal of one too long for any file."""
    count = activities_shown(request, context, filters).order_by().count()
    if count <= ROWS:
        return None
    if count > MOST:
        said = {"count": number(count), "most": number(MOST)}
        messages.warning(request, _("Có %(count)s hoạt động, một file chỉ chứa %(most)s. Chọn kỳ ngắn hơn.") % said)
        return redirect(f"{reverse('desk:activities')}?{request.GET.urlencode()}")
    said = {"form": form, "unit": context.name, "period": period_name(context.period)}
    title = _("Hoạt động (%(form)s): %(unit)s, %(period)s") % said
    return offer(request, context, kind=kind, title=title, rows=count)


def make_csv(work: Work, to: IO[bytes], tell: Tell) -> Made:
    """The whole list as text, however long."""
    with _asked(work, tell) as (name, lines):
        to.writelines(line.encode() for line in _text(lines))
    return Made(f"{name}.csv")


def make_excel(work: Work, to: IO[bytes], tell: Tell) -> Made:
    """The whole list as an Excel file, however long."""
    with _asked(work, tell) as (name, lines):
        _write(to, lines)
    return Made(f"{name}.xlsx")


@contextmanager
def _asked(work: Work, tell: Tell) -> Iterator[tuple[str, Iterator[list[Any]]]]:
    """The name of the file and the lines of the list that a work is to make, told of as they are read."""
    with asked_again(work) as request:
        context, filters = context_of(request), Filters(request)
        count = activities_shown(request, context, filters).order_by().count()
        yield _name(context), _telling(_lines(request, context, filters), tell, count)


def _telling(lines: Iterator[list[Any]], tell: Tell, count: int) -> Iterator[list[Any]]:
    for done, line in enumerate(lines):
        if done % BATCH == 0:
            tell(min(done, count), count)
        yield line


def _text(lines: Iterable[list[Any]]) -> Iterator[str]:
    """Lines of CSV, with the mark by which Excel knows its letters."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for line in lines:
        yield writer.writerow([safe(cell) for cell in line])


def _write(to: IO[bytes], lines: Iterable[list[Any]]) -> None:
    """An Excel file of a list: days are days, numbers are numbers, nothing is a formula."""
    safely = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    book = Workbook(to, safely)
    page = book.add_worksheet(_("Hoạt động"))
    page.freeze_panes(1, 0)
    page.set_column(0, 0, 11)
    page.set_column(1, 3, 36)
    page.set_column(4, 9, 16)
    page.repeat_rows(0)
    page.set_paper(A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    head = book.add_format({"bold": True, "text_wrap": True})
    day, whole = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "#,##0"})
    for line, cells in enumerate(lines):
        for place, cell in enumerate(cells):
            if isinstance(cell, date):
                page.write_datetime(line, place, cell, day)
            elif isinstance(cell, int):
                page.write_number(line, place, cell, None if place == KEY else whole)
            elif cell:
                page.write_string(line, place, cell, None if line else head)
    book.close()


def safe(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)
    return f"'{text}" if text.startswith(_RUNS) and not isinstance(cell, int) else text


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


def _name(context: Context) -> str:
    return f"hoat-dong-{context.unit.code}-{context.period}".replace("/", "-")


def _named(response: HttpResponseBase, context: Context, ending: str) -> HttpResponseBase:
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(context)}.{ending}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
