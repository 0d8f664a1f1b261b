"""Who it is that applies, where the unit keeps the file of somebody who may be the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext as _

from congdoan.desk.activities.people import chosen_keys
from congdoan.desk.deeds import REASONS
from congdoan.desk.gate import may, reach
from congdoan.desk.words import day
from congdoan.org.rules import Right
from congdoan.records.members.models import Member, Membership

ANOTHER = "another"
"""What is answered where it is nobody whose file is kept."""


@dataclass(frozen=True)
class Choice:
    """A person who may be the one that applies, with what tells them from others of the name."""

    key: str
    name: str
    more: str


def meant(request: HttpRequest, told: QueryDict | None) -> Member | None:
    """The person that the form, or the address, says applies. Raises Http404 where their file is out of reach."""
    written = (request.GET if told is None else told).get("who", "")
    keys = chosen_keys([written])
    if not keys:
        return None
    found = Member.objects.filter(pk__in=keys).first()
    if found is None or found.home_id is None or not may(request, Right.MEMBERS, found.home_id):
        raise Http404
    return found


def shown_before(request: HttpRequest) -> list[Member]:
    """The persons among whom the form let choose."""
    keys = chosen_keys(request.POST.getlist("alike"))
    return list(Member.objects.filter(pk__in=keys, home__in=reach(request, Right.MEMBERS))) if keys else []


def choices(people: Iterable[Member]) -> list[Choice]:
    """These persons as they are chosen from."""
    found = {member.pk: member for member in people}
    rows = Membership.objects.standing().filter(member__in=found).select_related("left").order_by("span")
    last = {each.member_id: each for each in rows}
    return [Choice(str(key), each.name, _more(each, last.get(key))) for key, each in found.items()]


def _more(member: Member, last: Membership | None) -> str:
    parts = [str(member.get_sex_display()), str(member.born.year) if member.born else "", _stands(last)]
    return ", ".join(filter(None, parts))


def _stands(last: Membership | None) -> str:
    if last is None:
        return _("chưa được kết nạp")
    if last.left is None:
        return _("đang sinh hoạt từ %(day)s") % {"day": day(last.first_day)}
    reason = str(REASONS.get(str(last.left.traits.get("reason", "")), ""))
    left = _("ra ngày %(day)s") % {"day": day(last.left.first_day)}
    return f"{left} ({reason})" if reason else left
