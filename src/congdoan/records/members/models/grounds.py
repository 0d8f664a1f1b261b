"""By what right a person's data are used, purpose by purpose, each with its proof."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congdoan.base.asking import crossing
from congdoan.base.papers import SORTS, Sort
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Basis, Purpose
from congdoan.org.models import Unit, User
from congdoan.records.members.models.applications import Application
from congdoan.records.members.models.people import Member
from congdoan.records.members.rules import PHOTO, is_agreed

TABLE = "data-purposes"
PROOF = "members.ground.file"
"""What scans of proofs are sealed for."""


def ground_place(ground: "Ground", name: str) -> str:
    """A name that nobody can guess and that says nothing."""
    key = uuid4().hex
    return f"grounds/{key[:2]}/{key}.{ground.ending}"


class Ground(models.Model):
    """What allows a use of a person's data from a day on, or, where it `ends`, that their consent was withdrawn then.

    Never edited: what is written last about a purpose is what holds. `proof` says where the paper lies, `file` is its
    scan, which lies sealed, called `name` when it came; one of the two is there. `unit` wrote it down.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="grounds")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grounds")
    purpose = models.CharField(max_length=20, choices=[(each.value, each.label) for each in Purpose])
    basis = models.CharField(max_length=10, choices=[(each.value, each.label) for each in Basis])
    ends = models.BooleanField(default=False)
    day = models.DateField()
    proof = models.CharField(max_length=300, blank=True)
    file = models.FileField(upload_to=ground_place, blank=True)
    name = models.CharField(max_length=200, blank=True)
    ending = models.CharField(max_length=10, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="grounds")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_ground_has_its_proof",
                condition=~models.Q(proof="", file=""),
                violation_error_message=_("Ghi giấy tờ làm chứng hoặc đính kèm bản chụp."),
            ),
            models.CheckConstraint(
                name="only_consent_is_withdrawn",
                condition=models.Q(ends=False) | models.Q(basis=Basis.CONSENT),
                violation_error_message=_("Chỉ rút được sự đồng ý."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.purpose} {self.day}"

    @property
    def sort(self) -> Sort:
        return PHOTO if self.ending == PHOTO.ending else SORTS[self.ending]


@dataclass(frozen=True)
class Standing:
    """How it stands with one purpose: what was written last, and what may allow it on the day that is asked about.

    `since` is the first day of the membership that stands for itself, where nothing was written and the charter will
    do. Who withdrew their consent has said more than nothing.
    """

    purpose: Purpose
    admitted: frozenset[Basis] | None
    last: Ground | None = None
    since: date | None = None

    @property
    def label(self) -> Promise:
        return self.purpose.label

    @property
    def is_allowed(self) -> bool:
        """Whether something allows it; where no rule is known nothing has to."""
        if self.admitted is None or self.since:
            return True
        return self.last is not None and not self.last.ends and self.last.basis in self.admitted

    @property
    def is_withdrawn(self) -> bool:
        return self.last is not None and self.last.ends

    @property
    def may_be_withdrawn(self) -> bool:
        return self.last is not None and not self.last.ends and self.last.basis == Basis.CONSENT

    @property
    def asks_for_consent(self) -> bool:
        """Whether nothing but consent will do."""
        return self.admitted == frozenset({Basis.CONSENT})


def bases_of(purpose: Purpose, day: date) -> frozenset[Basis] | None:
    """What may allow a purpose on a day; None where the catalogue's dated table has no rule for it."""
    table = current().tables.get(TABLE)
    row = table.row(day, purpose=purpose.value) if table else None
    return None if row is None else frozenset(basis for basis in Basis if row.get(basis.value))


def standings(member: Member, day: date, *, since: date | None) -> list[Standing]:
    """How it stands on a day with every purpose of a person's data; they are a member since that day, if they are."""
    last = {ground.purpose: ground for ground in grounds_of(member)}
    found = []
    for purpose in Purpose:
        admitted, ground = bases_of(purpose, day), last.get(purpose)
        stands = since if admitted and Basis.CHARTER in admitted and ground is None else None
        found.append(Standing(purpose, admitted, ground, stands))
    return found


@crossing("life")
def grounds_of(member: Member) -> list[Ground]:
    """All that was written, wherever that was; who keeps their file asks."""
    return list(Ground.objects.filter(member=member).order_by("pk"))


def proofs_of(application: Application) -> list[Ground]:
    """What proves that its writer agreed to be in the register: their signature on the screen, the paper's scan.

    The first is what they signed; what was written before belongs to another application of that day.
    """
    rows = Ground.objects.filter(member=application.member_id, unit=application.unit_id, day=application.applied)
    rows = rows.filter(at__gte=application.at)
    return list(rows.filter(purpose=Purpose.MEMBERSHIP, basis=Basis.CONSENT, ends=False).order_by("pk"))


@crossing("consent")
def without_consent(members: Iterable[int], purpose: Purpose, day: date) -> set[int]:
    """Those of these persons, by key, who had not agreed by a day to what only consent allows; else nobody.

    What they agreed to or withdrew later does not count: the day decides.
    """
    keys = set(members)
    if bases_of(purpose, day) != frozenset({Basis.CONSENT}):
        return set()
    told: dict[int, list[tuple[date, bool]]] = {key: [] for key in keys}
    rows = Ground.objects.filter(member__in=keys, purpose=purpose, basis=Basis.CONSENT).order_by("pk")
    for key, written, ends in rows.values_list("member", "day", "ends"):
        told[key].append((written, ends))
    return {key for key, lines in told.items() if not is_agreed(lines, day)}
