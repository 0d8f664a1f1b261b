"""An outstanding member's way into the Party: introduced, considered, trained, admitted; each step counts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Purpose
from congdoan.records.activities.models import Activity
from congdoan.records.members.models import Member

ADMISSION = "party-admission"
"""The step that says the same as a sealed field: it is hidden where that is."""


@dataclass(frozen=True)
class Step:
    """One step of the way: its kind, and the day and the activity by which it was taken, if it was.

    `is_next`: it is the first not taken, the only one that may be recorded now.
    """

    kind: str
    name: str
    day: date | None
    activity: int | None
    is_next: bool = False


def steps_of(member: Member) -> list[Step]:
    """All the steps in their order, those not taken too; of one taken more than once the last time."""
    first = next((kind for kind in current().kinds.values() if kind.purpose is Purpose.PARTY), None)
    way = current().way(first.code) if first else ()
    codes = [kind.code for kind in way]
    rows = Activity.objects.standing().filter(kind__in=codes, beneficiaries__member=member).order_by("day", "pk")
    taken = {kind: (day, key) for kind, day, key in rows.values_list("kind", "day", "pk")}
    following = next((code for code in codes if code not in taken), "")
    steps = []
    for kind in way:
        day, activity = taken.get(kind.code, (None, None))
        steps.append(Step(kind.code, kind.local_name, day, activity, kind.code == following))
    return steps


def hidden_step(member: Member, steps: list[Step], shown: Collection[str]) -> str:
    """The kind of the step that is not told, because whether they belong to the Party lies sealed and is not shown.

    Where nothing is known of it there is nothing to hide.
    """
    taken = any(step.day for step in steps if step.kind == ADMISSION)
    return ADMISSION if "party" not in shown and (taken or member.party is not None) else ""
