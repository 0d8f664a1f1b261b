"""Long workbooks taken in, taken back and given out again by the worker, while whoever asked does something else."""

from typing import IO

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from congdoan.base.text import fold, number
from congdoan.desk.gate import me
from congdoan.desk.imports.workbooks import labels_of, with_remarks
from congdoan.org.actions import ask_for
from congdoan.org.models import User, Work
from congdoan.org.rules import Made, Right, Tell
from congdoan.records.imports.actions import (
    read_upload,
    reason_to_see,
    refusal_to_undo,
    right_to,
    take_in,
    take_remarks,
    undo,
)
from congdoan.records.imports.models import Upload, What
from congdoan.records.imports.rules import silent

KIND, UNDO, REMARKS = "imports.take", "imports.undo", "imports.remarks"
ROWS = 2_000
"""A workbook with more rows than these is no longer taken in, taken back or given out while somebody waits."""


def ask_to_take(request: HttpRequest, upload: Upload) -> Work:
    """Have a workbook taken in by the worker. Raises ValidationError where too much of theirs waits."""
    return ask_for(
        me(request),
        kind=KIND,
        unit=upload.unit,
        title=_("Nhập file “%(name)s”") % {"name": upload.name},
        asked={"upload": upload.pk},
        total=int(upload.preview.get("good", 0)),
        things=gettext_noop("dòng"),
        right=right_to(upload.what),
    )


def make(work: Work, to: IO[bytes], tell: Tell) -> Made:
    """Take it in, all or nothing; begun again after a broken-off time it finds nothing half-done."""
    upload = _upload_of(work)
    taken = take_in(work.by, upload=upload, tell=tell)
    return Made(said=told_taken(taken), link=reverse("desk:import", args=[upload.pk]))


def _upload_of(work: Work) -> Upload:
    upload = Upload.objects.filter(pk=int(str(work.asked["upload"]))).first()
    if upload is None:
        raise ValidationError(_("File này không còn nữa."))
    return upload


def ask_to_undo(request: HttpRequest, upload: Upload, reason: str) -> Work:
    """Have an import taken back by the worker. Raises ValidationError where that can be told to be in vain."""
    if not reason.strip():
        raise ValidationError(_("Nêu lý do hoàn tác."))
    if refusal := refusal_to_undo(upload):
        raise ValidationError(refusal)
    return ask_for(
        me(request),
        kind=UNDO,
        unit=upload.unit,
        title=_("Hoàn tác việc nhập file “%(name)s”") % {"name": upload.name},
        asked={"upload": upload.pk, "reason": reason.strip()},
        total=int(upload.result.get("people", 0)),
        things=gettext_noop("dòng"),
        right=right_to(upload.what),
    )


def make_undone(work: Work, to: IO[bytes], tell: Tell) -> Made:
    """Take it back, all or nothing."""
    upload = _upload_of(work)
    undo(work.by, upload=upload, reason=str(work.asked["reason"]), tell=tell)
    return Made(said=told_undone(), link=reverse("desk:import", args=[upload.pk]))


def rows_in(upload: Upload) -> int:
    """How many rows it has, right or wrong."""
    return sum(int(upload.preview.get(name, 0)) for name in ("good", "faulty", "double"))


def ask_for_remarks(request: HttpRequest, upload: Upload, reason: str | None) -> Work:
    """Have a workbook with its remarks made by the worker; with a reason also what lies sealed in the register.

    Raises PermissionDenied, ValidationError where the reason says nothing.
    """
    return ask_for(
        me(request),
        kind=REMARKS,
        unit=upload.unit,
        title=_("File “%(name)s” có cột ghi chú") % {"name": upload.name},
        asked={"upload": upload.pk} | ({} if reason is None else {"reason": reason_to_see(reason)}),
        total=rows_in(upload),
        things=gettext_noop("dòng"),
        right=right_to(upload.what) if reason is None else Right.UNMASK,
    )


def make_remarks(work: Work, to: IO[bytes], tell: Tell) -> Made:
    """Write it; it lies sealed, as the workbook does."""
    reason = work.asked.get("reason")
    content, name = remarks_of(work.by, _upload_of(work), None if reason is None else str(reason), tell)
    to.write(content)
    return Made(f"{name}.xlsx", is_sealed=True)


def remarks_of(by: User, upload: Upload, reason: str | None, tell: Tell = silent) -> tuple[bytes, str]:
    """The workbook again with a column of remarks, and its name; it holds names, so that it is noted.

    What lies sealed in the register stands in it only for who sent it, until it is taken in; for others, if they may
    see it, by a reason that the journal keeps. Raises PermissionDenied, ValidationError.
    """
    preview = read_upload(upload, tell, keep=True)
    take_remarks(by, upload=upload, rows=len(preview.lines), reason=reason)
    labels = labels_of(upload, upload.preview.get("columns", ()))
    hidden = reason is None and not upload.is_open_to(by)
    stem = fold(upload.name).rsplit(".", 1)[0].replace(" ", "-")[:60]
    return with_remarks(preview, labels, hidden=hidden), f"{stem}-ghi-chu"


def told_taken(upload: Upload) -> str:
    """What was taken in, as a sentence."""
    count = upload.result["people"]
    if upload.what == What.ACTIVITIES:
        said = ngettext("Đã nhập %(count)s hoạt động vào sổ.", "Đã nhập %(count)s hoạt động vào sổ.", count)
    else:
        said = ngettext("Đã nhập %(count)s người vào sổ.", "Đã nhập %(count)s người vào sổ.", count)
    return said % {"count": number(count)}


def told_undone() -> str:
    return _("Đã hoàn tác: sổ như trước khi nhập file này.")
