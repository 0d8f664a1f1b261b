"""Sheets of the mill in the tests' world, each as far on its way as a page needs it."""

from tests.desk.conftest import Desk
from tests.reports.conftest import explained, opened

from congdoan.reports.actions import accept_sheet, submit_sheet
from congdoan.reports.models import Sheet


def drafted(desk: Desk) -> Sheet:
    return opened(desk.world, desk.world.mill)


def submitted(desk: Desk) -> Sheet:
    sheet = explained(desk.world, drafted(desk))
    if sheet.is_editable:
        submit_sheet(desk.world.officer, sheet=sheet)
        sheet.refresh_from_db()
    return sheet


def accepted(desk: Desk) -> Sheet:
    sheet = submitted(desk)
    accept_sheet(desk.world.officer, sheet=sheet, revision=1)
    sheet.refresh_from_db()
    return sheet
