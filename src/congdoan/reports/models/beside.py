"""What a sheet is held against before it is sent: the last one, what sister units told, the plans there were."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import OuterRef, Subquery

from congdoan.base import clock
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Nature
from congdoan.figures.models import plans_of
from congdoan.org.models import Place, Unit
from congdoan.reports.models.revisions import Line, Revision
from congdoan.reports.models.sheets import Sheet
from congdoan.reports.rules import Asked, Beside, Contents, State, ToldLine, asked, faults
from congdoan.reports.rules.owing import before

SENT = (State.SUBMITTED, State.ACCEPTED)


def asked_about(sheet: Sheet, lines: Iterable[ToldLine]) -> list[Asked]:
    """What looks wrong with a sheet, each with the unit's word on it; what still wants one first."""
    words = dict(sheet.answers.values_list("fault", "word"))
    return asked(faults(lines, sheet.of_form, beside(sheet)), words)


def beside(sheet: Sheet) -> Beside:
    indicators = current().indicators
    same_before = sheet.of_period.before
    planned = plans_of(sheet.unit, same_before) if same_before else {}
    natures = {line.indicator: indicators[line.indicator].nature for _place, line in sheet.of_form.lines()}
    return Beside(_last(sheet), _sisters(sheet), frozenset(planned), dict[str, Nature](natures))


def _last(sheet: Sheet) -> Contents | None:
    """The unit's last sheet of the form: of the period before, else of the same one of the year before."""
    period = sheet.of_period
    names = {str(each) for each in (before(period), period.before) if each}
    found = Revision.objects.filter(sheet__unit=sheet.unit, sheet__form=sheet.form, sheet__period__in=names)
    last = found.order_by("sheet__last_day", "number").last()
    return last.contents if last else None


def _sisters(sheet: Sheet) -> dict[str, list[Decimal]]:
    """What the other units beneath the same one told of each line, in the sheets they sent for the period."""
    places = Place.objects.known().on(clock.today())
    parents = places.filter(unit=sheet.unit).exclude(parent=None).values("parent")
    units = Unit.objects.filter(pk__in=places.filter(parent__in=parents).values("unit")).exclude(pk=sheet.unit_id)
    newest = Revision.objects.filter(sheet=OuterRef("pk")).order_by("-number").values("pk")[:1]
    sent = Sheet.objects.at(units).of(sheet.form, sheet.period).standing(*SENT)
    revisions = sent.annotate(newest=Subquery(newest)).values("newest")
    found: dict[str, list[Decimal]] = defaultdict(list)
    for key, low, high, about in Line.objects.filter(revision__in=revisions).values_list("key", "low", "high", "about"):
        if low is not None and low == high and not about:
            found[key].append(low)
    return found
