"""Choosing a form and one of its periods: the periods are named in words, and any run of days can be written."""

from collections.abc import Sequence

from django import forms
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base import clock
from congdoan.base.period import Period, UnknownPeriod
from congdoan.catalogue.rules import Form, PeriodKind
from congdoan.desk.context import Context
from congdoan.desk.periods import as_written, refused
from congdoan.desk.words import days
from congdoan.reports.models import Below, period_of
from congdoan.reports.rules import not_for, period_name
from congdoan.reports.rules.owing import is_for, kind_of

_RUNS = frozenset({PeriodKind.RUN, PeriodKind.TERM})


class WhichForm(forms.Form):
    """Which form, and which of its periods; it asks for the form alone until there is one.

    `was` is the form whose periods were shown: of another form they say nothing. `first` is the period chosen as long
    as nobody has. What is written is taken before what is chosen.
    """

    form = forms.ChoiceField(label=gettext_lazy("Mẫu"))
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, known: Sequence[Form], chosen: Form | None, listed: Sequence[Period], first: str, *args: object
    ) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.chosen = chosen
        self.is_run = chosen is not None and not _RUNS.isdisjoint(chosen.periods)
        form = self.fields["form"]
        assert isinstance(form, forms.ChoiceField)
        form.choices = [(each.code, each.local_name) for each in known]
        if chosen:
            self.initial = {"form": chosen.code, "was": chosen.code, "for": first}
            names = [("", _("Chọn")), *((str(each), in_words(each)) for each in listed)]
            self.fields["for"] = forms.CharField(label=_("Kỳ"), required=False, widget=forms.Select(choices=names))
        if self.is_run:
            self.fields["other"] = forms.CharField(label=_("Kỳ khác"), required=False, max_length=60)

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean() or {}
        place = "other" if given.get("other") else "for"
        if self.chosen and given.get(place):
            try:
                given["period"] = period_of(self.chosen, as_written(str(given[place])))
            except UnknownPeriod as error:
                self.add_error(place, refused(str(given[place]), error))
            else:
                self._refuse_others(place, given["period"])
        elif self.chosen:
            self.add_error("for", _("Chọn kỳ, hoặc viết kỳ ở ô dưới.") if self.is_run else _("Chọn một kỳ."))
        return given

    def _refuse_others(self, place: str, period: object) -> None:
        if self.chosen and isinstance(period, Period) and not is_for(self.chosen, period):
            self.add_error(place, not_for(self.chosen, period))


def which_form(request: HttpRequest, context: Context, known: Sequence[Form], below: Below) -> WhichForm:
    """What the address asks for; unbound, so without reproach, until it names a form and a period."""
    chosen = next((form for form in known if form.code == request.GET.get("form")), None)
    if chosen is None:
        return WhichForm(known, None, [], "", request.GET if request.GET.get("form") else None)
    listed = below.periods_near(chosen, clock.today())
    likely = [period for period in listed if below.expects(chosen, period)] or listed
    given = _given(request, context, chosen, likely)
    if given is None:
        return WhichForm(known, chosen, listed, _latest(likely))
    return WhichForm(known, chosen, _with(listed, chosen, given["for"]), "", given)


def _given(request: HttpRequest, context: Context, chosen: Form, likely: Sequence[Period]) -> dict[str, str] | None:
    """What is asked of a form; the bar's own period where it is one that is likely meant and nothing else is said."""
    asked = {"form": chosen.code, "was": chosen.code, "for": "", "other": ""}
    if request.GET.get("was", chosen.code) != chosen.code:
        return None
    if {"for", "other"} & request.GET.keys():
        return asked | {name: request.GET.get(name, "") for name in ("for", "other")}
    name = str(context.period)
    return asked | {"for": name} if name in {str(period) for period in likely} else None


def _with(listed: Sequence[Period], form: Form, name: str) -> list[Period]:
    """The periods listed, with one that is asked for by its name."""
    try:
        asked = period_of(form, name)
    except UnknownPeriod:
        return list(listed)
    if not is_for(form, asked) or name in {str(period) for period in listed}:
        return list(listed)
    return [asked, *listed]


def _latest(listed: Sequence[Period]) -> str:
    """The name of the period that ended last."""
    today = clock.today()
    return next((str(period) for period in listed if period.last_day < today), "")


def in_words(period: Period) -> str:
    """`6 tháng đầu năm 2024 (01/12/2023 – 31/05/2024)`: where it begins and ends is the calendar's of its form."""
    name = capfirst(period_name(period))
    return name if kind_of(period) in _RUNS else f"{name} ({days(period)})"
