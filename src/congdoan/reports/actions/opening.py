"""Opening sheets, drafted from the ledger with one press; and giving up one that was opened by mistake."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.period import Period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Form, Level, UnknownCode
from congdoan.org.actions import note, note_each, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.reports.actions.holding import SeenAnother, held, refuse_unseen
from congdoan.reports.models import Composing, Part, Sheet, composed, level_of, levels_on, lived
from congdoan.reports.rules import not_for
from congdoan.reports.rules.narrative import drafted, told_of
from congdoan.reports.rules.owing import due_day, is_for


def open_sheet(by: User, *, unit: Unit, form: str, period: Period) -> Sheet:
    """The unit's sheet of a form for a period, drafted where there is none; one that is there is given back as it is.

    Raises PermissionDenied, ValidationError.
    """
    return open_sheets(by, units=[unit], form=form, period=period)[0]


@transaction.atomic
def open_sheets(by: User, *, units: Sequence[Unit], form: str, period: Period) -> list[Sheet]:
    """The same for many units, all or none: what their texts need of the ledger is read together.

    Raises PermissionDenied, ValidationError.
    """
    require(by, Right.REPORT, *units)
    edition = _form(form, period)
    levels = levels_on(units, min(period.last_day, clock.today()))
    for unit in units:
        _check(unit, edition, period, levels[unit.pk])
    found = Sheet.objects.at(units).of(form, str(period))
    there = set(found.values_list("unit", flat=True))
    at = clock.now()
    new = [
        Sheet(
            unit=unit,
            form=form,
            period=str(period),
            edition=edition.edition,
            first_day=period.first_day,
            last_day=period.last_day,
            due=due_day(edition, levels[unit.pk], period),
            opened_by=by,
            opened_at=at,
        )
        for unit in units
        if unit.pk not in there
    ]
    # Of two who open at once the first one's sheet stays: who comes second waits, and finds it as it is.
    Sheet.objects.bulk_create(new, ignore_conflicts=True)
    sheets = {sheet.unit_id: sheet for sheet in found.select_related("unit")}
    opened = [sheet for key, sheet in sheets.items() if key not in there and sheet.is_opened_by(by, at)]
    _draft(by, edition, period, opened)
    words = {"form": form, "period": str(period)}
    note_each(by, "drafted", [(sheet, sheet.unit, words) for sheet in opened])
    return [sheets[unit.pk] for unit in units]


def _form(code: str, period: Period) -> Form:
    try:
        return current().form(code, on=period.last_day)
    except UnknownCode as error:
        raise ValidationError({"form": str(error)}) from None


def _check(unit: Unit, form: Form, period: Period, level: Level) -> None:
    if not is_for(form, period):
        raise ValidationError({"period": not_for(form, period)})
    if period.first_day > clock.today():
        said = {"day": f"{period.first_day:%d/%m/%Y}"}
        raise ValidationError({"period": _("Kỳ này đến ngày %(day)s mới bắt đầu nên chưa lập báo cáo được.") % said})
    if not lived(unit, period):
        raise ValidationError({"period": _not_there(unit, period)})
    if level not in form.levels:
        said = {"form": form.name}
        raise ValidationError(
            {"form": _("“%(form)s” không phải mẫu của cấp này. Chọn mẫu khác trong danh sách.") % said}
        )


def _not_there(unit: Unit, period: Period) -> str:
    """Why a unit has nothing to tell of a period: it was founded after it, or had ended before it."""
    founded, ended = unit.first_day, unit.last_day
    if founded and founded > period.last_day:
        said = {"day": f"{founded:%d/%m/%Y}"}
        return _("Đơn vị thành lập ngày %(day)s, sau kỳ này. Chọn kỳ có ngày đó hoặc về sau.") % said
    said = {"day": f"{ended:%d/%m/%Y}" if ended else ""}
    return _("Đơn vị kết thúc hoạt động ngày %(day)s, trước kỳ này. Đơn vị kế tục báo cáo kỳ này.") % said


def _draft(by: User, form: Form, period: Period, sheets: Sequence[Sheet]) -> None:
    """The texts from the catalogue's sentences; what only the official knows is left empty."""
    at, parts = clock.now(), list[Part]()
    for composing in composed(sheets, form, period, only=told_of(form)):
        for place, paragraph in enumerate(form.paragraphs):
            text = drafted(paragraph, composing.setting)
            parts.append(Part(sheet=composing.sheet, key=f"result-{place}", text=text, by=by, at=at))
    Part.objects.bulk_create(parts)


