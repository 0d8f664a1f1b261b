"""What the words of a deed hold, as it is read: days, periods, roles, reasons by their names."""

from collections.abc import Callable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from congdoan.base.period import UnknownPeriod, parse_period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Basis, Level, Purpose
from congdoan.desk.context import UNION
from congdoan.desk.words import day, level_brief
from congdoan.org.rules import Role
from congdoan.records.committees.rules import Body
from congdoan.reports.rules import period_name

REASONS: dict[str, str | Promise] = {
    "resigned": gettext_lazy("xin thôi"),
    "expelled": gettext_lazy("khai trừ"),
    "retired": gettext_lazy("nghỉ hưu"),
    "died": gettext_lazy("qua đời"),
    "closed": gettext_lazy("đơn vị kết thúc hoạt động"),
}
FIELDS: dict[str, str | Promise] = {
    "name": gettext_lazy("họ và tên"),
    "sex": gettext_lazy("giới tính"),
    "born": gettext_lazy("ngày sinh"),
    "identity": gettext_lazy("số định danh"),
    "phone": gettext_lazy("điện thoại"),
    "province": gettext_lazy("tỉnh, thành phố"),
    "ward": gettext_lazy("xã, phường"),
    "address": gettext_lazy("địa chỉ"),
    "job": gettext_lazy("công việc"),
    "education": gettext_lazy("trình độ"),
    "ethnicity": gettext_lazy("dân tộc"),
    "health": gettext_lazy("sức khỏe"),
    "party": gettext_lazy("đảng viên"),
    "card": gettext_lazy("số thẻ"),
    "direct_worker": gettext_lazy("công nhân trực tiếp"),
    "team": gettext_lazy("tổ công đoàn"),
}
"""What a person's fields are called in a sentence."""


def _day(value: object) -> str:
    return day(date.fromisoformat(str(value)))


def _period(value: object) -> str:
    try:
        return period_name(parse_period(str(value), UNION))
    except UnknownPeriod:
        return str(value)


def _indicator(value: object) -> str:
    indicator = current().indicators.get(str(value))
    return indicator.local_name if indicator else str(value)


def _form(value: object) -> str:
    form = current().forms.get(str(value))
    return form.local_name if form else str(value)


def _level(value: object) -> str:
    return level_brief(str(value)) if value in list(Level) else str(value)


def _sector(value: object) -> str:
    sector = current().sectors.get(str(value))
    return sector.local_name if sector else str(value)


def _role(value: object) -> str:
    return str(Role(str(value)).label) if value in list(Role) else str(value)


def _fields(value: object) -> str:
    return ", ".join(str(FIELDS.get(name, name)) for name in str(value).split(", "))


def _body(value: object) -> str:
    return str(Body(str(value)).label) if value in list(Body) else str(value)


def _purpose(value: object) -> str:
    return str(Purpose(str(value)).label) if value in list(Purpose) else str(value)


def _basis(value: object) -> str:
    return str(Basis(str(value)).label) if value in list(Basis) else str(value)


READ: dict[str, Callable[[object], str]] = {
    "day": _day,
    "replaced": _day,
    "period": _period,
    "indicator": _indicator,
    "sector": _sector,
    "role": _role,
    "body": _body,
    "purpose": _purpose,
    "basis": _basis,
    "form": _form,
    "level": _level,
    "fields": _fields,
}
"""By the name of the word."""
