"""The units whose members a list tells: named one by one where they are few, else sought by the database in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from congdoan.base import clock
from congdoan.desk.context import Context
from congdoan.desk.gate import is_everywhere, reach
from congdoan.figures.rules import Reach
from congdoan.org.models import Lineage, Unit
from congdoan.org.rules import Right

MOST_UNITS = 500
"""So many units are named one by one; the database plans better with few that it can see."""

Keys = QuerySet[Any, Any]


@dataclass(frozen=True)
class Where:
    """`units` are their keys in order, of which `keys` are read where they are few.

    They are `top` and all beneath it on a day, or, where `is_part`, some of these.
    """

    top: int
    day: date
    units: Keys
    keys: Sequence[int] | None
    is_part: bool

    @property
    def within(self) -> Sequence[int] | Keys:
        """What a condition on a unit asks."""
        return self.units.order_by() if self.keys is None else self.keys

    @cached_property
    def homes(self) -> Sequence[int] | None:
        """Their keys, where they are few or cannot be told by `top`."""
        return list(self.units) if self.keys is None and self.is_part else self.keys


def where_asked(request: HttpRequest, context: Context, *, may_there: bool) -> Where:
    """The units of the context bar, as far as the user looks after members there; `may_there`: at its own unit they do.

    Whoever looks after a unit looks after all that stands beneath it today; on another day others may have stood there.
    """
    day, is_subtree = context.day, context.scope == Reach.SUBTREE
    is_all = may_there and (
        day == clock.today() or is_everywhere(request, Right.MEMBERS) or _stand_there_still(context.unit, day)
    )
    mine = reach(request, Right.MEMBERS).values("pk")
    units: Keys
    if is_subtree:
        rows = Lineage.objects.known().on(day).filter(ancestor=context.unit)
        rows = rows if is_all else rows.filter(unit__in=mine)
        units = rows.order_by("unit_id").values_list("unit_id", flat=True)
    else:
        shown = context.units(day) if is_all else context.units(day).filter(pk__in=mine)
        units = shown.order_by("pk").values_list("pk", flat=True)
    keys = list(units[: MOST_UNITS + 1])
    few = keys if len(keys) <= MOST_UNITS else None
    return Where(context.unit.pk, day, units, few, is_part=not (is_all and is_subtree))


def _stand_there_still(unit: Unit, day: date) -> bool:
    """Whether all that stood beneath a unit on a day stand there today: of most units, most days."""
    then, now = (Lineage.objects.known().on(each).filter(ancestor=unit) for each in (day, clock.today()))
    return not then.exclude(unit__in=now.values("unit")).exists()
