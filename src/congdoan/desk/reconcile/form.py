"""What is filled in to check a text, to change its words, and to bind a figure by hand."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base.period import Cutoff, Period, UnknownPeriod, parse_period
from congdoan.catalogue.models import current, local
from congdoan.claims.rules.opening import Opened, Unreadable, opened, pasted
from congdoan.desk.context import UNION
from congdoan.desk.days import DayField, DayInput
from congdoan.desk.periods import as_written, refused
from congdoan.desk.words import scope_name
from congdoan.figures.rules import Reach, Scope, scope_of

_AREA = forms.Textarea(attrs={"rows": 10, "spellcheck": "false"})
_ACCEPTED = ".txt,.docx,.pdf"


class CheckForm(forms.Form):
    """A text pasted, or a file of one."""

    text = forms.CharField(label=gettext_lazy("Dán văn bản"), widget=_AREA, required=False, strip=False)
    file = forms.FileField(label=gettext_lazy("Hoặc chọn file"), required=False, allow_empty_file=True)
    title = forms.CharField(label=gettext_lazy("Tên"), max_length=200, required=False)
    dated = DayField(label=gettext_lazy("Ngày của văn bản"), required=False, widget=DayInput())
    unit = forms.ChoiceField(label=gettext_lazy("Nói về đơn vị"), required=False)

    def __init__(self, units: Iterable[tuple[str, str]], *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        chosen = self.fields["unit"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", _("Theo tên nêu trong văn bản")), *units]
        self.fields["file"].widget.attrs["accept"] = _ACCEPTED
        self.opened = Opened("")

    def clean(self) -> dict[str, object]:
        answers = super().clean() or {}
        file = answers.get("file")
        self.opened = pasted(str(answers.get("text") or ""))
        if isinstance(file, UploadedFile):
            self._open(file)
        elif not self.opened.text.strip() and not self.errors:
            self.add_error("text", _("Dán văn bản vào ô, hoặc chọn file."))
        return answers

    def _open(self, file: "UploadedFile[bytes]") -> None:
        try:
            self.opened = opened(file.name or "", file.read())
        except Unreadable as error:
            self.add_error("file", str(error))

    @property
    def name(self) -> str:
        file = self.cleaned_data.get("file")
        return self.cleaned_data["title"] or (file.name if isinstance(file, UploadedFile) and file.name else "")


class EditForm(forms.Form):
    """The words of a checked text, its name and its day."""

    title = forms.CharField(label=gettext_lazy("Tên"), max_length=200)
    dated = DayField(label=gettext_lazy("Ngày của văn bản"), widget=DayInput())
    text = forms.CharField(label=gettext_lazy("Lời"), widget=_AREA, strip=False)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class BindForm(forms.Form):
    """What a figure is: indicator, unit, period and scope."""

    indicator = forms.ChoiceField(label=gettext_lazy("Chỉ tiêu"))
    unit = forms.CharField(label=gettext_lazy("Mã đơn vị"), max_length=40)
    period = forms.CharField(label=gettext_lazy("Kỳ"), max_length=40)
    union = forms.BooleanField(label=gettext_lazy("Theo lịch báo cáo của công đoàn (chốt 31/5)"), required=False)
    scope = forms.ChoiceField(label=gettext_lazy("Tính"), widget=forms.RadioSelect)

    def __init__(self, likely: Iterable[str], scopes: Iterable[Scope], *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        indicator, scope = self.fields["indicator"], self.fields["scope"]
        assert isinstance(indicator, forms.ChoiceField)
        assert isinstance(scope, forms.ChoiceField)
        indicator.choices = _indicators(list(likely))
        scope.choices = [(str(each), scope_name(each)) for each in scopes]

    def clean_period(self) -> Period:
        cutoff = UNION if self.data.get("union") else Cutoff()
        try:
            return parse_period(as_written(self.cleaned_data["period"]), cutoff)
        except UnknownPeriod as error:
            raise ValidationError(refused(self.cleaned_data["period"], error)) from None

    def clean_scope(self) -> Scope:
        return scope_of(self.cleaned_data["scope"] or str(Reach.SUBTREE))


def _indicators(likely: list[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """All indicators by their group, those that the words tell of first."""
    catalogue = current()

    def told(code: str) -> tuple[str, str]:
        indicator = catalogue.indicators[code]
        return code, f"{indicator.local_name} ({local(indicator.unit)})"

    first = [told(code) for code in likely if code in catalogue.indicators]
    groups = [
        (group.local_name, [told(each.code) for each in catalogue.indicators.values() if each.group == code])
        for code, group in catalogue.groups.items()
    ]
    return ([(_("Theo lời trong văn bản"), first)] if first else []) + [(name, own) for name, own in groups if own]
