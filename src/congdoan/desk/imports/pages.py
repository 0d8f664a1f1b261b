"""Importing, step by step: a file, its columns, its faults with their mends, what was taken in; and taking it back."""

import re
from collections.abc import Callable, Container, Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base import clock
from congdoan.catalogue.models import current
from congdoan.desk.context import Context, context_of
from congdoan.desk.days import DayField, DayInput
from congdoan.desk.door import answers
from congdoan.desk.excel import EXCEL
from congdoan.desk.gate import may, me, reach, standing, unit_or_404
from congdoan.desk.imports.workbooks import (
    HIDDEN,
    activities_template,
    labels_of,
    template,
    why_double,
)
from congdoan.desk.imports.working import (
    ROWS,
    ask_for_remarks,
    ask_to_take,
    ask_to_undo,
    remarks_of,
    rows_in,
    told_taken,
    told_undone,
)
from congdoan.org.models import Unit, Work
from congdoan.org.rules import Right
from congdoan.records.imports.actions import (
    decide,
    refusal_to_undo,
    right_to,
    send_in,
    take_in,
    undo,
)
from congdoan.records.imports.models import How, State, Upload, What
from congdoan.records.imports.rules import FILE_LIMIT, KINDS, SEALED_COLUMNS

LATEST = 20
_CELL = re.compile(r"cell-([0-9]{1,7})-(.+)")


class SendForm(forms.Form):
    """A workbook to be looked at."""

    file = forms.FileField(label=gettext_lazy("File Excel"))
    how = forms.ChoiceField(
        label=gettext_lazy("Những người trong file"),
        choices=[(how.value, how.label) for how in (How.ARRIVAL, How.ADMISSION)],
        initial=How.ARRIVAL.value,
    )
    day = DayField(label=gettext_lazy("Ngày vào đơn vị, cho dòng không ghi ngày"), widget=DayInput())


class SendActivitiesForm(forms.Form):
    """A workbook of activities; its rows name their kinds, or all are of one."""

    file = forms.FileField(label=gettext_lazy("File Excel"))
    kind = forms.ChoiceField(label=gettext_lazy("Loại hoạt động"), required=False)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        every = [("", _("Theo cột “Loại hoạt động” trong file"))]
        self.fields["kind"].choices = every + [(kind.code, kind.local_name) for kind in current().kinds.values()]  # type: ignore[attr-defined]


