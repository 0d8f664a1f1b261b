"""Folding postings into the tallies, and laying tallies anew; readers and writers never wait for either."""

from collections.abc import Callable

from django.db import connection, transaction

from congdoan.catalogue.models import Code
from congdoan.catalogue.rules import Level
from congdoan.figures.models import Tallied
from congdoan.org.models import Place

STEP = 10
"""Indicators laid anew in one transaction: of the nation, some seconds for each hundred million postings."""


@transaction.atomic(durable=True)
def fold() -> int | None:
    """Put into the tallies what was committed since; how many postings that was, None where somebody else is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold_tallies()")
        (folded,) = cursor.fetchone()
    return None if folded is None else int(folded)


def rebuild(progress: Callable[[int, int], None] | None = None) -> int:
    """Lay all tallies anew from the postings, in short transactions; returns of how many units.

    Folding and moving units wait for one step at a time. `progress` is told how many steps are done, of how many.
    """
    ever = Place.objects.filter(level__in=[Level.NATIONAL, Level.PROVINCIAL]).values_list("unit", flat=True)
    units = sorted({*ever, *Tallied.objects.values_list("unit", flat=True)})
    codes = list(Code.objects.order_by("pk").values_list("pk", flat=True))
    steps = [(unit, codes[first : first + STEP]) for unit in units for first in range(0, len(codes), STEP)]
    for done, (unit, indicators) in enumerate(steps, 1):
        _rebuild(unit, indicators)
        if progress:
            progress(done, len(steps))
    return len(units)


@transaction.atomic(durable=True)
def _rebuild(unit: int, indicators: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rebuild_tallies(%s, %s::bigint[])", [unit, indicators])
