"""What a sheet says now: the ledger's numbers with the unit's words, in the form in which it would be sent."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.knowledge import Moment
from congdoan.base.language import in_vietnamese
from congdoan.base.period import Period
from congdoan.catalogue.rules import OWN, SUBTREE, Covers, Form
from congdoan.figures.rules import Sums, decimals, frozen
from congdoan.org.models import Unit, names_on
from congdoan.reports.models.drafting import draft_sheet, draft_sheets
from congdoan.reports.models.sheets import Part, Proposal, Sheet, Word
from congdoan.reports.models.standing import above, beneath, children, place_of, receivers, sign_of
from congdoan.reports.rules import (
    Beneath,
    Contents,
    Draft,
    DraftLine,
    Number,
    Receiver,
    ToldLine,
    ToldParagraph,
    ToldProposal,
    ToldSection,
    period_name,
)
from congdoan.reports.rules.contents import SIXTH
from congdoan.reports.rules.narrative import FREE, STRENGTHS, TASKS, WEAKNESSES, Setting

HEAD = ("number", "place", "signer_title", "signer")
"""The parts that are no text: the office's number, the place, who signs."""


def titles_of_free() -> dict[str, str]:
    return {
        STRENGTHS: _("Ưu điểm"),
        WEAKNESSES: _("Tồn tại, hạn chế và nguyên nhân"),
        TASKS: _("Nhiệm vụ trọng tâm kỳ tới"),
    }


@in_vietnamese
def part_keys(form: Form) -> list[tuple[str, str]]:
    """The parts of a form's text in order, each key with its title."""
    free = titles_of_free()
    drafted = [(f"result-{place}", paragraph.title) for place, paragraph in enumerate(form.paragraphs)]
    return [*drafted, *((key, free[key]) for key in FREE)]


@dataclass(frozen=True)
class Ground:
    """Where a unit stands when it reports: level, union above, those beneath and what their sheets certify."""

    level: str
    above: Unit | None
    above_name: str
    place: str
    certified: list[Beneath]
    missing: list[Beneath]
    other_editions: list[Beneath]
    receivers: list[Receiver]


class Composing:
    """A sheet with all that it says, read once; `known_at` and `tree_on` tell it as it was, or as it would be."""

    def __init__(self, sheet: Sheet, *, known_at: Moment | None = None, tree_on: date | None = None) -> None:
        self.sheet, self.form, self.period = sheet, sheet.of_form, sheet.of_period
        self.known_at, self.tree_on = known_at, tree_on

    @cached_property
    def draft(self) -> Draft:
        return draft_sheet(self.sheet.unit, self.form, self.period, tree_on=self.tree_on, known_at=self.known_at)

    @cached_property
    def words(self) -> dict[str, Word]:
        return {word.line: word for word in self.sheet.words.select_related("declaration__entry")}

    @cached_property
    def sections(self) -> tuple[ToldSection, ...]:
        return tuple(
            ToldSection(
                title=section.title, lines=tuple(told_line(line, self.words.get(line.key)) for line in section.lines)
            )
            for section in self.draft.sections
        )

    def lines(self) -> list[ToldLine]:
        return [line for section in self.sections for line in section.lines]

    @property
    def pending(self) -> list[Word]:
        """What is declared and waits to be posted; not of a line that a newer edition of the form has no more."""
        return [word for word in self.words.values() if word.is_pending and word.line in self.setting.lines]

    @cached_property
    @in_vietnamese
    def setting(self) -> Setting:
        """What the text is bound to."""
        return Setting(
            self.sheet.unit.code,
            self.draft.unit_name,
            self.period,
            period_name(self.period),
            {line.key: line for line in self.lines()},
            OWN if self.form.covers is Covers.OWN else SUBTREE,
        )

    @cached_property
    def parts(self) -> dict[str, Part]:
        return {part.key: part for part in self.sheet.parts.select_related("by")}

    @cached_property
    def proposals(self) -> list[ToldProposal]:
        return [ToldProposal(to=each.to, text=each.text) for each in self.sheet.proposals.all()]

    @cached_property
    def ground(self) -> Ground:
        day = min(self.period.last_day, clock.today())
        unit = self.sheet.unit
        uppers = above(unit, day)
        names = names_on([upper.pk for upper, _level in uppers.units], day)
        told = [names[upper.pk] for upper, _level in uppers.units]
        lower = children(unit, day, since=self.period.first_day)
        certified, missing, other = beneath(lower, self.form, self.period)
        place = place_of(unit, self.draft.unit_name, told)
        upper_name = told[0] if told else ""
        to = receivers(self.form, uppers.nearest, upper_name, lower, day)
        return Ground(uppers.own, uppers.nearest, upper_name, place, certified, missing, other, to)

    @in_vietnamese
    def contents(self) -> Contents:
        """All that the sheet says now. Raises BadField for a text whose figures are no lines of it."""
        form, ground = self.form, self.ground
        texts = {key: self.parts[key].text if key in self.parts else "" for key, _title in part_keys(form)}
        head = {key: self.parts[key].text for key in HEAD if key in self.parts and self.parts[key].text}
        return Contents(
            form=form.code,
            edition=form.edition,
            form_name=form.name,
            subject=form.subject or form.name,
            symbol=sign_of(form.symbol, self.draft.unit_name),
            columns=tuple(form.columns),
            unit=self.sheet.unit.code,
            unit_name=self.draft.unit_name,
            level=ground.level,
            above=ground.above.code if ground.above else None,
            above_name=ground.above_name or None,
            covers=form.covers,
            period=str(self.period),
            cutoff=str(self.period.cutoff),
            first_day=self.period.first_day,
            last_day=self.period.last_day,
            years=self.draft.years,
            sections=self.sections,
            paragraphs=tuple(
                ToldParagraph(key=key, title=title, text=frozen(texts[key], self.setting.tell))
                for key, title in part_keys(form)
            ),
            proposals=tuple(self.proposals),
            certified=tuple(ground.certified),
            missing=tuple(ground.missing),
            receivers=tuple(ground.receivers),
            head={"place": ground.place} | head,
        )


