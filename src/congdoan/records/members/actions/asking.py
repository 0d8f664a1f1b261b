"""Transfers asked for by one side: the other answers, and where nobody does the set day completes them."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.asking import crossing
from congdoan.base.sealing import marks
from congdoan.base.spell import last_day
from congdoan.figures.actions import check_days
from congdoan.figures.models import Entry
from congdoan.org.actions import note, require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right
from congdoan.records.members.actions.events import locked
from congdoan.records.members.actions.transferring import move
from congdoan.records.members.models import (
    IDENTITY,
    Member,
    Membership,
    Transfer,
    TransferState,
    holders,
)
from congdoan.records.members.rules import read_identity


@transaction.atomic
def look_up(by: User, *, unit: Unit, identity: str, reason: str) -> Membership | None:
    """The one look across units: where the person with exactly this identity number belongs now, if anywhere.

    Each look leaves a line in the journal of the unit that asks, with the key of who was found.
    Raises PermissionDenied, ValidationError.
    """
    require(by, Right.MEMBERS, unit)
    number = read_identity(identity)
    if not number:
        raise ValidationError({"identity": _("Nhập số định danh.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do tra cứu.")})
    people = [holder.member_id for holder in holders(identity_marks=marks(number, IDENTITY))]
    note(by, "looked_up", Member(pk=people[0]) if people else unit, unit=unit, words={"reason": reason.strip()})
    with crossing("look_up"):
        return Membership.objects.current().filter(member__in=people).select_related("member", "unit").first()


@transaction.atomic
def ask_transfer(by: User, *, membership: Membership, to: Unit, day: date) -> Transfer:
    """Pull somebody to a unit of one's own or push them from it; who may do both sides completes it at once.

    Raises PermissionDenied without the right at either side, ValidationError.
    """
    mine = set(by.reach(Right.MEMBERS).filter(pk__in=[membership.unit_id, to.pk]).values_list("pk", flat=True))
    if not mine:
        require(by, Right.MEMBERS, membership.unit, to)
    if to.pk == membership.unit_id:
        raise ValidationError({"to": _("Người này đã sinh hoạt tại đơn vị đó.")})
    if last_day(to.span) is not None:
        raise ValidationError({"to": _("Đơn vị đã kết thúc hoạt động nên không nhận thêm đoàn viên.")})
    check_days([Entry(unit=to, first_day=day, last_day=day)])
    found = _locked_to_move(membership, day)
    transfer = Transfer.objects.create(
        member=found.member,
        membership=found,
        giving=found.unit,
        to=to,
        day=day,
        pulled=to.pk in mine and found.unit_id not in mine,
        due=clock.today() + timedelta(days=settings.TRANSFER_DAYS),
        asked_by=by,
        asked_at=clock.now(),
    )
    _tell(by, "transfer_asked", transfer)
    return _complete(by, transfer) if len(mine) == 2 else transfer


@crossing("transfer")
def _locked_to_move(membership: Membership, day: date) -> Membership:
    """The membership as it is now, wherever it is. Raises ValidationError where somebody has asked for them already."""
    (found,) = locked([membership], day)
    if Transfer.objects.waiting().filter(member=found.member_id).exists():
        raise ValidationError(_("Người này đã có đề nghị chuyển sinh hoạt đang chờ."))
    return found


@transaction.atomic
def answer_transfer(by: User, *, transfer: Transfer, agree: bool, reason: str = "") -> Transfer:
    """The other side agrees, and the person moves; or says no, with a reason.

    Raises PermissionDenied, ValidationError.
    """
    require(by, Right.MEMBERS, transfer.answering)
    found = _locked(transfer)
    if agree:
        return _complete(by, found)
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do không đồng ý.")})
    return _close(by, found, TransferState.REFUSED, reason, "transfer_refused")


@transaction.atomic
def take_back_transfer(by: User, *, transfer: Transfer, reason: str) -> Transfer:
    """Who asked no longer does. Raises PermissionDenied, ValidationError."""
    require(by, Right.MEMBERS, transfer.asking)
    found = _locked(transfer)
    if not reason.strip():
        raise ValidationError({"reason": _("Nêu lý do rút.")})
    return _close(by, found, TransferState.TAKEN_BACK, reason, "transfer_taken_back")


@crossing("transfers")
def complete_due() -> int:
    """Complete the transfers that nobody answered in time, each in a transaction of its own; says how many.

    One that can no longer be made lapses, with why; both sides see either.
    """
    completed = 0
    for transfer in Transfer.objects.overdue(clock.today()).order_by("pk"):
        with transaction.atomic():
            completed += _complete_silently(transfer)
    return completed


def _complete_silently(transfer: Transfer) -> bool:
    rows = Transfer.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=transfer.pk)
    found = rows.waiting().select_related("giving", "to", "membership__unit", "asked_by").first()
    if found is None:
        return False
    found.silent = True
    try:
        with transaction.atomic():
            _complete(found.asked_by, found)
    except ValidationError as error:
        _close(found.asked_by, found, TransferState.LAPSED, " ".join(error.messages), "transfer_lapsed")
        return False
    return True


def _complete(by: User, transfer: Transfer) -> Transfer:
    (arrived,) = move(by, [transfer.membership], transfer.to, transfer.day)
    transfer.arrived = arrived
    verb = "transfer_completed" if transfer.silent else "transfer_agreed"
    return _close(by, transfer, TransferState.DONE, "", verb)


def _close(by: User, transfer: Transfer, state: TransferState, reason: str, verb: str) -> Transfer:
    transfer.state, transfer.reason = state, reason.strip()[:500]
    transfer.closed_by, transfer.closed_at = None if transfer.silent else by, clock.now()
    transfer.save(update_fields=["state", "reason", "silent", "arrived", "closed_by", "closed_at"])
    _tell(by, verb, transfer)
    return transfer


def _tell(by: User, verb: str, transfer: Transfer) -> None:
    """A line in the journal of both sides, each naming the other; the reason stays with the transfer."""
    told = {"day": str(transfer.day)}
    for unit, other in ((transfer.giving, transfer.to), (transfer.to, transfer.giving)):
        note(by, verb, transfer, unit=unit, words=told | {"other": other.code})


@crossing("transfer")
def _locked(transfer: Transfer) -> Transfer:
    rows = Transfer.objects.select_for_update(of=("self",)).select_related("giving", "to", "membership__unit")
    found = rows.get(pk=transfer.pk)
    if found.state != TransferState.WAITING:
        raise ValidationError(_("Đề nghị này không còn chờ trả lời."))
    return found
