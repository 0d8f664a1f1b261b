"""Checking texts: kept, judged, and judged again when what they were compared to has changed."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.text import fold
from congdoan.claims.actions.judging import judge_kept
from congdoan.claims.models import CheckedText, has_aged
from congdoan.claims.rules import read
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right, Tell

MOST_AT_ONCE = 80
"""A text with more figures than this is judged in the background, lest its sender wait."""

LONGEST = 3_000_000
LONGEST_TITLE = 200


@transaction.atomic
def check_text(by: User, *, unit: Unit, title: str, text: str, dated: date, notes: Sequence[str] = ()) -> CheckedText:
    """Keep a text with its verdicts; a long one waits for the background job, with `judged_at` None.

    Raises PermissionDenied, ValidationError.
    """
    require(by, Right.READ, unit)
    refuse(text, dated)
    name = " ".join(title.split())[:LONGEST_TITLE] or title_of(text)
    kept = CheckedText.objects.create(
        unit=unit,
        title=name,
        folded=fold(name)[:LONGEST_TITLE],
        text=text,
        dated=dated,
        notes=list(notes),
        keeper=by,
        kept_at=clock.now(),
    )
    if len(read(text)) <= MOST_AT_ONCE:
        judge_kept(kept, is_told=False)
    note(by, "checked", kept, unit=unit, words={"title": name})
    return kept


def refuse(text: str, dated: date) -> None:
    if not text.strip():
        raise ValidationError({"text": _("Dán văn bản vào ô, hoặc chọn file.")})
    if len(text) > LONGEST:
        raise ValidationError({"text": _("Văn bản dài hơn 3 triệu chữ. Chia nhỏ rồi thử lại.")})
    if "\x00" in text:
        raise ValidationError({"text": _("Văn bản có ký tự không phải chữ. Lưu lại bằng Word rồi thử lại.")})
    if dated > clock.today():
        raise ValidationError({"dated": _("Ngày này chưa đến.")})


def title_of(text: str) -> str:
    """A name for a text without one: its first line."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if len(first) <= 120 else first[:119].rstrip() + "…"


@transaction.atomic
def judge_again(by: User, *, text: CheckedText) -> bool:
    """Judge a kept text now; whether a verdict is another than when its keeper looked. Raises PermissionDenied."""
    require(by, Right.READ, text.unit)
    return judge_kept(locked(text.pk), is_told=True)


@transaction.atomic
def judge_waiting(key: int, tell: Tell) -> CheckedText | None:
    """Judge a text that waits, unless somebody did meanwhile; `tell` hears how many figures are judged.

    None where its keeper has put it away.
    """
    text = (
        CheckedText.objects.kept()
        .select_for_update(of=("self",))
        .select_related("unit", "keeper")
        .filter(pk=key)
        .first()
    )
    if text is not None and text.judged_at is None:
        judge_kept(text, is_told=False, tell=tell)
    return text


def recheck() -> int:
    """Judge the texts that wait, and again those whose figures changed since; how many were judged."""
    count = 0
    for key in list(CheckedText.objects.kept().filter(frozen_at=None).values_list("pk", flat=True)):
        count += _recheck_one(key)
    return count


@transaction.atomic
def _recheck_one(key: int) -> bool:
    text = CheckedText.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=key).first()
    if text is None or not has_aged(text):
        return False
    judge_kept(text, is_told=text.judged_at is not None)
    return True


def locked(key: int) -> CheckedText:
    return CheckedText.objects.select_for_update(of=("self",)).select_related("unit", "keeper").get(pk=key)
