"""The form of an activity, drawn from the catalogue: what its kind measures, what it asks, whom it serves."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from congdoan.base.bound import Bound
from congdoan.base.text import number
from congdoan.catalogue.models import local
from congdoan.catalogue.rules import Kind
from congdoan.catalogue.rules.kinds import Detail, DetailType
from congdoan.catalogue.rules.sources import Measure
from congdoan.desk.activities import reading
from congdoan.desk.activities.reading import Unreadable
from congdoan.desk.days import DayInput

TODAY, YESTERDAY, ANOTHER = "today", "yesterday", "another"
DETAIL = "detail-"
HOW = "how-"
FEW = 6
"""Up to so many choices are buttons; more are a list."""

UNSURE = (
    ("", gettext_lazy("đúng số này")),
    ("about", gettext_lazy("khoảng số này")),
    ("least", gettext_lazy("từ số này trở lên")),
    ("most", gettext_lazy("không quá số này")),
    ("tens", gettext_lazy("hàng chục (10–99)")),
    ("hundreds", gettext_lazy("hàng trăm (100–999)")),
    ("thousands", gettext_lazy("hàng nghìn (1.000–9.999)")),
)


class ActivityForm(forms.Form):
    """Day, quantities, answers and words of one activity.

    Quantities are `people`, `amount`…, details `detail-…`; `serves` is how many of the member list are chosen, None
    where nobody can be: where nothing is written, they are the number of people.
    """

    day_is = forms.ChoiceField(label=gettext_lazy("Ngày"), widget=forms.RadioSelect)
    day = forms.CharField(label=gettext_lazy("Ngày"), required=False, widget=DayInput())

    def __init__(self, kind: Kind, *args: Any, today: date, serves: int | None = 0, **more: Any) -> None:
        super().__init__(*args, **more)
        self.kind, self.today, self.serves = kind, today, serves or 0
        self.mend: tuple[str, int] | None = None
        self.day_meant: date | None = None
        days = self.fields["day_is"]
        assert isinstance(days, forms.ChoiceField)
        days.choices = [(TODAY, _("Hôm nay")), (YESTERDAY, _("Hôm qua")), (ANOTHER, _("Ngày khác"))]
        days.initial = TODAY
        self.fields["day"].widget.attrs["data-last"] = today.isoformat()
        for measure, label in kind.measures.items():
            self.fields[measure] = _quantity(measure, local(label))
            if measure is Measure.PEOPLE and kind.beneficiaries and serves is not None:
                self.fields[measure].help_text = _("Để trống thì bằng số người đã chọn.")
            self.fields[HOW + measure] = forms.ChoiceField(choices=UNSURE, required=False, label=_("Số này là"))
        for name, detail in kind.details.items():
            self.fields[DETAIL + name] = _answer(detail)
        self.fields["note"] = forms.CharField(
            label=_("Ghi thêm"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
        )

    # ---------- what the template draws

    def measures(self) -> list[tuple[BoundField, BoundField]]:
        """Each quantity with what may be said of it."""
        return [(self[measure], self[HOW + measure]) for measure in self.kind.measures]

    def details(self) -> list[BoundField]:
        return [self[DETAIL + name] for name in self.kind.details]

    @property
    def yesterday(self) -> date:
        return self.today - timedelta(days=1)

    @property
    def required_count(self) -> int:
        return sum(field.required or getattr(field, "must", False) for field in self.fields.values())

    def forgive(self) -> None:
        """Draw it as it was filled in, without a word on what is still missing."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    # ---------- what was answered

    def clean_day_is(self) -> date:
        match self.cleaned_data["day_is"]:
            case "today":
                return self.today
            case "yesterday":
                return self.today - timedelta(days=1)
        written = str(self.data.get(self.add_prefix("day"), "")).strip()
        if not written:
            raise ValidationError(_("Ghi ngày, ví dụ 05/03/2024."))
        try:
            found = reading.read_day(written, self.today)
        except Unreadable as error:
            self.day_meant = error.instead if error.instead and error.instead <= self.today else None
            raise ValidationError(str(error)) from None
        if found > self.today:
            raise ValidationError(_("Ngày này chưa đến. Sổ chỉ ghi việc đã xảy ra."))
        return found

    def clean(self) -> None:
        for measure in self.kind.measures:
            if measure not in self.errors:
                self._measured(measure)
        if not self.errors:
            self._checked()

    @property
    def happened_on(self) -> date:
        found: date = self.cleaned_data["day_is"]
        return found

    def quantities(self) -> dict[str, Bound]:
        """The quantities told, as bounds."""
        given = {measure.value: self.cleaned_data.get(measure) for measure in self.kind.measures}
        return {name: bound for name, bound in given.items() if isinstance(bound, Bound)}

    def answers(self) -> dict[str, object]:
        """The details answered."""
        given = {name: self.cleaned_data.get(DETAIL + name) for name in self.kind.details}
        return {name: answer for name, answer in given.items() if answer not in (None, "")}

    def refuse(self, error: ValidationError) -> None:
        """Put what an action refuses beside its field."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(self._field_of(name), errors)

    def _field_of(self, name: str) -> str | None:
        if name == "day":
            return "day_is"
        return next((field for field in (name, DETAIL + name) if field in self.fields), None)

    def _measured(self, measure: Measure) -> None:
        bound = reading.magnitude(str(self.data.get(self.add_prefix(HOW + measure), "")))
        text = self.cleaned_data.get(measure, "")
        if bound is None and not text and measure is Measure.PEOPLE and self.serves:
            bound = Bound.exactly(self.serves)
        if bound is None and not text and measure is Measure.TIMES:
            return
        try:
            bound = bound or reading.unsure(reading.read_number(text), self.cleaned_data.get(HOW + measure, ""))
        except (Unreadable, ValueError):
            self.add_error(measure, _not_a_number(measure))
            return
        if measure is Measure.PEOPLE and bound.high is not None and bound.high < self.serves:
            sentence = ngettext(
                "Đã chọn %(chosen)s người mà số người chỉ ghi %(told)s.",
                "Đã chọn %(chosen)s người mà số người chỉ ghi %(told)s.",
                self.serves,
            )
            self.add_error(measure, sentence % {"chosen": self.serves, "told": number(bound.high)})
        self.cleaned_data[measure] = bound

    def _checked(self) -> None:
        """What the catalogue says of the whole."""
        quantities, told = self.quantities(), self.answers()
        try:
            self.kind.check(quantities, told)
        except ValidationError as error:
            if any(each.code == "range" for each in error.error_dict.get("amount", [])):
                self.mend = self._mend(quantities, told)
            self.refuse(error)

    def _mend(self, quantities: dict[str, Bound], told: dict[str, object]) -> tuple[str, int] | None:
        """Money a thousand times too little was meant in thousands."""
        amount = quantities[Measure.AMOUNT]
        if not amount.is_exact:
            return None
        try:
            self.kind.check({**quantities, Measure.AMOUNT: Bound.exactly(amount.low * 1000)}, told)
        except ValidationError:
            return None
        return ("amount", amount.low * 1000)


def mended(sent: QueryDict) -> QueryDict:
    """What was sent, with the mend that was pressed, `mend:amount=1500000` or `mend:day=30/06/2024`, put in."""
    do, _colon, value = str(sent.get("do", "")).partition(":")
    if do != "mend":
        return sent
    name, _equals, meant = value.partition("=")
    told = sent.copy()
    told[name] = number(int(meant)) if meant.isascii() and meant.isdecimal() and len(meant) < 17 else meant[:10]
    return told


def filled(day: date, today: date, quantities: Mapping[str, Bound], details: Mapping[str, object]) -> dict[str, object]:
    """How a form is filled in that says this."""
    told: dict[str, object] = {"day_is": ANOTHER, "day": day.isoformat()}
    if day == today:
        told = {"day_is": TODAY}
    told |= {name: reading.written(bound) for name, bound in quantities.items()}
    return told | {DETAIL + name: _as_filled(answer) for name, answer in details.items()}


def _as_filled(answer: object) -> object:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return number(answer) if isinstance(answer, int) else answer


def _not_a_number(measure: Measure) -> str:
    if measure is Measure.AMOUNT:
        return _("Nhập số, ví dụ 2.000.000. Chữ “2 triệu” cũng được.")
    return _("Nhập số, ví dụ 120. Chữ “khoảng 120”, “hàng trăm” cũng được.")


def _quantity(measure: Measure, label: str) -> forms.Field:
    """Required to the eye; an empty one is refused in `clean`, unless the people chosen say how many."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "number"})
    field = forms.CharField(label=label, required=False, max_length=80, widget=widget)
    field.must = measure is not Measure.TIMES  # type: ignore[attr-defined]
    return field


