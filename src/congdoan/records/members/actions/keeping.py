"""Which unit keeps a person's file: it goes where they go."""

from collections.abc import Iterable

from congdoan.base.asking import crossing
from congdoan.org.models import Unit
from congdoan.records.members.models import Application, Member, Membership


@crossing("home")
def keep_at(members: Iterable[Member], unit: Unit) -> None:
    """Let their files be kept at a unit from now on; it asked for the rights before, at either side."""
    coming = [member for member in members if member.home_id != unit.pk]
    if coming:
        Member.objects.filter(pk__in=[member.pk for member in coming]).update(home=unit)
    for member in coming:
        member.home = unit


@crossing("home")
def keep_where_due(member: Member) -> None:
    """Let a person's file be kept where they belong, else last did, else applied, else were once taken to belong."""
    times = Membership.objects.filter(member=member).order_by("-span").values_list("unit", flat=True)
    belonged = times.filter(withdrawn=False)
    applied = Application.objects.filter(member=member).order_by("-pk").values_list("unit", flat=True)
    member.home_id = belonged.first() or applied.first() or times.first()
    Member.objects.filter(pk=member.pk).update(home=member.home_id)
