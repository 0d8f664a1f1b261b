"""Reminding units of the sheets they owe: on the desk, and by letter where an address is known."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.language import in_vietnamese
from congdoan.base.period import Period
from congdoan.catalogue.rules import Form
from congdoan.org.actions import note, require
from congdoan.org.models import Position, Unit, User, names_on
from congdoan.org.rules import Right, roles_with
from congdoan.reports.models import Owed, Reminder, owed_by
from congdoan.reports.rules import period_name

DAYS_LEFT = (7, 3, 1, 0, -1, -7, -14, -30)
"""On which days before and after the due day somebody is reminded."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """What one user is told at once."""

    user: User
    lines: tuple[str, ...]


def remind_due() -> int:
    """Remind everybody whose unit's sheet is due soon or late by so many days as is told; says how many were reminded.

    Called again on the same day it reminds nobody twice.
    """
    today = clock.today()
    keepers = _keepers(None)
    owed = [each for each in owed_by(_units(keepers), today) if each.days_left(today) in DAYS_LEFT]
    with transaction.atomic():
        letters = _remind(owed, keepers)
    return _post(letters)


def remind_late(by: User, *, above: Unit, form: Form, period: Period, units: Iterable[Unit]) -> int:
    """Remind the units beneath that owe a period's sheet, now; says how many people were reminded.

    Raises PermissionDenied.
    """
    asked = list(units)
    require(by, Right.REVIEW, above, *asked)
    keepers = _keepers([unit.pk for unit in asked])
    owed = [each for each in owed_by(asked, clock.today()) if each.form.code == form.code and each.period == period]
    with transaction.atomic():
        letters = _remind(owed, keepers)
        words = {"form": form.code, "period": str(period), "count": len({each.unit.pk for each in owed})}
        note(by, "reminded", above, unit=above, words=words)
    return _post(letters)


def keepers_of(units: Iterable[int]) -> dict[int, list[User]]:
    """Who in each unit itself may report, and so is reminded."""
    found: dict[int, list[User]] = defaultdict(list)
    for position in _keepers(list(units)):
        if position.user not in found[position.unit_id]:
            found[position.unit_id].append(position.user)
    return dict(found)


def _keepers(units: list[int] | None) -> list[Position]:
    held = Position.objects.on(clock.today()).filter(role__in=roles_with(Right.REPORT), user__is_active=True)
    if units is not None:
        held = held.filter(unit__in=units)
    return list(held.select_related("user", "unit").order_by("pk"))


def _units(keepers: Iterable[Position]) -> list[Unit]:
    return list({position.unit_id: position.unit for position in keepers}.values())


@in_vietnamese
def _remind(owed: Iterable[Owed], keepers: Iterable[Position]) -> list[Letter]:
    """Write the reminders down; only the new ones become letters."""
    users: dict[int, set[User]] = defaultdict(set)
    for position in keepers:
        users[position.unit_id].add(position.user)
    lines: dict[User, list[str]] = defaultdict(list)
    today = clock.today()
    rows = list(owed)
    names = names_on([each.unit.pk for each in rows], today)
    for each in rows:
        for user in sorted(users[each.unit.pk], key=lambda user: user.pk):
            _row, is_new = Reminder.objects.get_or_create(
                unit=each.unit,
                form=each.form.code,
                period=str(each.period),
                user=user,
                days_left=each.days_left(today),
                defaults={"address": user.email, "at": clock.now()},
            )
            if is_new:
                lines[user].append(_line(each, names[each.unit.pk]))
    return [Letter(user, tuple(told)) for user, told in lines.items()]


def _line(owed: Owed, unit: str) -> str:
    left = owed.days_left(clock.today())
    when = (
        _("còn %(n)s ngày") % {"n": left}
        if left > 0
        else _("hạn hôm nay")
        if not left
        else _("trễ %(n)s ngày") % {"n": -left}
    )
    said = {
        "form": owed.form.name,
        "period": period_name(owed.period),
        "unit": unit,
        "due": f"{owed.due:%d/%m/%Y}",
        "when": when,
    }
    return _("%(unit)s: %(form)s, %(period)s; hạn %(due)s (%(when)s)") % said


@in_vietnamese
def _post(letters: Iterable[Letter]) -> int:
    """Send the letters; one that does not go does not hold up the others, the desk shows it all the same."""
    count = 0
    for letter in letters:
        count += 1
        if not letter.user.email:
            continue
        body = "\n".join([_("Báo cáo cần gửi:"), "", *(f"- {line}" for line in letter.lines)])
        try:
            send_mail(_("Sổ Công Đoàn: báo cáo đến hạn"), body, None, [letter.user.email])
        except OSError:
            _log.exception("letter to user %s was not sent", letter.user.pk)
    return count
