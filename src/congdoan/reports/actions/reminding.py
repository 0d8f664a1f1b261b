"""Reminding units of the sheets they owe: written down for the desk; letters go from there, where an address is known.

A sheet is reminded of on certain days, and when the union above asks for it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from congdoan.base import clock
from congdoan.base.period import Period
from congdoan.catalogue.rules import Form
from congdoan.org.actions import note, require
from congdoan.org.models import Position, Unit, User
from congdoan.org.rules import Right, roles_with
from congdoan.reports.models import Owed, Reminder, owed_by, successors

DAYS_LEFT = (7, 3, 1, 0, -1, -7, -14, -30)
"""On which days before and after the due day somebody is reminded."""
UNITS_AT_ONCE = 1_000
"""Of so many units it is read at once what they owe."""

_WHO_OF_WHAT = ("unit", "form", "period", "user")


def remind_due() -> int:
    """Remind everybody whose unit's sheet is due soon or late by so many days as is told; says how many were reminded.

    Called again on the same day, also after it was broken off, it reminds nobody twice.
    """
    today = clock.today()
    units = list(_held().order_by("unit").values_list("unit", flat=True).distinct())
    reminded: set[int] = set()
    for first in range(0, len(units), UNITS_AT_ONCE):
        keepers = _keepers(units[first : first + UNITS_AT_ONCE])
        found = owed_by(_units(keepers), today, inherited=True)
        owed = [each for each in found if each.days_left(today) in DAYS_LEFT]
        with transaction.atomic():
            reminded |= remind(owed)
    return len(reminded)


def remind_late(by: User, *, above: Unit, form: Form, period: Period, units: Iterable[Unit]) -> int:
    """Remind the units beneath that owe a period's sheet, now; says how many people were reminded.

    Raises PermissionDenied.
    """
    asked = list(units)
    require(by, Right.REVIEW, above, *asked)
    owed = [each for each in owed_by(asked, clock.today()) if each.form.code == form.code and each.period == period]
    with transaction.atomic():
        reminded = remind(owed)
        words = {"form": form.code, "period": str(period), "count": len({each.unit.pk for each in owed})}
        note(by, "reminded", above, unit=above, words=words)
    return len(reminded)


def keepers_of(units: Iterable[int]) -> dict[int, list[User]]:
    """Who in each unit itself may report, and so is reminded; of one that was merged away, in its successor."""
    asked = list(units)
    heirs = successors(asked, clock.today()) if asked else {}
    there: dict[int, dict[int, User]] = defaultdict(dict)
    for position in _keepers([*asked, *heirs.values()]):
        there[position.unit_id][position.user_id] = position.user
    found = {unit: [*(there[unit] | there[heirs.get(unit, unit)]).values()] for unit in asked}
    return {unit: users for unit, users in found.items() if users}


def _held() -> QuerySet[Position]:
    return Position.objects.on(clock.today()).filter(role__in=roles_with(Right.REPORT), user__is_active=True)


def _keepers(units: Collection[int]) -> list[Position]:
    return list(_held().filter(unit__in=units).select_related("user", "unit").order_by("pk"))


def _units(keepers: Iterable[Position]) -> list[Unit]:
    return list({position.unit_id: position.unit for position in keepers}.values())


def remind(owed: Sequence[Owed], *, as_new: bool = False) -> set[int]:
    """Write down the reminders that are new; says whom they remind, by key.

    `as_new` where they are to tell of a day that holds from now on; to whom it was the last told, it is not new.
    """
    users = keepers_of({each.unit.pk for each in owed})
    today, at = clock.today(), clock.now()
    rows = [
        Reminder(
            unit=each.unit,
            form=each.form.code,
            period=str(each.period),
            user=user,
            due=each.due,
            days_left=each.days_left(today),
            set_by_id=each.set_by if as_new else None,
            address=user.email,
            at=at,
        )
        for each in owed
        for user in users.get(each.unit.pk, ())
    ]
    new = _new(rows, as_new=as_new)
    # Of two who remind at once the first one's stands.
    Reminder.objects.bulk_create(new, ignore_conflicts=True)
    return {row.user_id for row in new}


def _new(rows: Sequence[Reminder], *, as_new: bool) -> list[Reminder]:
    """The reminders that do not stand yet.

    Where they tell of a day as new, it is not what was told last: one told before another, even today, is told again.
    """
    known = Reminder.objects.filter(
        unit__in={row.unit_id for row in rows},
        form__in={row.form for row in rows},
        period__in={row.period for row in rows},
    )
    left = known.filter(days_left__in={row.days_left for row in rows})
    there = Counter(left.values_list(*_WHO_OF_WHAT, "due", "days_left"))
    last: dict[tuple[int, str, str, int], date] = {}
    if as_new:
        latest = known.order_by(*_WHO_OF_WHAT, "-pk").distinct(*_WHO_OF_WHAT).values_list(*_WHO_OF_WHAT, "due")
        last = {(unit, form, period, user): due for unit, form, period, user, due in latest}
    found: list[Reminder] = []
    for row in rows:
        told = row.unit_id, row.form, row.period, row.user_id
        row.again = there[(*told, row.due, row.days_left)]
        if last.get(told) != row.due if as_new else not row.again:
            found.append(row)
    return found
