"""Setting until when the units beneath send a sheet; what is filled when it is asked for is asked for by that."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.knowledge import ThisXact
from congdoan.base.period import Period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Form, Level, UnknownCode
from congdoan.org.actions import lock_units, note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.reports.models import Deadline, level_of
from congdoan.reports.rules import not_for
from congdoan.reports.rules.owing import closed_from, is_for


@transaction.atomic
def set_deadlines(
    by: User, *, unit: Unit, form: str, period: Period, days: Mapping[Level, date | None]
) -> list[Deadline]:
    """Set by level until when units beneath a unit send a sheet; None takes the day back. Answers those that hold now.

    A level that is left out keeps its day, and so does one for which the day is the same. Raises PermissionDenied, and
    ValidationError, level by level where a day is refused.
    """
    require(by, Right.REVIEW, unit)
    edition = _form(form, period)
    lock_units([unit])
    known = Deadline.objects.known().filter(unit=unit, form=form, period=str(period))
    held = {Level(each.level): each for each in known}
    changed = {level: day for level, day in days.items() if day != (held[level].day if level in held else None)}
    _check(unit, edition, period, changed)
    for level, day in changed.items():
        _change(by, unit, edition, period, level, held.get(level), day)
    return list(known.order_by("day", "pk"))


def _change(
    by: User, unit: Unit, form: Form, period: Period, level: Level, before: Deadline | None, day: date | None
) -> None:
    words: dict[str, object] = {"form": form.code, "period": str(period), "level": str(level)}
    if before:
        Deadline.objects.filter(pk=before.pk).update(superseded=ThisXact())
        words["replaced"] = before.day.isoformat()
    if day is None:
        note(by, "withdrew_deadline", unit, unit=unit, words=words)
        return
    Deadline.objects.create(
        unit=unit,
        form=form.code,
        period=str(period),
        level=level,
        last_day=period.last_day,
        day=day,
        by=by,
        at=clock.now(),
    )
    note(by, "set_deadline", unit, unit=unit, words=words | {"day": day.isoformat()})


def _form(code: str, period: Period) -> Form:
    try:
        form = current().form(code, on=period.last_day)
    except UnknownCode as error:
        raise ValidationError({"form": str(error)}) from None
    if not is_for(form, period):
        raise ValidationError({"period": not_for(form, period)})
    return form


def _check(unit: Unit, form: Form, period: Period, days: Mapping[Level, date | None]) -> None:
    """Refuse a day on which nothing can be sent, and one that has passed: nobody is made late unawares."""
    today, closed = clock.today(), closed_from(form, period)
    own = level_of(unit, today)
    refused: dict[str, str] = {}
    for level, day in days.items():
        if level not in form.levels or level.rank <= own.rank:
            refused[level] = _("Bên dưới đơn vị không có cấp này lập “%(form)s”.") % {"form": form.name}
        elif day is not None and day <= period.last_day:
            said = {"last": f"{period.last_day:%d/%m/%Y}", "first": f"{period.last_day + timedelta(days=1):%d/%m/%Y}"}
            refused[level] = _("Kỳ đến hết ngày %(last)s mới xong; hạn sớm nhất là ngày %(first)s.") % said
        elif day is not None and day < today:
            refused[level] = _("Hạn này đã qua. Đặt từ hôm nay trở đi, để không đơn vị nào thành trễ khi chưa biết.")
        elif day is not None and closed and day >= closed:
            sentence = _("Kỳ này khóa từ ngày %(day)s; đặt hạn trước ngày đó.")
            if today >= closed:
                sentence = _("Kỳ này đã khóa từ ngày %(day)s, không đặt hạn được nữa.")
            refused[level] = sentence % {"day": f"{closed:%d/%m/%Y}"}
    if refused:
        raise ValidationError(refused)
