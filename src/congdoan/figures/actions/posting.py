"""The one way into the ledger: append what is wanted minus what is already posted."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base.spell import first_day
from congdoan.catalogue.models import current, numbers
from congdoan.figures.actions.appending import Slot, append
from congdoan.figures.actions.entering import share_units
from congdoan.figures.actions.settling import settle
from congdoan.figures.models import BALANCE, DECLARATION, Entry
from congdoan.figures.rules import Sums
from congdoan.org.models import Place


@transaction.atomic
def post(entries: Iterable[Entry]) -> int:
    """Bring the ledger to what the entries say now; returns how many postings that took.

    It serves recording, correcting, withdrawing, a corrected attribute of a unit, backfill and a repeated call alike:
    entries are locked in the order of their keys, and only the difference is appended, so that two corrections at once
    cannot both add. Declarations whose spans are touched are settled in the same transaction.
    """
    given = {entry.pk: entry.unit_id for entry in entries}
    if not given:
        return 0
    share_units(given.values())
    locked = list(Entry.objects.filter(pk__in=given).order_by("pk").select_for_update(no_key=True))
    facts = [entry for entry in locked if entry.noun != DECLARATION]
    number = numbers()
    appended = append(wanted_of(facts, number), [entry.pk for entry in facts], number)
    declared = [entry.pk for entry in locked if entry.noun == DECLARATION]
    return len(appended) + settle(appended, declared)


def wanted_of(facts: Iterable[Entry], number: Mapping[str, int]) -> dict[Slot, Sums]:
    """What the catalogue says that facts post; `number` is that of each code."""
    facts = [fact for fact in facts if not fact.withdrawn]
    catalogue = current()
    places = places_of({fact.unit_id for fact in facts})
    wanted: dict[Slot, Sums] = defaultdict(Sums)
    for fact in facts:
        if fact.noun == BALANCE:
            wanted.update(_balance(fact, number))
            continue
        level, sector = places.on(fact.unit_id, fact.last_day)
        for indicator, term in catalogue.counting(fact.noun, fact.kind or None):
            bound = fact.bound(term.quantity)
            if bound is None or indicator.code not in number or not indicator.counts_on(fact.last_day):
                continue
            if not term.matches(fact.traits, level, sector):
                continue
            if term.sign < 0 and bound.high is None:
                raise ValidationError(_("Số làm giảm phải có giới hạn trên."))
            sums = Sums.of(bound)
            slot = Slot(fact.pk, number[indicator.code], fact.unit_id, fact.first_day, fact.last_day)
            wanted[slot] += sums if term.sign > 0 else -sums
    return {slot: sums for slot, sums in wanted.items() if sums}


def _balance(fact: Entry, number: Mapping[str, int]) -> dict[Slot, Sums]:
    return {
        Slot(fact.pk, number[code], fact.unit_id, fact.first_day, fact.last_day): Sums(*numbers)
        for code, numbers in fact.quantities.items()
    }


class _Places:
    """The level and sector of units on days, from their places as known now."""

    def __init__(self, rows: Iterable[tuple[int, date | None, str, str]]) -> None:
        self.since: dict[int, list[date]] = defaultdict(list)
        self.what: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for unit, first, level, sector in rows:
            self.since[unit].append(first or date.min)
            self.what[unit].append((level, sector))

    def on(self, unit: int, day: date) -> tuple[str, str]:
        return self.what[unit][bisect_right(self.since[unit], day) - 1]


def places_of(units: Iterable[int]) -> _Places:
    """The level and sector of units on any day."""
    rows = Place.objects.known().filter(unit__in=units).order_by("unit", "span")
    told = rows.values_list("unit", "span", "level", "sector")
    return _Places((unit, first_day(span), level, sector) for unit, span, level, sector in told)
