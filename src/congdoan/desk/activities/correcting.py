"""Correcting an activity with a reason, seeing what another has corrected meanwhile; withdrawing one."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base import clock
from congdoan.catalogue.rules import Kind
from congdoan.desk.activities import people
from congdoan.desk.activities.entering import Sheet, kind_or_404
from congdoan.desk.activities.form import ActivityForm, filled, mended
from congdoan.desk.activities.opening import Change, activity_or_404, changes_between, lies_sealed, too_late
from congdoan.desk.activities.telling import Above, above, adds, kind_named
from congdoan.desk.context import context_of
from congdoan.desk.door import answers
from congdoan.desk.gate import me
from congdoan.figures.models import stored
from congdoan.org.models import Deed
from congdoan.org.rules import Right
from congdoan.records.activities.actions import (
    Around,
    ChangedMeanwhile,
    correct_activity,
    withdraw_activity,
)
from congdoan.records.activities.models import CORRECTED, Activity


class CorrectionForm(ActivityForm):
    """The form of an activity, with why it is being corrected."""

    def __init__(self, kind: Kind, *args: Any, **more: Any) -> None:
        super().__init__(kind, *args, **more)
        self.fields["reason"] = forms.CharField(label=_("Lý do sửa"), max_length=500)


class WithdrawalForm(forms.Form):
    """Why it is taken back."""

    reason = forms.CharField(label=gettext_lazy("Lý do rút"), max_length=500)


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Say it rightly, with a reason; what another has corrected meanwhile is shown first."""
    found = activity_or_404(request, pk, Right.RECORD)
    if found.withdrawn and request.method != "POST":
        return too_late(request, found)
    kind = kind_or_404(found.kind)
    sheet, seen = _sheet(request, found, kind)
    shown: dict[str, object] = {}
    if request.method == "POST":
        if request.POST.get("do", "record") != "record":
            sheet.form.forgive()
        elif sheet.form.is_valid():
            try:
                return _corrected(request, found, sheet)
            except ChangedMeanwhile:
                shown = _meanwhile(found, sheet)
            except ValidationError as error:
                sheet.form.refuse(_unnamed(found, error) if sheet.is_sealed else error)
    page = {"activity": found, "form": sheet.form, "sheet": sheet, "unit": found.unit, "seen": seen}
    page |= {"context": context_of(request, found.unit), "kind_name": kind.local_name}
    return render(request, "desk/activities/correct.html", page | shown)


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back, with a reason; the page says first which figures fall."""
    found = activity_or_404(request, pk, Right.RECORD)
    if found.withdrawn and request.method != "POST":
        return too_late(request, found)
    form = WithdrawalForm(answers(request))
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_activity(me(request), activity=found, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã rút. Các số phía trên đã giảm theo; trang này vẫn xem được."))
            return redirect("desk:activity", pk)
    elif form.is_bound and request.method != "POST":
        form.errors.clear()
    up: Above = above(found.unit, found.day)
    shown = {"activity": found, "form": form, "adds": adds(found.entry), "above": up}
    shown |= {"context": context_of(request, found.unit), "kind_name": kind_named(found.kind)}
    return render(request, "desk/activities/withdraw.html", shown)


def _sheet(request: HttpRequest, found: Activity, kind: Kind) -> tuple[Sheet, int]:
    """All that stands on the page, and how many corrections had been seen when it was begun."""
    told, is_sealed = answers(request), lies_sealed(request, found)
    said = told if told is not None else _as_it_is(found)
    chosen = people.chosen_keys(said.getlist("served")) if kind.beneficiaries and not is_sealed else []
    served = people.member_choices(found.unit, chosen, said.get("people_q", ""))
    partners = people.unit_choices(found.unit, people.chosen_keys(said.getlist("partners")), said.get("units_q", ""))
    form = CorrectionForm(kind, mended(said), today=clock.today(), serves=None if is_sealed else len(served.chosen))
    if request.method != "POST":
        form.forgive()
    seen = found.corrections if told is None else _seen(told)
    return Sheet(found.unit, kind, form, served, partners, is_sealed=is_sealed), seen


def _as_it_is(found: Activity) -> QueryDict:
    """How the form is filled in that says what is recorded."""
    bounds = {name: bound for name in found.entry.quantities if (bound := found.entry.bound(name))}
    told = QueryDict(mutable=True)
    for name, value in filled(found.day, clock.today(), bounds, found.details).items():
        told[name] = str(value)
    told["note"] = found.note
    told.setlist("served", [str(key) for key in found.beneficiaries.values_list("member", flat=True)])
    told.setlist("partners", [str(key) for key in found.partners.values_list("pk", flat=True)])
    return told


def _seen(sent: QueryDict) -> int:
    text = sent.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _corrected(request: HttpRequest, found: Activity, sheet: Sheet) -> HttpResponse:
    form = sheet.form
    before = _state(found)
    around = Around(form.cleaned_data["note"], people.partners_of(found.unit, sheet.partners.keys))
    if sheet.kind.beneficiaries and not sheet.is_sealed:
        around = replace(around, beneficiaries=people.members_of(found.unit, sheet.people.keys))
    corrected = correct_activity(
        me(request),
        activity=found,
        reason=form.cleaned_data["reason"],
        day=form.happened_on,
        measures=form.quantities(),
        details=form.answers(),
        around=around,
        seen=_seen(request.POST),
    )
    changes = changes_between(found.kind, before, _state(corrected))
    words = [_("%(after)s thay cho %(before)s") % vars(each) for each in changes if each.before and each.after]
    sentence = _("Đã sửa: %(changes)s. Số cũ vẫn xem được.") % {"changes": "; ".join(words)}
    messages.success(request, sentence if words else _("Đã sửa. Bản cũ vẫn xem được."))
    return redirect("desk:activity", found.pk)


def _unnamed(found: Activity, error: ValidationError) -> ValidationError:
    """What is refused, without the names of those who lie sealed."""
    names = found.beneficiaries.values_list("member__name", flat=True)
    if not any(name in sentence for name in names for sentence in error.messages):
        return error
    sentence = _(
        "Một người thụ hưởng có bước khác không hợp với điều vừa sửa. Xem tên ở trang hoạt động, hoặc nhờ người đã ghi "
        "sửa lại."
    )
    return ValidationError(sentence)


def _meanwhile(found: Activity, sheet: Sheet) -> dict[str, object]:
    """Who corrected it meanwhile, and where the two versions differ."""
    found.refresh_from_db()
    found.entry.refresh_from_db()
    deed = Deed.objects.filter(subject=found.subject, verb=CORRECTED).select_related("by").latest("pk")
    return {"meanwhile": deed, "seen": found.corrections, "differences": _differences(found, sheet)}


def _differences(found: Activity, sheet: Sheet) -> list[Change]:
    form, kind = sheet.form, sheet.kind
    mine = {
        "day": str(form.happened_on),
        "quantities": {str(name): stored(bound) for name, bound in kind.quantities(form.quantities()).items()},
        "details": form.answers(),
    }
    return changes_between(found.kind, _state(found), mine)


def _state(found: Activity) -> dict[str, Any]:
    return {"day": str(found.day), "quantities": dict(found.entry.quantities), "details": dict(found.details)}
