"""Transfers that one side asks for and the other answers; silence until the set day is consent."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from congdoan.org.models import Unit, User
from congdoan.records.members.models.memberships import Membership
from congdoan.records.members.models.people import Member


class TransferState(models.TextChoices):
    WAITING = "waiting", _("chờ trả lời")
    DONE = "done", _("đã chuyển")
    REFUSED = "refused", _("không đồng ý")
    TAKEN_BACK = "taken_back", _("bên đề nghị đã rút")
    LAPSED = "lapsed", _("không còn hiệu lực")
    UNDONE = "undone", _("chuyển nhầm, đã rút")


class TransferQuerySet(models.QuerySet["Transfer"]):
    def waiting(self) -> Self:
        return self.filter(state=TransferState.WAITING)

    def overdue(self, today: date) -> Self:
        """Those that nobody answered in time: the first unanswered day has begun."""
        return self.waiting().filter(due__lt=today)


class Transfer(models.Model):
    """A person's way from one unit to another. `pulled`: the receiving unit asked; `silent`: nobody answered."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="transfers")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="transfers")
    giving = models.ForeignKey(Unit, models.PROTECT, related_name="transfers_out")
    to = models.ForeignKey(Unit, models.PROTECT, related_name="transfers_in")
    day = models.DateField()
    pulled = models.BooleanField()
    due = models.DateField()
    state = models.CharField(max_length=10, choices=TransferState.choices, default=TransferState.WAITING)
    silent = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    arrived = models.OneToOneField(Membership, models.PROTECT, related_name="arrived_by", null=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="transfers_asked")
    asked_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="transfers_closed", null=True)
    closed_at = models.DateTimeField(null=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["member"],
                condition=models.Q(state=TransferState.WAITING),
                name="one_waiting_transfer",
                violation_error_message=_("Người này đã có đề nghị chuyển sinh hoạt đang chờ."),
            ),
            models.CheckConstraint(
                name="transferred_to_another_unit",
                condition=~models.Q(giving=models.F("to")),
                violation_error_message=_("Người này đã sinh hoạt tại đơn vị đó."),
            ),
            models.CheckConstraint(
                name="done_where_somebody_arrived",
                condition=models.Q(state__in=("done", "undone"), arrived__isnull=False)
                | (~models.Q(state__in=("done", "undone")) & models.Q(arrived=None)),
                violation_error_message=_("Việc chuyển đã xong phải gắn với nơi đến."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due"], name="transfer_due", condition=models.Q(state=TransferState.WAITING)),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.giving} > {self.to} ({self.state})"

    @property
    def asking(self) -> Unit:
        """The unit that asked for it."""
        return self.to if self.pulled else self.giving

    @property
    def answering(self) -> Unit:
        """The unit that has to answer."""
        return self.giving if self.pulled else self.to
