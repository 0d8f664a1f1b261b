"""Submitting a sheet: what it declares is posted, then its numbers are read at one moment and kept to the byte.

Two transactions: the numbers must be read in a view of the ledger that already holds what was declared, and that
nothing changes while they are read.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.knowledge import keep_moment
from congdoan.base.language import in_vietnamese
from congdoan.catalogue.models import current
from congdoan.figures.actions import NewDeclaration, correct_declaration, declare_many
from congdoan.figures.models import Declaration
from congdoan.figures.rules import BadField
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.reports.actions.holding import SeenAnother, locked, refuse_sent
from congdoan.reports.models import Composing, Line, Revision, Sending, Sheet, Word, asked_about
from congdoan.reports.rules import Asked, Contents, State, ToldAnswer, digest_of, to_bytes
from congdoan.reports.rules.owing import closed_from

TRIES = 3
"""How often the numbers are read anew where somebody wrote into the sheet at that very moment."""


def submit_sheet(by: User, *, sheet: Sheet, seen: int | None = None) -> Revision:
    """Send a sheet: post what it declares, freeze what it says. `seen` is how many changes the sender has seen.

    Raises PermissionDenied, ValidationError, and SeenAnother where the sheet was changed since.
    """
    if any(word.is_pending for word in sheet.words.select_related("declaration__entry")):
        _declare(by, sheet, seen)
    for left in range(TRIES - 1, -1, -1):
        try:
            return _freeze(by, sheet, seen)
        except OperationalError:
            if not left or connection.in_atomic_block:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def _declare(by: User, sheet: Sheet, seen: int | None) -> None:
    """Check that it may be sent, and post what it declares."""
    composing, _contents, _asked = _checked(by, sheet, seen)
    _post(by, composing.sheet, [word for word in composing.words.values() if word.is_pending])


def _checked(by: User, sheet: Sheet, seen: int | None) -> tuple[Composing, Contents, list[Asked]]:
    """What the sheet says, once it may be sent: by who sends it, in this state, for this period, all explained."""
    require(by, Right.REPORT, sheet.unit)
    found = locked(sheet)
    if found.of_state is State.SUBMITTED:
        raise ValidationError(_("Báo cáo này đã gửi rồi."))
    refuse_sent(found)
    if seen is not None and found.edits != seen:
        raise SeenAnother(_("Báo cáo vừa được sửa. Xem lại rồi gửi."))
    _check_period(found)
    composing = Composing(found)
    _check_editions(composing)
    contents = _contents(composing)
    return composing, contents, _explained(composing)


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
        raise ValidationError(_("Kỳ này đã khóa từ ngày %(day)s nên không gửi được nữa.") % said)


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
        names = ", ".join(each.name for each in others)
        raise ValidationError(_("Báo cáo của đơn vị dưới lập theo bản khác của mẫu: %(names)s.") % {"names": names})


def _explained(composing: Composing) -> list[Asked]:
    """What was asked about the numbers, each with a word on it."""
    told = in_vietnamese(asked_about)(composing.sheet, composing.lines())
    left = [each for each in told if not each.word]
    if left:
        said = {"n": len(left), "first": f"{left[0].fault.number} {left[0].fault.label}"}
        raise ValidationError(_("Còn %(n)s điểm chưa sửa, chưa giải trình; đầu tiên là dòng %(first)s.") % said)
    return told


@in_vietnamese
def _post(by: User, sheet: Sheet, pending: list[Word]) -> None:
    """Post what the sheet declares; a number of the same days that was declared before is set right."""
    new: list[tuple[Word, NewDeclaration]] = []
    for word in pending:
        indicator, bound = word.line.partition("@")[0], word.bound
        assert bound is not None
        there = word.declaration or _declared(sheet, indicator)
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
    word.declaration = declaration
    word.save(update_fields=["declaration"])


@contextmanager
def _one_view() -> Iterator[None]:
    """A transaction that sees the ledger as it is now until its end; within another one, what that one sees."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _freeze(by: User, sheet: Sheet, seen: int | None) -> Revision:
    with _one_view():
        composing, contents, answers = _checked(by, sheet, seen)
        found = composing.sheet
        number = found.revisions.count() + 1
        moment = keep_moment()
        moment.refresh_from_db(fields=["snapshot"])
        told = contents.model_copy(
            update={
                "revision": number,
                "at": moment.at.astimezone(clock.HOME),
                "by": by.get_full_name() or by.get_username(),
                "snapshot": moment.snapshot,
                "answers": tuple(
                    ToldAnswer(
                        fault=each.fault.key,
                        sentence=each.fault.sentence,
                        word=each.word,
                        line=f"{each.fault.number} {each.fault.label}",
                    )
                    for each in answers
                ),
            }
        )
        kept = to_bytes(told)
        revision = Revision.objects.create(
            sheet=found, number=number, at=moment.at, by=by, moment=moment, content=kept, digest=digest_of(kept)
        )
        _keep_lines(revision, told)
        _send(revision, told)
        found.state, found.edits = State.SUBMITTED, found.edits + 1
        found.save(update_fields=["state", "edits"])
        words = {"form": found.form, "period": found.period, "revision": number, "digest": revision.digest}
        note(by, "submitted", found, unit=found.unit, words=words)
    return revision


def _keep_lines(revision: Revision, contents: Contents) -> None:
    Line.objects.bulk_create(
        Line(revision=revision, key=line.key, low=line.this.low, high=line.this.high, about=line.this.about)
        for line in contents.lines()
    )


def _send(revision: Revision, contents: Contents) -> None:
    codes = [recipient.unit for recipient in contents.receivers if recipient.unit]
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    Sending.objects.bulk_create(
        Sending(
            revision=revision,
            addressee=recipient.addressee,
            unit=units.get(recipient.unit or ""),
            name=recipient.name[:300],
        )
        for recipient in contents.receivers
    )
