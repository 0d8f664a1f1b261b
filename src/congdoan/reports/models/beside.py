"""What a sheet is held against before it is sent: the last one, what sister units told, the plans there were."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from congdoan.base import clock
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Nature
from congdoan.figures.models import plans_at
from congdoan.org.models import Place
from congdoan.reports.models.revisions import Line, Revision
from congdoan.reports.models.sheets import Answer, Sheet
from congdoan.reports.rules import Asked, Beside, Contents, State, ToldLine, asked, faults
from congdoan.reports.rules.owing import before

SENT = (State.SUBMITTED, State.ACCEPTED)


def asked_about(sheet: Sheet, lines: Iterable[ToldLine]) -> list[Asked]:
    """What looks wrong with a sheet, each with the unit's word on it; what still wants one first."""
    return asked_about_each([sheet], [lines])[0]


def asked_about_each(sheets: Sequence[Sheet], lines: Sequence[Iterable[ToldLine]]) -> list[list[Asked]]:
    """The same of several sheets of one form and period."""
    words: dict[int, dict[str, str]] = defaultdict(dict)
    for answer in Answer.objects.filter(sheet__in=sheets):
        words[answer.sheet_id][answer.fault] = answer.word
    return [
        asked(faults(told, sheet.of_form, held), words[sheet.pk])
        for sheet, told, held in zip(sheets, lines, besides(sheets), strict=True)
    ]


def besides(sheets: Sequence[Sheet]) -> Iterator[Beside]:
    """What each of several sheets of one form and period is held against."""
    indicators, form, period = current().indicators, sheets[0].of_form, sheets[0].of_period
    natures: dict[str, Nature] = {line.indicator: indicators[line.indicator].nature for _place, line in form.lines()}
    plans = plans_at([sheet.unit_id for sheet in sheets], period.before) if period.before else {}
    places = Place.objects.known().on(clock.today()).filter(unit__in=[sheet.unit_id for sheet in sheets])
    parents = dict(places.values_list("unit", "parent")) if len(sheets) > 1 else {}
    above: dict[int | None, Above] = {parent: [parent] for parent in parents.values() if parent}
    if not parents:
        above[None] = places.exclude(parent=None).values("parent")
    of_parent = {parent: _told_beneath(those, sheets[0]) for parent, those in above.items()}
    for sheet in sheets:
        told = of_parent.get(parents.get(sheet.unit_id), {})
        sisters = {key: tuple(of[unit] for unit in of if unit != sheet.unit_id) for key, of in told.items()}
        yield Beside(_last(sheet), sisters, frozenset(plans.get(sheet.unit_id, {})), natures)


def _last(sheet: Sheet) -> Contents | None:
    """The unit's last sheet of the form: of the period before, else of the same one of the year before."""
    period = sheet.of_period
    names = {str(each) for each in (before(period), period.before) if each}
    found = Revision.objects.filter(sheet__unit=sheet.unit, sheet__form=sheet.form, sheet__period__in=names)
    last = found.order_by("sheet__last_day", "number").last()
    return last.contents if last else None


Above = Sequence[int] | QuerySet[Place, Any]


def _told_beneath(parents: Above, sheet: Sheet) -> dict[str, dict[int, Decimal]]:
    """What the units beneath one told of each line, by unit, in the sheets they sent of this form for this period."""
    units = Place.objects.known().on(clock.today()).filter(parent__in=parents).values("unit")
    newest = Revision.objects.filter(sheet=OuterRef("pk")).order_by("-number").values("pk")[:1]
    sent = Sheet.objects.filter(unit__in=units).of(sheet.form, sheet.period).standing(*SENT)
    revisions = sent.annotate(newest=Subquery(newest)).values("newest")
    exact = Line.objects.filter(revision__in=revisions, about=False, low__isnull=False, high=F("low"))
    found: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for key, unit, low in exact.values_list("key", "revision__sheet__unit", "low"):
        if low is not None:
            found[key][unit] = low
    return found
