"""Looks across units that an action takes by itself: who is found by a number can be told who looked, and when."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction

from congdoan.base.sealing import marks
from congdoan.org.actions import note_each
from congdoan.org.models import Unit, User
from congdoan.records.members.models import IDENTITY, Member, holders
from congdoan.records.members.rules import read_card, read_identity


@transaction.atomic
def note_known(by: User, unit: Unit, *, identity: str, card: str, why: str, besides: Member | None = None) -> None:
    """Leave a line for each person in the register, but one, who has this identity number or card.

    An action calls it before its own transaction: the line stays, whether the action is then refused or not. `why` is
    "application" or "correction".
    """
    numbers, cards = list[bytes](), list[str]()
    with suppress(ValidationError):
        numbers = marks(number, IDENTITY) if (number := read_identity(identity)) else []
    with suppress(ValidationError):
        cards = [told] if (told := read_card(card)) else []
    found = {holder.member_id for holder in holders(identity_marks=numbers, cards=cards)} if numbers or cards else set()
    others = sorted(found - {besides.pk if besides else None})
    note_each(by, "looked_up", [(Member(pk=key), unit, {"why": why}) for key in others])
