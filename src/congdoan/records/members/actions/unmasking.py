"""What is sealed, shown: only with the right, for a reason, and with a line in the journal; and sealed anew."""

from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base.asking import crossing
from congdoan.base.files import seal_in_place
from congdoan.org.actions import note, require
from congdoan.org.models import User
from congdoan.org.rules import Right
from congdoan.records.members.models import PROOF, SEALED, Ground, Member, home_of, sealed_under_older_keys

AT_ONCE = 1000
REASON_LEAST = 5


@transaction.atomic
def unmask(by: User, *, member: Member, fields: Sequence[str], reason: str) -> dict[str, str]:
    """The sealed fields of a person in plain text. Raises PermissionDenied, ValidationError without a reason."""
    unit = home_of(member)
    require(by, Right.UNMASK, *[unit] if unit else [])
    if unit is None:
        raise ValidationError(_("Người này không thuộc đơn vị nào."))
    if len(reason.strip()) < REASON_LEAST:
        raise ValidationError({"reason": _("Nêu lý do cần xem, ví dụ: làm hồ sơ bảo hiểm.")})
    shown = [field for field in SEALED if field in fields]
    note(by, "unmasked", member, unit=unit, words={"fields": ", ".join(shown), "reason": reason.strip()})
    return {field: member.told(field) for field in shown}


@crossing("keys")
def rotate_keys(tell: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Seal everything under the first key of the ring; says how many persons that took.

    Each thousand is committed: broken off, it goes on where it stopped. Until it is done both keys must be in the ring.
    """
    total, done = sealed_under_older_keys().count(), 0
    while keys := list(sealed_under_older_keys().order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            members = list(Member.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True))
            for member in members:
                for field in SEALED:
                    member.tell(field, member.told(field))
            Member.objects.bulk_update(members, [*SEALED, "identity_mark"])
        done += len(members)
        tell(done, total)
    return done


@crossing("keys")
def seal_proofs_anew() -> int:
    """Seal the scans of proofs under the first key of the ring; says how many were not yet.

    Their rows stay as they are. Broken off, it goes on from the first that is left.
    """
    names = Ground.objects.exclude(file="").order_by("pk").values_list("file", flat=True)
    return sum(seal_in_place(name, PROOF) for name in names.iterator(chunk_size=AT_ONCE))
