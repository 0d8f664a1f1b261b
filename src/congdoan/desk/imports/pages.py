"""Importing, step by step: a file, its columns, its faults with their mends, what was taken in; and taking it back."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base import clock
from congdoan.base.text import fold, number
from congdoan.desk.context import Context, context_of
from congdoan.desk.excel import EXCEL
from congdoan.desk.gate import at_unit_or_404, me, unit_or_404
from congdoan.desk.imports.workbooks import labels_of, template, why_double, with_remarks
from congdoan.desk.imports.working import ROWS, ask_to_take
from congdoan.desk.positions import DayField
from congdoan.org.actions import take_list
from congdoan.org.models import Unit
from congdoan.org.rules import Right
from congdoan.records.imports.actions import decide, read_upload, refusal_to_undo, send_in, take_in, undo
from congdoan.records.imports.models import How, State, Upload, What
from congdoan.records.imports.rules import FILE_LIMIT, KINDS

LATEST = 20


class SendForm(forms.Form):
    """A workbook to be looked at."""

    file = forms.FileField(label=gettext_lazy("File Excel"))
    how = forms.ChoiceField(
        label=gettext_lazy("Những người trong file"),
        choices=[(how.value, how.label) for how in (How.ARRIVAL, How.ADMISSION)],
        initial=How.ARRIVAL.value,
    )
    day = DayField(
        label=gettext_lazy("Ngày vào đơn vị, cho dòng không ghi ngày"), widget=forms.DateInput(attrs={"type": "date"})
    )


def imports(request: HttpRequest) -> HttpResponse:
    """Send a workbook in; and those sent in before."""
    context = context_of(request)
    unit = unit_or_404(request, context.unit.code, Right.MEMBERS)
    form = SendForm(request.POST or None, request.FILES or None, initial={"day": clock.today().isoformat()})
    if request.method == "POST" and form.is_valid() and (sent := _sent(request, unit, form)):
        return redirect("desk:import", sent.pk)
    before = Upload.objects.filter(unit=unit).select_related("by")[:LATEST]
    shown = {"context": context, "form": form, "before": before, "megabytes": FILE_LIMIT // 1_000_000}
    return render(request, "desk/imports/imports.html", shown)


def _sent(request: HttpRequest, unit: Unit, form: SendForm) -> Upload | None:
    file = form.cleaned_data["file"]
    try:
        if file.size > FILE_LIMIT:
            raise ValidationError(
                {"file": _("File lớn hơn %d MB. Chia thành nhiều file nhỏ hơn.") % (FILE_LIMIT // 1_000_000)}
            )
        return send_in(
            me(request),
            unit=unit,
            what=What.MEMBERS,
            name=file.name,
            data=file.read(),
            how=How(form.cleaned_data["how"]),
            day=form.cleaned_data["day"],
        )
    except ValidationError as error:
        told = error.message_dict if hasattr(error, "error_dict") else {"file": error.messages}
        for name, sentences in told.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
        return None


def template_file(request: HttpRequest, code: str) -> HttpResponse:
    """The template of a unit."""
    unit = unit_or_404(request, code, Right.MEMBERS)
    name = unit.name_on(clock.today())
    return _file(template(unit, name), f"mau-doan-vien-{unit.code}")


def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    """One workbook: what is right, what is wrong with its mends, who is known; then taken in, or taken back."""
    upload = _upload_or_404(request, pk)
    context = context_of(request, upload.unit)
    refused = ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "take" and upload.preview.get("good", 0) > ROWS:
                return redirect("desk:work", ask_to_take(request, upload).pk)
            said = _DEEDS.get(request.POST.get("do", ""), _nothing)(request, upload)
            if said:
                messages.success(request, said)
            return redirect("desk:import", upload.pk)
        except ValidationError as error:
            refused = " ".join(error.messages)
        upload.refresh_from_db()
    return render(request, "desk/imports/import.html", _shown(context, upload) | {"refused": refused})


def _upload_or_404(request: HttpRequest, pk: int) -> Upload:
    return at_unit_or_404(request, Upload.objects.select_related("unit", "by"), Right.MEMBERS, pk=pk)


def _shown(context: Context, upload: Upload) -> dict[str, object]:
    told = upload.preview
    labels = labels_of(told.get("columns", ()))
    return {
        "context": context,
        "upload": upload,
        "told": told,
        "how": How(upload.how).label,
        "columns": [(written, labels_of(())[key]) for written, key in told.get("columns", ())],
        "groups": [_group(group, labels) for group in told.get("groups", ())],
        "mended": [_named(group, labels) for group in upload.choices.get("mended", ())],
        "doubles": [
            {**double, "why": why_double(double["known"], double["twice"])} for double in told.get("doubles", ())
        ],
        "left_out": len(upload.choices.get("left_out", ())),
        "why_not": refusal_to_undo(upload) if upload.state == State.TAKEN else "",
    }


def _group(group: dict[str, object], labels: dict[str, str]) -> dict[str, object]:
    code = f"{group['kind']}:{group['column']}"
    label = labels.get(str(group["column"]), "")
    return {**group, "code": code, "label": label, "said": KINDS.get(str(group["kind"]), "")}


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
    for name, text in _typed(request.POST):
        _cell, row, column = name.split("-", 2)
        cells.setdefault(int(row), {})[column] = text
    out = [int(row) for row in request.POST.getlist("leave_out") if row.isdigit()]
    decide(me(request), upload=upload, cells=cells, leave_out=out)
    return ""


def _typed(given: QueryDict) -> list[tuple[str, str]]:
    known = labels_of(())
    return [
        (name, text.strip())
        for name, text in given.items()
        if name.startswith("cell-")
        and isinstance(text, str)
        and text.strip()
        and name.split("-", 2)[1].isdigit()
        and name.split("-", 2)[2] in known
    ]


def _keep_doubles(request: HttpRequest, upload: Upload) -> str:
    decide(me(request), upload=upload, anyway=[int(row) for row in request.POST.getlist("anyway") if row.isdigit()])
    return ""


def _take(request: HttpRequest, upload: Upload) -> str:
    taken = take_in(me(request), upload=upload)
    return _("Đã nhập %(people)s người vào sổ.") % {"people": number(taken.result["people"])}


def _undo(request: HttpRequest, upload: Upload) -> str:
    undo(me(request), upload=upload, reason=request.POST.get("reason", ""))
    return _("Đã hoàn tác: sổ như trước khi nhập file này.")


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
    """The workbook again, with a column of remarks; it holds names, so that it is noted."""
    upload = _upload_or_404(request, pk)
    try:
        preview = read_upload(upload)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("desk:import", upload.pk)
    labels = labels_of(upload.preview.get("columns", ()))
    take_list(me(request), unit=upload.unit, rows=len(preview.lines), columns=list(labels), ending="xlsx")
    stem = fold(upload.name).rsplit(".", 1)[0].replace(" ", "-")[:60]
    return _file(with_remarks(preview, labels), f"{stem}-ghi-chu")


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=EXCEL)
    safe = "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "-" for char in name)
    response.headers["Content-Disposition"] = f'attachment; filename="{safe}.xlsx"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
