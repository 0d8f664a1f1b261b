"""A workbook sent in and looked at before anything is written: what is right, what is wrong, who is known already."""

import gc
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.activities.actions import kind_of
from congdoan.records.imports.models import CERTAIN, How, State, Upload, What, known_already, recorded_already
from congdoan.records.imports.rules import (
    Fault,
    Group,
    Heading,
    Line,
    Page,
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

SHOWN = 50
"""So many likely duplicates are shown at a time; all stand in the file of remarks."""


@dataclass
class Preview:
    """What a workbook comes to: every row with its faults, and those known already with how they are known.

    `twice` are rows that an earlier row of the file tells of, with that row; `same` are those of them that are surely
    the same, since one identity number or card is never that of two persons.
    """

    page: Page
    heading: Heading
    lines: list[Line[Any]]
    twice: Mapping[int, int]
    same: Container[int]
    known: Mapping[int, str]
    anyway: frozenset[int]

    def is_good(self, line: Line[Any]) -> bool:
        return not line.faults and not self.is_double(line)

    def is_double(self, line: Line[Any]) -> bool:
        """Whether it is left out as told already; with one identity number or card there are never two persons."""
        row = line.row
        if line.faults:
            return False
        return self.is_certain(row) or ((row in self.known or row in self.twice) and row not in self.anyway)

    def is_certain(self, row: int) -> bool:
        """Whether nobody can say that it tells of another person."""
        return self.known.get(row) in CERTAIN or row in self.same

    @property
    def good(self) -> list[Line[Any]]:
        return [line for line in self.lines if self.is_good(line)]

    def told(self) -> dict[str, object]:
        """What is kept of it for the page: counts, groups of faults, the first likely duplicates."""
        faulty = [line for line in self.lines if line.faults]
        double = [line for line in self.lines if self.is_double(line)]
        return {
            "sheet": self.page.name,
            "notices": list(self.page.notices),
            "columns": [[self.heading.labels[place], key] for place, key in self.heading.columns.items()],
            "unknown": list(self.heading.unknown)[:30],
            "good": sum(self.is_good(line) for line in self.lines),
            "faulty": len(faulty),
            "double": len(double),
            "groups": [_group(group) for group in grouped(fault for line in faulty for fault in line.faults)],
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
    with upload.file.open("rb") as file:
        data = file.read()
    return _preview(upload, upload.name, data, tell, keep=keep)


def _preview(upload: Upload, name: str, data: bytes, tell: Tell, *, keep: bool = False) -> Preview:
    with _without_collecting():
        try:
            page = open_file(name, data)
            heading = recognise(page.rows, upload.way.columns)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        decided = upload.decided
        found = list(read_rows(page.rows, heading, upload.way, decided, clock.today(), tell, keep=keep))
        _check_days(found, upload.unit)
        right = [line for line in found if not line.faults]
        if upload.what == What.ACTIVITIES:
            same, twice, known = {}, alike_activities(right), recorded_already(upload.unit, right)
        else:
            same, known = same_people(right), known_already(upload.unit, right)
            twice = alike_people(right) | same
        return Preview(page, heading, found, twice, same, known, decided.anyway)


@contextmanager
def _without_collecting() -> Iterator[None]:
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


def _outside(row: int, day: date, said: str, bound: date) -> Fault:
    told = f"{bound:%d/%m/%Y}"
    return Fault(row, "day", "early", f"{day:%d/%m/%Y}", said % {"day": told}, told)


@transaction.atomic
def send_in(
    by: User,
    *,
    unit: Unit,
    what: What,
    name: str,
    data: bytes,
    how: How = How.ARRIVAL,
    day: date | None = None,
    kind: str = "",
) -> Upload:
    """Keep a workbook and look at it; nothing is written into the register yet.

    `day` is that of entering the unit, for members whose rows tell none; `kind` that of all activities of the file,
    where it has one alone. Raises PermissionDenied, and ValidationError with what is wrong with the file as a whole.
    """
    require(by, right_to(what), unit)
    upload = Upload(unit=unit, by=by, at=clock.now(), what=what, name=name[:200], size=len(data))
    if what is What.MEMBERS:
        _check_day(unit, day)
        upload.how, upload.day = how, day
    elif kind:
        upload.choices = {"kind": kind_of(kind).code}
    told = _preview(upload, name, data, silent).told()
    upload.preview = told
    upload.file.save(name, ContentFile(data), save=False)
    upload.save()
    note(by, "sent_in", upload, unit=unit, words={"name": upload.name, "rows": _all(told)})
    return upload


def right_to(what: str) -> Right:
    """The right that a workbook asks for."""
    return Right.RECORD if what == What.ACTIVITIES else Right.MEMBERS


def _all(told: Mapping[str, object]) -> int:
    return sum(int(str(told[name])) for name in ("good", "faulty", "double"))


def _check_day(unit: Unit, day: date | None) -> None:
    if day is None:
        raise ValidationError({"day": _("Nhập ngày vào đơn vị, dùng cho các dòng không ghi ngày.")})
    if day > clock.today():
        raise ValidationError({"day": _("Ngày này chưa đến. Sổ chỉ ghi việc đã xảy ra.")})
    if unit.first_day and day < unit.first_day:
        sentence = _("Đơn vị thành lập ngày %(day)s; không ghi được việc trước ngày đó.")
        raise ValidationError({"day": sentence % {"day": f"{unit.first_day:%d/%m/%Y}"}})
    if not unit.is_open:
        raise ValidationError({"unit": _("Đơn vị đã kết thúc hoạt động nên không nhận thêm đoàn viên.")})


@transaction.atomic
def decide(
    by: User,
    *,
    upload: Upload,
    mend: Iterable[str] = (),
    unmend: Iterable[str] = (),
    cells: Mapping[int, Mapping[str, str]] | None = None,
    anyway: Iterable[int] = (),
    leave_out: Iterable[int] = (),
) -> Upload:
    """Decide about faults and likely duplicates, and look at the workbook again.

    `mend` are groups of faults ("short_year:born") for which every guess is taken. Raises PermissionDenied,
    ValidationError.
    """
    require(by, right_to(upload.what), upload.unit)
    found = locked(upload)
    before = found.decided
    rewritten = {str(row): dict(told) for row, told in before.cells.items()}
    for row, told in (cells or {}).items():
        rewritten.setdefault(str(row), {}).update({key: text[:500] for key, text in told.items()})
    found.choices |= {
        "mended": sorted((before.mended | set(mend)) - set(unmend)),
        "cells": rewritten,
        "anyway": sorted(before.anyway | set(anyway)),
        "left_out": sorted(before.left_out | set(leave_out)),
    }
    found.preview = read_upload(found).told()
    found.save(update_fields=["choices", "preview"])
    return found


def locked(upload: Upload) -> Upload:
    """The workbook as it is now, held until the transaction ends. Raises ValidationError where it was taken in."""
    found = Upload.objects.select_for_update(of=("self",)).select_related("unit").get(pk=upload.pk)
    if found.state != State.READ:
        raise ValidationError(_("File này đã được nhập rồi."))
    return found


def take_remarks(by: User, *, upload: Upload, rows: int) -> None:
    """Say that somebody takes the rows of a workbook out again, with what is wrong in them. Raises PermissionDenied."""
    require(by, right_to(upload.what), upload.unit)
    note(by, "took_remarks", upload, unit=upload.unit, words={"name": upload.name, "rows": rows})