def imports(request: HttpRequest) -> HttpResponse:
    """Send a workbook of members or of activities in; and those sent in before."""
    context, what = context_of(request), _what(request)
    unit = unit_or_404(request, context.unit.code, right_to(what))
    form_of = SendForm if what is What.MEMBERS else SendActivitiesForm
    form = form_of(answers(request), request.FILES or None, initial={"day": clock.today().isoformat()})
    if request.method == "POST" and form.is_valid() and (sent := _sent(request, unit, what, form)):
        return redirect("desk:import", sent.pk)
    if request.method != "POST":
        form.errors.clear()
    before = Upload.objects.filter(unit=unit, what=what).select_related("by")[:LATEST]
    shown = {"context": context, "form": form, "before": before, "megabytes": FILE_LIMIT // 1_000_000}
    others = [each for each in What if right_to(each) in standing(request).rights]
    return render(request, "desk/imports/imports.html", shown | {"what": what, "views": others})


def _what(request: HttpRequest) -> What:
    """What the page is about: members, unless the address says otherwise."""
    return What.ACTIVITIES if request.GET.get("what") == What.ACTIVITIES else What.MEMBERS


def _sent(request: HttpRequest, unit: Unit, what: What, form: forms.Form) -> Upload | None:
    file = form.cleaned_data["file"]
    try:
        if file.size > FILE_LIMIT:
            raise ValidationError(
                {"file": _("File lớn hơn %d MB. Chia thành nhiều file nhỏ hơn.") % (FILE_LIMIT // 1_000_000)}
            )
        return send_in(
            me(request),
            unit=unit,
            what=what,
            name=file.name,
            data=file.read(),
            how=How(form.cleaned_data.get("how") or How.ARRIVAL),
            day=form.cleaned_data.get("day"),
            kind=form.cleaned_data.get("kind", ""),
        )
    except ValidationError as error:
        told = error.message_dict if hasattr(error, "error_dict") else {"file": error.messages}
        for name, sentences in told.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
        return None


def template_file(request: HttpRequest, code: str) -> HttpResponse:
    """The template of a unit: of its members, or of activities, of all kinds or of one."""
    what = _what(request)
    unit = unit_or_404(request, code, right_to(what))
    name = unit.name_on(clock.today())
    if what is What.MEMBERS:
        return _file(template(unit, name), f"mau-doan-vien-{unit.code}")
    kind = current().kinds.get(request.GET.get("kind", ""))
    stem = f"mau-hoat-dong-{kind.code}-{unit.code}" if kind else f"mau-hoat-dong-{unit.code}"
    return _file(activities_template(name, current().kinds, kind), stem)


def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    """One workbook: what is right, what is wrong with its mends, who is known; then taken in, or taken back."""
    upload = _upload_or_404(request, pk)
    context, written = context_of(request, upload.unit), answers(request)
    refused = ""
    if request.method == "POST":
        try:
            if work := _long_work(request, upload):
                return redirect("desk:work", work.pk)
            said = _DEEDS.get(request.POST.get("do", ""), _nothing)(request, upload)
            if said:
                messages.success(request, said)
            return redirect("desk:import", upload.pk)
        except ValidationError as error:
            refused = " ".join(error.messages)
        upload.refresh_from_db()
    shown = _shown(request, context, upload, written or QueryDict()) | {"refused": refused}
    return render(request, "desk/imports/import.html", shown)


def _long_work(request: HttpRequest, upload: Upload) -> Work | None:
    """What the worker is asked for, where it would take somebody's time; None where it is done at once."""
    deed = request.POST.get("do")
    if deed == "take" and upload.state == State.READ:
        _refuse_unseen(request, upload)
    if deed == "take" and upload.preview.get("good", 0) > ROWS:
        return ask_to_take(request, upload)
    if deed == "undo" and upload.result.get("people", 0) > ROWS:
        return ask_to_undo(request, upload, request.POST.get("reason", ""))
    return None


def _upload_or_404(request: HttpRequest, pk: int) -> Upload:
    seen = Q()
    for what in What:
        seen |= Q(what=what, unit__in=reach(request, right_to(what)))
    return get_object_or_404(Upload.objects.filter(seen).select_related("unit", "by"), pk=pk)


def _shown(request: HttpRequest, context: Context, upload: Upload, written: QueryDict) -> dict[str, object]:
    """What stands on the page, with what was written on it and not taken in."""
    told = upload.preview
    labels, ours = labels_of(upload, told.get("columns", ())), labels_of(upload)
    kind = current().kinds.get(upload.choices.get("kind", ""))
    hidden = not upload.is_open_to(me(request))
    return {
        "context": context,
        "upload": upload,
        "told": told,
        "is_of_people": upload.what == What.MEMBERS,
        "may_unmask": hidden and may(request, Right.UNMASK, upload.unit_id),
        "how": How(upload.how).label if upload.how else kind.local_name if kind else What(upload.what).label,
        "columns": [(written, ours.get(key, key)) for written, key in told.get("columns", ())],
        "groups": [_group(group, labels, hidden, written) for group in told.get("groups", ())],
        "reason": written.get("reason", ""),
        "mended": [_named(group, labels) for group in upload.choices.get("mended", ())],
        "doubles": [
            {**double, "why": why_double(double["known"], double["twice"])} for double in told.get("doubles", ())
        ],
        "left_out": len(upload.choices.get("left_out", ())),
        "is_long": rows_in(upload) > ROWS,
        "why_not": refusal_to_undo(upload) if upload.state == State.TAKEN else "",
    }


def _group(group: dict[str, Any], labels: dict[str, str], hidden: bool, written: QueryDict) -> dict[str, object]:
    column = group["column"]
    label, said = labels.get(column, ""), KINDS.get(group["kind"], "")
    first = group["first"]
    if hidden and column in SEALED_COLUMNS:
        first = [(row, HIDDEN if cell else "", said, "") for row, cell, _sentence, _mend in first]
    first = [(row, cell, sentence, written.get(f"cell-{row}-{column}", mend)) for row, cell, sentence, mend in first]
    return {**group, "code": f"{group['kind']}:{column}", "label": label, "said": said, "first": first}


def _named(code: str, labels: dict[str, str]) -> dict[str, object]:
    kind, _colon, column = code.partition(":")
    return {"code": code, "label": labels.get(column, ""), "said": KINDS.get(kind, kind)}


def _mend(request: HttpRequest, upload: Upload) -> str:
    decide(me(request), upload=upload, mend=request.POST.getlist("group"))
    return ""


def _unmend(request: HttpRequest, upload: Upload) -> str:
    decide(me(request), upload=upload, unmend=request.POST.getlist("group"))
    return ""


def _rewrite(request: HttpRequest, upload: Upload) -> str:
    """The cells that were typed anew: `cell-12-born`; those left blank stay as they were."""
    cells: dict[int, dict[str, str]] = {}
    for row, column, text in _typed(request.POST, labels_of(upload)):
        cells.setdefault(row, {})[column] = text
    out = [int(row) for row in request.POST.getlist("leave_out") if row.isdecimal()]
    decide(me(request), upload=upload, cells=cells, leave_out=out)
    return ""


def _typed(given: QueryDict, known: Container[str]) -> Iterator[tuple[int, str, str]]:
    for name, text in given.items():
        told = _CELL.fullmatch(name)
        if told and isinstance(text, str) and text.strip() and told[2] in known:
            yield int(told[1]), told[2], text.strip()


def _keep_doubles(request: HttpRequest, upload: Upload) -> str:
    """Rows that are taken in although somebody alike is known; and rows left out, so that others may come in."""
    anyway, out = (
        [int(row) for row in request.POST.getlist(name) if row.isdecimal()] for name in ("anyway", "leave_out")
    )
    decide(me(request), upload=upload, anyway=anyway, leave_out=out)
    return ""


def _refuse_unseen(request: HttpRequest, upload: Upload) -> None:
    """Raise ValidationError where somebody decided otherwise about the rows since the page was looked at."""
    seen = request.POST.get("seen", "")
    if seen and seen != str(upload.preview.get("good", 0)):
        raise ValidationError(_("Danh sách vừa được sửa ở nơi khác. Xem lại số dòng đúng rồi hãy nhập."))


def _take(request: HttpRequest, upload: Upload) -> str:
    return told_taken(take_in(me(request), upload=upload))


def _undo(request: HttpRequest, upload: Upload) -> str:
    undo(me(request), upload=upload, reason=request.POST.get("reason", ""))
    return told_undone()


def _nothing(request: HttpRequest, upload: Upload) -> str:
    return ""


_DEEDS: dict[str, Callable[[HttpRequest, Upload], str]] = {
    "mend": _mend,
    "unmend": _unmend,
    "rewrite": _rewrite,
    "doubles": _keep_doubles,
    "take": _take,
    "undo": _undo,
}


def remarks(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook again, with a column of remarks; a long one is left to the worker."""
    upload = _upload_or_404(request, pk)
    reason = request.POST.get("reason")
    try:
        if rows_in(upload) > ROWS:
            return _remarks_later(request, upload, reason)
        return _file(*remarks_of(me(request), upload, reason))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("desk:import", upload.pk)


def _remarks_later(request: HttpRequest, upload: Upload, reason: str | None) -> HttpResponse:
    """The page of the work that makes the file; a bare address asks for nothing: the import's page has a button."""
    if request.method == "POST":
        return redirect("desk:work", ask_for_remarks(request, upload, reason).pk)
    return redirect("desk:import", upload.pk)


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=EXCEL)
    safe = "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "-" for char in name)
    response.headers["Content-Disposition"] = f'attachment; filename="{safe}.xlsx"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
