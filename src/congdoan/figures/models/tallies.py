"""Tallies and what goes with them: the months of units above the grassroots, added up; and how far that has come."""

from typing import ClassVar

from django.db import connection, models

from congdoan.base.knowledge import SnapshotField
from congdoan.catalogue.models import Code
from congdoan.org.models import Unit


class Tally(models.Model):
    """What a unit's subtree gave in a month (or a declaration's months), by the level of the units where it happened.

    Of a stock it holds the flows and what came and went with the units, so that they add up to the stock of any
    month's end. A cache: `ledger verify` finds no difference from the postings, ever.
    """

    unit = models.ForeignKey(Unit, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    indicator = models.ForeignKey(Code, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    level = models.CharField(max_length=12)
    first_day = models.DateField()
    last_day = models.DateField()
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    open = models.BigIntegerField()
    rough = models.BigIntegerField()
    declared = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "indicator", "last_day", "first_day", "level"],
                include=["low", "high", "open", "rough", "declared"],
                name="one_tally",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["unit", "indicator"],
                include=["first_day", "last_day", "level", "low", "high", "open", "rough", "declared"],
                name="tally_spans",
                condition=models.Q(
                    last_day__gt=models.ExpressionWrapper(models.F("first_day") + 30, models.DateField())
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.indicator_id} {self.first_day}: {self.low}"


class Standing(models.Model):
    """Of how many units beneath a unit something holds in months: that they live, have gaps, are known at all.

    Kept as signed rows: a row counts where `first_day` is not after the asked days and `last_day` not before them. In
    the place of an indicator, 0 is for all flows and -1 for all stocks; an indicator of its own tells by how much the
    units that declared it differ from that. Level `""` is all levels together: a unit counts once, though it rose.
    """

    unit = models.ForeignKey(Unit, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    indicator_id = models.BigIntegerField()
    level = models.CharField(max_length=12, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    units = models.IntegerField()
    gaps = models.IntegerField()
    known = models.IntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "level", "indicator_id", "first_day", "last_day"],
                include=["units", "gaps", "known"],
                name="one_standing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.indicator_id} {self.first_day}: {self.units}"


class Step(models.Model):
    """Within which bounds the stocks beneath a unit lay at the ends of months between two declarations."""

    unit = models.ForeignKey(Unit, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    indicator = models.ForeignKey(Code, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    level = models.CharField(max_length=12)
    first_day = models.DateField()
    last_day = models.DateField()
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    open = models.BigIntegerField()
    rough = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "indicator", "last_day", "first_day", "level"],
                include=["low", "high", "open", "rough"],
                name="one_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.indicator_id} {self.first_day}: {self.low}..{self.high}"


class Carried(models.Model):
    """What units held of a stock that came beneath a unit in a month, less what those held that went.

    It is part of the tally too: here it stands by itself.
    """

    unit = models.ForeignKey(Unit, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    indicator = models.ForeignKey(Code, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    level = models.CharField(max_length=12)
    month = models.DateField()
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    open = models.BigIntegerField()
    rough = models.BigIntegerField()
    declared = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "indicator", "month", "level"],
                include=["low", "high", "open", "rough", "declared"],
                name="one_carried",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.indicator_id} {self.month}: {self.low}"


class Tallied(models.Model):
    """A unit that keeps tallies: it is or was above the grassroots."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return str(self.unit)


class Fold(models.Model):
    """Every posting visible in this snapshot is in the tallies, every other is read beside them. One row."""

    snapshot = SnapshotField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="one_fold", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return f"{self.at}: {self.snapshot}"


def unfolded() -> tuple[int, float]:
    """How many postings are not in the tallies yet, and how many seconds ago the tallies were folded."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT (SELECT count(*) FROM unfolded_postings()), extract(epoch FROM clock_timestamp() - at)
            FROM figures_fold
        """)
        count, seconds = cursor.fetchone()
    return count, float(seconds)
