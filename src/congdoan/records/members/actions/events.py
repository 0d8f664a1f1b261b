"""The entries of what happens to memberships: one a person, titles without names."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
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
        if membership.withdrawn or not membership.is_open:
            raise ValidationError(_("Người này không còn sinh hoạt tại đơn vị."))
        if day <= membership.span.lower:
            raise ValidationError({"day": _("Ngày này phải sau ngày vào đơn vị.")})
    return found
