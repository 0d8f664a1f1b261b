"""Days in forms: written as they are written here, 20/06/2024, whatever the browser speaks; with a calendar beside."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _


class DayInput(forms.DateInput):
    """A field of text for a day; `data-day` has the script put a calendar beside it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "inputmode": "numeric", "class": "day-text"} | (attrs or {}))

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        said = {"data-day": _("Chọn trong lịch"), "placeholder": _("ngày/tháng/năm")}
        return said | super().build_attrs(base_attrs, extra_attrs)

    def format_value(self, value: Any) -> str | None:
        return written(value) or None


def written(value: Any) -> str:
    """A day, or its ISO text, as it is written here; other text as it stands."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    try:
        return f"{date.fromisoformat(str(value or '')):%d/%m/%Y}"
    except ValueError:
        return str(value or "")
