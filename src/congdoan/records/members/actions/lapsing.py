"""What waits for an answer and can no longer come about: closed at once, with why, and told to all sides."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congdoan.base import clock
from congdoan.base.asking import crossing
from congdoan.org.actions import note_each
from congdoan.org.models import Unit, User
from congdoan.records.members.models import Application, ApplicationState, Transfer, TransferState
from congdoan.records.members.models.transfers import TransferQuerySet

# The book keeps these in Vietnamese, as it does its titles.
LEFT = gettext_noop("Người này đã ra khỏi công đoàn.")
MOVED = gettext_noop("Người này đã chuyển sang đơn vị khác.")
ENDED = gettext_noop("Đơn vị kết thúc hoạt động.")


def let_lapse(by: User, transfers: TransferQuerySet, reason: str) -> None:
    """Close those of these transfers that still wait; whoever does what ends them has the right to it."""
    rows = transfers.waiting().order_by("pk").select_for_update(of=("self",))
    found = list(rows.select_related("giving", "to"))
    closed = {"state": TransferState.LAPSED, "reason": reason, "closed_by": by, "closed_at": clock.now()}
    Transfer.objects.filter(pk__in=[each.pk for each in found]).update(**closed)
    note_each(
        by,
        "transfer_lapsed",
        [
            (each, unit, {"day": str(each.day), "other": other.code})
            for each in found
            for unit, other in ((each.giving, each.to), (each.to, each.giving))
        ],
    )


@crossing("closing")
def end_asking(by: User, unit: Unit, day: date) -> None:
    """Close what people asked of a unit that ends on a day: who applied there may apply elsewhere.

    The right to end the unit is checked before. Raises ValidationError where somebody applied later.
    """
    rows = Application.objects.open().filter(unit=unit).order_by("pk").select_for_update(of=("self",))
    waiting = list(rows)
    if any(day < max(each.applied, each.decided or each.applied) for each in waiting):
        raise ValidationError({"day": _("Đơn vị có đơn xin gia nhập ghi sau ngày này.")})
    closed = {"state": ApplicationState.REFUSED, "decided": day, "reason": ENDED}
    Application.objects.filter(pk__in=[each.pk for each in waiting]).update(**closed)
    note_each(by, "decided_against", [(each, unit, {"day": str(day), "decision": ""}) for each in waiting])
    let_lapse(by, Transfer.objects.filter(to=unit), ENDED)
    let_lapse(by, Transfer.objects.filter(giving=unit), ENDED)
