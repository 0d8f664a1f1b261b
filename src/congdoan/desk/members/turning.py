"""Lists of members of any length: counted as far as they can be turned through, and read a page at a time.

A union's list is sorted by name. One too long for that goes unit by unit, each by name: its first pages are read
without touching the rest.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Count, Exists, OuterRef

from congdoan.org.models import UnitQuerySet
from congdoan.records.members.models import MembershipQuerySet, Suspension

MOST_TURNED = 20_000
"""So many members are counted and turned through; to see those beyond, the list is narrowed."""
MOST_UNITS = 500
"""So many units are named one by one; the database plans better with few that it can see."""

# The units come in order, so each is sorted by itself and those behind the page are never looked at.
_UNIT_BY_UNIT = """
    SELECT listed.id FROM ({units}) AS unit CROSS JOIN LATERAL (
        SELECT spell.id, row_number() OVER (ORDER BY person.sort_key, spell.id) AS place
        FROM ({found}) AS spell JOIN members_member AS person ON person.id = spell.member_id
        WHERE spell.unit_id = unit.id
    ) AS listed
    ORDER BY unit.code, listed.place LIMIT %s OFFSET %s
"""


@dataclass(frozen=True)
class Told:
    """How many a list holds, by sex and by whether they are suspended; `is_cut`: more than are counted."""

    by_kind: dict[tuple[str, bool], int] = field(default_factory=dict)
    is_cut: bool = False

    def total(self, sex: str, suspended: bool) -> int:
        return sum(n for (each, paused), n in self.by_kind.items() if sex in ("", each) and (paused or not suspended))


def few_or_asked_for(units: UnitQuerySet) -> list[int] | UnitQuerySet:
    """The keys of units that are few; many are asked for by the statements that need them."""
    keys = list(units.order_by("pk").values_list("pk", flat=True)[: MOST_UNITS + 1])
    return keys if len(keys) <= MOST_UNITS else units.order_by()


def suspended(day: date) -> Exists:
    return Exists(Suspension.objects.on(day).filter(membership=OuterRef("pk")))


def length(found: MembershipQuerySet) -> int:
    """How many there are, as far as they are counted: one more than can be turned through tells of more."""
    return found.order_by()[: MOST_TURNED + 1].count()


def counted(found: MembershipQuerySet, day: date) -> tuple[Told, list[int]]:
    """How many these are, by sex and by whether they are suspended on the day; and all their keys in the list's order.

    Of those that are cut, no keys.
    """
    if length(found) > MOST_TURNED:
        return Told(is_cut=True), []
    rows = list(in_order(found).values_list("pk", "member__sex"))  # one reading gives both
    by_sex = Counter(sex for _key, sex in rows)
    suspensions = Suspension.objects.on(day).values("membership")
    paused = dict(found.order_by().filter(pk__in=suspensions).values_list("member__sex").annotate(n=Count("pk")))
    active = {(sex, False): n - paused.get(sex, 0) for sex, n in by_sex.items()}
    return Told(active | {(sex, True): n for sex, n in paused.items()}), [key for key, _sex in rows]


def in_order(found: MembershipQuerySet) -> MembershipQuerySet:
    """By name."""
    return found.order_by("member__sort_key", "pk")


class Listed(Sequence[int]):
    """The keys of the memberships of a list in its order, read as they are turned to.

    `found` are narrowed by all but the place, `units` are where; `length` is how many that are, as far as counted;
    `keys` are all of them, where they have been read.
    """

    def __init__(
        self,
        found: MembershipQuerySet,
        units: UnitQuerySet,
        here: MembershipQuerySet,
        length: int,
        keys: Sequence[int] = (),
    ) -> None:
        self._found, self._units, self._here, self._keys = found, units, here, keys
        self.is_cut = length > MOST_TURNED
        self._length = min(length, MOST_TURNED)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, which: slice) -> list[int]:  # type: ignore[override]
        """The keys of one page."""
        if self.is_cut:
            return self._unit_by_unit(which.stop - which.start, which.start)
        return list(self._keys[which] if self._keys else in_order(self._here).values_list("pk", flat=True)[which])

    def _unit_by_unit(self, most: int, after: int) -> list[int]:
        units, of_units = self._units.order_by("code").values("id", "code").query.sql_with_params()
        found, of_found = self._found.order_by().values("id", "member_id", "unit_id").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(_UNIT_BY_UNIT.format(units=units, found=found), [*of_units, *of_found, most, after])
            return [key for (key,) in cursor.fetchall()]
