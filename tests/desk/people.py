"""Persons at each step of their way in the union, for pages that are about one."""

from datetime import date

from tests.desk.conftest import Desk
from tests.desk.files import PDF

from congdoan.base.period import DAY
from congdoan.catalogue.rules import Basis, Purpose
from congdoan.records.members.actions import NewMember, apply, ask_transfer, leave, record_ground, suspend
from congdoan.records.members.models import Application, Ground, Member, Membership, Suspension, Transfer
from congdoan.records.members.rules import read_proof

APPLIED = date(2025, 1, 6)


def applied(desk: Desk, name: str = "Lý Thị Dín") -> Application:
    """Somebody whose application to the mill waits for its decision; taken down when first asked for."""
    found = Application.objects.open().filter(unit=desk.world.mill, member__name=name).first()
    person = NewMember(name, "female")
    return found or apply(desk.world.clerk, unit=desk.world.mill, day=APPLIED, person=person, signed="paper")


def paused(desk: Desk) -> Member:
    """A member of the mill who is suspended; written when first asked for."""
    found = Suspension.objects.filter(ended=None, unit=desk.world.mill).select_related("membership__member").first()
    if found:
        return found.membership.member
    other = Membership.objects.current().filter(unit=desk.world.mill).order_by("pk")[1]
    day = max(date(2024, 5, 2), (other.first_day or date.min) + DAY)
    suspend(desk.world.clerk, membership=other, day=day)
    return other.member


def gone(desk: Desk) -> Member:
    """Somebody who has left the mill."""
    (membership,) = desk.world.admit(desk.world.mill, date(2024, 4, 2))
    leave(desk.world.clerk, memberships=[membership], day=date(2024, 5, 2), reason="resigned")
    return membership.member


def agreed(desk: Desk, purpose: Purpose = Purpose.PARTY) -> Ground:
    """The desk's member has agreed, with a scan of what they signed; written when first asked for."""
    found = Ground.objects.filter(member=desk.member.member, purpose=purpose).first()
    return found or record_ground(
        desk.world.clerk,
        member=desk.member.member,
        purpose=purpose,
        basis=Basis.CONSENT,
        day=date(2024, 4, 2),
        proof="phiếu đồng ý",
        file=read_proof("phieu.pdf", PDF),
    )


def asked(desk: Desk) -> Transfer:
    """A member of the plant for whom the mill has asked."""
    (membership,) = desk.world.admit(desk.world.plant, date(2024, 4, 2))
    return ask_transfer(desk.world.clerk, membership=membership, to=desk.world.mill, day=date(2024, 6, 3))
