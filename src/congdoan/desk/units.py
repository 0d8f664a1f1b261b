"""Units: the tree of a day, opened step by step, and a unit's page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from django.db import models
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from congdoan.base.period import Period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Level, Nature
from congdoan.desk import key_figures, life
from congdoan.desk.context import Context, context_of
from congdoan.desk.finding import Found, find_units
from congdoan.desk.gate import reach, standing, unit_or_404
from congdoan.desk.home import Item, recorded
from congdoan.desk.numbers import Told
from congdoan.figures.models import Entry
from congdoan.figures.rules import Sums
from congdoan.org.models import Lineage, Place, Position, RecordsFrom, Unit, Workplace, names_on
from congdoan.org.rules import Right, Role


@dataclass(frozen=True)
class Row:
    """A unit in the tree of a day."""

    unit: Unit
    name: str
    level: str
    depth: int = 0
    path: str = ""
    """The codes from the top down to it, by which rows beneath it are found."""
    members: Told | None = None
    grassroots: int = 0
    children: int = 0
    closed: date | None = None
    opens: str = ""
    """Where the number of members opens."""
    fate: str = ""
    """What became of it since the day that the tree shows."""
    is_open: bool = False
    matched: str = ""
    """Why it was found, where its name does not say so."""


def tree(request: HttpRequest) -> HttpResponse:
    """The units within reach, from their tops; or those found by name."""
    context = context_of(request)
    text = request.GET.get("q", "").strip()
    if text:
        found = find_units(request, text, on=context.day, most=50)
        return render(request, "desk/units/tree.html", {"context": context, "q": text, "rows": _found(found, context)})
    tops = _tops(request, context)
    opened = {*request.GET.getlist("open"), *(unit.code for unit in tops)}
    rows = _opened(tops, context, opened)
    return render(request, "desk/units/tree.html", {"context": context, "rows": rows, "members": _members_name()})


def beneath(request: HttpRequest, code: str) -> HttpResponse:
    """The rows beneath one unit, put into the tree where it is opened."""
    unit = unit_or_404(request, code, Right.READ)
    context = context_of(request)
    depth = min(int(depth) if (depth := request.GET.get("depth", "")).isdecimal() else 0, 9)
    path = request.GET.get("path", code)
    rows = _children(unit, context, depth + 1, path, with_closed="closed" in request.GET)
    return render(request, "desk/units/beneath.html", {"context": context, "rows": rows})


def _tops(request: HttpRequest, context: Context) -> list[Unit]:
    """The unit looked at, where it may be read; else the units of the user's positions."""
    if request.GET.get("unit"):
        return [context.unit]
    units = {position.unit_id: position.unit for position in standing(request).positions}
    under = Lineage.objects.known().on(context.day).filter(unit__in=units, ancestor__in=units, depth__gt=0)
    inner = set(under.values_list("unit", flat=True))
    return [unit for key, unit in units.items() if key not in inner]


def _opened(tops: Sequence[Unit], context: Context, opened: set[str]) -> list[Row]:
    """The rows from the tops down, beneath each unit that is opened; what is told of them is read together."""
    beneath = _beneath(tops, context.day, opened)
    inner = [unit for units in beneath.values() for unit in units]
    parents = [*tops, *(unit for unit in inner if unit.pk in beneath)]
    told = {row.unit.pk: row for row in _rows([*tops, *inner], context, _members_under(parents, context))}
    rows: list[Row] = []
    stack = [(unit, 0, unit.code) for unit in reversed(tops)]
    while stack:
        unit, depth, path = stack.pop()
        children = sorted((told[child.pk] for child in beneath.get(unit.pk, ())), key=_order, reverse=True)
        rows.append(replace(told[unit.pk], depth=depth, path=path, is_open=bool(children)))
        stack += [(child.unit, depth + 1, f"{path}/{child.unit.code}") for child in children]
    return rows


def _beneath(tops: Sequence[Unit], day: date, opened: set[str]) -> dict[int, list[Unit]]:
    """The open units directly beneath each that is opened, by its key, as far down as they are."""
    found: dict[int, list[Unit]] = {}
    parents = [unit for unit in tops if unit.code in opened]
    while parents:
        places = Place.objects.known().on(day).filter(parent__in=parents, unit__span__contains=day)
        children: list[Unit] = []
        for place in places.select_related("unit"):
            found.setdefault(place.parent_id or 0, []).append(place.unit)
            children.append(place.unit)
        parents = [unit for unit in children if unit.code in opened]
    return found


def _children(unit: Unit, context: Context, depth: int, path: str, *, with_closed: bool = False) -> list[Row]:
    """The direct children on the day, by name; closed ones last, where they are asked for."""
    children = Unit.objects.beneath(unit, on=context.day)
    units = list(children if with_closed else children.open_on(context.day))
    rows = _rows(units, context, _members_under([unit], context))
    return [replace(row, depth=depth, path=f"{path}/{row.unit.code}") for row in sorted(rows, key=_order)]


def _order(row: Row) -> tuple[bool, int, str]:
    return row.closed is not None, Level(row.level).rank if row.level else 9, row.name


def _rows(units: Sequence[Unit], context: Context, members: dict[int, Sums] | None) -> list[Row]:
    """Units with what is told of each, in no order and without their place in the tree."""
    keys = [unit.pk for unit in units]
    names, fates, code = names_on(keys, context.day), life.fates(units, context.day), _members_code()
    if context.unit.pk in names and not context.tree_on:  # the bar asks for it on the same day
        vars(context).setdefault("name", names[context.unit.pk])
    levels, children, grassroots = _counts(keys, context.day)
    page = reverse("desk:figure", args=[code]) if code else ""
    return [
        Row(
            unit,
            names.get(unit.pk, unit.code),
            levels.get(unit.pk, ""),
            members=Told.sums(members.get(unit.pk, Sums())) if members is not None else None,
            grassroots=grassroots[unit.pk],
            children=children[unit.pk],
            closed=unit.last_day if unit.last_day and unit.last_day < context.day else None,
            opens=f"{page}?{context.link(unit=unit.code, scope='')}" if code else "",
            fate=fates.get(unit.pk, ""),
        )
        for unit in units
    ]


