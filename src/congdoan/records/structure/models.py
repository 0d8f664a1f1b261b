"""The changes of units: which decision did what, when, to whom."""

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congdoan.figures.models import Entry
from congdoan.org.models import Unit


class Verb(StrEnum):
    """What the executive committees decide about lower units (Điều lệ khóa XIII, Điều 13.7)."""

    FOUND = "found"
    ABSORB = "absorb"
    MERGE = "merge"
    SPLIT = "split"
    HAND_OVER = "hand_over"
    PROMOTE = "promote"
    DEMOTE = "demote"
    DISSOLVE = "dissolve"

    @property
    def label(self) -> Promise:
        return LABELS[self]


LABELS: dict[Verb, Promise] = {
    Verb.FOUND: _("Thành lập"),
    Verb.ABSORB: _("Sáp nhập"),
    Verb.MERGE: _("Hợp nhất"),
    Verb.SPLIT: _("Chia tách"),
    Verb.HAND_OVER: _("Chuyển giao, tiếp nhận"),
    Verb.PROMOTE: _("Nâng cấp"),
    Verb.DEMOTE: _("Hạ cấp"),
    Verb.DISSOLVE: _("Giải thể"),
}


class Change(models.Model):
    """One unit's part in a decision; `other` is its successor, origin or new superior."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="change")
    verb = models.CharField(max_length=12, choices=[(verb, verb.label) for verb in Verb])
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes")
    other = models.ForeignKey(Unit, models.PROTECT, related_name="changes_by", null=True)
    day = models.DateField()
    decision = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.unit} {self.verb} {self.day}"
