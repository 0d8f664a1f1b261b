"""Days in forms: written as they are written here, 20/06/2024, whatever the browser speaks; with a calendar beside."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.desk.activities.reading import Unreadable, read_day


class DayInput(forms.DateInput):
    """A field of text for a day; `data-day` has the script put a calendar beside it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "inputmode": "numeric", "class": "day-text"} | (attrs or {}))

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        said = {"data-day": _("Chọn trong lịch"), "placeholder": _("ngày/tháng/năm")}
        return said | super().build_attrs(base_attrs, extra_attrs)

    def format_value(self, value: Any) -> str | None:
        return written(value) or None


class DayField(forms.CharField):
    """A day as people write it, or as a browser's calendar sends it; None where it may be left empty, and is."""

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "")
        try:
            return read_day(text, clock.today()) if text else None
        except Unreadable as error:
            raise ValidationError(str(error)) from None


@dataclass(frozen=True)
class DayAsked:
    """The day of a list, today where none is asked for; what stands in its field, and what is wrong with that."""

    day: date
    written: str
    fault: str = ""


def day_asked(said: QueryDict, *, ahead: bool = False) -> DayAsked:
    """The `day` of a link, or of a form; `ahead`: the list tells of days that have not come."""
    text = said.get("day", "").strip()
    try:
        day = read_day(text, clock.today()) if text else clock.today()
    except Unreadable as error:
        return DayAsked(clock.today(), text, str(error))
    if day > clock.today() and not ahead:
        return DayAsked(clock.today(), written(day), _("Ngày này chưa đến. Danh sách đang hiện là của hôm nay."))
    return DayAsked(day, written(day))


def written(value: Any) -> str:
    """A day, or its ISO text, as it is written here; other text as it stands."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    try:
        return f"{date.fromisoformat(str(value or '')):%d/%m/%Y}"
    except ValueError:
        return str(value or "")
