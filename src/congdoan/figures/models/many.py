"""The same question asked of many units: what stands in one sheet of each is read in one statement for all."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from congdoan.base.knowledge import Moment
from congdoan.base.period import Period
from congdoan.figures.models.figures import Question
from congdoan.figures.models.plans import plans_at
from congdoan.figures.models.tallies import Tallied
from congdoan.figures.rules import Reach
from congdoan.org.models import Lineage, Unit


def questions(units: Sequence[Unit], *, tree_on: date | None = None, known_at: Moment | None = None) -> list[Question]:
    """A question of each unit; what does not depend on the unit is read once."""
    if not units:
        return []
    first = Question(units[0], tree_on=tree_on, known_at=known_at)
    if len(units) == 1:
        return [first]
    tallied = set(Tallied.objects.filter(unit__in=units).values_list("unit", flat=True))
    return [first.of(unit, is_tallied=unit.pk in tallied) for unit in units]


def know_plans(asked: Sequence[Question], periods: Iterable[Period]) -> None:
    """Read the plans of all the units for some periods."""
    for period in dict.fromkeys(periods):
        plans = plans_at([question.unit.pk for question in asked], period, asked[0].known_at) if asked else {}
        for question in asked:
            question.know_plans(period, plans.get(question.unit.pk, {}))


def read_together(asked: Sequence[Question], wanted: Iterable[tuple[str, Period]]) -> None:
    """Read indicators, each in a period of its own, for questions alike in all but their units, nothing read yet.

    Those that read tallies are quick by themselves. Raises KeyError for an unknown code, OwnOnly.
    """
    pairs = list(dict.fromkeys(wanted))
    apart = [question for question in asked if question.reads_tallies]
    for question in apart:
        question.read(pairs)
    for first, *others in _layers([question for question in asked if not question.reads_tallies]):
        if others:
            first.read_beside(others, pairs)
        else:
            first.read(pairs)


def _layers(asked: Sequence[Question]) -> Iterator[list[Question]]:
    """Where units are asked alone, questions of which none is about a unit that ever stood beneath another's."""
    if not asked or asked[0].scope != Reach.OWN:
        if asked:
            yield list(asked)
        return
    left = {question.unit.pk: question for question in asked}
    rows = Lineage.objects.filter(unit__in=left, ancestor__in=left, depth__gt=0).values_list("unit", "ancestor")
    above: dict[int, set[int]] = {}
    for unit, ancestor in rows:
        above.setdefault(unit, set()).add(ancestor)
    while left:
        # Who stood above whom may change with time: where they go round in a circle, one is asked by itself.
        layer = [key for key in left if not above.get(key, set()) & left.keys()] or [next(iter(left))]
        yield [left.pop(key) for key in layer]
