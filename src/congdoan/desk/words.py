"""How periods, days, scopes and units are called on the pages."""

import re
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from congdoan.base import clock
from congdoan.base.period import Period
from congdoan.base.text import number
from congdoan.catalogue.models import local
from congdoan.catalogue.rules import Level
from congdoan.figures.rules import Reach, Scope

_PARTS = re.compile(r"(\d{4})(?:-(Q[1-4]|H1|H2|9M|\d\d)|/(\d{4}))?$")


def period_name(period: Period) -> str:
    """`6 tháng đầu năm 2024`, `Tháng 5/2024`; a run of days by its ends."""
    match = _PARTS.match(str(period))
    if not match:
        return days(period)
    year, part, next_year = match[1], match[2], match[3]
    if next_year:
        return _("Năm học %(first)s – %(second)s") % {"first": year, "second": next_year}
    if not part:
        return _("Năm %(year)s") % {"year": year}
    named = {
        "H1": _("6 tháng đầu năm %(year)s"),
        "H2": _("6 tháng cuối năm %(year)s"),
        "9M": _("9 tháng năm %(year)s"),
    }
    if part in named:
        return named[part] % {"year": year}
    if part.startswith("Q"):
        return _("Quý %(part)s/%(year)s") % {"part": part[1], "year": year}
    return _("Tháng %(part)s/%(year)s") % {"part": int(part), "year": year}


def period_brief(period: Period) -> str:
    """`6T/2024`, `T5/2024`, `2024`: for a phone and for heads of columns."""
    match = _PARTS.match(str(period))
    if not match or match[3]:
        return f"{period.first_day:%m/%Y}–{period.last_day:%m/%Y}"
    year, part = match[1], match[2]
    if not part:
        return year
    if part in {"H1", "H2", "9M"}:
        return {"H1": _("6T/%s"), "H2": _("6T cuối/%s"), "9M": _("9T/%s")}[part] % year
    short = _("Q%(n)s/%(year)s") if part[0] == "Q" else _("T%(n)s/%(year)s")
    return short % {"n": int(part.lstrip("Q")), "year": year}


def days(period: Period) -> str:
    return span(period.first_day, period.last_day)


def title(text: str) -> str:
    """The title of an entry in the reader's language; the book keeps it in Vietnamese, whoever wrote it."""
    declared = "Kê khai: "
    if text.startswith(declared):
        return _("Kê khai: %(name)s") % {"name": local(text.removeprefix(declared))}
    return local(_(text))


def day(value: date | None) -> str:
    """`25/06/2024`; of a moment, its day in Vietnam."""
    if isinstance(value, datetime):
        value = value.astimezone(clock.HOME).date()
    return f"{value:%d/%m/%Y}" if value else ""


def moment(value: datetime) -> str:
    """`08:15 ngày 25/06/2024`, or `08:15 hôm nay`."""
    local = value.astimezone(clock.HOME)
    if local.date() == clock.today():
        return _("%(time)s hôm nay") % {"time": f"{local:%H:%M}"}
    return _("%(time)s ngày %(day)s") % {"time": f"{local:%H:%M}", "day": f"{local:%d/%m/%Y}"}


def span(first: date | None, last: date | None) -> str:
    """`01/12/2023 – 31/05/2024`, `từ 01/07/2025`, `đến 30/06/2025`, or one day."""
    if first and last:
        return day(first) if first == last else f"{day(first)} – {day(last)}"
    if first:
        return _("từ %(day)s") % {"day": day(first)}
    return _("đến %(day)s") % {"day": day(last)} if last else ""


def so_many_days(n: int) -> str:
    """`97 ngày`."""
    return ngettext("%(n)s ngày", "%(n)s ngày", n) % {"n": number(n)}


def weekday(value: date) -> str:
    """`Thứ Ba`."""
    return str(_WEEKDAYS[value.weekday()])


_WEEKDAYS = (
    gettext_lazy("Thứ Hai"),
    gettext_lazy("Thứ Ba"),
    gettext_lazy("Thứ Tư"),
    gettext_lazy("Thứ Năm"),
    gettext_lazy("Thứ Sáu"),
    gettext_lazy("Thứ Bảy"),
    gettext_lazy("Chủ nhật"),
)


def scope_name(scope: Scope) -> str:
    """What of a unit is counted, after its name."""
    if scope == Reach.SUBTREE:
        return _("và cấp dưới")
    if scope == Reach.OWN:
        return _("riêng đơn vị")
    return _("chỉ %(level)s") % {"level": level_brief(Level(scope))}


def level_brief(level: Level | str) -> str:
    """A level in few words."""
    return str(_LEVELS[Level(level)])


def so_many(level: Level | str, n: int) -> str:
    """Units of a level: `57 công đoàn cơ sở`."""
    return str(_SO_MANY[Level(level)] % {"n": number(n), "count": n})


_LEVELS = {
    Level.NATIONAL: gettext_lazy("Tổng Liên đoàn"),
    Level.PROVINCIAL: gettext_lazy("LĐLĐ tỉnh, công đoàn ngành"),
    Level.SUPERIOR: gettext_lazy("công đoàn cấp trên trực tiếp cơ sở"),
    Level.GRASSROOTS: gettext_lazy("công đoàn cơ sở"),
    Level.SECTION: gettext_lazy("công đoàn bộ phận"),
}

_SO_MANY = {
    Level.NATIONAL: ngettext_lazy("%(n)s Tổng Liên đoàn", "%(n)s Tổng Liên đoàn", "count"),
    Level.PROVINCIAL: ngettext_lazy("%(n)s LĐLĐ tỉnh, công đoàn ngành", "%(n)s LĐLĐ tỉnh, công đoàn ngành", "count"),
    Level.SUPERIOR: ngettext_lazy(
        "%(n)s công đoàn cấp trên trực tiếp cơ sở", "%(n)s công đoàn cấp trên trực tiếp cơ sở", "count"
    ),
    Level.GRASSROOTS: ngettext_lazy("%(n)s công đoàn cơ sở", "%(n)s công đoàn cơ sở", "count"),
    Level.SECTION: ngettext_lazy("%(n)s công đoàn bộ phận", "%(n)s công đoàn bộ phận", "count"),
}


_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "coc_coc": "Cốc Cốc"} | {
    name: name for name in ("Firefox", "Chrome", "Safari")
}
_SYSTEMS = {name: name for name in ("Android", "iPhone", "iPad", "Windows")} | {"Mac OS": "macOS", "Linux": "Linux"}


def browser(said: str) -> str:
    """What a browser says of itself, in short: `Chrome trên Windows`; what is none of the usual stays as it is."""
    name = next((word for mark, word in _BROWSERS.items() if mark in said), "")
    system = next((word for mark, word in _SYSTEMS.items() if mark in said), "")
    if not (name and system):
        return said[:60]
    return _("%(browser)s trên %(system)s") % {"browser": name, "system": system}
