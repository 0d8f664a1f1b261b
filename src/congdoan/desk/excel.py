"""Tables as Excel files: numbers stay numbers and days stay days; what is only bounded is written as it is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO

import xlsxwriter
from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from xlsxwriter.format import Format

from congdoan.base.text import fold
from congdoan.desk.numbers import Told
from congdoan.org.rules import Tell

TOLD_EACH = 1000
NARROW, WIDE, A4 = 9, 48, 9
"""Columns are as wide as what they hold, between these, in characters; the number by which Excel knows A4."""


@dataclass(frozen=True)
class Percent:
    """A share in whole percent."""

    value: int


Cell = Told | Percent | str | int | float | date | None
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Book:
    """A table with its title and what it is of; `link` opens the same on the desk, `of` tells its file from others."""

    title: str
    about: Sequence[str]
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    link: str = ""
    total: Sequence[Cell] = field(default_factory=tuple)
    of: str = ""


def download(book: Book) -> HttpResponse:
    """The table as a file to keep."""
    response = HttpResponse(written(book), content_type=EXCEL)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(book)}.xlsx"'
    return response


def file_name(book: Book) -> str:
    name = (slugify(fold(book.title)) or "bang")[:80].rstrip("-")
    return f"{name}-{slugify(book.of)}" if book.of else name


def written(book: Book, tell: Tell | None = None) -> bytes:
    """The table as an Excel file; `tell` hears how many rows are written."""
    buffer = BytesIO()
    file = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = file.add_worksheet(_("Bảng"))
    strong = file.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1})
    sheet.write_string(0, 0, book.title, file.add_format({"bold": True, "font_size": 14}))
    for place, line in enumerate(book.about, 1):
        sheet.write_string(place, 0, line)
    top = len(book.about) + 2
    for column, name in enumerate(book.head):
        sheet.write_string(top, column, name, strong)
    sheet.set_row(top, 32)
    formats: dict[int | str, Format] = {
        places: file.add_format({"num_format": "#,##0" + (f".{'0' * places}" if places else "")}) for places in range(4)
    }
    for kept in ("0%", "dd/mm/yyyy"):
        formats[kept] = file.add_format({"num_format": kept, "align": "right"})
    for row, cells in enumerate([*book.rows, *([book.total] if book.total else [])], top + 1):
        if tell and not row % TOLD_EACH:
            tell(row - top, len(book.rows))
        for column, cell in enumerate(cells):
            _write(sheet, row, column, cell, formats)
    for column, width in enumerate(_widths(book)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if book.link:
        sheet.write_url(top + len(book.rows) + 3, 0, book.link, string=_("Mở bảng này trong Sổ Công Đoàn"))
    file.close()
    return buffer.getvalue()


def _widths(book: Book) -> list[int]:
    """So wide that what a column holds is seen; its head may wrap."""
    longest = [max(map(len, name.split()), default=0) for name in book.head]
    for cells in [*book.rows, book.total]:
        for column, cell in enumerate(cells):
            longest[column] = max(longest[column], 10 if isinstance(cell, date) else len(_shown(cell)))
    return [min(max(length + 2, NARROW), WIDE) for length in longest]


def _shown(cell: Cell) -> str:
    if isinstance(cell, Percent):
        return f"{cell.value}%"
    return f"{cell:,.1f}" if isinstance(cell, int | float) else str(cell or "")


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, formats: dict[int | str, Format]
) -> None:
    if isinstance(cell, Told):
        if cell.value is not None:
            sheet.write_number(row, column, float(cell.value), formats[cell.places])
        else:
            sheet.write_string(row, column, str(cell).replace("\u00a0", " "))
    elif isinstance(cell, Percent):
        sheet.write_number(row, column, cell.value / 100, formats["0%"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats["dd/mm/yyyy"])
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell, formats[0] if isinstance(cell, int) else formats[1])
    elif cell:
        sheet.write_string(row, column, cell)
