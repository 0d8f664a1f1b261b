"""Submitting a sheet: what it declares is posted, then its numbers are read at one moment and kept to the byte.

Two transactions: the numbers must be read in a view of the ledger that already holds what was declared, and that
nothing changes while they are read.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.db.models import Count, F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base import clock
from congdoan.base.knowledge import Moment, keep_moments
from congdoan.base.language import in_vietnamese
from congdoan.catalogue.models import current
from congdoan.figures.actions import NewDeclaration, correct_declaration, declare_many
from congdoan.figures.models import Declaration
from congdoan.figures.rules import BadField
from congdoan.org.actions import note_each, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.reports.actions.holding import SeenAnother, locked, locked_together, refuse_sent
from congdoan.reports.models import Composing, Line, Revision, Sending, Sheet, Word, asked_about_each, composed, told_at
from congdoan.reports.rules import Asked, Contents, State, ToldAnswer, digest_of, to_bytes
from congdoan.reports.rules.owing import closed_from

AT_ONCE = 5000
"""So many rows are written in one statement."""
TRIES = 3
"""How often the numbers are read anew where somebody wrote into the sheet at that very moment."""


def submit_sheet(by: User, *, sheet: Sheet, seen: int | None = None) -> Revision:
    """Send a sheet: post what it declares, freeze what it says. `seen` is how many changes the sender has seen.

    Raises PermissionDenied, ValidationError, and SeenAnother where the sheet was changed since.
    """
    if any(word.is_pending for word in sheet.words.select_related("declaration__entry")):
        _declare(by, sheet, seen)
    return _frozen(by, [sheet], seen)[0]


def submit_sheets(by: User, *, sheets: Sequence[Sheet]) -> list[Revision]:
    """Send many sheets of one form and period at one moment, all or none; of none a declared number waits to be posted.

    Raises PermissionDenied, ValidationError.
    """
    if len({(sheet.form, sheet.edition, sheet.period) for sheet in sheets}) > 1:
        raise ValueError("sheets of several forms or periods")
    return _frozen(by, sheets, None) if sheets else []


def _frozen(by: User, sheets: Sequence[Sheet], seen: int | None) -> list[Revision]:
    for left in range(TRIES - 1, -1, -1):
        try:
            return _freeze(by, sheets, seen)
        except OperationalError:
            if not left or connection.in_atomic_block:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def _declare(by: User, sheet: Sheet, seen: int | None) -> None:
    """Check that it may be sent, and post what it declares."""
    [(composing, _contents, _asked)] = _checked(by, [sheet], seen)
    _post(by, composing.sheet, composing.pending)


Checked = tuple[Composing, Contents, list[Asked]]


def _checked(by: User, sheets: Sequence[Sheet], seen: int | None) -> list[Checked]:
    """What sheets say, once they may be sent: by who sends them, in this state, for this period, all explained."""
    require(by, Right.REPORT, *(sheet.unit for sheet in sheets))
    found = [locked(sheet) for sheet in sheets] if len(sheets) == 1 else locked_together(sheets)
    for sheet in found:
        if sheet.of_state is State.SUBMITTED:
            raise ValidationError(_("Báo cáo này đã gửi rồi."))
        refuse_sent(sheet)
        if seen is not None and sheet.edits != seen:
            raise SeenAnother(_("Báo cáo vừa được sửa. Xem lại rồi gửi."))
        _check_period(sheet)
    composings = list(composed(found, found[0].of_form, found[0].of_period))
    for composing in composings:
        if len(composings) > 1 and composing.pending:
            raise ValidationError(_("Báo cáo có số kê khai chưa ghi vào sổ thì gửi riêng từng bản."))
        _check_editions(composing)
    contents = [_contents(composing) for composing in composings]
    return list(zip(composings, contents, _explained(composings), strict=True))


def _contents(composing: Composing) -> Contents:
    try:
        return composing.contents()
    except BadField as error:
        raise ValidationError(str(error)) from None


def _check_period(sheet: Sheet) -> None:
    today = clock.today()
    if sheet.last_day >= today:
        said = {"day": f"{sheet.last_day:%d/%m/%Y}"}
        raise ValidationError(_("Kỳ báo cáo đến hết ngày %(day)s mới xong; gửi từ hôm sau.") % said)
    closed = closed_from(sheet.of_form, sheet.of_period)
    if closed and today >= closed and not sheet.revisions.exists():
        said = {"day": f"{closed:%d/%m/%Y}"}
        raise ValidationError(
            _(
                "Kỳ này đã khóa từ ngày %(day)s nên không gửi được nữa. Việc đã ghi vào sổ vẫn có trong số của cấp "
                "trên; cần văn bản thì tải ở mục Văn bản."
            )
            % said
        )


def _check_editions(composing: Composing) -> None:
    """A sheet and those beneath it must be of the edition that is valid for the period."""
    sheet = composing.sheet
    valid = next(
        (form for form in current().form_editions[sheet.form] if form.is_valid_on(sheet.last_day)), composing.form
    )
    if valid.edition != sheet.edition:
        said = {"held": sheet.edition, "valid": valid.edition}
        raise ValidationError(
            _("Báo cáo lập theo bản %(held)s của mẫu; kỳ này dùng bản %(valid)s. Chuyển bản rồi gửi.") % said
        )
    if others := composing.ground.other_editions:
        said = {"names": ", ".join(each.name for each in others)}
        raise ValidationError(
            _(
                "Báo cáo của đơn vị dưới lập theo bản khác của mẫu: %(names)s. Đề nghị đơn vị bấm “Chuyển bản” ở báo "
                "cáo ấy rồi gửi lại; báo cáo đã nhận thì mở lại trước."
            )
            % said
        )


def _explained(composings: Sequence[Composing]) -> list[list[Asked]]:
    """What was asked about the numbers of each, each with a word on it."""
    sheets, lines = [each.sheet for each in composings], [each.lines() for each in composings]
    told = in_vietnamese(asked_about_each)(sheets, lines)
    left = [each for asked in told for each in asked if not each.word]
    if left:
        said = {"n": len(left), "first": f"{left[0].fault.number} {left[0].fault.label}"}
        raise ValidationError(
            ngettext(
                "Còn %(n)s điểm chưa sửa, chưa giải trình; đầu tiên là dòng %(first)s.",
                "Còn %(n)s điểm chưa sửa, chưa giải trình; đầu tiên là dòng %(first)s.",
                len(left),
            )
            % said
        )
    return told


@in_vietnamese
def _post(by: User, sheet: Sheet, pending: list[Word]) -> None:
    """Post what the sheet declares; a number of the same days that was declared before is set right."""
    new: list[tuple[Word, NewDeclaration]] = []
    for word in pending:
        indicator, bound = word.line.partition("@")[0], word.bound
        assert bound is not None
        there = word.standing or _declared(sheet, indicator)
        if there is None:
            new.append((word, NewDeclaration(sheet.unit, indicator, sheet.of_period, bound, word.basis)))
            continue
        if there.bound != bound:
            correct_declaration(
                by, declaration=there, bound=bound, reason=_("Sửa theo báo cáo: %(why)s") % {"why": word.basis}
            )
        _link(word, there)
    if new:
        for (word, _told), row in zip(new, declare_many(by, [told for _word, told in new]), strict=True):
            _link(word, row)


def _declared(sheet: Sheet, indicator: str) -> Declaration | None:
    """What the unit declared of an indicator for the very days of the sheet, of a stock for its last month."""
    period = sheet.of_period
    mine = Declaration.objects.known().filter(unit=sheet.unit, indicator__code=indicator, last_day=period.last_day)
    first = period.last_day.replace(day=1) if _is_stock(indicator) else period.first_day
    return mine.select_related("entry").filter(first_day=first).first()


def _is_stock(indicator: str) -> bool:
    return current().indicators[indicator].nature == "stock"


def _link(word: Word, declaration: Declaration) -> None:
    word.declaration, word.is_posted = declaration, True
    word.save(update_fields=["declaration", "is_posted"])


@contextmanager
def _one_view() -> Iterator[None]:
    """A transaction that sees the ledger as it is now until its end; within another one, what that one sees."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _freeze(by: User, sheets: Sequence[Sheet], seen: int | None) -> list[Revision]:
    with _one_view():
        checked = _checked(by, sheets, seen)
        held = Revision.objects.filter(sheet__in=sheets).values_list("sheet").annotate(count=Count("pk"))
        numbers = {sheet: count + 1 for sheet, count in held}
        moments = keep_moments(len(checked))
        revisions, told = list[Revision](), list[Contents]()
        for (composing, contents, answers), moment in zip(checked, moments, strict=True):
            found = composing.sheet
            number = numbers.get(found.pk, 1)
            said = _sent(by, contents, answers, number, moment)
            kept = to_bytes(said)
            revision = Revision(
                sheet=found,
                number=number,
                at=moment.at,
                by=by,
                moment=moment,
                content=kept,
                digest=digest_of(kept),
            )
            revisions.append(revision)
            told.append(said)
        Revision.objects.bulk_create(revisions)
        _keep_lines(revisions, told)
        _send(revisions, told)
        Sheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(
            state=State.SUBMITTED, edits=F("edits") + 1, first_sent=Coalesce("first_sent", clock.today())
        )
        note_each(by, "submitted", [(each.sheet, each.sheet.unit, _words(each)) for each in revisions])
    return revisions


