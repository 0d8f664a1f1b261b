"""What a list of members is: counted as far as it can be turned through, and read a page at a time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Exists, OuterRef

from congdoan.desk.members.asked import LEFT, SUSPENDED, Asked
from congdoan.desk.members.where import Where
from congdoan.records.members.models import MembershipQuerySet, Suspension

Read = Callable[[int, int], list[int]]
"""The keys of so many members, after so many, in a list's order."""


@dataclass(frozen=True)
class Told:
    """How many a list holds, by sex and by whether they are suspended; `is_cut`: more than are counted."""

    by_kind: dict[tuple[str, bool], int] = field(default_factory=dict)
    is_cut: bool = False

    @classmethod
    def of(cls, by_sex: dict[str, int], paused: dict[str, int]) -> "Told":
        active = {(sex, False): n - paused.get(sex, 0) for sex, n in by_sex.items()}
        return cls(active | {(sex, True): n for sex, n in paused.items()})

    def total(self, sex: str, suspended: bool) -> int:
        return sum(n for (each, paused), n in self.by_kind.items() if sex in ("", each) and (paused or not suspended))


class Listed(Sequence[int]):
    """The keys of the memberships of a list in its order, read as they are turned to.

    `told` is counted of all that its filters choose from. `is_cut`: there are more than its length.
    """

    def __init__(self, length: int, read: Read, told: Told, *, is_cut: bool = False) -> None:
        self._length, self._read, self.told, self.is_cut = length, read, told, is_cut

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, which: slice) -> list[int]:  # type: ignore[override]
        """The keys of one page."""
        return self._read(which.stop - which.start, which.start)


def suspended(day: date) -> Exists:
    return Exists(Suspension.objects.on(day).filter(membership=OuterRef("pk")))


def suspended_at(found: MembershipQuerySet, where: Where, day: date) -> MembershipQuerySet:
    """Those of these who belong and are suspended on a day: sought among the suspensions of the units alone."""
    pauses = Suspension.objects.on(day).filter(unit__in=where.within)
    return found.on(day).filter(pk__in=pauses.values("membership"))


def narrowed(found: MembershipQuerySet, where: Where, asked: Asked) -> MembershipQuerySet:
    """Those of these whom the state and the sex leave."""
    if asked.sex:
        found = found.filter(member__sex=asked.sex)
    if asked.state == LEFT:
        return found.filter(left__noun="leaving", span__endswith__lte=asked.day)
    return suspended_at(found, where, asked.day) if asked.state == SUSPENDED else found.on(asked.day)


def by_name(found: MembershipQuerySet, *before: str) -> Read:
    ordered = found.order_by(*before, "member__sort_key", "pk").values_list("pk", flat=True)
    return lambda most, after: list(ordered[after : after + most])


def by_sex(found: MembershipQuerySet) -> dict[str, int]:
    return dict(found.order_by().values_list("member__sex").annotate(n=Count("pk")))


def together(parts: Iterable[MembershipQuerySet], *fields: str) -> tuple[str, list[Any]]:
    """One statement that reads fields of several parts of a list one after the other, and what is given with it."""
    written: list[str] = []
    given: list[Any] = []
    for part in parts:
        try:
            sql, of_part = part.order_by().values(*fields).query.sql_with_params()
        except EmptyResultSet:
            continue
        written.append(f"({sql})")
        given += of_part
    return " UNION ALL ".join(written), given


def rows(sql: str, given: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
