"""Tables: texts that were checked, what was found in them, and what figures were bound to by hand."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congdoan.base.knowledge import SnapshotField
from congdoan.base.text import fold
from congdoan.claims.rules import Verdict
from congdoan.org.models import Unit, User

VERDICTS = [verdict.value for verdict in Verdict]


class CheckedTextQuerySet(models.QuerySet["CheckedText"]):
    """Checked texts, narrowed by what became of them."""

    def kept(self) -> Self:
        return self.filter(put_away=False)

    def waiting(self) -> Self:
        """Those that nobody has judged yet."""
        return self.kept().filter(judged_at=None)

    def changed(self) -> Self:
        """Those whose verdicts are others now than when their keeper looked."""
        return self.kept().exclude(changed_at=None)

    def named(self, text: str) -> Self:
        """Those whose titles hold every word, with or without marks."""
        words = Q()
        for word in fold(text).split():
            words &= Q(folded__contains=word)
        return self.kept().filter(words)

    def newest_first(self) -> Self:
        return self.order_by("-kept_at", "-pk")


class CheckedText(models.Model):
    """A text with its verdicts. `text` may hold `{{ figure }}` fields.

    `snapshot` is what the ledger knew when it was judged: what came later makes it be judged again. `asked` are the
    codes and units of the figures that it was compared to.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="checked_texts")
    title = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, editable=False)
    text = models.TextField()
    dated = models.DateField()
    notes = models.JSONField(default=list)
    keeper = models.ForeignKey(User, models.PROTECT, related_name="checked_texts")
    kept_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    snapshot = SnapshotField(null=True)
    asked = models.JSONField(default=dict)
    changed_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True)
    put_away = models.BooleanField(default=False)

    objects = CheckedTextQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="checked_text_is_not_empty",
                condition=~Q(text="") & ~Q(title=""),
                violation_error_message=_("Văn bản đối soát phải có tên và nội dung."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "-kept_at"], name="checked_text_of_unit"),
            models.Index(fields=["changed_at"], name="checked_text_changed", condition=~Q(changed_at=None)),
        ]

    def __str__(self) -> str:
        return self.title


class CheckedClaim(models.Model):
    """A figure of a checked text with its verdict; `told` is all of it, as `congdoan reconcile --format json` tells it.

    `before` is the verdict and the ledger's number that it had when its keeper last looked, where they changed since.
    `reason` is why it is kept as it is though the ledger says otherwise. `bound` is the question that somebody bound
    it to by hand.
    """

    text = models.ForeignKey(CheckedText, models.PROTECT, related_name="claims")
    place = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField()
    verdict = models.CharField(max_length=40)
    told = models.JSONField()
    before = models.JSONField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    bound = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["text", "place"],
                name="one_claim_a_place",
                violation_error_message=_("Mỗi vị trí trong văn bản chỉ có một số liệu."),
            ),
            models.CheckConstraint(
                name="claim_has_words",
                condition=Q(start__lt=models.F("end")),
                violation_error_message=_("Số liệu phải có chữ trong văn bản."),
            ),
            models.CheckConstraint(
                name="claim_has_a_verdict",
                condition=Q(verdict__in=VERDICTS),
                violation_error_message=_("Kết luận không thuộc danh sách."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.words}: {self.verdict}"


class Habit(models.Model):
    """Figures told in these words were bound by hand to this indicator; the latest is offered the next time."""

    words = models.CharField(max_length=200, unique=True)
    indicator = models.CharField(max_length=120)
    by = models.ForeignKey(User, models.PROTECT, related_name="habits")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.words}: {self.indicator}"


def habits_for(words: set[str]) -> dict[str, str]:
    """The indicators that figures in these words were bound to."""
    return dict(Habit.objects.filter(words__in=words).values_list("words", "indicator"))
