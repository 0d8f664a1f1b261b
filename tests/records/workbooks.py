"""Workbooks as people send them, written for tests."""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

import xlsxwriter

HEAD = ("Họ và tên", "Giới tính", "Ngày sinh", "Số định danh")
PAO = ("Giàng A Pao", "nam", "05/03/1988", "010088001234")
DIN = ("Lý Thị Dín", "nữ", "12/11/1990", "010190005678")


def workbook(*rows: Sequence[object], merged: Mapping[str, str] | None = None, password: str = "") -> bytes:
    """A workbook of one sheet with these rows; `merged` writes a value over a run of cells."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": True})
    sheet = book.add_worksheet("Danh sách")
    as_day = book.add_format({"num_format": "dd/mm/yyyy"})
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, as_day)
            elif cell is not None:
                sheet.write(row, column, cell)
    for cells, value in (merged or {}).items():
        sheet.merge_range(cells, value)
    book.close()
    return buffer.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same package with one part more."""
    buffer = BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return buffer.getvalue()


def with_sheet(data: bytes, head: str, rows: str) -> bytes:
    """The same package with the rows of its sheet replaced; `head` stands before `<sheetData>`."""
    old, new = zipfile.ZipFile(BytesIO(data)), BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                text = content.decode()
                before, _tag, rest = text.partition("</sheetData>")
                content = f"{before}{rows}</sheetData>{rest}".encode()
            packed.writestr(part.filename, content)
    return new.getvalue()
