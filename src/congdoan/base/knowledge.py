"""What was known when: rows carry the transaction that wrote them, and a moment keeps what was visible in it."""

from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.db import connection, models
from django.db.models import F, Q, Value
from django.db.models.expressions import Func
from django.utils.translation import gettext as _

from congdoan.base import clock

M = TypeVar("M", bound=models.Model, covariant=True)


class NothingKnownYet(LookupError):
    """No moment was kept before the one asked for; its text is the sentence for the user."""


class XactField(models.Field):  # type: ignore[type-arg]
    """A transaction id of the ledger (xid8), as a number that only grows, also over a restore."""

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        return f"({sql})::text::bigint", params


class SnapshotField(models.Field):  # type: ignore[type-arg]
    """A database snapshot (pg_snapshot): which transactions were visible."""

    def db_type(self, connection: Any) -> str:
        return "pg_snapshot"

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        return f"({sql})::text", params


class ThisXact(Func):
    """The running transaction's id, in the ledger's count."""

    function = "ledger_xact"
    template = "%(function)s()"
    output_field = XactField()


class ThisSnapshot(Func):
    """The running statement's snapshot, in the ledger's count."""

    function = "ledger_snapshot"
    template = "%(function)s()"
    output_field = SnapshotField()


class IsVisible(Func):
    """Whether a transaction was visible in a snapshot; of none, null."""

    function = "pg_visible_in_snapshot"
    template = "%(function)s(%(expressions)s::pg_snapshot)"
    conditional = True

    def __init__(self, xact: str, snapshot: str) -> None:
        super().__init__(F(xact), Value(snapshot), output_field=models.BooleanField())


class Moment(models.Model):
    """What was visible at a time; `as known at T` is the last moment not after T."""

    at = models.DateTimeField(db_index=True)
    snapshot = SnapshotField(db_default=ThisSnapshot())

    class Meta:
        app_label = "base"
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def last_before(cls, at: datetime) -> "Moment":
        """The last moment kept not after `at`. Raises NothingKnownYet."""
        moment = cls.objects.filter(at__lte=at).last()
        if moment is None:
            local = at.astimezone(clock.HOME)
            raise NothingKnownYet(_("Chưa có mốc nào được giữ trước %(at)s.") % {"at": f"{local:%H:%M %d/%m/%Y}"})
        return moment


class Restoration(models.Model):
    """The book was restored by dump into another cluster: from then on transactions count from higher up."""

    at = models.DateTimeField()
    raised_by = models.BigIntegerField()

    class Meta:
        app_label = "base"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}: +{self.raised_by}"


def continue_after(highest: int) -> bool:
    """Let transactions count on from above the highest one that the book holds; says whether that was needed.

    A cluster that holds the book since it began counts higher than any row by itself. Another has transactions of its
    own, and even the oldest of those still running must count as later than every row.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_xact()::text::bigint, pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        current, oldest = cursor.fetchone()
    if current > highest:
        return False
    Restoration.objects.create(at=clock.now(), raised_by=highest + 1 - oldest)
    return True


def keep_moment() -> Moment:
    """Keep what is visible now under the clock's time. Call it outside any writing transaction."""
    return Moment.objects.create(at=clock.now())


def keep_moments(count: int) -> list[Moment]:
    """Several moments that know the same, each to be kept with another thing; with what they know."""
    kept = Moment.objects.bulk_create([Moment(at=clock.now()) for _number in range(count)])
    found = Moment.objects.in_bulk([moment.pk for moment in kept])
    return [found[moment.pk] for moment in kept]


class KnownQuerySet(models.QuerySet[M]):
    """Superseded rows, narrowed by what is or was known."""

    def known(self, moment: Moment | None = None) -> Self:
        """The rows that hold now, or that held as known at a moment."""
        if moment is None:
            return self.filter(superseded=None)
        seen = IsVisible("xact", moment.snapshot)
        gone = Q(superseded__isnull=False) & Q(IsVisible("superseded", moment.snapshot))
        return self.filter(seen).exclude(gone)


def known_sql(alias: str, moment: Moment | None) -> str:
    """The condition that a superseded row holds; takes `known_params`."""
    if moment is None:
        return f"{alias}.superseded IS NULL"
    return (
        f"pg_visible_in_snapshot({alias}.xact, %s::pg_snapshot) AND "
        f"({alias}.superseded IS NULL OR NOT pg_visible_in_snapshot({alias}.superseded, %s::pg_snapshot))"
    )


def known_params(moment: Moment | None) -> list[str]:
    return [] if moment is None else [moment.snapshot, moment.snapshot]


class Superseded(models.Model):
    """A row that is never edited: a later one takes its place, and both tell when."""

    xact = XactField(db_default=ThisXact(), editable=False)
    superseded = XactField(null=True, editable=False)

    class Meta:
        abstract = True


def what_changed(name: str) -> list[models.Index]:
    """Indexes by which the superseded rows of a table are found that came or went since a snapshot."""
    return [
        models.Index(fields=["xact"], name=f"{name}_came"),
        models.Index(fields=["superseded"], name=f"{name}_went", condition=Q(superseded__isnull=False)),
    ]
