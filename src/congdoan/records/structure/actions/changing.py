"""What every change of a unit does: an entry, its postings, the change itself and a line in the journal."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congdoan.figures.actions import check_days, enter, post
from congdoan.figures.models import Entry
from congdoan.org.actions import note
from congdoan.org.models import Unit, User
from congdoan.records.structure.models import Change, Verb

# The book keeps its titles in Vietnamese, whoever writes; pages say them in the reader's language.
TITLES = {
    "founding": gettext_noop("Thành lập tổ chức công đoàn"),
    "closing": gettext_noop("Kết thúc hoạt động tổ chức công đoàn"),
    "moving": gettext_noop("Chuyển giao, tiếp nhận tổ chức công đoàn"),
    "grading": gettext_noop("Nâng cấp, hạ cấp tổ chức công đoàn"),
}


def refuse_day(unit: Unit, day: date) -> None:
    """Raise ValidationError where a change that has no entry lies ahead, or outside its unit's life."""
    check_days([Entry(unit=unit, first_day=day, last_day=day)])


def refuse_ended(receiving: Unit, day: date) -> None:
    """Raise ValidationError where a unit that is to receive another has ended before a day."""
    receiving.refresh_from_db(fields=["span"])
    if receiving.last_day is not None and receiving.last_day < day:
        raise ValidationError(_("Đơn vị nhận đã kết thúc hoạt động."))


def enter_change(
    by: User,
    *,
    unit: Unit,
    noun: str,
    verb: Verb,
    day: date,
    traits: Mapping[str, object],
    other: Unit | None = None,
    decision: str = "",
) -> Change:
    """Enter a change of a unit, post it and note it. Raises ValidationError for a wrong day."""
    entry = Entry(
        noun=noun,
        kind="",
        title=TITLES[noun],
        unit=unit,
        first_day=day,
        last_day=day,
        quantities={"times": 1},
        traits=dict(traits),
    )
    enter(by, [entry])
    change = Change.objects.create(entry=entry, verb=verb, unit=unit, other=other, day=day, decision=decision)
    post([entry])
    note(by, verb, unit, unit=unit, words={"other": other.code if other else "", "decision": decision, "day": str(day)})
    return change
