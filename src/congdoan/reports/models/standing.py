"""Whom a unit's sheet goes to, and whose sheets beneath certify it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, Func, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.language import in_vietnamese
from congdoan.base.period import DAY, Period
from congdoan.base.spell import days
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Addressee, Form, Level
from congdoan.org.models import Lineage, Place, Unit, names_on
from congdoan.reports.models.sheets import Sheet
from congdoan.reports.rules import Beneath, Receiver, State
from congdoan.reports.rules.owing import is_for

_PROVINCES = ("Liên đoàn Lao động tỉnh ", "Liên đoàn Lao động thành phố ", "LĐLĐ tỉnh ", "LĐLĐ thành phố ")
CAPITAL = "Hà Nội"
_ISSUERS = (("Tổng Liên đoàn", "TLĐ"), ("Liên đoàn Lao động", "LĐLĐ"), ("LĐLĐ", "LĐLĐ"), ("Công đoàn ngành", "CĐN"))


@dataclass(frozen=True)
class Above:
    """A unit's own level, and the units above it that stand on a higher one, the nearest first."""

    own: Level
    units: tuple[tuple[Unit, Level], ...]

    @property
    def nearest(self) -> Unit | None:
        """Who decides about its sheets: for a unit that was merged away, not its successor but who is above both."""
        return self.units[0][0] if self.units else None


def level_of(unit: Unit, day: date) -> Level:
    return Level(unit.place_on(day).level)


def levels_on(units: Iterable[Unit], day: date) -> dict[int, Level]:
    """On which level units stand on a day, by key."""
    places = Place.objects.known().on(day).filter(unit__in=units)
    return {unit: Level(level) for unit, level in places.values_list("unit", "level")}


def above(unit: Unit, on: date) -> Above:
    """The units of higher levels above a unit on a day."""
    level = Place.objects.known().on(on).filter(unit=OuterRef("ancestor")).values("level")[:1]
    rows = Lineage.objects.known().on(on).filter(unit=unit).select_related("ancestor").order_by("depth")
    found = [(row.ancestor, Level(str(getattr(row, "rung", "")))) for row in rows.annotate(rung=Subquery(level))]
    own = next((rung for upper, rung in found if upper.pk == unit.pk), Level.SECTION)
    higher = [(upper, rung) for upper, rung in found if rung.rank < own.rank]
    return Above(own, tuple(higher))


def upper_of(unit: Unit) -> Unit | None:
    """Who decides about a unit's sheets today; nobody decides about the topmost's."""
    return above(unit, clock.today()).nearest


def taken_in(by: Iterable[int], day: date) -> dict[int, list[Unit]]:
    """The units of their own level that stand beneath units: merged into them, they are theirs to report for."""
    found: dict[int, list[Unit]] = defaultdict(list)
    for row in _merged(day).filter(ancestor__in=list(by)).select_related("unit"):
        found[row.ancestor_id].append(row.unit)
    return found


def successors(units: Iterable[int], day: date) -> dict[int, int]:
    """Who reports for units that were merged away, by key: the nearest of their level that is open."""
    rows = _merged(day).filter(unit__in=list(units), ancestor__span__endswith=None).order_by("unit", "-depth")
    return dict(rows.values_list("unit", "ancestor"))


def decided_by(by: Iterable[Unit], day: date) -> QuerySet[Place]:
    """Where the units stand directly beneath units that decide about their sheets: not what was merged into these."""
    places = Place.objects.known().on(day)
    level = Subquery(places.filter(unit=OuterRef("parent")).values("level")[:1])
    return places.filter(parent__in=list(by)).exclude(level=level)


def waiting_for(by: Iterable[Unit], day: date) -> tuple[QuerySet[Sheet], QuerySet[Sheet]]:
    """The sheets that wait for units to decide: of units directly beneath, and of what was merged into those.

    What may have been merged is found by its level first: beneath a whole country few units stand on it.
    """
    by = list(by)
    decided, sent = decided_by(by, day), Sheet.objects.standing(State.SUBMITTED)
    beneath = Lineage.objects.known().on(day).filter(ancestor__in=by, depth__gt=1)
    alike = beneath.filter(_OneOf("level", ArraySubquery(decided.order_by().values("level").distinct())))
    into = _merged(day).filter(unit=OuterRef("unit"), ancestor__in=decided.values("unit"))
    closed = sent.filter(_OneOf("unit", ArraySubquery(alike.order_by().values("unit"))))
    merged = closed.filter(Exists(into), unit__span__endswith__isnull=False)
    return sent.filter(unit__in=decided.values("unit")), merged


