"""What tests of tallies compare: readings that use them with readings of the postings alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from unittest.mock import patch

from congdoan.base.period import Period
from congdoan.catalogue.models import Code
from congdoan.figures.models import Difference, Look, Miscount, Tallied, differences, reading
from congdoan.figures.models.reading import LARGE, sums, together
from congdoan.figures.models.reorganising import moved
from congdoan.figures.rules import Reach, Scope, Sums
from congdoan.org.models import Unit

Read = dict[tuple[int, Any], Sums]
WAYS = (False, True)
"""Of flows, of stocks."""


def read(unit: Unit, period: Period, *, stock: bool, tallied: bool, scope: Scope = Reach.SUBTREE) -> Read:
    """The sums of all flows, or of all stocks, by the level of the units where they happened; without those of zero."""
    keys = Code.objects.filter(is_stock=stock).values_list("pk", flat=True)
    found = sums(Look(unit, period, scope, stock=stock, tallied=tallied), keys, by="l.level")
    return {key: told for key, told in found.items() if told}


def came_and_went(unit: Unit, period: Period, scope: Scope, *, tallied: bool) -> Read:
    """What all stocks gained as units came and went, without those of zero."""
    keys = Code.objects.filter(is_stock=True).values_list("pk", flat=True)
    return {key: told for key, told in moved(Look(unit, period, scope, tallied=tallied), keys).items() if told}


def tallied_units() -> list[Unit]:
    return list(Unit.objects.filter(pk__in=Tallied.objects.values("unit")).order_by("pk"))


Told = dict[tuple[Unit, Period], tuple[Read, Read, Read]]
"""Of units and periods the flows, the stocks, and what came and went."""


def read_together(looks: Iterable[Look]) -> dict[Look, Read]:
    """What `read` tells of each look. Those at flows or stocks, of whole months or cut ones, are asked for at once."""
    ways: dict[tuple[bool, bool], list[Look]] = defaultdict(list)
    for look in looks:
        ways[look.stock, bool(look.edges)].append(look)
    found: dict[Look, Read] = {}
    for (stock, _is_cut), alike in ways.items():
        keys = list(Code.objects.filter(is_stock=stock).values_list("pk", flat=True))
        for look, told in zip(alike, together([(look, keys) for look in alike], by="l.level"), strict=True):
            found[look] = {key: sums for key, sums in told.items() if sums}
    return found


def _looks(unit: Unit, periods: Sequence[Period], scope: Scope, *, tallied: bool) -> list[Look]:
    """At flows and stocks in each period."""
    return [
        Look(unit, period, scope, stock=stock, tallied=tallied) for period in dict.fromkeys(periods) for stock in WAYS
    ]


def told_by_postings(periods: Sequence[Period], scope: Scope = Reach.SUBTREE) -> Told:
    """What the postings alone tell, of every tallied unit."""
    told: Told = {}
    for unit in tallied_units():
        posted = read_together(_looks(unit, periods, scope, tallied=False))
        for period in periods:
            flows, stocks = (posted[Look(unit, period, scope, stock=stock)] for stock in WAYS)
            told[unit, period] = flows, stocks, came_and_went(unit, period, scope, tallied=False)
    return told


def assert_tallies_tell(
    periods: Sequence[Period], scope: Scope = Reach.SUBTREE, *, as_told: Told | None = None
) -> Told:
    """Every tallied unit's figures are the same from tallies as from postings alone, now or `as_told` before."""
    told = told_by_postings(periods, scope) if as_told is None else as_told
    units = {unit for unit, _period in told}
    assert units == set(tallied_units())
    for unit in units:
        looks = _looks(unit, periods, scope, tallied=True)
        for large in (1, LARGE):
            # The days of cut months are read in another way beneath large units; where none is cut there is one way.
            with patch.object(reading, "LARGE", large):
                tallied = read_together([look for look in looks if look.edges or large == LARGE])
            for look, read_so in tallied.items():
                assert read_so == told[unit, look.period][WAYS.index(look.stock)], (look, large)
        for period in periods:
            carried = told[unit, period][2]
            assert came_and_went(unit, period, scope, tallied=True) == carried, (unit, str(period))
    return told


def found_differences() -> list[Difference | Miscount]:
    """What verifying finds, at all tallied units."""
    return [difference for unit in tallied_units() for difference in differences(unit)]
