"""A file as it comes, opened: what is no workbook, locked, or too large is refused with a sentence that says so."""

import datetime
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from lzma import LZMAError

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from congdoan.base.text import number

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta

FILE_LIMIT = 25_000_000
"""Bytes; a hundred thousand rows of twenty columns take about 12 million."""
UNPACKED_LIMIT = 600_000_000
"""Bytes that a workbook may unpack to; more is no list of people."""
MOST_ROWS = 200_000
MOST_COLUMNS = 120
MOST_CELLS = 12_000_000
"""Cells from the first to the last, row and column, in which anything stands: the reader keeps a place for each."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SECRET = 1
"""The flag of a part that is packed with a password."""
_MARKED_FORMULA = re.compile(rb"<f[ >/]")
# A cell whose formula came to an error: the reader leaves it blank, so it is looked for here, lest it pass as such.
_FAILED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]{0,80}? t="e"')
_ERROR = b't="e"'
_OVERLAP = 128
# Cells far to the right in which something stands, and the row of a cell or of a row that begins.
_WIDE = re.compile(rb'<c r="([A-Z]{2,9})[0-9]+"[^>/]*>')
_FAR_RIGHT = re.compile(rb'c r="[A-Z]{2}')
_ROW = re.compile(rb' r="[A-Z]{0,9}([0-9]+)"')
_STRINGS = "xl/sharedStrings.xml"
_UNIQUE = re.compile(rb' uniqueCount="([0-9]+)"')
# Letters by which the old Vietnamese sets are told apart: in TCVN3 (.VnTime) "Nguyễn Văn" is read as "NguyÔn V¨n".
_TCVN3 = re.compile(r"[a-zA-Z][¨©ª«¬®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßãäåæçèéêëìíîïñòóôõö÷øùúûüýþ]|§[a-z]")
_CHUNK = 1 << 20


class Refused(Exception):
    """A file that cannot be read; its text is the sentence for the user, with what to do."""


@dataclass(frozen=True)
class Page:
    """The sheet of a workbook that is read: rows of cells from the first row on, and what the reader ought to know."""

    name: str
    rows: list[list[Cell]]
    notices: tuple[str, ...] = ()


def open_file(name: str, data: bytes) -> Page:
    """The first sheet of a workbook with anything in it, merged cells filled. Raises Refused."""
    if not data:
        raise Refused(_("File rỗng. Chọn lại file, hoặc lưu lại từ Excel rồi gửi."))
    if len(data) > FILE_LIMIT:
        raise Refused(_("File lớn hơn %d MB. Chia thành nhiều file nhỏ hơn.") % (FILE_LIMIT // 1_000_000))
    seen = _checked(name, data)
    try:
        return _page(CalamineWorkbook.from_filelike(BytesIO(data)), seen)
    except PasswordError:
        raise Refused(_locked()) from None
    except (CalamineError, ValueError, OSError) as error:
        raise Refused(_broken()) from error


@dataclass
class _Extent:
    """How far a sheet goes, seen piece by piece: the last row and the last column in which anything stands."""

    row: int = 0
    column: int = 26
    begun: int = 0

    def see(self, xml: bytes) -> None:
        if _FAR_RIGHT.search(xml):
            self.column = max(self.column, *map(_column, {b"Z", *_WIDE.findall(xml)}))
        end = xml.rfind(b"</c>")
        if end >= 0:
            self.row = _row_before(xml, end) or self.begun
        self.begun = _row_before(xml, len(xml)) or self.begun


def _row_before(xml: bytes, end: int) -> int:
    """The row in which the last cell before a place begins; 0 where none does."""
    begun = max(xml.rfind(b'<c r="', 0, end), xml.rfind(b"<row ", 0, end))
    found = _ROW.search(xml, begun, end) if begun >= 0 else None
    return int(found[1]) if found else 0


@dataclass
class _Seen:
    """What was seen in a package before it was read: what to tell; by sheet how far it goes, and its failed cells.

    `strings` is how many texts it claims to hold.
    """

    notices: list[str] = field(default_factory=list)
    failed: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    extents: dict[str, _Extent] = field(default_factory=dict)
    formulas: bool = False
    strings: int = 0

    def look(self, part: str, xml: bytes) -> None:
        """See a piece of a part; pieces overlap a little."""
        if part == _STRINGS and (claimed := _UNIQUE.search(xml[:1000])):
            self.strings = int(claimed[1])
        if not part.startswith("xl/worksheets/"):
            return
        self.formulas = self.formulas or (b"<f" in xml and _MARKED_FORMULA.search(xml) is not None)
        if _ERROR in xml:
            self.failed.setdefault(part, set()).update(_failed(xml))
        self.extents.setdefault(part, _Extent()).see(xml)


def _broken() -> str:
    return _("File Excel này bị hỏng, không đọc được. Mở bằng Excel rồi lưu lại thành .xlsx.")


def _locked() -> str:
    return _("File có mật khẩu. Mở bằng Excel, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ sổ làm việc) rồi lưu lại.")


def _checked(name: str, data: bytes) -> _Seen:
    """What may be said of the file before it is opened. Raises Refused."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Refused(_locked())
        return _Seen([_macros()] if "_VBA_PROJECT".encode("utf-16-le") in data else [])
    if not data.startswith(_ZIP):
        raise Refused(_not_excel(name, data))
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            if any(part.flag_bits & _SECRET for part in packed.infolist()):
                raise Refused(_locked())
            return _unpacked(name, packed)
    except (zipfile.BadZipFile, zlib.error, LZMAError, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise Refused(_broken()) from error


def _macros() -> str:
    return _("File có macro. Sổ chỉ đọc số liệu trong ô; macro không bao giờ được chạy.")


def _unpacked(name: str, packed: zipfile.ZipFile) -> _Seen:
    """Measure what it unpacks to by unpacking: what a bomb says of its own size is worth nothing."""
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names and "xl/workbook.bin" not in names and "content.xml" not in names:
        raise Refused(
            _("File này mang tên %(name)s nhưng không phải Excel. Mở bằng Excel rồi lưu lại.") % {"name": name}
        )
    seen, left = _Seen([_macros()] if "xl/vbaProject.bin" in names else []), UNPACKED_LIMIT
    for part in parts:
        size, tail = 0, b""
        with packed.open(part) as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                if size > left:
                    sentence = _("File nén quá chặt: bung ra hơn %d MB. Đây không phải một danh sách; chọn file khác.")
                    raise Refused(sentence % (UNPACKED_LIMIT // 1_000_000))
                seen.look(part.filename, tail + chunk)
                tail = chunk[-_OVERLAP:]
        left -= size
        if part.filename == _STRINGS and seen.strings > size:  # the reader would make room for as many as are claimed
            raise Refused(_broken())
    if seen.formulas:
        said = _("File có công thức. Sổ lấy kết quả mà Excel đã tính và lưu; công thức không được tính lại.")
        seen.notices.append(said)
    return seen


def _failed(xml: bytes) -> Iterator[tuple[int, int]]:
    """The places, from 0, of the cells that came to an error."""
    for letters, row in _FAILED.findall(xml):
        yield int(row) - 1, _column(letters) - 1


def _column(letters: bytes) -> int:
    """The number of a column, from 1."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column


def _not_excel(name: str, data: bytes) -> str:
    """What it is instead, where that can be told."""
    said = _("File này mang tên %(name)s nhưng không phải Excel. Mở bằng Excel rồi lưu lại.") % {"name": name}
    letters = letters_of(data)
    if letters:
        said += " " + _("Bên trong là chữ thường (CSV), bảng mã %(letters)s.") % {"letters": letters}
    return said


def letters_of(data: bytes) -> str:
    """The set of letters of a plain text; "" where it is none."""
    head = data[:200_000]
    if b"\0" in head:
        return "UTF-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return _old_letters(head)
    return "UTF-8"


def _old_letters(head: bytes) -> str:
    if looks_like_tcvn3(head.decode("latin-1")):
        return _("TCVN3 (phông .VnTime)")
    try:
        head.decode("cp1258")
    except UnicodeDecodeError:
        return ""
    return "Windows-1258"


def looks_like_tcvn3(text: str) -> bool:
    """Whether a text, read letter by letter, shows the signs of TCVN3 more often than those of Vietnamese."""
    found = len(_TCVN3.findall(text))
    marks_of_1258 = sum(text.count(mark) for mark in "ÌìÒòÞÐðõý")
    return (
        found > 0 and "¨" in text + "®" and (text.count("¨") + text.count("®") + text.count("«") > marks_of_1258 // 4)
    )


def _page(book: CalamineWorkbook, seen: _Seen) -> Page:
    notices = seen.notices
    for place, name in enumerate(book.sheet_names, 1):
        _refuse_far(seen.extents.get(f"xl/worksheets/sheet{place}.xml", _Extent()))
        sheet = book.get_sheet_by_name(name)
        rows = _rows(sheet)
        if rows:
            _mark_failed(rows, seen.failed.get(f"xl/worksheets/sheet{place}.xml", set()))
            filled = _fill_merged(rows, sheet)
            if filled:
                notices.append(
                    ngettext(
                        "Có %d chỗ trộn ô; giá trị được chép cho mọi ô trong đó.",
                        "Có %d chỗ trộn ô; giá trị được chép cho mọi ô trong đó.",
                        filled,
                    )
                    % filled
                )
            if len([other for other in book.sheet_names if other != name]):
                notices.append(_("File có nhiều trang; chỉ đọc trang “%s”.") % name)
            return Page(name, rows, tuple(notices))
    raise Refused(_("File không có dòng nào. Điền vào mẫu rồi gửi lại."))


def _refuse_far(extent: _Extent) -> None:
    """Raise Refused where something stands so far out that the places up to it would fill the memory."""
    if extent.row * extent.column <= MOST_CELLS:
        return
    if extent.row > MOST_ROWS:
        sentence = _("Có chữ ở tận dòng %(row)s. Xóa ô lạc ngoài danh sách rồi lưu lại, hoặc chia thành nhiều file.")
        raise Refused(sentence % {"row": number(extent.row)})
    raise Refused(_("Trang tính rộng hơn %d cột. Chỉ giữ các cột của mẫu.") % MOST_COLUMNS)


def _rows(sheet: CalamineSheet) -> list[list[Cell]]:
    """The rows down to the last with anything in it; empty ones between stay, so that numbers are those of Excel."""
    if sheet.width > MOST_COLUMNS * 20:
        raise Refused(_("Trang tính rộng hơn %d cột. Chỉ giữ các cột của mẫu.") % MOST_COLUMNS)
    rows: list[list[Cell]] = []
    told = 0
    blank = [""] * sheet.width
    for cells in sheet.iter_rows():
        rows.append(cells[:MOST_COLUMNS] if cells != blank else [])
        told += bool(rows[-1])
        if told > MOST_ROWS:
            raise Refused(_("File có hơn %d dòng. Chia thành nhiều file.") % MOST_ROWS)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _mark_failed(rows: list[list[Cell]], failed: set[tuple[int, int]]) -> None:
    for row, column in failed:
        if row < len(rows) and column < MOST_COLUMNS:
            rows[row].extend([""] * (column + 1 - len(rows[row])))
            rows[row][column] = "#VALUE!"


def _fill_merged(rows: list[list[Cell]], sheet: CalamineSheet) -> int:
    """Give every cell of a merged run the value of its first; how many runs beneath the first rows were so filled."""
    filled = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if left >= MOST_COLUMNS or top >= len(rows) or not rows[top][left : left + 1] or rows[top][left] == "":
            continue
        value = rows[top][left]
        for cells in rows[top : min(bottom + 1, top + 5_000)]:
            cells.extend([""] * (min(right, MOST_COLUMNS - 1) + 1 - len(cells)))
            cells[left : right + 1] = [value] * (min(right, MOST_COLUMNS - 1) + 1 - left)
        filled += 1
    return filled


def lines(rows: Sequence[list[Cell]], after: int) -> Iterator[tuple[int, list[Cell]]]:
    """The rows beneath a heading with their numbers in Excel, without those in which nothing stands."""
    for place in range(after, len(rows)):
        if rows[place]:
            yield place + 1, rows[place]
