"""Folding postings into the tallies, and laying tallies anew; readers and writers never wait for either."""

from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import Count

from congdoan.catalogue.models import Code
from congdoan.catalogue.rules import Level
from congdoan.figures.models import Tallied
from congdoan.org.models import Lineage, Place

STEP = 10
"""Indicators laid anew in one transaction: of the nation, some seconds for each hundred million postings."""

SMALL = 2000
"""Units beneath one, up to which all its indicators are laid anew at once."""

TOGETHER = 100
"""Units whose standings are laid anew together: what was declared is gone through once for all of them."""


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
    ever = Place.objects.exclude(level__in=[Level.GRASSROOTS, Level.SECTION]).values_list("unit", flat=True)
    units = sorted({*ever, *Tallied.objects.values_list("unit", flat=True)})
    codes = list(Code.objects.order_by("pk").values_list("pk", flat=True))
    beneath = dict(Lineage.objects.known().values_list("ancestor").annotate(rows=Count("pk")))
    steps = [
        (unit, codes[first : first + size])
        for unit in units
        for size in [STEP if beneath.get(unit, 0) > SMALL else len(codes)]
        for first in range(0, len(codes), size)
    ]
    chunks = [units[first : first + TOGETHER] for first in range(0, len(units), TOGETHER)]
    count = len(steps) + len(chunks)
    for done, (unit, indicators) in enumerate(steps, 1):
        _lay("SELECT rebuild_tallies(%s, %s::bigint[])", unit, indicators)
        if progress:
            progress(done, count)
    for done, tops in enumerate(chunks, len(steps) + 1):
        _lay("SELECT rebuild_standings(%s::bigint[])", tops)
        if progress:
            progress(done, count)
    return len(units)


@transaction.atomic(durable=True)
def _lay(statement: str, *parameters: int | list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
