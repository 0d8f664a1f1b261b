"""Tables as Excel files: numbers stay numbers, with a column that says where one is a bound."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

import xlsxwriter
from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from congdoan.base.text import fold
from congdoan.desk.numbers import Told
from congdoan.org.rules import Tell

TOLD_EACH = 1000
Cell = Told | str | int | float | None
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Book:
    """A table with its title and what it is of; `link` opens the same on the desk."""

    title: str
    about: Sequence[str]
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    link: str = ""
    total: Sequence[Cell] = field(default_factory=tuple)


def download(book: Book) -> HttpResponse:
    """The table as a file to keep."""
    response = HttpResponse(written(book), content_type=EXCEL)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(book)}.xlsx"'
    return response


def file_name(book: Book) -> str:
    return (slugify(fold(book.title)) or "bang")[:80]


def written(book: Book, tell: Tell | None = None) -> bytes:
    """The table as an Excel file; `tell` hears how many rows are written."""
    buffer = BytesIO()
    file = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = file.add_worksheet(_("Bảng"))
    strong = file.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1})
    sheet.write(0, 0, book.title, file.add_format({"bold": True, "font_size": 14}))
    for place, line in enumerate(book.about, 1):
        sheet.write(place, 0, line)
    top = len(book.about) + 2
    for column, name in enumerate(book.head):
        sheet.write(top, column, name, strong)
    sheet.set_row(top, 32)
    formats = {
        places: file.add_format({"num_format": "#,##0" + (f".{'0' * places}" if places else "")}) for places in range(4)
    }
    for row, cells in enumerate([*book.rows, *([book.total] if book.total else [])], top + 1):
        if tell and not row % TOLD_EACH:
            tell(row - top, len(book.rows))
        for column, cell in enumerate(cells):
            _write(sheet, row, column, cell, formats)
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, max(1, len(book.head) - 1), 16)
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if book.link:
        sheet.write_url(top + len(book.rows) + 3, 0, book.link, string=_("Mở bảng này trong Sổ Công Đoàn"))
    file.close()
    return buffer.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    cell: Cell,
    formats: dict[int, xlsxwriter.format.Format],
) -> None:
    if isinstance(cell, Told):
        if cell.value is not None:
            sheet.write_number(row, column, float(cell.value), formats[cell.places])
        else:
            sheet.write_string(row, column, str(cell).replace("\u00a0", " "))
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell, formats[0] if isinstance(cell, int) else formats[1])
    elif cell:
        sheet.write_string(row, column, cell)
