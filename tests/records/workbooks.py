"""Workbooks as people send them, written for tests."""

import unicodedata
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


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
"""What Excel makes of a workbook with a password."""
CSV = "Họ và tên,Giới tính,Ngày sinh\nNguyễn Văn Thắng,nam,05/03/1988\nĐỗ Thị Hường,nữ,12/11/1990\n"
TCVN3 = "Hä vµ tªn,Giíi tÝnh,Ngµy sinh\nNguyÔn V¨n Th¾ng,nam,05/03/1988\n§ç ThÞ H­êng,n÷,12/11/1990\n"


def windows_1258(text: str) -> bytes:
    """Marks of tone apart from their letters, as that set has them."""
    out = b""
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tones = [mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"]
            rest = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones))
            out += (rest + "".join(tones)).encode("cp1258")
    return out


def not_workbooks() -> dict[str, tuple[bytes, str]]:
    """Files that are called workbooks and are none that can be read: what each is, and words of the answer to it."""
    text = zipfile.ZipInfo("word/document.xml")
    package = BytesIO()
    with zipfile.ZipFile(package, "w") as packed:
        packed.writestr(text, "<w/>")
    return {
        "password": (LOCKED, "File có mật khẩu."),
        "utf-8": (CSV.encode(), "bảng mã UTF-8"),
        "windows-1258": (windows_1258(CSV), "bảng mã Windows-1258"),
        "tcvn3": (TCVN3.encode("latin-1"), "bảng mã TCVN3"),
        "old letters within": (workbook(*(line.split(",") for line in TCVN3.splitlines())), "bảng mã cũ TCVN3"),
        "word": (package.getvalue(), "không phải Excel"),
        "picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "không phải Excel"),
        "broken": (workbook(HEAD, PAO)[:900], "bị hỏng"),
        "no rows": (workbook(), "không có dòng nào"),
        "no heading": (workbook(PAO, DIN), "Không thấy dòng tiêu đề"),
    }
