"""The entries of what happens to memberships: one a person, titles without names."""

from collections.abc import Iterator, Sequence, Sized
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congdoan.figures.models import Entry
from congdoan.org.models import Unit
from congdoan.records.members.models import Member, Membership

# The book keeps its titles in Vietnamese, whoever writes; pages say them in the reader's language.
TITLES = {
    "admission": gettext_noop("Kết nạp đoàn viên"),
    "readmission": gettext_noop("Kết nạp lại đoàn viên"),
    "arrival": gettext_noop("Đoàn viên chuyển đến"),
    "departure": gettext_noop("Đoàn viên chuyển đi"),
    "leaving": gettext_noop("Đoàn viên ra khỏi tổ chức"),
    "suspension": gettext_noop("Tạm dừng sinh hoạt"),
    "resumption": gettext_noop("Trở lại sinh hoạt"),
}


@contextmanager
def naming(member: Member, among: Sized) -> Iterator[None]:
    """Inside, a refusal that is about one of several persons says which."""
    try:
        yield
    except ValidationError as error:
        if len(among) < 2:
            raise
        told = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        raise ValidationError(
            {field: [_about(member, one) for one in all_of] for field, all_of in told.items()}
        ) from None
    except PermissionDenied as error:
        if len(among) < 2:
            raise
        raise PermissionDenied(_about(member, str(error))) from None


def _about(member: Member, sentence: str) -> str:
    return f"{member.name}: {sentence[:1].lower()}{sentence[1:]}"


def event(noun: str, member: Member, unit: Unit, day: date, **traits: object) -> Entry:
    """The unsaved entry of one person's event."""
    return Entry(
        noun=noun,
        title=TITLES[noun],
        unit=unit,
        first_day=day,
        last_day=day,
        quantities={"times": 1, "people": 1},
        traits=member.traits | traits,
    )


def locked(memberships: Sequence[Membership], day: date) -> list[Membership]:
    """The memberships as they are now, held until the transaction ends. Raises ValidationError where one is over."""
    keys = [membership.pk for membership in memberships]
    rows = Membership.objects.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
    found = list(rows.select_related("member", "unit"))
    for membership in found:
        with naming(membership.member, found):
            if membership.withdrawn or not membership.is_open:
                raise ValidationError(_("Người này không còn sinh hoạt tại đơn vị."))
            if day <= membership.span.lower:
                raise ValidationError({"day": _("Ngày này phải sau ngày vào đơn vị.")})
    return found
