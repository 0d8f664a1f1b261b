"""A term at the mill with somebody in its executive committee, for the pages of committees."""

from datetime import date

from tests.desk.conftest import Desk

from congdoan.records.committees.actions import elect, hold_congress
from congdoan.records.committees.models import Congress, Seat
from congdoan.records.committees.rules import Body, Office


def seated(desk: Desk) -> Seat:
    """The president of the mill's union."""
    found = Seat.objects.filter(unit=desk.world.mill).select_related("unit").first()
    if found:
        return found
    by, unit = desk.world.officer, desk.world.mill
    day = max(date(2024, 4, 10), desk.member.first_day or date.min)
    term = hold_congress(by, unit=unit, day=day, name="2024 – 2029", congress=Congress.WHOLE)
    return elect(
        by, term=term, body=Body.EXECUTIVE, members=[desk.member.member], day=day, office=Office.HEAD, full_time=False
    )[0]
