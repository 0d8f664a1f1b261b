"""The page of one line of a sheet: what is stated of it, noted, declared without records, or taken back."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.desk.activities.form import UNSURE
from congdoan.desk.activities.reading import Unreadable, magnitude, read_number, unsure, written
from congdoan.desk.door import answers
from congdoan.desk.gate import me
from congdoan.desk.sheets import reading
from congdoan.desk.sheets.editor import common
from congdoan.desk.sheets.reading import Around, sheet_or_404
from congdoan.org.rules import Right
from congdoan.reports.actions import SeenAnother, declare_line, word_line
from congdoan.reports.models import Composing, Sheet, Word, told_line
from congdoan.reports.rules import ToldSection

_NUMBER = re.compile(r"[-−]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
_WITH_POINT = re.compile(r"[-−]?[0-9]+\.[0-9]{1,2}")


def decimal_of(text: str) -> Decimal | None:
    """`468`, `468,1 %`, `2.247`, also `468.1`; nothing written is None. Raises ValueError."""
    bare = text.replace("%", "").replace("\u00a0", " ").strip()
    if not bare:
        return None
    if _NUMBER.fullmatch(bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif not _WITH_POINT.fullmatch(bare):
        raise ValueError(text)
    return Decimal(bare.replace("−", "-"))


class WordForm(forms.Form):
    """The percent of plan that the unit states, and a note beneath the table."""

    stated = forms.CharField(label=gettext_lazy("% kế hoạch nêu trong báo cáo"), required=False, max_length=20)
    note = forms.CharField(label=gettext_lazy("Ghi chú dưới bảng"), required=False, max_length=500)

    def clean_stated(self) -> object:
        try:
            return decimal_of(self.cleaned_data["stated"])
        except ValueError:
            raise ValidationError(_("Nhập số, ví dụ 468 hoặc 468,1.")) from None


class DeclareForm(forms.Form):
    """A number without records: how much, how sure, on what basis."""

    number = forms.CharField(label=gettext_lazy("Số kê khai"), required=False, max_length=60)
    how = forms.ChoiceField(label=gettext_lazy("Số này là"), choices=UNSURE, required=False)
    basis = forms.CharField(label=gettext_lazy("Căn cứ"), required=False, max_length=300)

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean() or {}
        given["bound"] = magnitude(str(given.get("how") or ""))
        said = str(given.get("number") or "")
        if said:
            try:
                given["bound"] = unsure(read_number(said), str(given.get("how") or ""))
            except (Unreadable, ValueError):
                self.add_error("number", _("Nhập số, ví dụ 2.000.000. Chữ “2 triệu” hay “hàng trăm” cũng được."))
        return given


class TakeBackForm(forms.Form):
    """A declared number is taken back; why, where it stands in the ledger already."""

    reason = forms.CharField(label=gettext_lazy("Lý do rút"), required=False, max_length=300)


@dataclass(frozen=True)
class LineForms:
    """What can be said of a line; one at most is filled in."""

    wording: WordForm
    declaring: DeclareForm
    taking_back: TakeBackForm

    @property
    def filled(self) -> forms.Form | None:
        return next((each for each in (self.wording, self.declaring, self.taking_back) if each.is_bound), None)


def line(request: HttpRequest, pk: int, line: str) -> HttpResponse:
    """A line: state a percent, note something, declare a number that no record tells.

    What somebody else said of it meanwhile is shown first, and neither is lost.
    """
    found = sheet_or_404(request, pk, Right.REPORT)
    composing = Composing(found)
    if line not in composing.setting.lines:
        raise Http404
    if request.method == "GET" and (away := reading.gone_on(request, found)):
        return away
    given, theirs = answers(request), None
    said = _line_forms(given, composing.words.get(line))
    if request.method == "POST" and said.filled:
        try:
            if _line_kept(request, found, line, said.filled):
                messages.success(request, _("Đã lưu."))
                return redirect("desk:sheet", found.pk)
        except SeenAnother:
            composing = Composing(found)
            theirs = composing.words.get(line)
    told, word = composing.setting.lines[line], composing.words.get(line)
    stamp = word.stamp if word else "0"
    shown = common(found, composing.draft.unit_name) | {
        "row": _row(found, composing, line),
        "line": told,
        "word": word,
        "seen": given.get("seen", "") if given is not None and not theirs else stamp,
        "theirs": theirs,
        "theirs_stated": _percent(theirs),
        "theirs_declared": written(theirs.told) if theirs and theirs.told else "",
        "wording": said.wording,
        "declaring": said.declaring if told.is_own else None,
        "taking_back": said.taking_back if word and word.low is not None else None,
    }
    return render(request, "desk/sheets/line.html", shown)


def _row(found: Sheet, composing: Composing, key: str) -> reading.LineRow:
    """The line as the ledger tells it, whatever is declared and waits to be posted."""
    drafted = next(each for each in composing.draft.lines() if each.key == key)
    section = ToldSection(title="", lines=(told_line(drafted, None),))
    return reading.sections_shown(found, [section], Around())[0].rows[0]


def _percent(word: Word | None) -> str:
    return f"{word.stated.normalize():f}".replace(".", ",") if word and word.stated is not None else ""


def _line_forms(given: QueryDict | None, word: Word | None) -> LineForms:
    do = given.get("do", "") if given else ""
    bound = word.told if word else None
    return LineForms(
        WordForm(
            given if do == "word" else None, initial={"stated": _percent(word), "note": word.note if word else ""}
        ),
        DeclareForm(
            given if do == "declare" else None,
            initial={"number": written(bound) if bound else "", "basis": word.basis if word else ""},
        ),
        TakeBackForm(given if do == "undeclare" else None),
    )


def _line_kept(request: HttpRequest, found: Sheet, line: str, form: forms.Form) -> bool:
    """Whether what was filled in is kept; what is wrong with it is said beside it. Raises SeenAnother."""
    if not form.is_valid():
        return False
    by, given, seen = me(request), form.cleaned_data, request.POST.get("seen", "")
    try:
        if isinstance(form, WordForm):
            word_line(by, sheet=found, line=line, stated=given["stated"], note_text=given["note"], seen=seen)
        elif isinstance(form, TakeBackForm):
            declare_line(by, sheet=found, line=line, bound=None, basis="", reason=given["reason"], seen=seen)
        elif given["bound"] is None:
            form.add_error("number", _("Nhập số kê khai."))
            return False
        else:
            declare_line(by, sheet=found, line=line, bound=given["bound"], basis=given["basis"], seen=seen)
    except SeenAnother:
        raise
    except ValidationError as error:
        _refuse(form, error)
        return False
    return True


def _refuse(form: forms.Form, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, sentences in error.error_dict.items():
        shown = {"bound": "number"}.get(name, name)
        form.add_error(shown if shown in form.fields else None, sentences)