class Count(forms.CharField):
    """A whole number, written as people write it."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            bound = reading.read_number(text)
        except (Unreadable, ValueError):
            bound = None
        if bound is None or not bound.is_exact:
            raise ValidationError(_("Nhập một số đúng, ví dụ 1.200."))
        return bound.low


class Day(forms.CharField):
    """A day, kept as its ISO text."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return reading.read_day(text, None).isoformat()
        except Unreadable as error:
            raise ValidationError(str(error)) from None


class YesNo(forms.ChoiceField):
    """Yes, no, or nothing said."""

    def __init__(self, **more: Any) -> None:
        unsaid = [] if more.get("required") else [("", _("không nêu"))]
        super().__init__(choices=[("yes", _("Có")), ("no", _("Không")), *unsaid], widget=forms.RadioSelect, **more)

    def clean(self, value: Any) -> Any:
        return {"yes": True, "no": False}.get(super().clean(value))


def _answer(detail: Detail) -> forms.Field:
    said: dict[str, Any] = {"label": local(detail.label), "required": detail.required}
    match detail.type:
        case DetailType.CHOICE:
            return _one_of(detail.choices, said)
        case DetailType.YES_NO:
            return YesNo(**said)
        case DetailType.NUMBER:
            numeric = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "number"})
            return Count(max_length=40, widget=numeric, **said)
        case DetailType.DAY:
            return Day(widget=DayInput(), **said)
        case _:
            return forms.CharField(max_length=1000, **said)


def _one_of(choices: Iterable[str], said: dict[str, Any]) -> forms.Field:
    named = [(choice, local(choice)) for choice in choices]
    if len(named) <= FEW:
        unsaid = [] if said["required"] else [("", _("không nêu"))]
        return forms.ChoiceField(choices=[*named, *unsaid], widget=forms.RadioSelect, **said)
    return forms.ChoiceField(choices=[("", _("Chọn")), *named], **said)
