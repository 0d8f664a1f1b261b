"""Proposals: made with a sheet, and followed up when it was sent."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.text import one_line, visible
from congdoan.org.actions import note, require
from congdoan.org.models import User
from congdoan.org.rules import Right
from congdoan.reports.actions.holding import held, locked
from congdoan.reports.models import FollowUp, Proposal, Sheet, upper_of
from congdoan.reports.rules import Reply

LONGEST = 2_000


@transaction.atomic
def propose(by: User, *, sheet: Sheet, to: str, text: str) -> Proposal:
    """Ask somebody for something in a sheet; saying it twice asks once. Raises PermissionDenied, ValidationError."""
    found = held(by, sheet)
    to, text = one_line(to, 200), visible(text).strip()
    if not to:
        raise ValidationError({"to": _("Ghi nơi nhận kiến nghị.")})
    if not text:
        raise ValidationError({"text": _("Ghi nội dung kiến nghị.")})
    if len(text) > LONGEST:
        raise ValidationError({"text": _("Kiến nghị dài quá %(n)s chữ.") % {"n": LONGEST}})
    there = Proposal.objects.filter(sheet=found, to=to, text=text).first()
    return there or Proposal.objects.create(sheet=found, to=to, text=text, by=by, at=clock.now())


@transaction.atomic
def drop_proposal(by: User, *, proposal: Proposal) -> None:
    """Take a proposal out of a sheet that is not sent. Raises PermissionDenied, ValidationError."""
    held(by, proposal.sheet)
    if proposal.follow_ups.exists():
        raise ValidationError(_("Kiến nghị này đã có trả lời nên không bỏ được."))
    proposal.delete()


@transaction.atomic
def follow_up(by: User, *, proposal: Proposal, reply: Reply, word: str) -> FollowUp:
    """Say what became of a proposal, by who reports or by the union above; saying it twice says it once.

    Raises PermissionDenied, ValidationError.
    """
    _require_party(by, proposal.sheet)
    locked(proposal.sheet)
    if not proposal.sheet.revisions.exists():
        raise ValidationError(_("Kiến nghị chưa được gửi đi."))
    word = one_line(word, 500)
    if not word:
        raise ValidationError({"word": _("Ghi kết quả trả lời.")})
    last = proposal.follow_ups.last()
    if last and (last.reply, last.word, last.by_id) == (reply, word, by.pk):
        return last
    found = FollowUp.objects.create(proposal=proposal, reply=reply, word=word, by=by, at=clock.now())
    note(by, "followed_up", proposal.sheet, unit=proposal.sheet.unit, words={"proposal": proposal.pk, "reply": reply})
    return found


def _require_party(by: User, sheet: Sheet) -> None:
    upper = upper_of(sheet.unit)
    try:
        require(by, Right.REPORT, sheet.unit)
    except PermissionDenied:
        if upper is None:
            raise
        require(by, Right.REVIEW, upper)
