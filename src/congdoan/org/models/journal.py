"""The journal: every deed, in the words of the business, for ever."""

from typing import ClassVar

from django.db import models

from congdoan.org.models.units import Unit
from congdoan.org.models.users import User


class Deed(models.Model):
    """Somebody did something to a thing, at a moment; `subject` names the thing as `noun key`.

    A line is never edited but in one way: once a person is erased, lines about them lose their `reason` and are marked
    `redacted`.
    """

    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="deeds")
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="deeds", null=True)
    words = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject"], name="deed_subject"),
            models.Index(fields=["unit", "at"], name="deed_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by} {self.verb} {self.subject}"
