"""The ledger itself: one append-only table of what each entry adds to which indicator."""

from typing import ClassVar, Self

from django.db import models

from congdoan.base.knowledge import ThisXact, XactField
from congdoan.catalogue.models import Code
from congdoan.figures.models.entries import Entry
from congdoan.org.models import Unit


class Posting(models.Model):
    """What one entry adds to one indicator of one unit; both days belong to it, and a fact's are the same.

    The three references have no constraint of their own: a trigger checks them for a whole statement at once
    (a key each made a bulk insert many times slower), and what they name is never deleted.
    """

    entry = models.ForeignKey(Entry, models.DO_NOTHING, related_name="postings", db_constraint=False)
    xact = XactField(db_default=ThisXact(), editable=False)
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    declared = models.BigIntegerField(default=0)
    unit = models.ForeignKey(Unit, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    indicator = models.ForeignKey(Code, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    first_day = models.DateField()
    last_day = models.DateField()
    open = models.IntegerField(default=0)
    rough = models.IntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["unit", "indicator", "last_day"],
                include=["first_day", "low", "high", "open", "rough", "declared"],
                name="posting_covering",
            ),
            models.Index(fields=["xact"], name="posting_xact"),
            models.Index(fields=["indicator", "last_day", "unit"], name="posting_days"),
            models.Index(
                fields=["indicator", "unit"],
                include=["first_day", "last_day"],
                name="posting_spans",
                condition=models.Q(first_day__lt=models.F("last_day")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.low}..{self.high}"


class BackfillQuerySet(models.QuerySet["Backfill"]):
    """Backfills, narrowed by whether they are done."""

    def pending(self) -> Self:
        return self.filter(done=None)


class Backfill(models.Model):
    """How far the entries before a code have been posted to it; until it is done the code's figures are unknown.

    `done` is the transaction that did the last of it: at the moments before, the code was unknown and stays so.
    """

    indicator = models.OneToOneField(Code, models.PROTECT, primary_key=True, related_name="backfill")
    reached = models.BigIntegerField(default=0)
    done = XactField(null=True, editable=False)

    objects = BackfillQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.indicator}: {self.reached}{' ✓' if self.done else ''}"
