"""Activities: entered once, by the unit where they happened; partners are linked and do not count them again."""

from collections.abc import Iterable
from typing import ClassVar, Self
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from congdoan.base.period import Period
from congdoan.base.text import fold
from congdoan.figures.models import Entry
from congdoan.org.models import Deed, Unit, User
from congdoan.records.activities.rules import SORTS, Sort
from congdoan.records.members.models import Member

CORRECTED = "corrected"


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Activities, narrowed by where, when and what."""

    def at(self, units: "Iterable[Unit] | models.QuerySet[Unit]") -> Self:
        return self.filter(unit__in=units)

    def during(self, period: Period) -> Self:
        return self.filter(day__range=(period.first_day, period.last_day))

    def of(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def standing(self) -> Self:
        return self.filter(withdrawn=False)

    def withdrawn(self) -> Self:
        """Those taken back."""
        return self.filter(withdrawn=True)

    def pictured(self) -> Self:
        """Those with a photo."""
        return self.filter(models.Exists(Photo.objects.filter(activity=models.OuterRef("pk"))))

    def saying(self, text: str, kinds: Iterable[str] = ()) -> Self:
        """Those whose note holds every word, with or without marks, or that are of one of the kinds."""
        words = models.Q()
        for word in fold(text).split():
            words &= models.Q(folded__contains=word)
        return self.filter(words | models.Q(kind__in=list(kinds)))

    def newest_first(self) -> Self:
        return self.order_by("-day", "-pk")

    def persons(self) -> int:
        """How many different members these activities served; it does not add up over units or periods."""
        served = Beneficiary.objects.filter(activity__in=self.standing())
        return served.values("member").distinct().count()


class Activity(models.Model):
    """What a unit did on a day; how much is in its entry.

    `key` is the mark of the form it was written on: sent twice, the form records once. `folded` is the note as search
    compares it. `withdrawn` is its entry's, so that a list need not ask for each.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="activity")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="activities")
    day = models.DateField()
    kind = models.CharField(max_length=60)
    withdrawn = models.BooleanField(default=False)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    note = models.TextField(blank=True)
    folded = models.TextField(blank=True, editable=False)
    key = models.UUIDField(null=True, editable=False)
    partners = models.ManyToManyField(Unit, related_name="joint_activities")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["key"],
                name="a_form_records_once",
                violation_error_message=_("Việc này đã được ghi rồi."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "day"], name="activity_place"),
            models.Index(fields=["unit", "kind", "day"], name="activity_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"

    @property
    def subject(self) -> str:
        """How the journal names it."""
        return f"activity {self.pk}"

    @property
    def deeds(self) -> models.QuerySet[Deed]:
        """What was done to it, the first first."""
        return Deed.objects.filter(subject=self.subject).select_related("by").order_by("pk")

    @property
    def corrections(self) -> int:
        """How often it was corrected: who corrects says which they have seen."""
        return Deed.objects.filter(subject=self.subject, verb=CORRECTED).count()


class Beneficiary(models.Model):
    """A member whom an activity served."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="beneficiaries")
    member = models.ForeignKey(Member, models.PROTECT, related_name="benefits")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["activity", "member"],
                name="served_once_in_an_activity",
                violation_error_message=_("Một người chỉ được ghi một lần trong một hoạt động."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.member_id}"


def photo_place(photo: "Photo", name: str) -> str:
    return _place("photos", "jpg")


def document_place(document: "Document", name: str) -> str:
    return _place("documents", document.ending)


def _place(folder: str, ending: str) -> str:
    """A name that nobody can guess and that says nothing."""
    key = uuid4().hex
    return f"{folder}/{key[:2]}/{key}.{ending}"


class Attached(models.Model):
    """Something kept beside an activity; who put it there, when."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Photo(Attached):
    """A photo of an activity, as it is kept: light, and without where it was taken."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="photos")
    large = models.FileField(upload_to=photo_place)
    small = models.FileField(upload_to=photo_place)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    caption = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.caption


class Document(Attached):
    """A document of an activity; `name` as it came, `size` in bytes."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="documents")
    file = models.FileField(upload_to=document_place)
    name = models.CharField(max_length=200)
    ending = models.CharField(max_length=10, choices=[(sort.ending, sort.name) for sort in SORTS.values()])
    size = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def sort(self) -> Sort:
        return SORTS[self.ending]
