"""Telling those who owe a sheet of the day that a union has set for it, and of another that holds later: each once."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from congdoan.base import clock
from congdoan.catalogue.models import current
from congdoan.org.models import Lineage, Unit
from congdoan.reports.actions.reminding import UNITS_AT_ONCE, remind
from congdoan.reports.models import (
    Announcement,
    Deadline,
    Owed,
    Reminder,
    Retelling,
    Sheet,
    days_set,
    edition_for,
    lived,
    owed_by,
    period_of,
)
from congdoan.reports.rules import State


def announce_deadlines() -> int:
    """Tell of the days that were set or taken back and nobody has been told of; says how many people were told.

    A day is told of once its period has begun, which is when the sheet is owed. One that has passed meanwhile is not
    told of any more; of one that was taken back the day is told that holds in its place.
    """
    told: set[int] = set()
    for deadline in _standing(told_of=False):
        told |= _announce(deadline)
    for deadline in Deadline.objects.filter(superseded__isnull=False, retelling=None).order_by("pk"):
        told |= _retell(deadline)
    return len(told)


def announce_to_newcomers() -> int:
    """Tell of the days that stand those for whom they hold since they were placed anew; says how many were told."""
    told: set[int] = set()
    for deadline in _standing(told_of=True):
        with transaction.atomic():
            told |= _tell(deadline, _placed_since(deadline))
    return len(told)


def _standing(*, told_of: bool) -> Iterator[Deadline]:
    """The days that hold and have not passed, their period having begun."""
    today = clock.today()
    found = Deadline.objects.known().filter(announcement__isnull=not told_of, day__gte=today)
    for deadline in found.order_by("pk"):
        form = current().forms.get(deadline.form)
        if form and period_of(form, deadline.period).first_day <= today:
            yield deadline


@transaction.atomic
def _announce(deadline: Deadline) -> set[int]:
    """Tell of one day, all or nothing; of two who do so at once, one does."""
    _kept, is_first = Announcement.objects.get_or_create(deadline=deadline, defaults={"at": clock.now()})
    return _tell(deadline, _beneath(deadline)) if is_first else set()


@transaction.atomic
def _retell(deadline: Deadline) -> set[int]:
    """Tell of the days that hold since one was taken back; one that was set anew is told of by itself."""
    _kept, is_first = Retelling.objects.get_or_create(deadline=deadline, defaults={"at": clock.now()})
    told: set[int] = set()
    if is_first and not _is_set_anew(deadline):
        for units in _at_once(_beneath(deadline)):
            told |= remind(_owed_instead(deadline, units), as_new=True)
    return told


def _is_set_anew(deadline: Deadline) -> bool:
    alike = Deadline.objects.known().filter(unit=deadline.unit_id, form=deadline.form, period=deadline.period)
    return alike.filter(level=deadline.level).exists()


def _tell(deadline: Deadline, places: QuerySet[Lineage]) -> set[int]:
    told: set[int] = set()
    for units in _at_once(places):
        told |= remind(_owed(deadline, units), as_new=True)
    return told


def _beneath(deadline: Deadline) -> QuerySet[Lineage]:
    """Where those for whom a day was set stand beneath who set it."""
    beneath = Lineage.objects.known().on(clock.today()).filter(ancestor=deadline.unit_id, depth__gt=0)
    return beneath.filter(level=deadline.level)


def _placed_since(deadline: Deadline) -> QuerySet[Lineage]:
    """Of those the ones that stand, since the day was set, beneath somebody they did not stand beneath before."""
    entered = Exists(Deadline.objects.filter(pk=deadline.pk, xact__lt=OuterRef("xact")))
    above = Lineage.objects.known().on(clock.today()).filter(unit=OuterRef("unit"), depth__gt=0)
    return _beneath(deadline).filter(Exists(above.filter(Q(span__startswith__gt=_set_on(deadline)) | Q(entered))))


def _set_on(deadline: Deadline) -> date:
    return deadline.at.astimezone(clock.HOME).date()


def _at_once(places: QuerySet[Lineage]) -> Iterator[list[Unit]]:
    """The units that stand there, some at a time."""
    units = [place.unit for place in places.order_by("unit").select_related("unit")]
    for first in range(0, len(units), UNITS_AT_ONCE):
        yield units[first : first + UNITS_AT_ONCE]


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


def _owed_instead(deadline: Deadline, units: Sequence[Unit]) -> list[Owed]:
    """What units owe by the day that holds in place of one taken back.

    Where that is the form's own, only to whom a letter has told another is it news.
    """
    told = Reminder.objects.filter(unit__in=units, form=deadline.form, period=deadline.period, mailing__refused="")
    misled = set(told.filter(set_by=deadline.unit_id).values_list("unit", flat=True))
    return [
        owed
        for owed in owed_by(units, clock.today())
        if (owed.form.code, str(owed.period)) == (deadline.form, deadline.period)
        and (owed.set_by or owed.unit.pk in misled)
    ]
