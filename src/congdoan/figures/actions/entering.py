"""Entering facts: the day is checked against the clock and the unit's life before anything is written."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.figures.models import Entry
from congdoan.org.models import Unit, User


def share_units(units: Iterable[int]) -> None:
    """Hold units as they are until the transaction ends: others may record at them too, nobody change them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM org_unit WHERE id = ANY(%s) ORDER BY id FOR SHARE", [sorted(set(units))])


def check_days(entries: Iterable[Entry]) -> None:
    """Raise ValidationError where a fact lies ahead, or outside its unit's life."""
    entries = list(entries)
    today = clock.today()
    units = Unit.objects.in_bulk({entry.unit_id for entry in entries})
    for entry in entries:
        unit = units[entry.unit_id]
        if entry.last_day > today:
            raise ValidationError({"day": _("Ngày này chưa đến. Sổ chỉ ghi việc đã xảy ra.")})
        if unit.first_day and entry.last_day < unit.first_day:
            raise ValidationError({"day": _before_its_founding(unit)})
        if unit.last_day and entry.first_day > unit.last_day:
            raise ValidationError({"day": _after_its_end(unit)})


def _before_its_founding(unit: Unit) -> str:
    return _("Đơn vị thành lập ngày %(day)s; không ghi được việc trước ngày đó.") % {
        "day": f"{unit.first_day:%d/%m/%Y}"
    }


def _after_its_end(unit: Unit) -> str:
    return _("Đơn vị đã kết thúc hoạt động ngày %(day)s; không ghi được việc sau ngày đó.") % {
        "day": f"{unit.last_day:%d/%m/%Y}"
    }


def enter(by: User, entries: Sequence[Entry]) -> list[Entry]:
    """Write new entries, not yet posted. Raises ValidationError; runs in the caller's transaction."""
    share_units(entry.unit_id for entry in entries)
    check_days(entries)
    at = clock.now()
    for entry in entries:
        entry.by, entry.at = by, at
    return Entry.objects.bulk_create(entries, batch_size=5000)
