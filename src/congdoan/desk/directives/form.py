"""What is filled in of a directive: its wording, what it asks for, of whom, and until when it is reviewed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base import clock
from congdoan.catalogue.models import current, local
from congdoan.desk.activities.form import Count
from congdoan.desk.days import DayField
from congdoan.desk.plans.form import NUMERIC
from congdoan.desk.plans.reading import planned
from congdoan.org.models import Unit
from congdoan.records.directives.actions import Wording, review_forms
from congdoan.records.directives.models import Directive
from congdoan.records.directives.rules import Sort


class Refusing(forms.Form):
    """A form that puts what an action refuses beside its field."""

    def refuse(self, error: ValidationError) -> None:
        told = error.error_dict if hasattr(error, "error_dict") else {"": [error]}
        for name, sentences in told.items():
            self.add_error(name if name in self.fields else None, sentences)

    def _choose(self, name: str, choices: Iterable[Any]) -> None:
        chosen = self.fields[name]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = list(choices)


class WordingForm(Refusing):
    """A directive as it was issued."""

    sort = forms.ChoiceField(label=gettext_lazy("Loại văn bản"))
    number = forms.CharField(label=gettext_lazy("Số, ký hiệu"), max_length=60)
    day = DayField(label=gettext_lazy("Ngày ban hành"))
    issuer = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=300)
    title = forms.CharField(label=gettext_lazy("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    text = forms.CharField(
        label=gettext_lazy("Nội dung"), required=False, widget=forms.Textarea(attrs={"rows": 10}), max_length=200_000
    )
    form = forms.ChoiceField(label=gettext_lazy("Mẫu báo cáo sơ kết, tổng kết"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._choose("sort", [(sort, sort.label) for sort in Sort])
        self._choose("form", [("", _("Chưa có mẫu")), *review_forms().items()])

    @property
    def wording(self) -> Wording:
        given = self.cleaned_data
        return Wording(**{**given, "sort": Sort(given["sort"])})

    @staticmethod
    def told(directive: Directive) -> dict[str, object]:
        """What a directive says, to be written anew."""
        names = ("sort", "number", "issuer", "title", "text", "form")
        return {name: getattr(directive, name) for name in names} | {"day": f"{directive.day:%d/%m/%Y}"}


class AimForm(Refusing):
    """How much of an indicator is asked for in a year; nothing takes it back."""

    indicator = forms.ChoiceField(label=gettext_lazy("Chỉ tiêu"))
    year = forms.IntegerField(label=gettext_lazy("Năm"), widget=forms.TextInput(attrs=NUMERIC))
    target = Count(label=gettext_lazy("Phải đạt"), max_length=40, required=False, widget=forms.TextInput(attrs=NUMERIC))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        groups: dict[str, list[tuple[str, str]]] = {}
        for indicator in planned():
            named = current().groups[indicator.group].local_name
            groups.setdefault(named, []).append((indicator.code, f"{indicator.local_name} ({local(indicator.unit)})"))
        self._choose("indicator", [("", _("Chọn")), *groups.items()])


class ChargeForm(Refusing):
    """Which of the units beneath must carry it out."""

    units = forms.MultipleChoiceField(
        label=gettext_lazy("Đơn vị phải thực hiện"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, units: Iterable[tuple[Unit, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._choose("units", [(unit.code, name) for unit, name in units])


class ReviewForm(Refusing):
    """Whose review it is, and up to which day it looks."""

    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị báo cáo"))
    until = DayField(label=gettext_lazy("Số liệu đến hết tháng của ngày"))

    def __init__(self, units: Iterable[tuple[str, str]], issued: date, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.issued = issued
        self._choose("unit", units)

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until > clock.today():
            raise ValidationError(_("Ngày này chưa đến."))
        if until < self.issued:
            said = {"day": f"{self.issued:%d/%m/%Y}"}
            raise ValidationError(_("Văn bản ban hành ngày %(day)s. Chọn ngày đó hoặc về sau.") % said)
        return until
