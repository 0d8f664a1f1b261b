"""Long workbooks taken in and taken back by the worker, while whoever asked does something else."""

from typing import IO

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from congdoan.base.text import number
from congdoan.desk.gate import me
from congdoan.org.actions import ask_for
from congdoan.org.models import Work
from congdoan.org.rules import Made, Tell
from congdoan.records.imports.actions import refusal_to_undo, right_to, take_in, undo
from congdoan.records.imports.models import Upload, What

KIND, UNDO = "imports.take", "imports.undo"
ROWS = 2_000
"""A workbook with more right rows than these is no longer taken in, nor taken back, while somebody waits."""


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
