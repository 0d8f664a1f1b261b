"""Finding units by name, with or without marks, within the reach of a user."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from congdoan.base.spell import last_day
from congdoan.base.text import fold
from congdoan.desk.gate import reach
from congdoan.org.models import Name, Place, Unit, names_on
from congdoan.org.rules import Right


@dataclass(frozen=True)
class Found:
    """A unit in a list: its name on the day, what it is beneath, and where it went if it is closed."""

    unit: Unit
    name: str
    above: str = ""
    ended: date | None = None
    matched: str = ""
    """A name of other days, where that is what was looked for."""

    @property
    def otherwise(self) -> str:
        """Why it is found, where the name it has on the day does not say so."""
        return _("tên khác: %(name)s") % {"name": self.matched} if self.matched else ""


def find_units(request: HttpRequest, text: str, *, on: date, right: Right = Right.READ, most: int = 20) -> list[Found]:
    """Units whose names, of today or before, or whose code hold every word; those open first, then by name."""
    words = fold(text).split()
    if not words:
        return []
    named = Q()
    for word in words:
        named &= Q(folded__contains=word)
    keys = Name.objects.filter(named).values("unit")
    units = reach(request, right).filter(Q(pk__in=keys) | Q(code__iexact=text.strip()))
    ordered = units.order_by("span__upper_inf").reverse().order_by("code")
    return _matched(told(list(ordered[: most * 3]), on=on)[:most], words, named)


def _matched(found: Sequence[Found], words: Sequence[str], named: Q) -> list[Found]:
    """The same, those that another name was found by with the last such name."""
    others = [each.unit.pk for each in found if not all(word in fold(each.name) for word in words)]
    held = Name.objects.filter(named, unit__in=others).order_by("span") if others else Name.objects.none()
    matched = dict(held.values_list("unit", "name"))
    return [replace(each, matched=matched.get(each.unit.pk, "")) for each in found]


def told(units: list[Unit], *, on: date) -> list[Found]:
    """Units with their names on a day and that of the unit above; open ones first, then by name."""
    keys = [unit.pk for unit in units]
    parents = dict(Place.objects.known().on(on).filter(unit__in=keys).values_list("unit", "parent"))
    names = names_on({*keys, *filter(None, parents.values())}, on)
    found = [
        Found(
            unit,
            names.get(unit.pk, unit.code),
            names.get(parents.get(unit.pk) or 0, ""),
            None if unit.is_open or (unit.last_day and unit.last_day >= on) else last_day(unit.span),
        )
        for unit in units
    ]
    return sorted(found, key=lambda each: (each.ended is not None, fold(each.name)))
