"""Cells as people fill them: days in all their spellings, yes and no, one of a list; read, or refused with a mend."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base.text import fold, visible
from congdoan.records.imports.rules.opening import Cell

KINDS = {
    "blank": gettext_lazy("còn trống"),
    "short_year": gettext_lazy("ngày ghi năm hai chữ số, kiểu 5.3.88"),
    "turned": gettext_lazy("ngày ghi tháng trước ngày"),
    "no_such_day": gettext_lazy("ngày không có trong lịch"),
    "unreadable_day": gettext_lazy("ngày không đọc được"),
    "month_only": gettext_lazy("chỉ ghi tháng và năm"),
    "early": gettext_lazy("ngày quá sớm hoặc chưa đến"),
    "choice": gettext_lazy("không có trong danh sách chọn"),
    "number": gettext_lazy("không phải là số"),
    "digits": gettext_lazy("số định danh, số thẻ hoặc điện thoại viết sai"),
    "lost_zero": gettext_lazy("mất số 0 ở đầu"),
    "name": gettext_lazy("họ và tên viết sai"),
    "formula": gettext_lazy("công thức báo lỗi"),
    "other": gettext_lazy("không đúng quy định"),
}
"""The kinds of faults, by which they are grouped and mended together."""

WORKING_AGE = 15
MOST = 10**15
"""No number that a unit writes is larger."""
_EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's serial days."""
_SERIALS = range(3_653, 73_051)
"""1/1/1910 to 31/12/2099."""
_PARTS = re.compile(r"(\d{1,4})\s*[./\-\s]\s*(\d{1,2})\s*[./\-\s]\s*(\d{1,4})")
_USUAL = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}),? nam (\d{2,4})")
_MONTH = re.compile(r"(?:thang )?(\d{1,2})\s*[./\-]\s*(\d{4})")
_ERRORS = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)")


folded = lru_cache(maxsize=10_000)(fold)
"""What is written in the same words over and over is folded once."""


class Wrong(Exception):
    """A cell that cannot be taken as it is: a kind of KINDS, a sentence, and what to write instead, if clear."""

    def __init__(self, kind: str, sentence: str, mend: str = "") -> None:
        super().__init__(sentence)
        self.kind, self.sentence, self.mend = kind, sentence, mend


@dataclass(frozen=True)
class Born:
    """A day of birth; where only the year is known, its first day."""

    day: date
    year_only: bool = False


def text_of(cell: Cell) -> str:
    """What stands in a cell, as text: whole numbers without a point, days as they are written here. Raises Wrong."""
    if isinstance(cell, str):
        if cell.startswith("#") and _ERRORS.fullmatch(cell.strip()):
            raise Wrong("formula", _("Công thức báo lỗi %s. Sửa công thức hoặc gõ thẳng giá trị.") % cell.strip())
        return visible(cell).strip()
    if isinstance(cell, bool):
        return _("có") if cell else _("không")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    return str(cell)


def read_day(cell: Cell, today: date) -> date:
    """A whole day on which something happened. Raises Wrong."""
    found = read_born(cell, today, youngest=0)
    if found.year_only:
        raise Wrong("unreadable_day", _("Chỉ có năm %d; viết cả ngày và tháng, ví dụ 05/03/1988.") % found.day.year)
    return found.day


