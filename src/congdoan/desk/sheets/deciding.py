"""What the union above does: accepts a sheet, returns it with remarks on its lines, opens it again."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.desk.door import answers
from congdoan.desk.gate import me
from congdoan.desk.sheets import reading
from congdoan.desk.sheets.reading import Around, sheet_or_404
from congdoan.org.rules import Right
from congdoan.reports.actions import SeenAnother, accept_sheet, may_decide, reopen_sheet, return_sheet
from congdoan.reports.models import Sheet
from congdoan.reports.rules import State

REMARK = "remark:"
STEPS = ("accept", "return")


class ReasonForm(forms.Form):
    """Why an accepted sheet is opened again."""

    reason = forms.CharField(label=gettext_lazy("Lý do mở lại"), max_length=500)


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines with a box for a remark on each, a section at a time where there are many; accept, or return.

    What was remarked on the other sections goes along.
    """
    found = _decidable_or_404(request, pk)
    if found.of_state is not State.SUBMITTED and (request.method == "GET" or not found.revisions.exists()):
        return _away(request, found, _("Báo cáo này không đang chờ nhận: %(state)s."))
    latest = found.revisions.select_related("by", "moment").order_by("number").last()
    assert latest is not None
    told = answers(request)
    refused: list[str] = []
    if request.method == "POST" and request.POST.get("do", "") in STEPS:
        refused = _decided(request, found)
        if not refused:
            return redirect("desk:sheet", found.pk)
    contents = latest.contents
    around = Around(known=reading.as_known(latest.moment))
    sections = reading.sections_shown(found, contents.sections, around)
    index = reading.Index.of(sections, told.get("section", "") if told is not None else "")
    shown = {
        "sheet": found,
        "form": found.of_form,
        "of": found.of_period,
        "contents": contents,
        "unit_name": contents.unit_name,
        "latest": latest,
        "sections": [
            (each.title, [(row, f"{REMARK}{row.line.key}", _said(told, row.line.key)) for row in each.rows])
            for each in index.shown
        ],
        "index": index,
        "others": _elsewhere(told, index),
        "whole": _said(told, ""),
        "answers": {answer.fault.partition(":")[2]: answer for answer in contents.answers},
        "refused": refused,
        "is_decided": found.of_state is not State.SUBMITTED,
    }
    return render(request, "desk/sheets/decide.html", shown)


def _said(told: QueryDict | None, line: str) -> str:
    return told.get(f"{REMARK}{line}", "") if told is not None else ""


def _elsewhere(told: QueryDict | None, index: reading.Index) -> list[tuple[str, str]]:
    """The remarks on lines that are not on the page, with the names of their boxes."""
    here = {f"{REMARK}{row.line.key}" for section in index.shown for row in section.rows} | {REMARK}
    named = told.items() if told is not None else ()
    return [(name, str(text)) for name, text in named if name.startswith(REMARK) and text and name not in here]


def _decided(request: HttpRequest, found: Sheet) -> list[str]:
    """What was refused; nothing where it is done."""
    number = request.POST.get("revision", "")
    revision = int(number) if number.isdecimal() else 0
    remarks = {name.removeprefix(REMARK): str(text) for name, text in request.POST.items() if name.startswith(REMARK)}
    try:
        if request.POST.get("do") == "accept":
            if any(text.strip() for text in remarks.values()):
                return [_("Có ghi chú cần sửa thì trả lại, không nhận. Xóa ghi chú nếu muốn nhận.")]
            accept_sheet(me(request), sheet=found, revision=revision)
            messages.success(request, _("Đã nhận báo cáo."))
        else:
            return_sheet(me(request), sheet=found, revision=revision, remarks=remarks)
            messages.success(request, _("Đã trả lại để sửa."))
    except (SeenAnother, ValidationError) as error:
        return error.messages
    return []


def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an accepted sheet be written again, with the reason."""
    found = _decidable_or_404(request, pk)
    if found.of_state is not State.ACCEPTED:
        return _away(request, found, _("Chỉ mở lại được báo cáo đã nhận; báo cáo này hiện: %(state)s."))
    form = ReasonForm(answers(request))
    if request.method == "POST" and form.is_valid():
        try:
            reopen_sheet(me(request), sheet=found, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã mở lại. Bản đã nhận vẫn còn nguyên."))
            return redirect("desk:sheet", found.pk)
    shown = {
        "sheet": found,
        "report": found.of_form,
        "of": found.of_period,
        "form": form,
        "unit_name": found.unit.name_on(found.last_day),
    }
    return render(request, "desk/sheets/reopen.html", shown)


def _decidable_or_404(request: HttpRequest, pk: int) -> Sheet:
    found = sheet_or_404(request, pk, Right.REVIEW)
    if not may_decide(me(request), found):
        raise Http404
    return found


def _away(request: HttpRequest, found: Sheet, sentence: str) -> HttpResponse:
    """Back to a sheet that stands elsewhere on its way by now, with where."""
    messages.warning(request, sentence % {"state": found.of_state.label})
    return redirect("desk:sheet", found.pk)
