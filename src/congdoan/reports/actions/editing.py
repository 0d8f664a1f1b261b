"""What the official writes: the text, words on lines, declared numbers, answers; nobody's writing is overwritten."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.bound import Bound
from congdoan.base.text import one_line, visible
from congdoan.figures.actions import withdraw_declaration
from congdoan.figures.rules import BadField, Figure, fields_of
from congdoan.org.actions import note, require
from congdoan.org.models import User
from congdoan.org.rules import Right
from congdoan.reports.actions.holding import SeenAnother, held, locked_together, refuse_sent, refuse_unseen
from congdoan.reports.models import HEAD, Answer, Composing, Part, Sheet, Word, part_keys
from congdoan.reports.rules import ToldLine
from congdoan.reports.rules.narrative import refuse_foreign

LONGEST = 20_000
"""Characters of one part."""
HEAD_LONGEST = 200
HUNDREDTH, BEYOND = Decimal("0.01"), Decimal(10_000_000)
"""A percent is kept to its second place; from so much on it is a slip of the pen."""


@transaction.atomic
def write_part(by: User, *, sheet: Sheet, key: str, text: str, seen: int) -> Part:
    """Write a part of the text; `seen` is the version that the writer began from, 0 for none.

    Raises PermissionDenied, ValidationError, and SeenAnother where somebody wrote meanwhile.
    """
    found = held(by, sheet)
    text = visible(text).replace("\r\n", "\n").strip()
    _check_part(found, key, text)
    part = Part.objects.filter(sheet=found, key=key).first()
    if part and part.text == text:
        return part
    refuse_unseen(part, seen)
    part = part or Part(sheet=found, key=key, version=0)
    part.text, part.by, part.at, part.version = text, by, clock.now(), part.version + 1
    part.save()
    return part


def _check_part(sheet: Sheet, key: str, text: str) -> None:
    known = {name for name, _title in part_keys(sheet.of_form)}
    if key not in known | set(HEAD):
        raise ValidationError(_("Báo cáo này không có mục đó."))
    longest = HEAD_LONGEST if key in HEAD else LONGEST
    if len(text) > longest:
        raise ValidationError(_("Mục này dài quá %(n)s chữ. Bớt đi rồi lưu lại.") % {"n": longest})
    if key in HEAD:
        return
    try:
        if fields_of(text):
            refuse_foreign(text, Composing(sheet).setting)
    except BadField as error:
        raise ValidationError(str(error)) from None


@transaction.atomic
def word_line(
    by: User, *, sheet: Sheet, line: str, stated: Decimal | None, note_text: str, seen: str | None = None
) -> Word:
    """State a line's percent of plan, and a note beneath the table; `seen` is the stamp of the word that was shown.

    Raises PermissionDenied, ValidationError, and SeenAnother where somebody wrote on the line meanwhile.
    """
    found = held(by, sheet)
    told = _line(Composing(found), line)
    if stated is not None and told.rate is None:
        raise ValidationError(
            {"stated": _("Dòng này chưa có kế hoạch nên không nêu phần trăm được. Giao kế hoạch trước, hoặc để trống.")}
        )
    if stated is not None:
        stated = stated.quantize(HUNDREDTH, ROUND_HALF_UP)
        if stated < 0:
            raise ValidationError({"stated": _("Phần trăm kế hoạch không thể âm.")})
        if stated >= BEYOND:
            raise ValidationError({"stated": _("Số phần trăm này lớn quá mức có thể. Xem lại số đã gõ.")})
    return _keep(by, _word(found, line), seen, stated=stated, note=one_line(note_text, 500))


@transaction.atomic
def declare_line(
    by: User,
    *,
    sheet: Sheet,
    line: str,
    bound: Bound | None,
    basis: str,
    reason: str = "",
    seen: str | None = None,
) -> Word:
    """Declare a line's number, with its basis, where there are no records; it is posted when the sheet is submitted.

    None takes it back: of one that is posted, out of the ledger too, with a reason. `seen` is the stamp of the word
    that was shown. Raises PermissionDenied, ValidationError, and SeenAnother where somebody wrote meanwhile.
    """
    found = held(by, sheet)
    composing = Composing(found)
    told = _line(composing, line)
    if not told.is_own:
        raise ValidationError({"bound": _("Chỉ kê khai được số của riêng đơn vị; tỷ lệ và bình quân được tính.")})
    if not found.of_period.is_whole_months:
        raise ValidationError({"bound": _("Kê khai theo tháng tròn, từ ngày đầu tháng đến ngày cuối tháng.")})
    basis = one_line(basis, 300)
    word = _word(found, line)
    standing = word.standing
    if bound is None:
        _keep(by, word, seen, low=None, high=None, rough=False, basis="", declaration=None, is_posted=False)
        if standing:
            withdraw_declaration(by, declaration=standing, reason=one_line(reason, 300))
    else:
        if not basis:
            raise ValidationError({"basis": _("Kê khai phải nêu căn cứ.")})
        if bound.low < 0:
            raise ValidationError({"bound": _("Số kê khai không thể âm.")})
        _refuse_less_than_recorded(composing, line, bound)
        is_posted = standing is not None and standing.bound == bound
        _keep(by, word, seen, low=bound.low, high=bound.high, rough=bound.rough, basis=basis, is_posted=is_posted)
    note(by, "declared_line", found, unit=found.unit, words={"indicator": told.indicator, "taken_back": bound is None})
    return word


def _refuse_less_than_recorded(composing: Composing, line: str, bound: Bound) -> None:
    """What is recorded stands: a number declared over it can only be more."""
    figure = next(each.this for each in composing.draft.lines() if each.key == line)
    if not isinstance(figure, Figure) or not figure.known or bound.high is None:
        return
    recorded = figure.sums.low - max(0, figure.sums.declared)
    if bound.high < recorded:
        said = {"n": recorded}
        raise ValidationError({"bound": _("Trong sổ đã ghi %(n)s; số kê khai không thể ít hơn.") % said})


def _line(composing: Composing, key: str) -> ToldLine:
    line = composing.setting.lines.get(key)
    if line is None:
        raise ValidationError(_("Báo cáo này không có dòng đó."))
    return line


def _word(sheet: Sheet, line: str) -> Word:
    found = Word.objects.select_related("declaration__entry").filter(sheet=sheet, line=line).first()
    return found or Word(sheet=sheet, line=line, version=0)


def _keep(by: User, word: Word, seen: str | None, **said: object) -> Word:
    """Say it on the line; the same again is no change. Raises SeenAnother where the line said what was not seen."""
    if word.version and all(getattr(word, name) == value for name, value in said.items()):
        return word
    if word.version and seen is not None and seen != word.stamp:
        raise SeenAnother(_("Dòng này vừa được sửa. Bản của hai người đều còn."))
    for name, value in said.items():
        setattr(word, name, value)
    word.by, word.at, word.version = by, clock.now(), word.version + 1
    word.save()
    return word


@transaction.atomic
def answer_fault(by: User, *, sheet: Sheet, fault: str, word: str, seen: str | None = None) -> None:
    """Say why a number is right though it looks wrong; no word takes the answer back.

    `seen` is the word that was shown. Raises PermissionDenied, ValidationError, and SeenAnother where somebody
    answered otherwise meanwhile.
    """
    found = held(by, sheet)
    word = one_line(word, 500)
    there = Answer.objects.filter(sheet=found, fault=fault).first()
    if seen is not None and (there.word if there else "") not in {seen, word}:
        raise SeenAnother(_("Điểm này vừa được giải trình. Lời của hai người đều còn."))
    if not word:
        Answer.objects.filter(sheet=found, fault=fault).delete()
        return
    if len(fault) > 120:
        raise ValidationError(_("Báo cáo này không có điểm đó."))
    Answer.objects.update_or_create(sheet=found, fault=fault, defaults={"word": word, "by": by, "at": clock.now()})


@transaction.atomic
def answer_faults(by: User, *, words: Mapping[Sheet, Mapping[str, str]]) -> None:
    """Say the same of many faults of many sheets at once, all or none. Raises PermissionDenied, ValidationError."""
    require(by, Right.REPORT, *(sheet.unit for sheet in words))
    sheets = locked_together(list(words))
    for sheet in sheets:
        refuse_sent(sheet)
    at = clock.now()
    Answer.objects.bulk_create(
        [
            Answer(sheet=sheet, fault=fault, word=word, by=by, at=at)
            for sheet, told in words.items()
            for fault, word in told.items()
        ],
        update_conflicts=True,
        unique_fields=["sheet", "fault"],
        update_fields=["word", "by", "at"],
    )
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(edits=F("edits") + 1)