def read_born(cell: Cell, today: date, *, youngest: int = WORKING_AGE) -> Born:
    """A day, or a year alone: a date cell, a serial day of Excel, `05/03/1988`, `5-3-1988`, `1988-03-05`, `1988`.

    A year of two digits or a month before its day is read only as a mend: it could be another; what is so many years
    old at the least tells which century is meant. Raises Wrong.
    """
    if isinstance(cell, datetime):
        return Born(cell.date())
    if isinstance(cell, date):
        return Born(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_number(cell)
    return _of_text(text_of(cell), today, youngest)


def _of_number(cell: int | float) -> Born:
    if not isfinite(cell):
        raise _unreadable(str(cell))
    if 1900 <= cell <= 2100 and int(cell) == cell:
        return Born(date(int(cell), 1, 1), year_only=True)
    if int(cell) in _SERIALS:
        return Born(_EPOCH + timedelta(days=int(cell)))
    raise _unreadable(str(cell))


@lru_cache(maxsize=50_000)
def _of_text(text: str, today: date, youngest: int) -> Born:
    if usual := _USUAL.fullmatch(text):
        return _of_parts(text, usual[1], usual[2], usual[3], today, youngest)
    plain = fold(text).strip(" .,'\"")
    if re.fullmatch(r"(?:nam )?(?:19|20)\d\d", plain):
        return Born(date(int(plain[-4:]), 1, 1), year_only=True)
    if re.fullmatch(r"\d{5}(\.\d+)?", plain) and int(float(plain)) in _SERIALS:
        return Born(_EPOCH + timedelta(days=int(float(plain))))
    plain = re.sub(r"[ t]\d\d?:\d\d(:\d\d)?.*$", "", plain)
    if words := _WORDS.fullmatch(plain):
        return _of_parts(text, words[1], words[2], words[3], today, youngest)
    if parts := _PARTS.fullmatch(plain):
        if len(parts[1]) > 2:
            return _of_parts(text, parts[3], parts[2], parts[1], today, youngest)
        return _of_parts(text, parts[1], parts[2], parts[3], today, youngest)
    if re.fullmatch(r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(19|20)\d\d", plain):
        return _of_parts(text, plain[:2], plain[2:4], plain[4:], today, youngest)
    if (month := _MONTH.fullmatch(plain)) and 1 <= int(month[1]) <= 12:
        sentence = _("“%s” chỉ có tháng và năm. Viết cả ngày, hoặc chỉ ghi năm sinh.")
        raise Wrong("month_only", sentence % text, month[2])
    raise _unreadable(text)


def _unreadable(text: str) -> Wrong:
    return Wrong("unreadable_day", _("“%s” không đọc được thành ngày. Viết như 05/03/1988.") % text[:40])


def _of_parts(text: str, day: str, month: str, year: str, today: date, youngest: int) -> Born:
    if len(year) == 3 or (len(year) == 4 and not 1900 <= int(year) <= 2100):
        raise _unreadable(text)
    of_year = int(year) if len(year) == 4 else _full_year(int(year), today, youngest)
    found = _in_calendar(text, int(day), int(month), of_year)
    if len(year) < 4:
        sentence = _("“%(text)s” ghi năm hai chữ số. Có phải %(day)s?")
        mend = f"{found:%d/%m/%Y}"
        raise Wrong("short_year", sentence % {"text": text, "day": mend}, mend)
    return Born(found)


def _full_year(short: int, today: date, youngest: int) -> int:
    """The latest year that ends so and is at least so many years ago."""
    century = today.year // 100 * 100
    return century + short if century + short <= today.year - youngest else century - 100 + short


def _in_calendar(text: str, day: int, month: int, year: int) -> date:
    if 1 <= day <= 12 < month <= 31:
        turned = f"{month:02}/{day:02}/{year}"
        if month <= monthrange(year, day)[1]:
            sentence = _("“%(text)s” có vẻ ghi tháng trước ngày. Có phải %(day)s?")
            raise Wrong("turned", sentence % {"text": text, "day": turned}, turned)
    if not 1 <= month <= 12 or day < 1:
        raise _unreadable(text)
    last = monthrange(year, month)[1]
    if day > last:
        sentence = _("Ngày %(text)s không có. Tháng %(month)d chỉ có %(last)d ngày.")
        said = {"text": text, "month": month, "last": last}
        raise Wrong("no_such_day", sentence % said, f"{last:02}/{month:02}/{year}")
    return date(year, month, day)


def read_choice(cell: Cell, choices: Mapping[str, str], shown: Sequence[str]) -> str:
    """The value of one of some folded words; "" for a blank. Raises Wrong with the nearest of those shown, if any."""
    text = text_of(cell)
    plain = folded(text).strip(" .,")
    if not plain or plain in choices:
        return choices.get(plain, "")
    begins = sorted({word for word in choices if word.startswith(plain) or plain.startswith(word)}, key=len)
    sentence = _("“%(text)s” không có trong danh sách: %(known)s.")
    near = choices[begins[-1]] if begins and len(plain) > 2 else ""
    mend = next((word for word in shown if near and choices.get(folded(word)) == near), near)
    raise Wrong("choice", sentence % {"text": text[:40], "known": ", ".join(shown)[:200]}, mend)


def read_whole(cell: Cell) -> int | None:
    """A whole number: `1.250`, `1250`, `1 250`; None for a blank. Raises Wrong."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not isfinite(cell) or cell < 0 or int(cell) != cell or cell > MOST:
            raise Wrong("number", _("“%s” không phải số nguyên từ 0 trở lên.") % str(Decimal(str(cell))))
        return int(cell)
    text = text_of(cell)
    digits = re.sub(r"(?<=\d)[.\s\u00a0](?=\d{3}(\D|$))", "", text)
    digits = re.sub(r"\s*(đồng|đ|vnđ|người|lượt người)$", "", digits.lower())
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit() or len(digits) > 15:
        raise Wrong("number", _("“%s” không đọc được thành số. Viết như 2.000.000.") % text[:40])
    return int(digits)


def read_digits(cell: Cell, length: int) -> str:
    """Digits of a number that begins with a zero, which Excel drops where the cell holds a number. Raises Wrong."""
    text = text_of(cell)
    if "e+" in text.lower():
        raise Wrong("digits", _("Excel đã viết tắt số này thành %s. Định dạng cột là Chữ rồi gõ lại.") % text)
    bare = re.sub(r"[\s.\-()']+", "", text)
    if bare.isascii() and bare.isdigit() and length - 2 <= len(bare) < length:
        mend = bare.zfill(length)
        sentence = _("Phải có %(length)d chữ số; mới có %(count)d. Excel có thể đã bỏ số 0 ở đầu: %(mend)s?")
        raise Wrong("lost_zero", sentence % {"length": length, "count": len(bare), "mend": mend}, mend)
    return text.lstrip("'")
