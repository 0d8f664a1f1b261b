"""What was submitted, to the byte, and what became of it: nothing here is ever changed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from congdoan.base.knowledge import Moment
from congdoan.org.models import Unit, User
from congdoan.reports.models.sheets import Sheet
from congdoan.reports.rules import Contents, Verdict, from_bytes


class Revision(models.Model):
    """A sheet as it was submitted: `content` is what it said, `digest` its SHA-256, `moment` what the ledger knew."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    moment = models.OneToOneField(Moment, models.PROTECT, related_name="revision")
    content = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar[list[str]] = ["sheet", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["sheet", "number"],
                name="revisions_are_numbered",
                violation_error_message=_("Bản này đã được gửi rồi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} · {self.number}"

    @property
    def contents(self) -> Contents:
        return from_bytes(bytes(self.content))


class Line(models.Model):
    """A number of a revision, so that many sheets can be asked at once; what the page shows is in the content."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="lines")
    key = models.CharField(max_length=100)
    low = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    about = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["revision", "key"],
                name="a_line_is_told_once",
                violation_error_message=_("Dòng này đã có trong báo cáo."),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Decision(models.Model):
    """What the union above decided about a revision; each is decided about once."""

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="decision")
    verdict = models.CharField(max_length=10, choices=[(verdict, verdict) for verdict in Verdict])
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.revision}: {self.verdict}"


class Remark(models.Model):
    """What is to be mended in a line of a revision that was returned; without a line, in the whole."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="remarks")
    line = models.CharField(max_length=100, blank=True)
    text = models.CharField(max_length=500)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.text


class Reopening(models.Model):
    """An accepted revision was taken up again, and why; the next one follows it."""

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="reopening")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.reason


class Sending(models.Model):
    """To whom a revision went: the union above, the Party committee, a union beneath that is told of it."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="sendings")
    addressee = models.CharField(max_length=10)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="told_sheets", null=True)
    name = models.CharField(max_length=300)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["unit", "revision"], name="sending_unit")]

    def __str__(self) -> str:
        return self.name


class Reminder(models.Model):
    """Somebody was reminded that a unit owes a sheet; `address` is where the letter goes, if it can go anywhere.

    `days_left` tells which reminder it was, so that each goes out once: negative, so many days too late. `due` is until
    when; `set_by` the union that had just set that day, where this was to tell of it. `again` is how often the same was
    told before: a day is told of anew once another was told of in between.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    form = models.CharField(max_length=60)
    period = models.CharField(max_length=30)
    user = models.ForeignKey(User, models.PROTECT, related_name="reminders")
    due = models.DateField()
    days_left = models.SmallIntegerField()
    set_by = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True)
    again = models.PositiveSmallIntegerField(default=0)
    address = models.EmailField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "form", "period", "user", "due", "days_left", "again"],
                name="reminded_once",
                violation_error_message=_("Đã nhắc lần này rồi."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at"], name="reminder_to_mail", condition=~models.Q(address="")),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.period} {self.unit}: {self.user}"


class Mailing(models.Model):
    """A reminder's letter went, or its address was refused for good: `refused` is what the server said to it."""

    reminder = models.OneToOneField(Reminder, models.PROTECT, primary_key=True, related_name="mailing")
    at = models.DateTimeField()
    refused = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.reminder}: {self.refused or self.at}"