def _counts(units: Sequence[int], day: date) -> tuple[dict[int, str], Counter[int], Counter[int]]:
    """The level of each unit, how many open units are directly beneath it, and how many grassroots unions in all."""
    rows = (
        Lineage.objects.known()
        .on(day)
        .filter(models.Q(depth=0) | models.Q(unit__span__contains=day), ancestor__in=units)
        .values_list("ancestor", "depth", "level")
        .annotate(n=Count("unit"))
    )
    levels: dict[int, str] = {}
    children, grassroots = Counter[int](), Counter[int]()
    for ancestor, depth, level, n in rows:
        if depth == 0:
            levels[ancestor] = level
            continue
        children[ancestor] += n if depth == 1 else 0
        grassroots[ancestor] += n if level == Level.GRASSROOTS else 0
    return levels, children, grassroots


def _members_code() -> str:
    """The stock that the tree shows: the first of the edition's key figures that is one."""
    indicators = current().indicators
    return next((code for code in key_figures.key_codes() if indicators[code].nature is Nature.STOCK), "")


def _members_name() -> str:
    code = _members_code()
    return current().indicators[code].local_name if code else ""


def _members_under(parents: Sequence[Unit], context: Context) -> dict[int, Sums] | None:
    """How many belong to some units, and to each directly beneath them, on the day; None where no stock says it."""
    code = _members_code()
    if not code:
        return None
    found: dict[int, Sums] = {}
    question = context.question(parents[0])
    for unit in parents:
        asked = question.of(unit, is_tallied=False)
        held = asked.by_children(code, [Period(context.day, context.day)])[0]
        found |= {unit.pk: Sums.total(list(held.values()))} | {key: sums for key, sums in held.items() if key}
    return found


def _found(found: list[Found], context: Context) -> list[Row]:
    keys = [each.unit.pk for each in found]
    places = dict(Place.objects.known().on(context.day).filter(unit__in=keys).values_list("unit", "level"))
    return [
        Row(
            each.unit, each.name, places.get(each.unit.pk, ""), 0, each.above, closed=each.ended, matched=each.otherwise
        )
        for each in found
    ]


def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Who leads it, its members and figures, and the line of its life."""
    found = unit_or_404(request, code, Right.READ)
    context = context_of(request, found)
    past = life.past_of(found)
    around = _around(request, found, past.keys, context.day)
    above = [each for each in around if each.far]
    readable = {each.pk for each in around if each.readable}
    names = names_on({found.pk, *past.keys, *(each.pk for each in above)}, context.day)
    context = context.named(names[found.pk])
    place = past.place_on(context.day)
    shown: dict[str, object] = {
        "context": context,
        "bar": context,
        "unit": found,
        "level": Level(place.level).label,
        "sector": _sector(place),
        "trail": [(names[each.pk], each.code if each.readable else "") for each in above],
        "ended": found.last_day if found.last_day and found.last_day < context.day else None,
        "leaders": _leaders(found, context.day),
        "workplace": Workplace.objects.on(context.day).filter(unit=found).select_related("employer").first(),
        "records_from": RecordsFrom.objects.known().filter(unit=found).first(),
        "rows": key_figures.rows(context, context.question(), key_figures.key_codes()),
        "children": _children_count(found, context.day),
        "life": life.line(past, names, readable),
        "latest": _latest(found),
    }
    return render(request, "desk/units/unit.html", shown)


class _Around(Protocol):
    """A unit above, from `far` levels up, or otherwise in the life of the one shown."""

    pk: int
    code: str
    far: int | None
    readable: bool


def _around(request: HttpRequest, unit: Unit, others: set[int], day: date) -> "list[_Around]":
    """The units above, from the top, and the others; each with whether the user may open it."""
    ways = Lineage.objects.known().on(day).filter(unit=unit, depth__gt=0)
    far = models.Subquery(ways.filter(ancestor=models.OuterRef("pk")).values("depth")[:1])
    mine = reach(request, Right.READ).filter(pk=models.OuterRef("pk"))
    units = Unit.objects.filter(models.Q(pk__in=ways.values("ancestor")) | models.Q(pk__in=others))
    found: list[Any] = list(units.annotate(readable=models.Exists(mine), far=far).order_by("-far"))
    return found


def _sector(place: Place) -> str:
    sector = current().sectors.get(place.sector)
    return sector.local_name if sector else ""


def _leaders(unit: Unit, day: date) -> list[tuple[str, Position]]:
    """Who holds a position there on the day, chairs first."""
    order = list(Role)
    held = Position.objects.on(day).filter(unit=unit).select_related("user")
    return [
        (str(Role(position.role).label), position)
        for position in sorted(held, key=lambda position: order.index(Role(position.role)))
    ]


def _children_count(unit: Unit, day: date) -> list[tuple[str, int]]:
    rows = (
        Lineage.objects.known()
        .on(day)
        .filter(ancestor=unit, depth__gt=0, unit__span__contains=day)
        .values_list("level")
        .annotate(n=Count("unit"))
    )
    return sorted(rows, key=lambda row: Level(row[0]).rank)


def _latest(unit: Unit) -> list[Item]:
    entries = Entry.objects.facts().filter(unit=unit).order_by("-last_day", "-pk")[:5]
    return [recorded(entry) for entry in entries]