@transaction.atomic
def give_up_sheet(by: User, *, sheet: Sheet, seen: int) -> None:
    """Drop a draft that was never sent, with all that was written in it; a line of the journal stays.

    `seen` is how many changes were seen. Raises PermissionDenied, ValidationError, and SeenAnother where the sheet was
    changed since.
    """
    found = held(by, sheet)
    if found.first_sent is not None or found.revisions.exists():
        raise ValidationError(_("Báo cáo này đã gửi một lần nên không bỏ được."))
    if found.edits - 1 != seen:
        raise SeenAnother(_("Báo cáo vừa được sửa. Xem bản mới rồi hãy bỏ."))
    note(by, "gave_up", found, unit=found.unit, words={"form": found.form, "period": found.period})
    for written in (found.parts, found.words, found.answers, found.proposals):
        written.all().delete()
    found.delete()


@transaction.atomic
def redraft_part(by: User, *, sheet: Sheet, key: str, seen: int | None = None) -> Part:
    """Write a part anew from the catalogue's sentences; `seen` is the version that it is to take the place of.

    Raises PermissionDenied, ValidationError, and SeenAnother where somebody wrote meanwhile.
    """
    found = held(by, sheet)
    places = {f"result-{place}": paragraph for place, paragraph in enumerate(found.of_form.paragraphs)}
    if key not in places:
        raise ValidationError(_("Mục này không soạn từ sổ được."))
    part = Part.objects.filter(sheet=found, key=key).first()
    if seen is not None:
        refuse_unseen(part, seen)
    part = part or Part(sheet=found, key=key, version=0)
    part.text, part.version = drafted(places[key], Composing(found).setting), part.version + 1
    part.by, part.at = by, clock.now()
    part.save()
    return part


@transaction.atomic
def renew_edition(by: User, *, sheet: Sheet, seen: int | None = None) -> Sheet:
    """Take the edition of the form that is now valid for the period; its texts are drafted anew.

    What somebody wrote into them stays: beneath the same heading, or at the end where the form has that heading no
    more. `seen` is how many changes were seen. Raises PermissionDenied, ValidationError, and SeenAnother where the
    sheet was changed since.
    """
    found = held(by, sheet)
    if seen is not None and found.edits - 1 != seen:
        raise SeenAnother(_("Báo cáo vừa được sửa. Xem bản mới rồi hãy chuyển."))
    edition = _form(found.form, found.of_period)
    if edition.edition == found.edition:
        return found
    before = {f"result-{place}": paragraph.title for place, paragraph in enumerate(found.of_form.paragraphs)}
    found.edition = edition.edition
    found.due = due_day(edition, level_of(found.unit, min(found.last_day, clock.today())), found.of_period)
    found.save(update_fields=["edition", "due"])
    _draft_anew(by, found, edition, before)
    note(by, "renewed_form", found, unit=found.unit, words={"form": found.form, "edition": found.edition})
    return found


def _draft_anew(by: User, sheet: Sheet, edition: Form, before: Mapping[str, str]) -> None:
    """The texts of another edition, with what was written beneath the headings of the one before, told by key."""
    parts = {part.key: part for part in Part.objects.filter(sheet=sheet, key__startswith="result-")}
    written = {
        before[key]: part.text for key, part in parts.items() if part.version > 1 and part.text and key in before
    }
    setting, at = Composing(sheet).setting, clock.now()
    texts = [written.pop(each.title, "") or drafted(each, setting) for each in edition.paragraphs]
    if written and texts:
        texts[-1] = "\n".join(filter(None, [texts[-1], *written.values()]))
    for place, text in enumerate(texts):
        part = parts.pop(f"result-{place}", None) or Part(sheet=sheet, key=f"result-{place}", version=0)
        part.text, part.version, part.by, part.at = text, part.version + 1, by, at
        part.save()
    Part.objects.filter(pk__in=[part.pk for part in parts.values()]).delete()
