"""A workbook sent in at the mill, with something wrong in it, for the pages of imports."""

from datetime import date

from tests.desk.conftest import Desk
from tests.records.workbooks import DIN, HEAD, PAO, workbook

from congdoan.records.imports.actions import send_in
from congdoan.records.imports.models import Upload, What

WRONG = ("Vàng A Chứ", "nam", "7.8.85", "010085001111")


def sent(desk: Desk) -> Upload:
    """The workbook that waits to be taken in."""
    found = Upload.objects.filter(unit=desk.world.mill).first()
    data = workbook(HEAD, PAO, DIN, WRONG, PAO, ("", "nữ", "1990", ""))
    return found or send_in(
        desk.world.officer, unit=desk.world.mill, what=What.MEMBERS, name="ds.xlsx", data=data, day=date(2024, 6, 3)
    )
