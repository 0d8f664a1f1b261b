"""The line of a unit's life: its names, its places in the tree, what was merged into it and what became of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base import clock
from congdoan.catalogue.rules import Level
from congdoan.desk.words import level_brief
from congdoan.org.models import Name, Place, Unit, names_on
from congdoan.records.structure.models import Change, Verb

Other = Callable[[Unit], tuple[str, str]]
"""Another unit's name, and its code where the user may open it."""


@dataclass(frozen=True)
class Event:
    """Something in the life of a unit; `units` are those it tells of, by name and code."""

    day: date
    what: str
    decision: str = ""
    units: tuple[tuple[str, str], ...] = ()
    entry: int | None = None


@dataclass(frozen=True)
class Past:
    """What the book holds of a unit's life."""

    unit: Unit
    changes: tuple[Change, ...]
    names: tuple[Name, ...]
    places: tuple[Place, ...]

    @property
    def keys(self) -> set[int]:
        """The other units in it."""
        keys = {change.unit_id for change in self.changes} | {place.parent_id or 0 for place in self.places}
        return (keys | {change.other_id or 0 for change in self.changes}) - {0}

    def place_on(self, day: date) -> Place:
        return next(place for place in reversed(self.places) if place.first_day is None or place.first_day <= day)


def past_of(unit: Unit) -> Past:
    changes = (
        Change.objects.filter(Q(unit=unit) | Q(other=unit))
        .exclude(Q(other=unit) & Q(verb=Verb.FOUND))
        .filter(entry__withdrawn=False)
        .select_related("unit", "other")
    )
    places = Place.objects.known().filter(unit=unit).select_related("parent").order_by("span")
    return Past(unit, tuple(changes), tuple(Name.objects.filter(unit=unit).order_by("span")), tuple(places))


def line(past: Past, called: dict[int, str], readable: set[int]) -> list[Event]:
    """Everything that befell the unit, the latest first; `called` names every unit in it, those `readable` open."""
    unit, changes = past.unit, past.changes

    def other(one: Unit) -> tuple[str, str]:
        return called.get(one.pk, one.code), one.code if one.pk in readable else ""

    decided = {change.day for change in changes if change.unit_id == unit.pk}
    events = [*_renamed(past.names), *_placed(past.places, other, decided)]
    events += _own(unit, changes, other)
    events += _others(unit, changes, other)
    return sorted(events, key=lambda event: event.day, reverse=True)


def _renamed(names: Sequence[Name]) -> Iterator[Event]:
    for before, after in pairwise(names):
        if after.first_day:
            what = _("Đổi tên từ “%(before)s” thành “%(after)s”.") % {"before": before.name, "after": after.name}
            yield Event(after.first_day, what)


def _placed(places: Sequence[Place], other: Other, told: set[date]) -> Iterator[Event]:
    """Changes of parent or level that no decision of its own tells of."""
    for before, after in pairwise(places):
        day = after.first_day
        if day is None or day in told:
            continue
        if before.parent_id != after.parent_id and after.parent:
            yield Event(day, _("Chuyển về trực thuộc"), units=(other(after.parent),))
        elif before.level != after.level:
            yield Event(day, _("Xếp lại cấp: %(level)s.") % {"level": level_brief(Level(after.level))})


_OWN: dict[Verb, str | Promise] = {
    Verb.FOUND: gettext_lazy("Thành lập, trực thuộc"),
    Verb.ABSORB: gettext_lazy("Nhập vào"),
    Verb.MERGE: gettext_lazy("Hợp nhất vào"),
    Verb.SPLIT: gettext_lazy("Chia tách"),
    Verb.HAND_OVER: gettext_lazy("Chuyển về trực thuộc"),
    Verb.PROMOTE: gettext_lazy("Nâng cấp"),
    Verb.DEMOTE: gettext_lazy("Hạ cấp"),
    Verb.DISSOLVE: gettext_lazy("Giải thể"),
}
_ENDS: dict[Verb, str | Promise] = {
    Verb.ABSORB: gettext_lazy("nhập vào %(other)s ngày %(day)s"),
    Verb.MERGE: gettext_lazy("hợp nhất vào %(other)s ngày %(day)s"),
    Verb.SPLIT: gettext_lazy("chia tách ngày %(day)s"),
    Verb.DISSOLVE: gettext_lazy("giải thể ngày %(day)s"),
}
_OTHERS: dict[Verb, str | Promise] = {
    Verb.ABSORB: gettext_lazy("Nhận sáp nhập"),
    Verb.MERGE: gettext_lazy("Hợp nhất từ"),
    Verb.SPLIT: gettext_lazy("Tách ra"),
    Verb.HAND_OVER: gettext_lazy("Tiếp nhận"),
}


def _own(unit: Unit, changes: Iterable[Change], other: Other) -> Iterator[Event]:
    for change in changes:
        if change.unit_id == unit.pk:
            verb = Verb(change.verb)
            units = (other(change.other),) if change.other else ()
            what = _words(_OWN, verb) if units else str(verb.label)
            yield Event(change.day, what, change.decision, units, change.pk)


def _others(unit: Unit, changes: Iterable[Change], other: Other) -> Iterator[Event]:
    """What others became part of it, or came beneath it: one line for each day and deed."""
    mine = [change for change in changes if change.other_id == unit.pk and change.unit_id != unit.pk]
    count = Counter((change.day, change.verb) for change in mine)
    for (day, verb), n in count.items():
        same = [change for change in mine if (change.day, change.verb) == (day, verb)]
        shown = tuple(other(change.unit) for change in same[:8])
        what = _words(_OTHERS, Verb(verb)) or str(Verb(verb).label)
        if n > len(shown):
            what = _("%(what)s %(n)s đơn vị, trong đó") % {"what": what, "n": n}
        yield Event(day, what, next((change.decision for change in same if change.decision), ""), shown)


def fates(units: Iterable[Unit], day: date) -> dict[int, str]:
    """What became of those units that stood on a day and are no more, by key."""
    today = clock.today()
    gone = [unit.pk for unit in units if unit.last_day and day <= unit.last_day < today]
    if not gone:
        return {}
    ends = list(Change.objects.filter(unit__in=gone, verb__in=list(_ENDS), entry__withdrawn=False))
    names = names_on({change.other_id or 0 for change in ends}, today)
    return {
        change.unit_id: _words(_ENDS, Verb(change.verb))
        % {"other": names.get(change.other_id or 0, ""), "day": f"{change.day:%d/%m/%Y}"}
        for change in ends
    }


def _words(table: dict[Verb, str | Promise], verb: Verb) -> str:
    return str(table.get(verb, ""))
