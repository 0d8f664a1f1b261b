"""Holding a sheet while it is changed: the right is asked for, the row is locked, the change is counted."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from congdoan.org.actions import require
from congdoan.org.models import User
from congdoan.org.rules import Right
from congdoan.reports.models import Part, Sheet, upper_of
from congdoan.reports.rules import State


class SeenAnother(ValidationError):
    """Somebody changed the sheet after the page was opened."""


def held(by: User, sheet: Sheet, right: Right = Right.REPORT) -> Sheet:
    """The sheet, locked and counted as changed. Raises PermissionDenied, and ValidationError once it is sent."""
    require(by, right, sheet.unit)
    found = locked(sheet)
    refuse_sent(found)
    found.edits += 1
    found.save(update_fields=["edits"])
    return found


def locked(sheet: Sheet) -> Sheet:
    return Sheet.objects.select_for_update(of=("self",)).select_related("unit").get(pk=sheet.pk)


def locked_together(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Several sheets, locked in one order whoever asks, and given back in the order asked for."""
    held = Sheet.objects.select_for_update(of=("self",)).select_related("unit").filter(pk__in=[s.pk for s in sheets])
    found = {sheet.pk: sheet for sheet in held.order_by("pk")}
    return [found[sheet.pk] for sheet in sheets]


def refuse_sent(sheet: Sheet) -> None:
    if sheet.of_state is State.SUBMITTED and upper_of(sheet.unit) is None:
        raise ValidationError(_("Báo cáo đã gửi. Muốn sửa thì mở lại, nêu lý do; bản đã gửi vẫn còn nguyên."))
    if sheet.of_state is State.SUBMITTED:
        raise ValidationError(_("Báo cáo đã gửi và đang chờ cấp trên xem. Muốn sửa thì đề nghị cấp trên trả lại."))
    if sheet.of_state is State.ACCEPTED:
        raise ValidationError(_("Báo cáo đã được nhận. Muốn sửa thì đề nghị cấp trên mở lại."))


def refuse_unseen(part: Part | None, seen: int) -> None:
    """Refuse to write over a version of a part that the writer has not seen. Raises SeenAnother."""
    if part is not None and part.version != seen:
        raise SeenAnother(_("Có người vừa sửa mục này. Bản của hai người đều còn."))
