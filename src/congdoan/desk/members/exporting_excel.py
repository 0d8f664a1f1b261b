"""A long list as an Excel file: XlsxWriter lays the sheet out, the rows are written straight into its XML.

Cell by cell through XlsxWriter a list of a hundred thousand persons takes four times as long.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

SHEET = "xl/worksheets/sheet1.xml"
BATCH = 2_000
_EPOCH = date(1899, 12, 30).toordinal()
_DAY_STYLE = 1
"""The first of the formats that `_frame` uses."""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def excel(page: str, mark: str, head: Sequence[str], lines: Iterator[Sequence[Any]]) -> IO[bytes]:
    """A file of the lines, on the disk as they come: days are days, all else is text and nothing is a formula.

    The mark stands in the first row and at the foot of each printed page.
    """
    to = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    frame = zipfile.ZipFile(BytesIO(_frame(page, mark, head)))
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for part in frame.infolist():
            if part.filename != SHEET:
                packed.writestr(part.filename, frame.read(part))
        before, end, after = frame.read(SHEET).decode().partition("</sheetData>")
        with packed.open(SHEET, "w", force_zip64=True) as sheet:
            sheet.write(re.sub(r'<dimension ref="[^"]*"/>', "", before).encode())
            for part_of in _rows(lines, [xl_col_to_name(place) for place in range(len(head))]):
                sheet.write(part_of.encode())
            sheet.write((end + after).encode())
    to.seek(0)
    return to


def _frame(page: str, mark: str, head: Sequence[str]) -> bytes:
    """The file with its first two rows."""
    buffer = BytesIO()
    book = Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(page)
    as_day, strong = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"bold": True})
    sheet.set_footer("&L" + mark.replace("&", "&&"))
    sheet.freeze_panes(2, 0)
    sheet.set_column(0, len(head), 18)
    sheet.write_string(0, 0, mark)
    sheet.write_blank(0, 1, None, as_day)
    sheet.write_row(1, 0, head, strong)
    book.close()
    return buffer.getvalue()


def _rows(lines: Iterator[Sequence[Any]], letters: Sequence[str]) -> Iterator[str]:
    """The rows from the third on, many at a time."""
    number = 3
    while batch := list(islice(lines, BATCH)):
        yield "".join([_row(row, line, letters) for row, line in enumerate(batch, number)])
        number += len(batch)


def _row(number: int, line: Iterable[Any], letters: Sequence[str]) -> str:
    cells = [_cell(f"{letter}{number}", cell) for letter, cell in zip(letters, line, strict=True) if cell]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, cell: Any) -> str:
    if isinstance(cell, date):
        return f'<c r="{place}" s="{_DAY_STYLE}"><v>{cell.toordinal() - _EPOCH}</v></c>'
    text = escape(str(cell))
    if _NO_XML.search(text):
        text = _NO_XML.sub("", text)
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
