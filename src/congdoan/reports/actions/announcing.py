"""Telling those who owe a sheet of the day that a union has set for it: each person once."""

from collections.abc import Iterator, Sequence

from django.db import IntegrityError, transaction

from congdoan.base import clock
from congdoan.catalogue.models import current
from congdoan.org.models import Lineage, Unit
from congdoan.reports.actions.reminding import UNITS_AT_ONCE, remind
from congdoan.reports.models import Announcement, Deadline, Owed, Sheet, days_set, edition_for, lived, period_of
from congdoan.reports.rules import State


def announce_deadlines() -> int:
    """Tell of the days that were set and nobody has been told of; says how many people were told.

    A day is told of once its period has begun, which is when the sheet is owed. One that has passed meanwhile, or was
    taken back, is not told of any more.
    """
    today = clock.today()
    told: set[int] = set()
    for deadline in Deadline.objects.known().filter(announcement=None, day__gte=today).order_by("pk"):
        form = current().forms.get(deadline.form)
        if form and period_of(form, deadline.period).first_day <= today:
            told |= _announce(deadline)
    return len(told)


def _announce(deadline: Deadline) -> set[int]:
    """Tell of one day, all or nothing; of two who do so at once, one does."""
    told: set[int] = set()
    try:
        with transaction.atomic():
            Announcement.objects.create(deadline=deadline, at=clock.now())
            for owed in _owing(deadline):
                told |= remind(owed, as_new=True)
    except IntegrityError:
        return set()
    return told


def _owing(deadline: Deadline) -> Iterator[list[Owed]]:
    """What is owed by that day, of some units at a time."""
    beneath = Lineage.objects.known().on(clock.today()).filter(ancestor=deadline.unit, depth__gt=0)
    units = [place.unit for place in beneath.filter(level=deadline.level).order_by("unit").select_related("unit")]
    for first in range(0, len(units), UNITS_AT_ONCE):
        yield _owed(deadline, units[first : first + UNITS_AT_ONCE])


def _owed(deadline: Deadline, units: Sequence[Unit]) -> list[Owed]:
    """What units owe by that day, but for those for which a nearer union has set another and those that have sent."""
    form, name = current().forms[deadline.form], deadline.period
    period = period_of(form, name)
    holding = days_set(units=[unit.pk for unit in units], form=form.code, periods=[name])
    sent = Sheet.objects.of(form.code, name).filter(unit__in=units).standing(State.SUBMITTED, State.ACCEPTED)
    there = set(sent.order_by().values_list("unit", flat=True))
    found: list[Owed] = []
    for unit in units:
        due = holding.get((unit.pk, form.code, name))
        if due and due.by == deadline.unit_id and unit.pk not in there and lived(unit, period):
            found.append(Owed(unit, edition_for(form.code, period), period, due.day, set_by=due.by))
    return found
