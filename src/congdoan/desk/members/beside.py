"""What other rooms keep of a person, for their whole file: seats in committees, and what they were served by."""

from congdoan.base import clock
from congdoan.base.asking import crossing
from congdoan.catalogue.models import current
from congdoan.org.models import names_on
from congdoan.records.activities.models import Activity
from congdoan.records.committees.models import Seat
from congdoan.records.committees.rules import Body, Office
from congdoan.records.members.models import Member


@crossing("life")
def seats_of(member: Member) -> list[tuple[str, str, Seat]]:
    """What somebody is in committees now, each with its union's name, wherever that is."""
    seats = list(Seat.objects.filter(member=member, span__endswith=None).select_related("unit").order_by("span"))
    names = names_on({each.unit_id for each in seats}, clock.today())
    return [(f"{each.office_name}, {Body(each.body).label}", names.get(each.unit_id, ""), each) for each in seats]


@crossing("life")
def kept_beside(member: Member) -> dict[str, object]:
    """As days and words that JSON holds, wherever it was; who asks keeps their file."""
    seats = list(Seat.objects.filter(member=member).order_by("span"))
    served = list(Activity.objects.standing().filter(beneficiaries__member=member).order_by("day", "pk"))
    names = names_on({each.unit_id for each in seats} | {each.unit_id for each in served}, clock.today())
    kinds = current().kinds
    return {
        "seats": [
            {
                "unit": names.get(each.unit_id, ""),
                "body": str(Body(each.body).label),
                "office": str(Office(each.office).in_body(Body(each.body))),
                "full_time": each.full_time,
                "from": each.first_day.isoformat() if each.first_day else "",
                "to": each.last_day.isoformat() if each.last_day else "",
            }
            for each in seats
        ],
        "served_by": [
            {
                "unit": names.get(each.unit_id, ""),
                "kind": kinds[each.kind].local_name if each.kind in kinds else each.kind,
                "day": each.day.isoformat(),
            }
            for each in served
        ],
    }
