"""Sheets while they are written: where each stands, its text, its words on lines, answers and proposals."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from congdoan.base.bound import Bound
from congdoan.base.period import Cutoff, Period, parse_period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Form
from congdoan.figures.models import Declaration
from congdoan.org.models import Unit, User
from congdoan.reports.rules import EDITABLE, Reply, State


class SheetQuerySet(models.QuerySet["Sheet"]):
    """Sheets, narrowed by whose, which and where they stand."""

    def at(self, units: "Iterable[Unit] | models.QuerySet[Unit]") -> Self:
        return self.filter(unit__in=units)

    def of(self, form: str, *periods: str) -> Self:
        found = self.filter(form=form)
        return found.filter(period__in=periods) if periods else found

    def standing(self, *states: State) -> Self:
        return self.filter(state__in=states)


class Sheet(models.Model):
    """A unit's report for a form and a period; `edits` counts every change: nobody sends what they have not seen.

    `edition` is that of the form; `due` the last day on which it is in time by the form's own days, null where it names
    none: a union above may set another (`Deadline`). `first_sent` is the day on which its first revision came.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sheets")
    form = models.CharField(max_length=60)
    edition = models.CharField(max_length=40)
    period = models.CharField(max_length=30)
    first_day = models.DateField()
    last_day = models.DateField()
    due = models.DateField(null=True)
    first_sent = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=[(state, state.label) for state in State], default=State.DRAFT)
    edits = models.PositiveIntegerField(default=0)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-last_day", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["form", "period", "unit"],
                include=["id", "state", "first_sent"],  # so the board is read from the index alone
                name="one_sheet_a_period",
                violation_error_message=_("Đơn vị đã có báo cáo này cho kỳ đó."),
            ),
            models.CheckConstraint(
                name="sheet_stands_somewhere",
                condition=models.Q(state__in=list(State)),
                violation_error_message=_("Báo cáo không thể ở trạng thái này."),
            ),
            models.CheckConstraint(
                name="sheet_ends_after_it_begins",
                condition=models.Q(last_day__gte=models.F("first_day")),
                violation_error_message=_("Kỳ báo cáo kết thúc trước khi bắt đầu."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "state"], name="sheet_state"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.period} {self.unit}"

    @property
    def of_state(self) -> State:
        return State(self.state)

    @property
    def is_editable(self) -> bool:
        return self.of_state in EDITABLE

    @property
    def of_form(self) -> Form:
        """Its form in the edition it was opened in; where the catalogue has dropped that one, the newest."""
        editions = current().form_editions[self.form]
        return next((form for form in editions if form.edition == self.edition), editions[-1])

    @property
    def of_period(self) -> Period:
        return parse_period(self.period, Cutoff.parse(self.of_form.cutoff))

    def is_opened_by(self, user: User, at: datetime) -> bool:
        return self.opened_by_id == user.pk and self.opened_at == at


class Kept(models.Model):
    """Something that belongs to a sheet, with who wrote it last and when."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Part(Kept):
    """A part of the text; `version` counts its changes, so that two who write at once both keep what they wrote."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="parts")
    key = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["sheet", "key"],
                name="one_text_a_part",
                violation_error_message=_("Mục này của báo cáo đã có lời văn."),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Word(Kept):
    """A unit's word on a line: the percent of plan it states, a note beneath the table, a number it declares.

    A declared number has a basis; it is posted when the sheet is submitted, and `declaration` is what came of it;
    `is_posted` until another is declared here. `version` counts the changes, as that of a part does.
    """

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="words")
    line = models.CharField(max_length=100)
    stated = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    note = models.CharField(max_length=500, blank=True)
    low = models.BigIntegerField(null=True)
    high = models.BigIntegerField(null=True)
    rough = models.BooleanField(default=False)
    basis = models.CharField(max_length=300, blank=True)
    declaration = models.ForeignKey(Declaration, models.PROTECT, null=True, related_name="+")
    is_posted = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["sheet", "line"],
                name="one_word_a_line",
                violation_error_message=_("Dòng này đã có ghi chú."),
            ),
            models.CheckConstraint(
                name="word_declares_with_a_basis",
                condition=models.Q(low=None) | ~models.Q(basis=""),
                violation_error_message=_("Kê khai phải nêu căn cứ."),
            ),
            models.CheckConstraint(
                name="word_declares_within_bounds",
                condition=models.Q(low=None, high=None)
                | models.Q(low__gte=0, high=None)
                | models.Q(high__gte=models.F("low")),
                violation_error_message=_("Số kê khai không thể âm, và cận trên không thể nhỏ hơn cận dưới."),
            ),
            models.CheckConstraint(
                name="stated_percent_is_not_negative",
                condition=models.Q(stated=None) | models.Q(stated__gte=Decimal(0)),
                violation_error_message=_("Phần trăm kế hoạch không thể âm."),
            ),
        ]

    def __str__(self) -> str:
        return self.line

    @property
    def bound(self) -> Bound | None:
        return None if self.low is None else Bound(self.low, self.high, self.rough)

    @property
    def standing(self) -> Declaration | None:
        """What came of it in the ledger; none once it was withdrawn there."""
        return self.declaration if self.declaration and self.declaration.superseded is None else None

    @property
    def is_pending(self) -> bool:
        """Whether it declares what is to be posted yet: of what it posted, the ledger's correction stands."""
        if self.bound is None:
            return False
        return self.standing is None or (not self.is_posted and self.standing.bound != self.bound)

    @property
    def told(self) -> Bound | None:
        """What is declared: its own number while that waits, then the ledger's, which another may have set right."""
        return self.standing.bound if self.standing and self.bound and not self.is_pending else self.bound

    @property
    def stamp(self) -> str:
        """By which a page says what it has shown: the change, and the number that stands in the ledger for it."""
        bound = self.standing.bound if self.standing else None
        return f"{self.version}/{bound.as_list()}" if bound else str(self.version)


class Answer(Kept):
    """The unit's word on what looks wrong with a number."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="answers")
    fault = models.CharField(max_length=120)
    word = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["sheet", "fault"],
                name="one_answer_a_fault",
                violation_error_message=_("Điểm này đã được giải trình."),
            ),
        ]

    def __str__(self) -> str:
        return self.fault


class Proposal(Kept):
    """What the unit asks of somebody; kept with the sheet, and followed up when it was sent."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="proposals")
    to = models.CharField(max_length=200)
    text = models.TextField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.text


class FollowUp(Kept):
    """What became of a proposal; nothing said is taken back."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="follow_ups")
    reply = models.CharField(max_length=10, choices=[(reply, reply.label) for reply in Reply])
    word = models.CharField(max_length=500)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.word
