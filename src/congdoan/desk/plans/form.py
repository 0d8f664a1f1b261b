"""The form in which a target is set: for which indicator, for which period, how much."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base.period import Period, UnknownPeriod, parse_period
from congdoan.base.text import number
from congdoan.catalogue.models import counted, current, local
from congdoan.catalogue.rules import Indicator
from congdoan.desk.activities.form import Count
from congdoan.desk.context import Context
from congdoan.desk.numbers import MONEY
from congdoan.desk.periods import as_written, refused
from congdoan.desk.plans import reading
from congdoan.desk.words import days, period_name

NUMERIC = {"inputmode": "numeric", "autocomplete": "off", "class": "number"}


class PlanForm(forms.Form):
    """Indicator, period and target; a period written out is taken before the one chosen from the list."""

    indicator = forms.ChoiceField(label=gettext_lazy("Chỉ tiêu"))
    period = forms.ChoiceField(label=gettext_lazy("Kỳ"))
    other_period = forms.CharField(label=gettext_lazy("Kỳ khác"), required=False, max_length=80)
    target = Count(label=gettext_lazy("Phải đạt"), max_length=40, widget=forms.TextInput(attrs=NUMERIC))

    def __init__(self, context: Context, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.cutoff = context.period.cutoff
        self._choose("indicator", [("", _("Chọn")), *_by_group()])
        self._choose(
            "period", [(str(year), [_named(each) for each in parts]) for year, parts in reading.usual_periods(context)]
        )

    def _choose(self, name: str, choices: list[Any]) -> None:
        chosen = self.fields[name]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = choices

    def clean_other_period(self) -> str:
        written: str = self.cleaned_data["other_period"]
        if written:
            try:
                parse_period(as_written(written), self.cutoff)
            except UnknownPeriod as error:
                raise ValidationError(refused(written, error)) from None
        return as_written(written)

    @property
    def of(self) -> Period:
        """The period that is meant."""
        return parse_period(self.cleaned_data["other_period"] or self.cleaned_data["period"], self.cutoff)

    @property
    def of_indicator(self) -> Indicator:
        return current().indicators[self.cleaned_data["indicator"]]

    def refuse(self, error: ValidationError) -> None:
        """Put what the action refuses beside its field."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, sentences in error.error_dict.items():
            self.add_error(name if name in self.fields and name != NON_FIELD_ERRORS else None, sentences)


def amount(value: int, indicator: Indicator) -> str:
    """`480 người`, `1.200.000.000 đ`."""
    return f"{number(value)}\u00a0{'đ' if indicator.unit == MONEY else counted(indicator.unit, value)}"


def _by_group() -> list[tuple[str, list[tuple[str, str]]]]:
    groups = current().groups
    named: dict[str, list[tuple[str, str]]] = {}
    for indicator in reading.planned():
        choice = (indicator.code, f"{indicator.local_name} ({local(indicator.unit)})")
        named.setdefault(groups[indicator.group].local_name, []).append(choice)
    return list(named.items())


def _named(period: Period) -> tuple[str, str]:
    return str(period), f"{period_name(period)} ({days(period)})"
