"""Applications to join (form 5a), decided and then admitted on."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from congdoan.org.models import Unit, User
from congdoan.records.members.models.memberships import Membership
from congdoan.records.members.models.people import Member


class Signed(models.TextChoices):
    """How an application bears its signature."""

    PAPER = "paper", _("ký trên giấy")
    SCREEN = "screen", _("ký trên màn hình")


class ApplicationState(models.TextChoices):
    WAITING = "waiting", _("chờ quyết định")
    ACCEPTED = "accepted", _("đồng ý, chờ kết nạp")
    ADMITTED = "admitted", _("đã kết nạp")
    REFUSED = "refused", _("không đồng ý")


OPEN = (ApplicationState.WAITING, ApplicationState.ACCEPTED)


class ApplicationQuerySet(models.QuerySet["Application"]):
    def open(self) -> Self:
        """Those that still wait for a decision or for the ceremony."""
        return self.filter(state__in=OPEN)


class Application(models.Model):
    """Somebody asks to join a unit. `due` is the last day for the decision, by the charter's working days."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="applications")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="applications")
    applied = models.DateField()
    due = models.DateField(null=True)
    signed = models.CharField(max_length=6, choices=Signed.choices)
    team = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=ApplicationState.choices, default=ApplicationState.WAITING)
    decided = models.DateField(null=True)
    decision = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    membership = models.OneToOneField(Membership, models.PROTECT, related_name="application", null=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="applications")
    at = models.DateTimeField()

    not_taken: tuple[str, ...] = ()
    """The fields told in it that were not written into the register, once it was taken down: they are known already."""

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["member"],
                condition=models.Q(state__in=OPEN),
                name="one_open_application",
                violation_error_message=_("Người này đã có đơn xin gia nhập đang chờ."),
            ),
            models.CheckConstraint(
                name="admitted_with_a_membership",
                condition=models.Q(state=ApplicationState.ADMITTED, membership__isnull=False)
                | (~models.Q(state=ApplicationState.ADMITTED) & models.Q(membership=None)),
                violation_error_message=_("Đơn đã kết nạp phải gắn với lần kết nạp."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit"], name="application_open", condition=models.Q(state__in=OPEN)),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} > {self.unit} ({self.state})"
