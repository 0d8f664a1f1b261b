"""Working on a checked text: its figures corrected, kept, bound by hand, or made into fields; its words changed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.period import Cutoff, Period, parse_period
from congdoan.base.text import fold
from congdoan.catalogue.models import current
from congdoan.claims.actions.checking import LONGEST_TITLE, locked, refuse
from congdoan.claims.actions.judging import judge_kept
from congdoan.claims.models import CheckedClaim, CheckedText, Habit, laid_within, words_of
from congdoan.claims.rules import Told, Verdict, claim_of
from congdoan.claims.rules.fielding import corrected, with_number
from congdoan.figures.rules import Field, Reach, Scope, scope_of
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right

FITTING = {Verdict.AGREES.value, Verdict.ROUNDED.value}


def may_work_on(by: User, text: CheckedText) -> bool:
    """Whether somebody may change a checked text: its keeper, and who may declare figures of its unit."""
    if text.keeper_id == by.pk:
        return by.reach(Right.READ).filter(pk=text.unit_id).exists()
    return by.reach(Right.DECLARE).filter(pk=text.unit_id).exists()


def _to_work_on(by: User, text: CheckedText) -> CheckedText:
    """The text, locked. Raises PermissionDenied, and ValidationError where it is frozen."""
    if not may_work_on(by, text):
        raise PermissionDenied
    held = locked(text.pk)
    if held.frozen_at is not None:
        raise ValidationError(_("Văn bản này đã chốt nên không sửa được nữa."))
    return held


@transaction.atomic
def amend_text(by: User, *, text: CheckedText, title: str, words: str, dated: date) -> None:
    """Change the words of a text, and judge it anew. Raises PermissionDenied, ValidationError."""
    held = _to_work_on(by, text)
    refuse(words, dated)
    held.title = " ".join(title.split())[:LONGEST_TITLE] or held.title
    _write(held, words, dated=dated)
    note(by, "amended", held, unit=held.unit, words={"title": held.title})


@transaction.atomic
def correct_claim(by: User, *, claim: CheckedClaim) -> str:
    """Put the ledger's number in the place of the printed one; the words that stand there now.

    Raises PermissionDenied, and ValidationError where the ledger has no one number.
    """
    text = _to_work_on(by, claim.text)
    row, laid = _standing(text, claim), laid_within(text.text, text.keeper.reach(Right.READ))
    words = mended(row)
    if words is None:
        raise ValidationError(_("Sổ không có một số chính xác để thay. Sửa lời trong văn bản."))
    _write(text, laid.replaced(row.start, row.end, words))
    note(by, "righted", text, unit=text.unit, words={"before": row.words, "after": words, "title": text.title})
    return words


def mended(claim: CheckedClaim) -> str | None:
    """What a correction would write in the place of a figure; None where the ledger has no one number."""
    return corrected(claim_of(claim.told), told_of_json(claim.told["ledger"]))


@transaction.atomic
def keep_claim(by: User, *, claim: CheckedClaim, reason: str) -> None:
    """Keep a figure as it is printed, and say why; an empty reason takes that back. Raises PermissionDenied."""
    text = _to_work_on(by, claim.text)
    said = " ".join(reason.split())[:300]
    CheckedClaim.objects.filter(pk=claim.pk).update(reason=said)
    words = {"figure": claim.words, "reason": said, "title": text.title}
    note(by, "upheld", text, unit=text.unit, words=words)


@transaction.atomic
def bind_claim(
    by: User, *, claim: CheckedClaim, indicator: str, unit: Unit, period: Period, scope: Scope = Reach.SUBTREE
) -> None:
    """Say what a figure is; the same words are offered the same indicator the next time.

    Raises PermissionDenied, ValidationError.
    """
    text = _to_work_on(by, claim.text)
    require(by, Right.READ, unit)
    found = current().indicators.get(indicator)
    if found is None:
        raise ValidationError({"indicator": _("Không có chỉ tiêu “%(code)s”.") % {"code": indicator}})
    if found.own_only and scope != Reach.OWN:
        raise ValidationError({"scope": _("Chỉ tiêu này chỉ có số riêng của đơn vị, không cộng lên được.")})
    bound = {
        "indicator": indicator,
        "unit": unit.code,
        "period": str(period),
        "cutoff": str(period.cutoff),
        "scope": str(scope),
    }
    row = _standing(text, claim)
    CheckedClaim.objects.filter(pk=row.pk).update(bound=bound)
    Habit.objects.update_or_create(
        words=words_of(claim_of(row.told)), defaults={"indicator": indicator, "by": by, "at": clock.now()}
    )
    judge_kept(text, is_told=False)
    note(by, "bound", text, unit=text.unit, words={"figure": row.words, "indicator": indicator, "title": text.title})


@transaction.atomic
def unbind_claim(by: User, *, claim: CheckedClaim) -> None:
    """Let a figure be judged by its words again; they are no longer offered what they were bound to."""
    text = _to_work_on(by, claim.text)
    row = _standing(text, claim)
    CheckedClaim.objects.filter(pk=row.pk).update(bound=None)
    Habit.objects.filter(words=words_of(claim_of(row.told))).delete()
    judge_kept(text, is_told=False)
    note(by, "unbound", text, unit=text.unit, words={"figure": row.words, "title": text.title})


@transaction.atomic
def write_fields(by: User, *, text: CheckedText, claims: Iterable[CheckedClaim]) -> int:
    """Make figures that agree into fields bound to the ledger; how many. Raises PermissionDenied, ValidationError."""
    held = _to_work_on(by, text)
    laid = laid_within(held.text, held.keeper.reach(Right.READ))
    words, count = held.text, 0
    for row in sorted(claims, key=lambda each: -each.start):
        claim = claim_of(row.told)
        printed = with_number(claim, str(_field(row))) if not claim.over and row.verdict in FITTING else None
        if printed is None or row.text_id != held.pk:
            continue
        words = words[: laid.raw_place(row.start)] + printed + words[laid.raw_place(row.end) :]
        count += 1
    if not count:
        raise ValidationError(_("Chỉ gắn được số khớp với sổ."))
    _write(held, words)
    note(by, "fielded", held, unit=held.unit, words={"count": count, "title": held.title})
    return count


@transaction.atomic
def unbind_field(by: User, *, text: CheckedText, number: int) -> None:
    """Write a field, by its number in the text, as the words that it tells now. Raises PermissionDenied."""
    held = _to_work_on(by, text)
    laid = laid_within(held.text, held.keeper.reach(Right.READ))
    if not 0 <= number < len(laid.places):
        raise ValidationError(_("Văn bản đã đổi. Xem lại rồi thử lại."))
    place = laid.places[number]
    _write(held, held.text[: place.raw_start] + place.told + held.text[place.raw_end :])
    note(by, "unfielded", held, unit=held.unit, words={"title": held.title})


@transaction.atomic
def freeze_text(by: User, *, text: CheckedText) -> None:
    """Let each field say for ever what it says now, and judge the text no more. Raises PermissionDenied."""
    held = _to_work_on(by, text)
    words = held.text
    for place in reversed(laid_within(held.text, held.keeper.reach(Right.READ)).places):
        if place.field.frozen is None:
            told = str(replace(place.field, frozen=place.told))
            words = words[: place.raw_start] + told + words[place.raw_end :]
    CheckedText.objects.filter(pk=held.pk).update(text=words, frozen_at=clock.now(), changed_at=None)
    note(by, "froze", held, unit=held.unit, words={"title": held.title})


@transaction.atomic
def see_changes(by: User, *, text: CheckedText) -> None:
    """The keeper has seen which verdicts changed: they wait no more. Raises PermissionDenied."""
    if not may_work_on(by, text):
        raise PermissionDenied
    text.claims.update(before=None)
    CheckedText.objects.filter(pk=text.pk).update(changed_at=None)


@transaction.atomic
def put_away(by: User, *, text: CheckedText) -> None:
    """Take a text out of the list; it is judged no more. Raises PermissionDenied."""
    if not may_work_on(by, text):
        raise PermissionDenied
    CheckedText.objects.filter(pk=text.pk).update(put_away=True, changed_at=None)
    note(by, "shelved", text, unit=text.unit, words={"title": text.title})


def _write(text: CheckedText, words: str, dated: date | None = None) -> None:
    """Write a text's words and judge them."""
    text.text, text.dated = words, dated or text.dated
    CheckedText.objects.filter(pk=text.pk).update(
        text=words, dated=text.dated, title=text.title, folded=fold(text.title)[:LONGEST_TITLE]
    )
    judge_kept(text, is_told=False)


def _standing(text: CheckedText, claim: CheckedClaim) -> CheckedClaim:
    """A claim of a text as it stands now. Raises ValidationError where it is gone."""
    row = text.claims.filter(pk=claim.pk).first()
    if row is None:
        raise ValidationError(_("Văn bản đã đổi. Xem lại rồi thử lại."))
    return row


def told_of_json(written: Mapping[str, object] | None) -> Told:
    """The ledger's interval as a row keeps it."""
    if not written or written["low"] is None:
        return Told(None, None)
    high = written["high"]
    return Told(Decimal(str(written["low"])), None if high is None else Decimal(str(high)), bool(written["about"]))


def _field(row: CheckedClaim) -> Field:
    told = row.told
    period = parse_period(str(told["period"]), Cutoff.parse(str(told["cutoff"])))
    return Field(str(told["unit"]), str(told["indicator"]), period, scope_of(str(told["scope"])))
