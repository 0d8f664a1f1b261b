"""Whom a unit's sheet goes to, and whose sheets beneath certify it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.period import Period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Addressee, Form, Level
from congdoan.org.models import Lineage, Place, Unit, names_on
from congdoan.reports.models.revisions import Revision
from congdoan.reports.models.sheets import Sheet
from congdoan.reports.rules import Beneath, Receiver, State
from congdoan.reports.rules.owing import is_for

_PROVINCES = ("Liên đoàn Lao động tỉnh ", "Liên đoàn Lao động thành phố ", "LĐLĐ tỉnh ", "LĐLĐ thành phố ")
CAPITAL = "Hà Nội"
_ISSUERS = (("Tổng Liên đoàn", "TLĐ"), ("Liên đoàn Lao động", "LĐLĐ"), ("LĐLĐ", "LĐLĐ"), ("Công đoàn ngành", "CĐN"))


@dataclass(frozen=True)
class Above:
    """The units above a unit that stand on a higher level, the nearest first, with their levels."""

    units: tuple[tuple[Unit, Level], ...]

    @property
    def nearest(self) -> Unit | None:
        """Who decides about its sheets: for a unit that was merged away, not its successor but who is above both."""
        return self.units[0][0] if self.units else None


def level_of(unit: Unit, day: date) -> Level:
    return Level(unit.place_on(day).level)


def above(unit: Unit, on: date) -> Above:
    """The units of higher levels above a unit on a day."""
    rows = list(Lineage.objects.known().on(on).filter(unit=unit).select_related("ancestor").order_by("depth"))
    places = Place.objects.known().on(on).filter(unit__in=[row.ancestor_id for row in rows])
    levels = {place.unit_id: Level(place.level) for place in places}
    own = levels.get(unit.pk, Level.SECTION)
    found = [(row.ancestor, levels[row.ancestor_id]) for row in rows if levels[row.ancestor_id].rank < own.rank]
    return Above(tuple(found))


def upper_of(unit: Unit) -> Unit | None:
    """Who decides about a unit's sheets today; nobody decides about the topmost's."""
    return above(unit, clock.today()).nearest


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


def receivers(unit: Unit, form: Form, upper: Unit | None, upper_name: str, day: date) -> list[Receiver]:
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
                lower = list(Unit.objects.beneath(unit, on=day).open_on(day).values_list("pk", "code"))
                names = names_on([key for key, _code in lower], day)
                found += [Receiver(addressee=addressee, unit=code, name=names[key]) for key, code in lower]
    return found


def beneath(unit: Unit, form: Form, period: Period) -> tuple[list[Beneath], list[Beneath], list[Beneath]]:
    """The units directly beneath whose accepted sheets certify the numbers, those that sent none that does, and those
    whose sheet is of another edition than the period's."""
    forms = [each for code in form.rests_on if (each := _valid(code, period)) is not None and is_for(each, period)]
    day = min(period.last_day, clock.today())
    places = list(Place.objects.known().on(day).filter(parent=unit).select_related("unit"))
    living = [place for place in places if place.unit.span.lower is None or place.unit.span.lower <= day]
    owing = [
        (place.unit, each)
        for place in living
        if (each := next((one for one in forms if Level(place.level) in one.due), None)) is not None
        and (place.unit.last_day is None or place.unit.last_day >= period.first_day)
    ]
    names = names_on([child.pk for child, _form in owing], day)
    sheets = {
        (sheet.unit_id, sheet.form): sheet
        for sheet in Sheet.objects.filter(unit__in=[child for child, _form in owing], period=str(period))
    }
    numbers = dict(Revision.objects.filter(sheet__in=sheets.values()).order_by("number").values_list("sheet", "number"))
    certified: list[Beneath] = []
    missing: list[Beneath] = []
    other: list[Beneath] = []
    for child, expected in sorted(owing, key=lambda each: each[0].code):
        sheet = sheets.get((child.pk, expected.code))
        told = Beneath(
            unit=child.code,
            name=names[child.pk],
            form=expected.code,
            state=sheet.state if sheet else "",
            revision=numbers.get(sheet.pk) if sheet else None,
        )
        is_accepted = sheet is not None and sheet.of_state is State.ACCEPTED
        (certified if is_accepted else missing).append(told)
        if sheet is not None and sheet.edition != expected.edition:
            other.append(told)
    return certified, missing, other


def _valid(code: str, period: Period) -> Form | None:
    editions = current().form_editions.get(code, ())
    return next((form for form in editions if form.is_valid_on(period.last_day)), None)
