"""Declarations post their total less what lies inside: when that changes, they are settled again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from django.db import connection
from django.db.models import Q

from congdoan.base.period import DAY
from congdoan.catalogue.models import current, numbers
from congdoan.catalogue.rules import Nature
from congdoan.figures.actions.appending import Slot, append
from congdoan.figures.models import BALANCE, Declaration, Entry
from congdoan.figures.rules import Sums, remainder

Owner = tuple[int, int]
"""A unit and an indicator: declarations of different owners never touch."""


def settle(touched: Sequence[Slot], in_hand: Sequence[int]) -> int:
    """Post anew the declarations in hand (keys of their entries) and those whose days are touched.

    The inner ones before the outer, the earlier stocks before the later. Returns how many postings that took.
    """
    mine = list(_declarations(Q(pk__in=in_hand))) if in_hand else []
    spans = defaultdict(set)
    for slot in touched:
        spans[slot.unit, slot.indicator].add((slot.first_day, slot.last_day))
    for declaration in mine:
        spans[declaration.unit_id, declaration.indicator_id].add((declaration.first_day, declaration.last_day))
    if not mine and not may_be_touched(spans):
        return 0
    rows = _Rows(spans, mine)
    if not rows.to_settle:
        return 0
    keys = sorted(declaration.pk for declaration in rows.to_settle)
    list(Entry.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    return sum(_settle_layer(layer, rows) for layer in rows.layers())


def may_be_touched(spans: Mapping[Owner, Iterable[tuple[date, date]]]) -> bool:
    """Whether any declaration lasts until the first of these days: what happens now seldom lies in declared months."""
    if not spans:
        return False
    since = min(first for days in spans.values() for first, _last in days)
    units, indicators = ({owner[i] for owner in spans} for i in (0, 1))
    around = Declaration.objects.known().filter(unit__in=units, indicator__in=indicators)
    return around.filter(last_day__gte=since).exists()


def _declarations(condition: Q) -> Iterable[Declaration]:
    return Declaration.objects.filter(condition).select_related("entry", "indicator")


class _Rows:
    """The declarations that touched days reach, in the order in which they are to be settled."""

    def __init__(self, spans: dict[Owner, set[tuple[date, date]]], mine: list[Declaration]) -> None:
        self.spans = spans
        units, indicators = ({owner[i] for owner in spans} for i in (0, 1))
        self.standing: dict[Owner, list[Declaration]] = defaultdict(list)
        around = Q(superseded=None, unit__in=units, indicator__in=indicators)
        for declaration in _declarations(around):
            self.standing[declaration.unit_id, declaration.indicator_id].append(declaration)
        found = {declaration.pk: declaration for declaration in mine}
        for owner, days in spans.items():
            for declaration in self._reached(owner, days):
                found[declaration.pk] = declaration
        self.to_settle = list(found.values())

    def _reached(self, owner: Owner, days: set[tuple[date, date]]) -> list[Declaration]:
        standing = self.standing.get(owner, [])
        if standing and is_stock(standing[0]):
            later = sorted(standing, key=lambda declaration: declaration.last_day)
            first_on = (next((d for d in later if d.last_day >= last), None) for _first, last in days)
            first_after = (next((d for d in later if d.last_day > last), None) for _first, last in days)
            return [declaration for declaration in (*first_on, *first_after) if declaration]
        return [d for d in standing if any(d.first_day <= first and last <= d.last_day for first, last in days)]

    def layers(self) -> Iterable[list[Declaration]]:
        """Declarations that do not bear on one another side by side: flows by length, stocks by day."""
        ordered = sorted(self.to_settle, key=_rank)
        return [list(layer) for _rank_, layer in groupby(ordered, _rank)]

    def since(self, declaration: Declaration) -> date:
        """The first day of what a declaration posts: a stock's is the day after the one declared before it."""
        if not is_stock(declaration):
            return declaration.first_day
        before = [
            other.last_day
            for other in self.standing.get((declaration.unit_id, declaration.indicator_id), [])
            if other.last_day < declaration.last_day
        ]
        return max(before) + DAY if before else declaration.first_day


def is_stock(declaration: Declaration) -> bool:
    return current().indicators[declaration.indicator.code].nature is Nature.STOCK


def _rank(declaration: Declaration) -> tuple[bool, int]:
    if is_stock(declaration):
        return True, declaration.last_day.toordinal()
    return False, declaration.period.days


# Who declares a stock tells what there is at the end of a day. What a unit hands on when it ends comes after that: on
# the very day it is inside only what was declared when it had been handed on already.
_INSIDE = """
    SELECT d.entry_id, sum(p.low), sum(p.high), sum(p.open), sum(p.rough), sum(p.declared)
    FROM figures_declaration AS d JOIN figures_posting AS p
        ON p.unit_id = d.unit_id AND p.indicator_id = d.indicator_id AND p.last_day <= d.last_day
        AND (%(stock)s OR p.first_day >= d.first_day) AND p.entry_id <> d.entry_id
    WHERE d.entry_id = ANY(%(keys)s)
        AND NOT (%(stock)s AND p.last_day = d.last_day AND p.entry_id > d.entry_id
            AND EXISTS (SELECT FROM figures_entry AS e WHERE e.id = p.entry_id AND e.noun = %(balance)s))
    GROUP BY 1
"""


def inside(declarations: Iterable[Declaration], *, stock: bool) -> dict[int, Sums]:
    """What is posted by others inside each declaration; of a stock, all that is posted up to its day."""
    with connection.cursor() as cursor:
        cursor.execute(_INSIDE, {"keys": [d.pk for d in declarations], "stock": stock, "balance": BALANCE})
        return {row[0]: Sums(*map(int, row[1:])) for row in cursor.fetchall()}


def _settle_layer(layer: list[Declaration], rows: _Rows) -> int:
    stock = is_stock(layer[0])
    posted = inside(layer, stock=stock)
    wanted: dict[Slot, Sums] = {}
    for declaration in layer:
        if declaration.superseded is None:
            sums = remainder(declaration.bound, posted.get(declaration.pk, Sums()), is_stock=stock)
            days = rows.since(declaration), declaration.last_day
            wanted[Slot(declaration.pk, declaration.indicator_id, declaration.unit_id, *days)] = sums
    return len(append({slot: sums for slot, sums in wanted.items() if sums}, [d.pk for d in layer], numbers()))
