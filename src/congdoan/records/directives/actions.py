"""Registering directives, setting what they ask for, and linking the sessions at which they were studied."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.text import fold
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import PeriodKind
from congdoan.org.actions import lock_units, note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.activities.models import Activity
from congdoan.records.directives.models import Directive, Duty, Objective, Study
from congdoan.records.directives.rules import Sort


@dataclass(frozen=True)
class Wording:
    """What is written of a directive; `form` is the code of the form that reviews it, or empty."""

    sort: Sort
    number: str
    title: str
    issuer: str
    day: date
    text: str = ""
    form: str = ""

    @property
    def fields(self) -> dict[str, object]:
        """What is written of it, with what search compares."""
        return vars(self) | {"folded": fold(f"{self.number} {self.title}")[:600]}

    def check(self) -> None:
        """Raises ValidationError, field by field."""
        wanted = {
            "number": _("Ghi số, ký hiệu."),
            "title": _("Ghi trích yếu."),
            "issuer": _("Ghi cơ quan ban hành."),
        }
        refused = {name: sentence for name, sentence in wanted.items() if not getattr(self, name).strip()}
        if self.day > clock.today():
            refused["day"] = _("Ngày ban hành không thể sau hôm nay.")
        if self.form and self.form not in review_forms():
            refused["form"] = _("Mẫu này không lập cho nhiều năm.")
        if refused:
            raise ValidationError(refused)


def review_forms() -> dict[str, str]:
    """The forms that are filled for a run of years, each with its name."""
    return {code: form.local_name for code, form in current().forms.items() if PeriodKind.RUN in form.periods}


@transaction.atomic
def register_directive(by: User, *, unit: Unit, wording: Wording) -> Directive:
    """Take a directive into a unit's register. Raises PermissionDenied, ValidationError."""
    require(by, Right.PLAN, unit)
    wording.check()
    lock_units([unit])
    if Directive.objects.filter(unit=unit, number=wording.number, day=wording.day).exists():
        raise ValidationError({"number": _("Văn bản này đã có trong danh mục.")})
    made = Directive.objects.create(unit=unit, by=by, at=clock.now(), **wording.fields)
    note(by, "registered_directive", made, unit=unit, words=_words(made))
    return made


@transaction.atomic
def correct_directive(by: User, *, directive: Directive, wording: Wording) -> Directive:
    """Write a directive anew. Raises PermissionDenied, ValidationError."""
    found = _held(by, directive)
    wording.check()
    lock_units([found.unit])
    others = Directive.objects.filter(unit=found.unit, number=wording.number, day=wording.day).exclude(pk=found.pk)
    if others.exists():
        raise ValidationError({"number": _("Văn bản này đã có trong danh mục.")})
    for name, value in wording.fields.items():
        setattr(found, name, value)
    found.save(update_fields=[*wording.fields])
    note(by, "corrected_directive", found, unit=found.unit, words=_words(found))
    return found


@transaction.atomic
def set_objective(by: User, *, directive: Directive, indicator: str, year: int, target: int | None) -> None:
    """Say how much is asked for in a year; None asks for nothing any more. Raises PermissionDenied, ValidationError."""
    found = _held(by, directive)
    known = current().indicators.get(indicator)
    if known is None or not known.is_additive or known.own_only:
        raise ValidationError({"indicator": _("Chỉ tiêu này không giao cho cả hệ thống bên dưới được.")})
    if not found.day.year <= year <= found.day.year + MOST_YEARS:
        said = {"first": found.day.year, "last": found.day.year + MOST_YEARS}
        raise ValidationError({"year": _("Năm phải từ %(first)d đến %(last)d.") % said})
    if target is not None and target <= 0:
        raise ValidationError({"target": _("Chỉ tiêu phải lớn hơn 0.")})
    if target is None:
        found.objectives.filter(indicator=indicator, year=year).delete()
    else:
        Objective.objects.update_or_create(directive=found, indicator=indicator, year=year, defaults={"target": target})
    words = _words(found) | {"indicator": indicator, "year": str(year), "target": target}
    note(by, "set_objective" if target is not None else "dropped_objective", found, unit=found.unit, words=words)


MOST_YEARS = 50
"""How far ahead of its issue a directive may aim."""


@transaction.atomic
def charge_units(by: User, *, directive: Directive, units: Iterable[Unit]) -> None:
    """Say which units must carry a directive out: these and no others, each that is new within the register's own.

    Raises PermissionDenied, ValidationError.
    """
    found = _held(by, directive)
    charged = {unit.pk: unit for unit in units}
    there = set(found.duties.values_list("unit", flat=True))
    beneath = set(Unit.objects.under([found.unit_id], on=clock.today()).values_list("pk", flat=True))
    strangers = [unit for key, unit in charged.items() if key not in beneath | there]
    if strangers:
        said = {"codes": ", ".join(sorted(unit.code for unit in strangers))}
        raise ValidationError({"units": _("Không trực thuộc đơn vị giữ văn bản: %(codes)s.") % said})
    found.duties.exclude(unit__in=charged).delete()
    Duty.objects.bulk_create(Duty(directive=found, unit=unit) for key, unit in charged.items() if key not in there)
    note(by, "charged_units", found, unit=found.unit, words=_words(found) | {"units": len(charged)})


@transaction.atomic
def link_study(by: User, *, directive: Directive, activity: Activity) -> Study:
    """Say that a directive was studied at a recorded session; saying it twice changes nothing.

    Raises PermissionDenied without the right to record where the session was, and ValidationError.
    """
    require(by, Right.RECORD, activity.unit)
    if not current().kinds[activity.kind].studies:
        raise ValidationError(_("Loại hoạt động này không phải buổi học tập."))
    if activity.withdrawn:
        raise ValidationError(_("Hoạt động này đã rút khỏi sổ."))
    if activity.day < directive.day:
        raise ValidationError(_("Buổi học trước ngày ban hành văn bản."))
    study, is_new = Study.objects.get_or_create(directive=directive, activity=activity)
    if is_new:
        note(by, "linked_study", directive, unit=activity.unit, words=_words(directive))
    return study


@transaction.atomic
def unlink_study(by: User, *, study: Study) -> None:
    """Take back that a directive was studied there; the session stays recorded. Raises PermissionDenied."""
    require(by, Right.RECORD, study.activity.unit)
    note(by, "unlinked_study", study.directive, unit=study.activity.unit, words=_words(study.directive))
    study.delete()


def _held(by: User, directive: Directive) -> Directive:
    require(by, Right.PLAN, directive.unit)
    return Directive.objects.select_for_update(of=("self",)).select_related("unit").get(pk=directive.pk)


def _words(directive: Directive) -> dict[str, object]:
    return {"directive": str(directive)}
