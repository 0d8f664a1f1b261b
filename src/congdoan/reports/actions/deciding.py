"""What the union above does with a sheet: accept it, return it with remarks, open it again; the topmost its own."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.text import one_line
from congdoan.org.actions import note, note_each, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.reports.actions.holding import SeenAnother, locked, locked_together
from congdoan.reports.models import Decision, Remark, Reopening, Revision, Sheet, upper_of
from congdoan.reports.rules import State, Verdict


@transaction.atomic
def accept_sheet(by: User, *, sheet: Sheet, revision: int) -> Decision:
    """Take a submitted revision as right: from now on it certifies the numbers above. Raises PermissionDenied,
    ValidationError, and SeenAnother where another revision has come meanwhile."""
    found, told = _submitted(by, sheet, revision)
    decision = _decide(by, found, told, Verdict.ACCEPTED)
    note(by, "accepted", found, unit=found.unit, words=_words(found, told))
    return decision


@transaction.atomic
def accept_sheets(by: User, *, sheets: Sequence[Sheet]) -> list[Decision]:
    """Take the latest revision of each of many sheets, all or none. Raises PermissionDenied, ValidationError."""
    uppers = {upper_of(sheet.unit) for sheet in sheets}
    _require_at(by, uppers)
    found = locked_together(sheets)
    for sheet in found:
        _refuse_unless_submitted(sheet)
    numbered = Revision.objects.filter(sheet__in=found).select_related("sheet__unit").order_by("number")
    latest = list({each.sheet_id: each for each in numbered.defer("content")}.values())
    at = clock.now()
    decisions = [Decision(revision=each, verdict=Verdict.ACCEPTED, at=at, by=by) for each in latest]
    Decision.objects.bulk_create(decisions)
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in found]).update(state=State.ACCEPTED, edits=F("edits") + 1)
    note_each(by, "accepted", [(each.sheet, each.sheet.unit, _words(each.sheet, each)) for each in latest])
    return decisions


@transaction.atomic
def return_sheet(by: User, *, sheet: Sheet, revision: int, remarks: Mapping[str, str]) -> Decision:
    """Give a submitted revision back; `remarks` say by line what is to be mended, "" is the whole.

    Raises PermissionDenied, ValidationError, and SeenAnother where another revision has come meanwhile.
    """
    found, told = _submitted(by, sheet, revision)
    said = {line: one_line(text, 500) for line, text in remarks.items()}
    said = {line: text for line, text in said.items() if text}
    if not said:
        raise ValidationError(_("Trả lại phải nêu cần sửa gì, ở dòng nào hoặc chung cả báo cáo."))
    known = {line.key for line in told.contents.lines()} | {""}
    if unknown := set(said) - known:
        raise ValidationError(_("Báo cáo không có dòng %(line)s.") % {"line": ", ".join(sorted(unknown))})
    decision = _decide(by, found, told, Verdict.RETURNED)
    Remark.objects.bulk_create(Remark(decision=decision, line=line, text=text) for line, text in said.items())
    note(by, "returned", found, unit=found.unit, words=_words(found, told) | {"lines": len(said)})
    return decision


@transaction.atomic
def reopen_sheet(by: User, *, sheet: Sheet, reason: str) -> Reopening:
    """Let an accepted sheet be written again: what was accepted stays as it was, the next revision follows it.

    Nobody accepts the topmost unit's: it opens again itself what it has sent. Raises PermissionDenied, ValidationError.
    """
    upper = upper_of(sheet.unit)
    require(by, Right.REVIEW, upper or sheet.unit)
    found = locked(sheet)
    reason = one_line(reason, 500)
    if not reason:
        raise ValidationError({"reason": _("Nêu lý do mở lại.")})
    if found.of_state is not (State.ACCEPTED if upper else State.SUBMITTED):
        said = _("Chỉ mở lại được báo cáo đã nhận.") if upper else _("Chỉ mở lại được báo cáo đã gửi.")
        raise ValidationError(said)
    latest = _latest(found)
    reopening = Reopening.objects.create(revision=latest, reason=reason, at=clock.now(), by=by)
    _stand(found, State.DRAFT)
    note(by, "reopened", found, unit=found.unit, words=_words(found, latest) | {"reason": reason})
    return reopening


def may_decide(by: User, sheet: Sheet) -> bool:
    """Whether a user may accept or return a unit's sheets."""
    try:
        _require_above(by, sheet)
    except PermissionDenied:
        return False
    return True


def may_reopen(by: User, sheet: Sheet) -> bool:
    """Whether a user may open a unit's sheets again, once they have come so far."""
    try:
        require(by, Right.REVIEW, upper_of(sheet.unit) or sheet.unit)
    except PermissionDenied:
        return False
    return True


def _require_above(by: User, sheet: Sheet) -> None:
    """Nobody decides about their own sheet: the right is asked for at the union above."""
    _require_at(by, {upper_of(sheet.unit)})


def _require_at(by: User, uppers: set[Unit | None]) -> None:
    if None in uppers:
        raise PermissionDenied(_("Trên đơn vị này không còn cấp nào nhận báo cáo."))
    require(by, Right.REVIEW, *(upper for upper in uppers if upper))


def _submitted(by: User, sheet: Sheet, revision: int) -> tuple[Sheet, Revision]:
    _require_above(by, sheet)
    found = locked(sheet)
    _refuse_unless_submitted(found)
    latest = _latest(found)
    if latest.number != revision:
        raise SeenAnother(_("Đơn vị đã gửi bản khác. Xem bản mới rồi hãy nhận hoặc trả lại."))
    return found, latest


def _refuse_unless_submitted(sheet: Sheet) -> None:
    if sheet.of_state is not State.SUBMITTED:
        raise ValidationError(_("Báo cáo này không đang chờ nhận: %(state)s.") % {"state": sheet.of_state.label})


def _latest(sheet: Sheet) -> Revision:
    latest = sheet.revisions.order_by("number").last()
    assert latest is not None
    return latest


def _decide(by: User, sheet: Sheet, revision: Revision, verdict: Verdict) -> Decision:
    decision = Decision.objects.create(revision=revision, verdict=verdict, at=clock.now(), by=by)
    _stand(sheet, State(verdict))
    return decision


def _stand(sheet: Sheet, state: State) -> None:
    sheet.state, sheet.edits = state, sheet.edits + 1
    sheet.save(update_fields=["state", "edits"])


def _words(sheet: Sheet, revision: Revision) -> dict[str, object]:
    return {"form": sheet.form, "period": sheet.period, "revision": revision.number}
