"""The world in which reports are tested, and the deeds that its tests do most."""

from datetime import date

from tests.world import World, lasting_world, world

from congdoan.base.period import Cutoff, parse_period
from congdoan.catalogue.rules import Level
from congdoan.org.models import Unit, User
from congdoan.reports.actions import answer_fault, open_sheet, submit_sheet
from congdoan.reports.models import Composing, Revision, Sheet, asked_about

__all__ = ["lasting_world", "world"]

UNION = Cutoff(5)
HALF = "2024-H1"


def opened(world: World, unit: Unit, *, period: str = HALF, form: str = "", by: User | None = None) -> Sheet:
    """A sheet of a unit, drafted; without a form, the one that units of its level fill."""
    is_workplace = unit.place_on(date(2024, 1, 1)).level == Level.GRASSROOTS
    code = form or ("own-half" if is_workplace else "upper-half")
    return open_sheet(by or world.officer, unit=unit, form=code, period=parse_period(period, UNION))


def explained(world: World, sheet: Sheet) -> Sheet:
    """The sheet with a word on everything that is asked about it."""
    for each in asked_about(sheet, Composing(sheet).lines()):
        answer_fault(world.officer, sheet=sheet, fault=each.fault.key, word="đã rà soát, đúng số")
    sheet.refresh_from_db()
    return sheet


def sent(world: World, unit: Unit, *, period: str = HALF, form: str = "") -> Revision:
    """A sheet opened, explained and sent."""
    return submit_sheet(world.officer, sheet=explained(world, opened(world, unit, period=period, form=form)))
