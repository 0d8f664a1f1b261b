"""A workbook sent in and looked at before anything is written: what is right, what is wrong, who is known already."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.sealing import seal_bytes
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.activities.actions import kind_of
from congdoan.records.imports.actions.keeping import put_away
from congdoan.records.imports.actions.reading import preview_of, read_upload
from congdoan.records.imports.models import FILE, How, State, Upload, What
from congdoan.records.members.actions import REASON_LEAST


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
    preview = preview_of(upload, data)
    told = upload.preview = preview.told()
    upload.file.save(name, ContentFile(seal_bytes(data, FILE)), save=False)
    put_away(upload, preview)
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
    preview = read_upload(found)
    found.preview = preview.told()
    put_away(found, preview)
    found.save(update_fields=["choices", "preview", "kept"])
    return found


def locked(upload: Upload) -> Upload:
    """The workbook as it is now, held until the transaction ends. Raises ValidationError where it was taken in."""
    found = Upload.objects.select_for_update(of=("self",)).select_related("unit").get(pk=upload.pk)
    if found.state != State.READ:
        raise ValidationError(_("File này đã được nhập rồi."))
    return found


def take_remarks(by: User, *, upload: Upload, rows: int, reason: str | None = None) -> None:
    """Say that somebody takes the rows of a workbook out again, with what is wrong in them.

    With a reason also what lies sealed in the register stands in them, for who may see that. Raises PermissionDenied,
    ValidationError where the reason says nothing.
    """
    words = {"name": upload.name, "rows": rows}
    if reason is None:
        require(by, right_to(upload.what), upload.unit)
        note(by, "took_remarks", upload, unit=upload.unit, words=words)
        return
    require(by, Right.UNMASK, upload.unit)
    note(by, "unmasked_rows", upload, unit=upload.unit, words=words | {"reason": reason_to_see(reason)})


def reason_to_see(reason: str) -> str:
    """A reason for which what lies sealed is shown. Raises ValidationError where it says nothing."""
    if len(told := reason.strip()) < REASON_LEAST:
        raise ValidationError({"reason": _("Nêu lý do cần xem, ví dụ: đối chiếu giấy tờ của người bị báo lỗi.")})
    return told
