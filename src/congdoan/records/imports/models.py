"""Workbooks that were sent in, what was decided about them, and what was taken in from each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congdoan.base.sealing import SealedJSONField, marker
from congdoan.catalogue.models import current
from congdoan.org.models import Unit, User
from congdoan.records.activities.models import Activity
from congdoan.records.imports.rules import (
    PEOPLE,
    Choices,
    Happened,
    Likeness,
    Line,
    Person,
    Way,
    activities,
    known_people,
)
from congdoan.records.members.models import IDENTITY, Membership, holders

AT_ONCE = 20_000
"""Rows looked up in the register at a time."""
FILE, KEPT = "imports.upload.file", "imports.upload.kept"
"""What the files of a workbook are sealed for: the workbook itself, and what was read of it."""
FOLDER = "imports"
"""Where the files of workbooks lie in the storage."""
CERTAIN = frozenset({"identity", "card"})
"""By these there are never two persons; by anything else there may be."""


class What(StrEnum):
    """What a workbook holds."""

    MEMBERS = "members"
    ACTIVITIES = "activities"

    @property
    def label(self) -> Promise:
        return _("Đoàn viên") if self is What.MEMBERS else _("Hoạt động")


class How(StrEnum):
    """What taking a list of members in means: they join the union with it, or they belonged already."""

    ADMISSION = "admission"
    ARRIVAL = "arrival"

    @property
    def label(self) -> Promise:
        return _("Kết nạp mới") if self is How.ADMISSION else _("Đang sinh hoạt, nay đưa vào sổ")


class State(StrEnum):
    """Where a workbook is: read and looked at, taken in, or taken back."""

    READ = "read"
    TAKEN = "taken"
    UNDONE = "undone"


class UploadQuerySet(models.QuerySet["Upload"]):
    """Workbooks, narrowed by where."""

    def at(self, units: "Iterable[Unit] | models.QuerySet[Unit]") -> Self:
        return self.filter(unit__in=units)


def upload_place(upload: "Upload", name: str) -> str:
    """A name that nobody can guess and that says nothing."""
    key = uuid4().hex
    return f"{FOLDER}/{key[:2]}/{key}"


class Upload(models.Model):
    """A workbook sent in for a unit; `choices` are the official's decisions, `preview` and `result` what came of it.

    `kept` holds the right rows as they were read, until they are taken in. All that was written in cells lies sealed.
    The file goes after a set time; `preview` then loses what was written in its cells.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="uploads")
    by = models.ForeignKey(User, models.PROTECT, related_name="uploads")
    at = models.DateTimeField()
    what = models.CharField(max_length=12, choices=[(what, what.label) for what in What])
    how = models.CharField(max_length=12, choices=[(how, how.label) for how in How], blank=True)
    day = models.DateField(null=True)
    file = models.FileField(upload_to=upload_place)
    kept = models.FileField(upload_to=upload_place, blank=True, default="")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=[(state, state.value) for state in State], default=State.READ)
    choices = SealedJSONField(default=dict)
    preview = SealedJSONField(default=dict)
    result = models.JSONField(default=dict)
    taken_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["unit", "-id"], name="upload_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def decided(self) -> Choices:
        """The decisions as the reading takes them."""
        told = self.choices
        return Choices(
            frozenset(told.get("mended", ())),
            {int(row): cells for row, cells in told.get("cells", {}).items()},
            frozenset(told.get("anyway", ())),
            frozenset(told.get("left_out", ())),
        )

    def is_open_to(self, user: User) -> bool:
        """Whether what lies sealed in the register is shown to them here: to its sender, while it is being mended."""
        return self.what != What.MEMBERS or (self.state == State.READ and self.by_id == user.pk)

    @cached_property
    def way(self) -> Way[Any]:
        """How its rows are read."""
        if self.what == What.ACTIVITIES:
            return activities(current().kinds, self.choices.get("kind", ""))
        return PEOPLE


class Taken(models.Model):
    """The entries that an import made, by key, many at a time; by these it can be taken back.

    No reference has a constraint of its own: all rows are there in the same transaction, and none is ever deleted. One
    row for each entry made taking in a tenth slower.
    """

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="taken", db_constraint=False)
    entries = ArrayField(models.BigIntegerField())

    def __str__(self) -> str:
        return f"{self.upload_id}: {len(self.entries)}"


def taken_by(upload: Upload) -> RawSQL:
    """The keys of all entries that an import made, for a question to look among."""
    return RawSQL("SELECT unnest(entries) FROM imports_taken WHERE upload_id = %s", [upload.pk])


def known_already(unit: Unit, found: Sequence[Line[Person]]) -> dict[int, str]:
    """Rows that tell of somebody in the register, with how they are known: "identity", "card" or "likeness".

    An identity number and a card are looked for in all of the book, and who holds them is not told; a likeness (name
    without marks, and what is known of the birth) only among those who belong to the unit or did.
    """
    known: dict[int, str] = {}
    for first in range(0, len(found), AT_ONCE):
        part = found[first : first + AT_ONCE]
        known |= _alike(unit, part) | _by_card(part) | _by_identity(part)
    return known


def _by_identity(found: Sequence[Line[Person]]) -> dict[int, str]:
    rows: dict[bytes, list[int]] = defaultdict(list)
    marks = marker(IDENTITY)
    for line in found:
        for mark in marks(line.thing.identity) if line.thing.identity else ():
            rows[mark].append(line.row)
    there = holders(identity_marks=rows) if rows else []
    return {row: "identity" for holder in there for row in rows[holder.identity_mark]}


def _by_card(found: Sequence[Line[Person]]) -> dict[int, str]:
    rows: dict[str, list[int]] = defaultdict(list)
    for line in found:
        if line.thing.card:
            rows[line.thing.card].append(line.row)
    there = holders(cards=rows) if rows else []
    return {row: "card" for holder in there for row in rows[holder.card]}


def _alike(unit: Unit, found: Sequence[Line[Person]]) -> dict[int, str]:
    names = "\n".join({line.thing.folded for line in found})
    here = Membership.objects.standing().filter(unit=unit, member__folded__isnull=False)
    told = here.extra(where=[r"members_member.folded = ANY(string_to_array(%s, E'\n'))"], params=[names]).values_list(
        "member__folded", "member__born", "member__born_year_only", "member__identity_mark"
    )
    known = [(Likeness(name, born, year_only), mark is not None) for name, born, year_only, mark in told]
    return dict.fromkeys(known_people(found, known), "likeness")


def recorded_already(unit: Unit, found: Sequence[Line[Happened]]) -> dict[int, str]:
    """Rows that tell of a kind on a day of which the unit has a record that stands."""
    rows: dict[tuple[str, date], list[int]] = defaultdict(list)
    for line in found:
        if line.thing.kind and line.thing.day:
            rows[line.thing.kind.code, line.thing.day].append(line.row)
    days = {day for _kind, day in rows}
    there = Activity.objects.standing().filter(unit=unit, day__in=days).values_list("kind", "day").distinct()
    return {row: "recorded" for kind, day in there for row in rows.get((kind, day), ())}
