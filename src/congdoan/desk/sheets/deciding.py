"""What the union above does: accepts a sheet, returns it with remarks on its lines, opens it again."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from congdoan.base import clock
from congdoan.base.text import number
from congdoan.desk.door import answers
from congdoan.desk.gate import may, me
from congdoan.desk.numbers import Told
from congdoan.desk.sheets import reading
from congdoan.desk.sheets.reading import Around, LineRow, Passed, sheet_or_404
from congdoan.org.rules import Right
from congdoan.reports.actions import SeenAnother, accept_sheet, may_decide, reopen_sheet, return_sheet
from congdoan.reports.models import Revision, Sheet, upper_of, waiting_for
from congdoan.reports.rules import Contents, State, ToldLine
from congdoan.reports.rules.contents import ToldAnswer

REMARK = "remark:"
STEPS = ("accept", "return")


class ReasonForm(forms.Form):
    """Why an accepted sheet is opened again."""

    reason = forms.CharField(label=gettext_lazy("Lý do mở lại"), max_length=500)


@dataclass(frozen=True)
class Judged:
    """A line with the box for a remark, and what there is to know: the unit's words, what was remarked last time.

    `was` is its number in the revision before, where it was another.
    """

    row: LineRow
    box: str
    said: str
    answers: tuple[ToldAnswer, ...]
    remark: str
    was: Told | None


@dataclass(frozen=True)
class Before:
    """The revision before the one that is decided about, and what was remarked on it."""

    passed: Passed
    lines: dict[str, ToldLine]
    remarks: dict[str, str]

    @classmethod
    def of(cls, latest: Revision) -> "Before | None":
        found = reading.history(latest.sheet.revisions.filter(number=latest.number - 1)) if latest.number > 1 else []
        if not found:
            return None
        lines = {line.key: line for line in found[0].revision.contents.lines()}
        return cls(found[0], lines, reading.remarks_of(found))

    @property
    def whole(self) -> str:
        """Why it came again as a whole: what was remarked on all of it, or why it was opened again."""
        reopening = getattr(self.passed.revision, "reopening", None)
        return reopening.reason if reopening else self.remarks.get("", "")

    def was(self, line: ToldLine) -> Told | None:
        """A line's number in it, where it was another."""
        then = self.lines.get(line.key)
        return reading.told(then, then.this) if then and then.this != line.this else None


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
    sections, before = reading.sections_shown(found, contents.sections, around), Before.of(latest)
    index = reading.Index.of(sections, told.get("section", "") if told is not None else "")
    shown = {
        "sheet": found,
        "form": found.of_form,
        "of": found.of_period,
        "contents": contents,
        "unit_name": contents.unit_name,
        "latest": latest,
        "sections": [
            (each.title, [_judged(row, _said(told, row.line.key), contents, before) for row in each.rows])
            for each in index.shown
        ],
        "before": before,
        "index": index,
        "others": _elsewhere(told, index),
        "whole": _said(told, ""),
        "refused": refused,
        "is_decided": found.of_state is not State.SUBMITTED,
    }
    return render(request, "desk/sheets/decide.html", shown)


def _judged(row: LineRow, said: str, contents: Contents, before: Before | None) -> Judged:
    key = row.line.key
    answers = tuple(each for each in contents.answers if each.fault.partition(":")[2] == key)
    remark = before.remarks.get(key, "") if before else ""
    return Judged(row, f"{REMARK}{key}", said, answers, remark, before.was(row.line) if before else None)


def _said(told: QueryDict | None, line: str) -> str:
    return told.get(f"{REMARK}{line}", "") if told is not None else ""


def _elsewhere(told: QueryDict | None, index: reading.Index) -> list[tuple[str, str]]:
    """The remarks on lines that are not on the page, with the names of their boxes."""
    here = {f"{REMARK}{row.line.key}" for section in index.shown for row in section.rows} | {REMARK}
    named = told.items() if told is not None else ()
    return [(name, str(text)) for name, text in named if name.startswith(REMARK) and text and name not in here]


def _decided(request: HttpRequest, found: Sheet) -> list[str]:
    """What was refused; nothing where it is done."""
    revision = reading.count_in(request.POST.get("revision", ""))
    remarks = {name.removeprefix(REMARK): str(text) for name, text in request.POST.items() if name.startswith(REMARK)}
    try:
        if request.POST.get("do") == "accept":
            if any(text.strip() for text in remarks.values()):
                return [_("Có ghi chú cần sửa thì trả lại, không nhận. Xóa ghi chú nếu muốn nhận.")]
            accept_sheet(me(request), sheet=found, revision=revision)
            messages.success(request, _done(found, _("Đã nhận báo cáo.")))
        else:
            return_sheet(me(request), sheet=found, revision=revision, remarks=remarks)
            messages.success(request, _done(found, _("Đã trả lại để sửa.")))
    except (SeenAnother, ValidationError) as error:
        return error.messages
    return []


def _done(found: Sheet, sentence: str) -> str:
    """What was done, with the way to what else waits for the same union."""
    upper = upper_of(found.unit)
    if upper is None:
        return sentence
    if not (count := sum(sent.count() for sent in waiting_for([upper], clock.today()))):
        return sentence
    said = ngettext("Còn %(n)s báo cáo của cấp dưới chờ nhận", "Còn %(n)s báo cáo của cấp dưới chờ nhận", count) % {
        "n": number(count)
    }
    return format_html('{} <a href="{}?unit={}#waiting">{}.</a>', sentence, reverse("desk:sheets"), upper.code, said)


def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an accepted sheet be written again, or one that the topmost unit has sent, with the reason."""
    found = sheet_or_404(request, pk, Right.REVIEW)
    upper = upper_of(found.unit)
    if not may(request, Right.REVIEW, (upper or found.unit).pk):
        raise Http404
    is_topmost = upper is None
    if is_topmost and found.of_state is not State.SUBMITTED:
        return _away(request, found, _("Chỉ mở lại được báo cáo đã gửi; báo cáo này hiện: %(state)s."))
    if not is_topmost and found.of_state is not State.ACCEPTED:
        return _away(request, found, _("Chỉ mở lại được báo cáo đã nhận; báo cáo này hiện: %(state)s."))
    form = ReasonForm(answers(request))
    if request.method == "POST" and form.is_valid():
        try:
            reopen_sheet(me(request), sheet=found, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = _("Đã mở lại. Bản đã gửi vẫn còn nguyên.") if is_topmost else None
            messages.success(request, said or _("Đã mở lại. Bản đã nhận vẫn còn nguyên."))
            return redirect("desk:sheet", found.pk)
    shown = {
        "sheet": found,
        "report": found.of_form,
        "of": found.of_period,
        "form": form,
        "unit_name": found.unit.name_on(found.last_day),
        "is_topmost": is_topmost,
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
