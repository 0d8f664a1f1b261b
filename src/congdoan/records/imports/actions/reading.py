"""Workbooks read: every row with what is wrong with it, and who is told of twice or known already."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.sealing import is_sealed, unseal_bytes
from congdoan.org.models import Unit
from congdoan.records.imports.models import CERTAIN, FILE, Upload, What, known_already, recorded_already
from congdoan.records.imports.rules import (
    Fault,
    Group,
    Heading,
    Line,
    Page,
    Person,
    Refused,
    Tell,
    alike_activities,
    alike_people,
    grouped,
    open_file,
    read_rows,
    recognise,
    same_people,
    silent,
)
from congdoan.records.members.rules import YOUNGEST_YEARS

SHOWN = 50
"""So many likely duplicates are shown at a time; all stand in the file of remarks."""


@dataclass
class Rows:
    """Rows of a workbook, with those known already and how they are known.

    `twice` are rows that an earlier row of the file tells of, with that row; `same` are those of them that are surely
    the same, since one identity number or card is never that of two persons.
    """

    lines: list[Line[Any]]
    twice: Mapping[int, int]
    same: Mapping[int, int]
    known: Mapping[int, str]
    anyway: frozenset[int]

    @cached_property
    def doubles(self) -> frozenset[int]:
        """Right rows left out as told already: with one identity number or card there are never two persons."""
        told = {*self.known, *self.twice}
        return frozenset(row for row in told if row not in self.anyway or self.is_certain(row))

    def is_good(self, line: Line[Any]) -> bool:
        return not line.faults and line.row not in self.doubles

    def is_double(self, line: Line[Any]) -> bool:
        return not line.faults and line.row in self.doubles

    def is_certain(self, row: int) -> bool:
        """Whether nobody can say that it tells of another person."""
        return self.known.get(row) in CERTAIN or row in self.same

    @property
    def right(self) -> list[Line[Any]]:
        """Those with nothing wrong in them, known already or not."""
        return [line for line in self.lines if not line.faults]

    @property
    def good(self) -> list[Line[Any]]:
        return [line for line in self.lines if self.is_good(line)]

    def told(self) -> dict[str, object]:
        """What is kept of them for the page: counts, and the first likely duplicates."""
        double = [line for line in self.lines if self.is_double(line)]
        return {
            "good": len(self.right) - len(double),
            "double": len(double),
            "doubles": [self._double(line) for line in double[:SHOWN]],
        }

    def _double(self, line: Line[Any]) -> dict[str, object]:
        day: date | None = line.thing.dated
        return {
            "row": line.row,
            "name": line.thing.called,
            "born": f"{day:%d/%m/%Y}" if day else "",
            "known": self.known.get(line.row, ""),
            "twice": self.twice.get(line.row),
            "may": not self.is_certain(line.row),
        }


@dataclass
class Preview(Rows):
    """What a whole workbook comes to: its page and heading too, and the rows with faults among the others."""

    page: Page
    heading: Heading

    def told(self) -> dict[str, object]:
        """What is kept of it for the page: beside the rows the columns, and the groups of faults."""
        faulty = [line for line in self.lines if line.faults]
        return super().told() | {
            "sheet": self.page.name,
            "notices": list(self.page.notices),
            "columns": [[self.heading.labels[place], key] for place, key in self.heading.columns.items()],
            "unknown": list(self.heading.unknown)[:30],
            "faulty": len(faulty),
            "groups": [_group(group) for group in grouped(fault for line in faulty for fault in line.faults)],
        }


def _group(group: Group) -> dict[str, object]:
    return {
        "kind": group.kind,
        "column": group.column,
        "count": group.count,
        "mendable": group.mendable,
        "first": [[f.row, f.written, f.sentence, f.mend] for f in group.first],
    }


def read_upload(upload: Upload, tell: Tell = silent, *, keep: bool = False) -> Preview:
    """Read a workbook again with all that was decided about it. Raises ValidationError where it cannot be read.

    With `keep` its page keeps the rows as they are written there.
    """
    if not upload.file:
        raise ValidationError(_("File đã được xóa theo thời hạn lưu."))
    try:
        with upload.file.open("rb") as file:
            data = file.read()
    except FileNotFoundError:
        raise ValidationError(_("Không còn file này trên máy chủ. Gửi lại file.")) from None
    if is_sealed(data):
        data = unseal_bytes(data, FILE)
    return preview_of(upload, data, tell, keep=keep)


def preview_of(upload: Upload, data: bytes, tell: Tell = silent, *, keep: bool = False) -> Preview:
    """What the bytes of a workbook come to, with all that was decided about it. Raises ValidationError."""
    with without_collecting():
        try:
            page = open_file(upload.name, data)
            heading = recognise(page.rows, upload.way.columns)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        decided = upload.decided
        found = list(read_rows(page.rows, heading, upload.way, decided, clock.today(), tell, keep=keep))
        _check_days(found, upload.unit)
        if upload.what == What.MEMBERS:
            _check_ages(found, upload.day or clock.today())
        right = [line for line in found if not line.faults]
        if upload.what == What.ACTIVITIES:
            same, twice, known = {}, alike_activities(right), recorded_already(upload.unit, right)
        else:
            same, known = same_people(right), known_already(upload.unit, right)
            twice = alike_people(right) | same
        return Preview(found, twice, same, known, decided.anyway, page, heading)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let nobody look for circles among the millions of cells: there are none, and looking doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _check_days(found: Iterable[Line[Any]], unit: Unit) -> None:
    """Mark the rows whose day lies before the unit was founded or after it ended."""
    first, last = unit.first_day, unit.last_day
    for line in found:
        day: date | None = line.thing.day
        if day is None:
            continue
        if first and day < first:
            said = _("Đơn vị thành lập ngày %(day)s; không ghi được việc trước ngày đó.")
            line.faults.append(_outside(line.row, day, said, first))
        elif last and day > last:
            said = _("Đơn vị đã kết thúc hoạt động ngày %(day)s; không ghi được việc sau ngày đó.")
            line.faults.append(_outside(line.row, day, said, last))


def _check_ages(found: Iterable[Line[Person]], usual: date) -> None:
    """Mark the rows of who would have entered before they may work; `usual` is the day where a row tells none."""
    for line in found:
        born, entered = line.thing.born, line.thing.day or usual
        if born is None or entered.year - born.year >= YOUNGEST_YEARS or any(f.column == "day" for f in line.faults):
            continue
        told = f"{entered:%d/%m/%Y}"
        sentence = _("Ngày %(day)s người này chưa đủ %(years)d tuổi. Sửa ngày sinh hoặc ngày vào.")
        said = sentence % {"day": told, "years": YOUNGEST_YEARS}
        line.faults.append(Fault(line.row, "day", "early", told if line.thing.day else "", said))


def _outside(row: int, day: date, said: str, bound: date) -> Fault:
    told = f"{bound:%d/%m/%Y}"
    return Fault(row, "day", "early", f"{day:%d/%m/%Y}", said % {"day": told}, told)
