"""Long work that somebody asked for: done by a worker, left and found again by whoever asked."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congdoan.base import clock
from congdoan.org.models.units import Unit
from congdoan.org.models.users import User
from congdoan.org.rules import ENDED, Stage

SILENCE = timedelta(seconds=30)
"""Work not heard of for so long lies still: its worker was killed, and another takes it up."""


SEALED = ".sealed"
"""How the name of a file ends that lies sealed."""


class WorkQuerySet(models.QuerySet["Work"]):
    """Long work, narrowed by how far it is."""

    def of(self, user: User) -> Self:
        return self.filter(by=user)

    def unfinished(self) -> Self:
        return self.exclude(stage__in=ENDED)

    def waiting_for(self, user: User) -> Self:
        """What somebody asked for that is still being done, or has ended without their having looked."""
        return self.of(user).filter(seen_at=None).exclude(stage=Stage.STOPPED)

    def to_take(self, now: datetime) -> Self:
        """What waits for a worker, and what lies still, the longest asked for first."""
        lies_still = Q(stage=Stage.RUNNING, heard_at__lt=now - SILENCE)
        return self.filter(Q(stage=Stage.WAITING) | lies_still).order_by("asked_at", "pk")

    def shared(self) -> Self:
        """What is being done and has portions that are not done yet: any free hand may help, the longest asked for
        first."""
        open_portions = Portion.objects.open().filter(work=models.OuterRef("pk"))
        return self.filter(models.Exists(open_portions), stage=Stage.RUNNING).order_by("asked_at", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")


class Work(models.Model):
    """What somebody asked for, how far it is, and what it came to.

    `asked` is what its kind needs to do it. Of `total` `things` (a word of the messages; 0: not known yet) so many are
    `done`. Each time that a worker takes it `taken` rises: whoever took it before is no longer heard. `tries` are
    those since it was asked for that came to no end.
    """

    kind = models.CharField(max_length=40)
    by = models.ForeignKey(User, models.PROTECT, related_name="works")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="works")
    title = models.CharField(max_length=300)
    asked = models.JSONField(default=dict)
    language = models.CharField(max_length=8)
    things = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=10, default=Stage.WAITING, choices=[(stage, stage.label) for stage in Stage])
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    file = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    said = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="work_has_a_stage",
                condition=Q(stage__in=list(Stage)),
                violation_error_message=_("Việc dài phải đang chờ, đang làm, xong, không xong hoặc đã dừng."),
            ),
            models.CheckConstraint(
                name="work_ends_once",
                condition=Q(stage__in=ENDED, ended_at__isnull=False) | ~Q(stage__in=ENDED) & Q(ended_at=None),
                violation_error_message=_("Việc dài đã kết thúc thì có giờ kết thúc."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["asked_at"], name="work_to_do", condition=Q(ended_at=None)),
            models.Index(fields=["by", "-asked_at"], name="work_of_user"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def of_stage(self) -> Stage:
        return Stage(self.stage)

    @property
    def is_sealed(self) -> bool:
        """Whether its file lies sealed."""
        return self.file.endswith(SEALED)

    @property
    def is_ended(self) -> bool:
        return self.of_stage in ENDED

    @property
    def lies_still(self) -> bool:
        """Whether whoever took it has not been heard of for a while."""
        return self.of_stage is Stage.RUNNING and self.heard_at is not None and self.heard_at < clock.now() - SILENCE


class PortionQuerySet(models.QuerySet["Portion"]):
    """Portions of long work, narrowed by what is left of them."""

    def open(self) -> Self:
        return self.filter(done=False)


class Portion(models.Model):
    """A portion of long work that any hand may do: `key` says which, `made` is what came of it.

    A hand holds its row while it does it, in the very transaction in which it writes. So nobody does it twice, and of
    one whose hand was killed nothing is left. Where it could not be done `said` tells why.
    """

    work = models.ForeignKey(Work, models.CASCADE, related_name="portions")
    place = models.PositiveIntegerField()
    key = models.CharField(max_length=60)
    done = models.BooleanField(default=False)
    said = models.CharField(max_length=500, blank=True)
    name = models.CharField(max_length=200, blank=True)
    made = models.BinaryField(null=True)

    objects = PortionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["work", "place"],
                name="portions_are_numbered",
                violation_error_message=_("Phần này của việc dài đã có."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["work", "place"], name="portion_to_do", condition=Q(done=False)),
        ]

    def __str__(self) -> str:
        return f"{self.work} · {self.key}"
