"""What tests of tallies compare: readings that use them with readings of the postings alone."""

from collections.abc import Iterable
from typing import Any
from unittest.mock import patch

from congdoan.base.period import Period
from congdoan.catalogue.models import Code
from congdoan.figures.models import Difference, Look, Tallied, differences, reading
from congdoan.figures.models.reading import LARGE, sums
from congdoan.figures.models.reorganising import moved
from congdoan.figures.rules import Reach, Scope, Sums
from congdoan.org.models import Unit

Read = dict[tuple[int, Any], Sums]


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


def told_by_postings(periods: Iterable[Period], scope: Scope = Reach.SUBTREE) -> Told:
    """What the postings alone tell, of every tallied unit."""
    return {
        (unit, period): (
            read(unit, period, stock=False, tallied=False, scope=scope),
            read(unit, period, stock=True, tallied=False, scope=scope),
            came_and_went(unit, period, scope, tallied=False),
        )
        for unit in tallied_units()
        for period in periods
    }


def assert_tallies_tell(
    periods: Iterable[Period], scope: Scope = Reach.SUBTREE, *, as_told: Told | None = None
) -> Told:
    """Every tallied unit's figures are the same from tallies as from postings alone, now or `as_told` before."""
    told = told_by_postings(periods, scope) if as_told is None else as_told
    assert {unit for unit, _period in told} == set(tallied_units())
    for (unit, period), (flows, stocks, carried) in told.items():
        for stock, posted in ((False, flows), (True, stocks)):
            for large in (1, LARGE):  # the days of cut months are read in another way beneath large units
                with patch.object(reading, "LARGE", large):
                    tallied = read(unit, period, stock=stock, tallied=True, scope=scope)
                assert tallied == posted, (unit, str(period), stock, large)
        assert came_and_went(unit, period, scope, tallied=True) == carried, (unit, str(period))
    return told


def found_differences() -> list[Difference]:
    """What verifying finds, at all tallied units."""
    return [difference for unit in tallied_units() for difference in differences(unit)]
