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


def assert_tallies_tell(periods: Iterable[Period], scope: Scope = Reach.SUBTREE) -> None:
    """Every tallied unit's figures are the same from tallies as from postings alone."""
    for unit in tallied_units():
        for period in periods:
            for stock in (False, True):
                posted = read(unit, period, stock=stock, tallied=False, scope=scope)
                for large in (1, LARGE):  # the days of cut months are read in another way beneath large units
                    with patch.object(reading, "LARGE", large):
                        told = read(unit, period, stock=stock, tallied=True, scope=scope)
                    assert told == posted, (unit, str(period), stock, large)
            carried = came_and_went(unit, period, scope, tallied=True)
            assert carried == came_and_went(unit, period, scope, tallied=False), (unit, str(period))


def found_differences() -> list[Difference]:
    """What verifying finds, at all tallied units."""
    return [difference for unit in tallied_units() for difference in differences(unit)]
