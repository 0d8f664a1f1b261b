"""Sheets of units in the tests' world, each as far on its way as a page needs it; the mill's, if nobody says whose."""

from tests.desk.conftest import Desk
from tests.reports.certificates import PASSWORD, certificate
from tests.reports.conftest import explained, opened

from congdoan.org.models import Unit
from congdoan.reports.actions import accept_sheet, sign_revision, submit_sheet
from congdoan.reports.models import Sheet, Signature


def drafted(desk: Desk, unit: Unit | None = None) -> Sheet:
    return opened(desk.world, unit or desk.world.mill)


def submitted(desk: Desk, unit: Unit | None = None) -> Sheet:
    sheet = explained(desk.world, drafted(desk, unit))
    if sheet.is_editable:
        submit_sheet(desk.world.officer, sheet=sheet)
        sheet.refresh_from_db()
    return sheet


def accepted(desk: Desk, unit: Unit | None = None) -> Sheet:
    sheet = submitted(desk, unit)
    accept_sheet(desk.world.officer, sheet=sheet, revision=1)
    sheet.refresh_from_db()
    return sheet


def reviewed(desk: Desk) -> Sheet:
    """The north's draft over several years."""
    return opened(desk.world, desk.world.north, period="2022..2024-05", form="review")


def signed(desk: Desk, unit: Unit | None = None) -> Signature:
    """The first signature under what the unit has sent."""
    revision = submitted(desk, unit).revisions.latest("number")
    there = revision.signatures.first()
    return there or sign_revision(desk.world.officer, revision=revision, pkcs12=certificate(), password=PASSWORD)
