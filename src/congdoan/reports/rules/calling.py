"""How a period is called within a sentence and a title."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base.period import Period
from congdoan.catalogue.rules import Form, PeriodKind

_PARTS = re.compile(r"(\d{4})(?:-(Q[1-4]|H1|H2|9M|\d\d)|/(\d{4}))?$")
_RUN = re.compile(r"(\d{4})(?:-(\d\d))?\.\.(\d{4})(?:-(\d\d))?$")


def period_name(period: Period) -> str:
    """`6 tháng đầu năm 2024`, `tháng 5/2024`, `từ năm 2008 đến tháng 5/2024`; any other run by its days."""
    name = str(period)
    if run := _RUN.match(name):
        ends = {"first": _point(run[1], run[2]), "last": _point(run[3], run[4])}
        return _("từ %(first)s đến %(last)s") % ends
    match = _PARTS.match(name)
    if not match:
        days = {"first": f"{period.first_day:%d/%m/%Y}", "last": f"{period.last_day:%d/%m/%Y}"}
        return _("từ ngày %(first)s đến ngày %(last)s") % days
    year, part, next_year = match[1], match[2], match[3]
    if next_year:
        return _("năm học %(first)s – %(second)s") % {"first": year, "second": next_year}
    if not part:
        return _("năm %(year)s") % {"year": year}
    said = {
        "H1": _("6 tháng đầu năm %(year)s"),
        "H2": _("6 tháng cuối năm %(year)s"),
        "9M": _("9 tháng năm %(year)s"),
    }
    if part in said:
        return said[part] % {"year": year}
    if part.startswith("Q"):
        return _("quý %(part)s năm %(year)s") % {"part": ("I", "II", "III", "IV")[int(part[1]) - 1], "year": year}
    return _("tháng %(part)s/%(year)s") % {"part": int(part), "year": year}


def _point(year: str, month: str | None) -> str:
    if month:
        return _("tháng %(month)s/%(year)s") % {"month": int(month), "year": year}
    return _("năm %(year)s") % {"year": year}


KINDS: dict[PeriodKind, Promise] = {
    PeriodKind.MONTH: gettext_lazy("tháng (2024-05)"),
    PeriodKind.QUARTER: gettext_lazy("quý (2024-Q2)"),
    PeriodKind.HALF: gettext_lazy("6 tháng (2024-H1)"),
    PeriodKind.NINE_MONTHS: gettext_lazy("9 tháng (2024-9M)"),
    PeriodKind.YEAR: gettext_lazy("năm (2024)"),
    PeriodKind.SCHOOL_YEAR: gettext_lazy("năm học (2023/2024)"),
    PeriodKind.TERM: gettext_lazy("nhiệm kỳ (2023..2028)"),
    PeriodKind.RUN: gettext_lazy("khoảng bất kỳ (2008..2024-05)"),
}
"""What a form may be filled for, each with how it is written."""


def not_for(form: Form, period: Period) -> str:
    """That a form is not filled for such a period, and for which it is."""
    kinds = ", ".join(str(KINDS[kind]) for kind in form.periods)
    said = {"form": form.local_name, "period": period_name(period), "kinds": kinds}
    return _("“%(form)s” không lập cho kỳ %(period)s; mẫu này lập cho: %(kinds)s.") % said