def _sent(by: User, contents: Contents, answers: Sequence[Asked], number: int, moment: Moment) -> Contents:
    """The contents with what is known only when they are sent."""
    told = tuple(
        ToldAnswer(
            fault=each.fault.key,
            sentence=each.fault.sentence,
            word=each.word,
            line=f"{each.fault.number} {each.fault.label}",
        )
        for each in answers
    )
    return told_at(
        contents,
        revision=number,
        at=moment.at.astimezone(clock.HOME),
        by=by.get_full_name() or by.get_username(),
        snapshot=moment.snapshot,
        answers=told,
    )


def _words(revision: Revision) -> dict[str, object]:
    sheet = revision.sheet
    return {"form": sheet.form, "period": sheet.period, "revision": revision.number, "digest": revision.digest}


def _keep_lines(revisions: Sequence[Revision], told: Sequence[Contents]) -> None:
    Line.objects.bulk_create(
        (
            Line(revision=revision, key=line.key, low=line.this.low, high=line.this.high, about=line.this.about)
            for revision, contents in zip(revisions, told, strict=True)
            for line in contents.lines()
        ),
        batch_size=AT_ONCE,
    )


def _send(revisions: Sequence[Revision], told: Sequence[Contents]) -> None:
    codes = {each.unit for contents in told for each in contents.receivers if each.unit}
    units = dict(Unit.objects.filter(code__in=codes).values_list("code", "pk"))
    Sending.objects.bulk_create(
        Sending(
            revision=revision,
            addressee=each.addressee,
            unit_id=units.get(each.unit or ""),
            name=each.name[:300],
        )
        for revision, contents in zip(revisions, told, strict=True)
        for each in contents.receivers
    )