def composed(
    sheets: Sequence[Sheet], form: Form, period: Period, *, only: Collection[str] | None = None
) -> Iterator[Composing]:
    """Many sheets of one form and period with what the ledger tells, read together; `only` some lines, by keys."""
    for first in range(0, len(sheets), TOGETHER):
        some = sheets[first : first + TOGETHER]
        drafts = draft_sheets([sheet.unit for sheet in some], form, period, only=only)
        words, parts, proposals = (defaultdict[int, list[Any]](list) for _kind in range(3))
        for held, kept in (
            (words, Word.objects.select_related("declaration__entry")),
            (parts, Part.objects.select_related("by")),
            (proposals, Proposal.objects.all()),
        ):
            for each in kept.filter(sheet__in=some):
                held[each.sheet_id].append(each)
        for sheet, draft in zip(some, drafts, strict=True):
            composing = Composing(sheet)
            composing.draft = draft
            composing.words = {word.line: word for word in words[sheet.pk]}
            composing.parts = {part.key: part for part in parts[sheet.pk]}
            composing.proposals = [ToldProposal(to=each.to, text=each.text) for each in proposals[sheet.pk]]
            yield composing


TOGETHER = 200
"""So many sheets are drafted in one reading."""


def told_line(line: DraftLine, word: Word | None) -> ToldLine:
    """A line of the ledger with the unit's word on it."""
    this, indicator = line.this, line.this.indicator
    indicated, _at, scope = line.key.partition("@")
    told = ToldLine(
        key=line.key,
        number=line.number,
        label=line.label,
        indicator=indicated,
        scope=scope,
        unit=indicator.unit,
        places=decimals(indicator),
        this=Number.of(this),
        before=Number.of(line.before) if line.before else None,
        target=line.target.value if line.target else None,
        target_period=str(line.target.period) if line.target else None,
        target_from=line.target.period.first_day if line.target else None,
        rate=None if line.plan_rate is None else line.plan_rate.quantize(SIXTH),
        since_year=Number.of(line.since_year) if line.since_year else None,
        since_term=Number.of(line.since_term) if line.since_term else None,
        years=tuple(Number.of(year) for year in line.years),
        backed=Decimal(this.backed).quantize(SIXTH) if this.known else None,
        reorganised=Number.sums(line.reorganised) if line.reorganised else None,
        part_of=line.part_of,
        chart=line.chart,
        units=this.units,
        covered=this.covered,
        is_own=scope == OWN and indicator.declarable,
    )
    return _with_word(told, word) if word else told


def _with_word(line: ToldLine, word: Word) -> ToldLine:
    said: dict[str, object] = {"stated": word.stated, "note": word.note}
    bound = word.told
    if bound is not None:
        declared = Number.sums(Sums.of(bound))
        said |= {"declared": declared, "basis": word.basis}
        if word.is_pending:
            recorded = line.this.low * line.backed if line.this.low and line.backed else Decimal(0)
            backed = min(Decimal(1), recorded / bound.low) if bound.low else Decimal(0)
            said |= {"this": declared, "backed": backed.quantize(SIXTH)}
    return line.model_copy(update=said)


def told_at(contents: Contents, **said: object) -> Contents:
    """The same contents, with what was not known before they were sent."""
    return contents.model_copy(update=said)