class _OneOf(Func):
    """Whether something is in an array that is made first: so an index is looked up for what is in it."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def _merged(day: date) -> QuerySet[Lineage]:
    own = Place.objects.known().on(day).filter(unit=OuterRef("ancestor"), level=OuterRef("level"))
    return Lineage.objects.known().on(day).filter(Exists(own), depth__gt=0)


def place_of(unit: Unit, name: str, above_names: Iterable[str]) -> str:
    """The place in whose name a unit writes: its province's, or the capital for the top."""
    for told in (name, *above_names):
        for prefix in _PROVINCES:
            if told.startswith(prefix):
                return told.removeprefix(prefix)
    return CAPITAL


def sign_of(symbol: str, unit_name: str) -> str:
    """The letters after a document's number: those of its form, with those of who issues it where the form has none."""
    if "-" in symbol:
        return symbol
    issuer = next((letters for prefix, letters in _ISSUERS if unit_name.startswith(prefix)), "CĐ")
    return f"{symbol}-{issuer}"


@dataclass(frozen=True)
class Child:
    """A unit directly beneath another on a day, with its level and name."""

    unit: Unit
    level: Level
    name: str

    def is_open_on(self, day: date) -> bool:
        return self.unit.last_day is None or self.unit.last_day >= day


def children(unit: Unit, day: date, *, since: date) -> list[Child]:
    """The units directly beneath a unit on a day, those that have closed too; not those founded later.

    Of those that were merged, the ones that stood there since a day, wherever they stand now: what they did until they
    ended counts where they stood, and not where they were merged into.
    """
    merged = Q(span__overlap=days(since, day), unit__span__endswith__gt=since, unit__span__endswith__lte=day + DAY)
    beneath = Place.objects.known().filter(Q(span__contains=day) | merged, parent=unit).select_related("unit")
    places = {place.unit_id: place for place in beneath.order_by("span")}.values()
    living = [place for place in places if _stood(place, day)]
    names = names_on([place.unit_id for place in living], day) if living else {}
    found = [Child(place.unit, Level(place.level), names[place.unit_id]) for place in living]
    return sorted(found, key=lambda child: child.unit.code)


def _stood(place: Place, day: date) -> bool:
    """Whether a unit stood at a place while it lived, by a day."""
    unit, first = place.unit, place.span.lower
    is_founded = unit.first_day is None or unit.first_day <= day
    return is_founded and (first is None or unit.last_day is None or first < unit.last_day)


@in_vietnamese
def receivers(form: Form, upper: Unit | None, upper_name: str, lower: list[Child], day: date) -> list[Receiver]:
    """Who gets a sheet, in the order of the form (Điều lệ khóa XIII, Điều 13.7)."""
    found: list[Receiver] = []
    for addressee in form.sends_to:
        match addressee:
            case Addressee.UPPER:
                if upper:
                    found.append(Receiver(addressee=addressee, unit=upper.code, name=upper_name))
            case Addressee.PARTY:
                found.append(Receiver(addressee=addressee, name=_("Cấp ủy đảng cùng cấp")))
            case Addressee.LOWER:
                there = [child for child in lower if child.is_open_on(day)]
                found += [Receiver(addressee=addressee, unit=child.unit.code, name=child.name) for child in there]
    return found


def beneath(lower: list[Child], form: Form, period: Period) -> tuple[list[Beneath], list[Beneath], list[Beneath]]:
    """The units directly beneath whose accepted sheets certify the numbers, those that sent none that does, and those
    whose sheet is of another edition than the period's."""
    forms = [each for code in form.rests_on if (each := _valid(code, period)) is not None and is_for(each, period)]
    owing = [
        (child, expected)
        for child in lower
        if (expected := next((each for each in forms if each.is_owed_by(child.level)), None)) is not None
        and child.is_open_on(period.first_day)
    ]
    if not owing:
        return [], [], []
    found = Sheet.objects.filter(unit__in=[child.unit.pk for child, _form in owing], period=str(period))
    sheets = {(sheet.unit_id, sheet.form): sheet for sheet in found.annotate(latest=Max("revisions__number"))}
    certified: list[Beneath] = []
    missing: list[Beneath] = []
    other: list[Beneath] = []
    for child, expected in owing:
        sheet = sheets.get((child.unit.pk, expected.code))
        told = Beneath(
            unit=child.unit.code,
            name=child.name,
            form=expected.code,
            state=sheet.state if sheet else "",
            revision=getattr(sheet, "latest", None),
        )
        is_accepted = sheet is not None and sheet.of_state is State.ACCEPTED
        (certified if is_accepted else missing).append(told)
        if sheet is not None and sheet.edition != expected.edition:
            other.append(told)
    return certified, missing, other


def _valid(code: str, period: Period) -> Form | None:
    editions = current().form_editions.get(code, ())
    return next((form for form in editions if form.is_valid_on(period.last_day)), None)
