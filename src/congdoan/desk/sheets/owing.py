"""The reports of a unit: what it owes, what is in hand or sent, what waits for a decision, what it was told of."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base import clock
from congdoan.base.period import Period, UnknownPeriod
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Form
from congdoan.desk.context import Context, context_of
from congdoan.desk.door import answers
from congdoan.desk.gate import may, me, unit_or_404
from congdoan.desk.periods import as_written, refused
from congdoan.desk.sheets.chips import Chip
from congdoan.desk.words import period_name
from congdoan.org.models import Unit, names_on
from congdoan.org.rules import Right
from congdoan.reports.actions import open_sheet
from congdoan.reports.models import (
    Owed,
    Sheet,
    forms_owed_beneath,
    level_of,
    owed_by,
    period_of,
    waiting_for,
)
from congdoan.reports.rules import State
from congdoan.reports.rules.owing import is_owed_for, periods_ended

MOST = 60


@dataclass(frozen=True)
class Row:
    """A sheet in a list."""

    sheet: Sheet
    name: str
    period: Period
    chip: Chip
    unit: str = ""


@dataclass(frozen=True)
class OwedRow:
    """A sheet that is owed: begun or not, by when, how late; `merged` the name of the unit that is reported for."""

    owed: Owed
    chip: Chip | None
    left: int
    merged: str = ""

    @property
    def late(self) -> int:
        """So many days after its day."""
        return -self.left


def sheets(request: HttpRequest) -> HttpResponse:
    """What the unit owes and what it has sent; what its lower units sent and nobody has decided about yet."""
    context = context_of(request)
    unit, today = context.unit, clock.today()
    may_report = may(request, Right.REPORT, unit.pk)
    may_review = may(request, Right.REVIEW, unit.pk)
    mine = list(Sheet.objects.filter(unit=unit)[:MOST])
    waiting = _waiting(unit, today) if may_review else []
    told = _told(unit)
    owed = owed_by([unit], today, inherited=True)
    merged = {each.unit.pk for each in owed if each.heir}
    names = names_on({sheet.unit_id for sheet in [*waiting, *told]} | merged, today)
    shown: dict[str, object] = {
        "context": context,
        "owed": [_owed_row(each, today, names.get(each.unit.pk, "") if each.heir else "") for each in owed],
        "mine": [row_of(sheet) for sheet in mine],
        "waiting": [row_of(sheet, names.get(sheet.unit_id, "")) for sheet in waiting],
        "told": [row_of(sheet, names.get(sheet.unit_id, "")) for sheet in told],
        "may_report": may_report,
        "has_board": bool(forms_owed_beneath(unit, today)),
        "today": today,
    }
    return render(request, "desk/sheets/sheets.html", shown)


def row_of(sheet: Sheet, unit: str = "") -> Row:
    form = sheet.of_form
    return Row(sheet, form.local_name, sheet.of_period, Chip.of(sheet.state), unit)


def _owed_row(owed: Owed, today: date, merged: str) -> OwedRow:
    left = owed.days_left(today)
    chip = Chip.of(owed.sheet.state) if owed.sheet else None
    return OwedRow(owed, chip, left, merged)


def _waiting(unit: Unit, today: date) -> list[Sheet]:
    """The sheets that wait for the unit to decide: of units directly beneath, and of what was merged into those."""
    ordered = [sent.select_related("unit").order_by("last_day", "unit__code") for sent in waiting_for([unit], today)]
    found = [sheet for sent in ordered for sheet in sent[:MOST]]
    return sorted(found, key=lambda sheet: (sheet.last_day, sheet.unit.code))[:MOST]


def _told(unit: Unit) -> list[Sheet]:
    """The sheets that the union above has told this one of."""
    found = Sheet.objects.filter(revisions__sendings__unit=unit, revisions__sendings__addressee="lower")
    return list(found.standing(State.SUBMITTED, State.ACCEPTED).select_related("unit").distinct()[:12])


class OpenForm(forms.Form):
    """Which form, and for which period; a period written out is taken before the one chosen from the list."""

    form = forms.ChoiceField(label=gettext_lazy("Mẫu"))
    period = forms.ChoiceField(label=gettext_lazy("Kỳ"), required=False)
    other_period = forms.CharField(label=gettext_lazy("Kỳ khác"), required=False, max_length=60)

    def __init__(self, known: list[Form], *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.known = {form.code: form for form in known}
        self._choose("form", [("", _("Chọn")), *((form.code, form.local_name) for form in known)])
        self._choose("period", [("", _("Chọn")), *_periods(known)])

    def _choose(self, name: str, choices: list[tuple[str, object]]) -> None:
        chosen = self.fields[name]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = choices

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean() or {}
        form, written = given.get("form"), given.get("other_period") or given.get("period")
        if form and not written:
            self.add_error("period", _("Chọn kỳ, hoặc viết kỳ ở ô dưới."))
        elif form:
            try:
                given["of"] = period_of(self.known[str(form)], as_written(str(written)))
            except UnknownPeriod as error:
                self.add_error("other_period" if given.get("other_period") else "period", refused(str(written), error))
        return given


def _periods(known: list[Form]) -> list[tuple[str, object]]:
    """The periods that ended lately, of any of the forms, and those that run now."""
    found: dict[str, Period] = {}
    for form in known:
        for period in periods_ended(form, clock.today(), 4):
            found.setdefault(str(period), period)
    ordered = sorted(found.values(), key=lambda period: (period.last_day, period.first_day), reverse=True)
    return [(str(period), period_name(period)) for period in ordered]


def open_page(request: HttpRequest) -> HttpResponse:
    """Choose form and period; one press drafts the sheet."""
    unit = unit_or_404(request, context_of(request).unit.code, Right.REPORT)
    context = context_of(request, unit)
    level = level_of(unit, clock.today())
    known = [form for form in current().forms.values() if level in form.levels]
    form = OpenForm(known, answers(request), initial=_asked(request, context, known))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            sheet = open_sheet(me(request), unit=unit, form=given["form"], period=given["of"])
        except ValidationError as error:
            _refuse(form, error)
        else:
            return redirect("desk:sheet", sheet.pk)
    return render(request, "desk/sheets/open.html", {"context": context, "form": form})


def _asked(request: HttpRequest, context: Context, known: list[Form]) -> dict[str, str]:
    asked = {name: request.GET[name] for name in ("form",) if request.GET.get(name)}
    wanted = request.GET.get("for", "") or str(context.period)
    form = next((each for each in known if each.code == asked.get("form")), None)
    if form and not is_owed_for(form, context.period) and not request.GET.get("for"):
        return asked
    is_listed = any(name == wanted for name, _said in _periods(known))
    return asked | {"period" if is_listed or not request.GET.get("for") else "other_period": wanted}


def _refuse(form: OpenForm, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, sentences in error.error_dict.items():
        form.add_error(name if name in form.fields else None, sentences)
