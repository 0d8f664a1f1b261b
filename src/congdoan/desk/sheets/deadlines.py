"""Until when the units beneath send a sheet: shown on the board, and set by level on a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.period import Period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Form, Level
from congdoan.desk.activities.reading import Unreadable, read_day
from congdoan.desk.context import context_of
from congdoan.desk.days import DayInput
from congdoan.desk.door import answers
from congdoan.desk.gate import may, me, unit_or_404
from congdoan.desk.sheets.choosing import which_form
from congdoan.desk.sheets.reading import board_address
from congdoan.desk.words import day as in_words
from congdoan.desk.words import level_brief
from congdoan.org.models import Unit, names_on
from congdoan.org.rules import Right
from congdoan.reports.actions import set_deadlines
from congdoan.reports.models import Below, Due, days_from, edition_for, set_beneath
from congdoan.reports.rules.owing import due_day, is_owed

NAMED = 8
_YEAR = timedelta(days=364)


def may_set(request: HttpRequest, unit: Unit) -> bool:
    return may(request, Right.REVIEW, unit.pk)


@dataclass(frozen=True)
class DayShown:
    """Until when units of a level beneath send, and who says so; no day where nobody has asked for it."""

    level: Level
    day: date | None
    said: str


def days_shown(unit: Unit, form: Form, period: Period, levels: Sequence[Level]) -> list[DayShown]:
    """The days that a unit's own level of command gives; unions beneath may have set nearer ones."""
    today = clock.today()
    held = days_from(unit, form.code, str(period), today)
    names = names_on({due.by for due in held.values() if due.by}, today) if held else {}
    edition = edition_for(form.code, period)
    filling = [level for level in levels if level in edition.levels]
    return [_shown(unit, edition, period, level, held.get(level), names) for level in filling]


def _shown(unit: Unit, form: Form, period: Period, level: Level, due: Due | None, names: dict[int, str]) -> DayShown:
    if due:
        said = _("đơn vị này đặt") if due.by == unit.pk else _("%(unit)s đặt") % {"unit": names.get(due.by or 0, "")}
        return DayShown(level, due.day, said)
    if not is_owed(form, level, period):
        return DayShown(level, None, _("chưa yêu cầu"))
    return DayShown(level, due_day(form, level, period), form.due_rule or _("mặc định"))


# ---------- the page


class DueField(forms.CharField):
    """A day as people write it; without its year it is the first one after the period."""

    def __init__(self, period: Period, **more: object) -> None:
        super().__init__(required=False, max_length=30, widget=DayInput(), **more)  # type: ignore[arg-type]
        self.period = period

    def clean(self, value: str) -> date | None:
        text = str(super().clean(value))
        try:
            return read_day(text, self.period.last_day + _YEAR) if text else None
        except Unreadable as error:
            raise ValidationError(str(error)) from None


class DaysForm(forms.Form):
    """A day for each level; an empty one takes the day back."""

    def __init__(self, days: list[DayShown], period: Period, own: dict[Level, date], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.levels = [each.level for each in days]
        for each in days:
            self.fields[each.level.value] = DueField(
                period,
                label=_("Hạn của %(level)s") % {"level": level_brief(each.level)},
                initial=own.get(each.level),
            )

    def days(self) -> dict[Level, date | None]:
        return {level: self.cleaned_data[level.value] for level in self.levels}


def show(request: HttpRequest) -> HttpResponse:
    """Choose form and period, then until when each level beneath sends it."""
    unit = unit_or_404(request, context_of(request).unit.code, Right.REVIEW)
    context = context_of(request, unit)
    today = clock.today()
    below = Below.of(unit, today)
    levels = below.levels
    known = [form for form in current().forms.values() if set(levels) & set(form.levels)]
    which = which_form(request, context, known, below)
    shown: dict[str, object] = {"context": context, "which": which, "has_forms": bool(known)}
    if which.chosen and which.is_valid():
        form, period = which.chosen, which.cleaned_data["period"]
        days = days_shown(unit, form, period, levels)
        own = _own(unit, form, period, today)
        setting = DaysForm(days, period, own, _answers(request))
        if request.method == "POST" and setting.is_valid() and _kept(request, unit, form, period, setting):
            return redirect(board_address(unit, form.code, period))
        shown |= _told(unit, form, period) | {"setting": setting, "rows": _rows(setting, days, own)}
    return render(request, "desk/sheets/due.html", shown)


def _answers(request: HttpRequest) -> QueryDict | None:
    return answers(request) if request.method == "POST" else None


def _own(unit: Unit, form: Form, period: Period, today: date) -> dict[Level, date]:
    held = days_from(unit, form.code, str(period), today)
    return {level: due.day for level, due in held.items() if due.by == unit.pk}


def _rows(setting: DaysForm, days: list[DayShown], own: dict[Level, date]) -> list[tuple[forms.BoundField, str]]:
    """Each level's field with what holds there where it is left empty."""
    return [(setting[each.level.value], _hint(each, own)) for each in days]


def _hint(each: DayShown, own: dict[Level, date]) -> str:
    if each.level in own:
        return _("Xóa trắng là bỏ hạn này.")
    if each.day:
        return _("Để trống thì vẫn là %(day)s (%(said)s).") % {"day": in_words(each.day), "said": each.said}
    return _("Để trống là chưa yêu cầu cấp này báo cáo.")


def _told(unit: Unit, form: Form, period: Period) -> dict[str, object]:
    today = clock.today()
    nearer = list(set_beneath(unit, form.code, str(period), today)[: NAMED + 1])
    names = names_on({each.unit_id for each in nearer}, today) if nearer else {}
    return {
        "form": form,
        "period": period,
        "nearer": [(names[each.unit_id], each.level, each.day) for each in nearer[:NAMED]],
        "more_nearer": len(nearer) > NAMED,
    }


def _kept(request: HttpRequest, unit: Unit, form: Form, period: Period, setting: DaysForm) -> bool:
    """Whether the days are set; what is wrong with one is said beside it."""
    try:
        held = set_deadlines(me(request), unit=unit, form=form.code, period=period, days=setting.days())
    except ValidationError as error:
        told = error.error_dict if hasattr(error, "error_dict") else {"": [error]}
        for name, sentences in told.items():
            setting.add_error(name if name in setting.fields else None, sentences)
        return False
    said = "; ".join(f"{level_brief(each.level)} {in_words(each.day)}" for each in held)
    messages.success(request, _("Đã đặt hạn: %(days)s.") % {"days": said} if held else _("Đã bỏ hạn riêng."))
    return True
