"""An outstanding member's way into the Party: introduced, considered, trained, admitted; each step counts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from congdoan.catalogue.models import current
from congdoan.records.activities.models import Activity
from congdoan.records.members.models import Member

STEPS = ("party-introduction", "party-consideration", "party-training", "party-admission")

ADMISSION = "party-admission"
"""The step that says the same as a sealed field: it is hidden where that is."""


@dataclass(frozen=True)
class Step:
    """One step of the way: its kind, and the day and the activity by which it was taken, if it was."""

    kind: str
    name: str
    day: date | None
    activity: int | None


def steps_of(member: Member) -> list[Step]:
    """All the steps in their order, those not taken too; of one taken more than once the last time."""
    taken = Activity.objects.standing().filter(kind__in=STEPS, beneficiaries__member=member).order_by("day", "pk")
    last = {kind: (day, key) for kind, day, key in taken.values_list("kind", "day", "pk")}
    kinds = current().kinds
    return [Step(code, kinds[code].local_name, *last.get(code, (None, None))) for code in STEPS if code in kinds]


def hidden_step(member: Member, steps: list[Step], shown: Collection[str]) -> str:
    """The kind of the step that is not told, because whether they belong to the Party lies sealed and is not shown.

    Where nothing is known of it there is nothing to hide.
    """
    taken = any(step.day for step in steps if step.kind == ADMISSION)
    return ADMISSION if "party" not in shown and (taken or member.party is not None) else ""
