"""What changed after a sheet was sent: line by line, with the postings that made it."""

from dataclasses import dataclass, replace
from decimal import Decimal

from congdoan.base.knowledge import Moment
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Nature
from congdoan.figures.models import Page, Question, lines
from congdoan.figures.rules import Sums, scope_of
from congdoan.reports.models.drafting import draft_sheet
from congdoan.reports.models.revisions import Revision
from congdoan.reports.rules import Contents, Number, ToldLine

MOST = 20
"""So many postings of a line are shown; the rest are counted."""


@dataclass(frozen=True)
class Difference:
    """A line whose number is another now. `made` are the postings since; `moved` is what they do not explain: units
    that came or went, or a place set right for a past day."""

    line: ToldLine
    now: Number
    made: Page | None = None
    moved: Sums | None = None

    @property
    def by(self) -> Decimal | None:
        """By how much; None where one of the two is no exact number."""
        if self.now.value is None or self.line.this.value is None:
            return None
        return self.now.value - self.line.this.value

    @property
    def within(self) -> tuple[Decimal | None, Decimal | None]:
        """The least and the most that it may be by, None where nothing certain bounds it: not what is only about so."""
        was, now = self.line.this, self.now
        if was.about or now.about:
            return None, None
        return _less(now.low, was.high), _less(now.high, was.low)


def _less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other


def now_of(revision: Revision) -> dict[str, Number]:
    """The lines of a sent sheet as the ledger tells them now."""
    draft = draft_sheet(revision.sheet.unit, revision.sheet.of_form, revision.sheet.of_period)
    return {line.key: Number.of(line.this) for line in draft.lines()}


def changed(contents: Contents, now: dict[str, Number]) -> list[Difference]:
    """The lines that differ, without what made them differ."""
    return [
        Difference(line, now[line.key]) for line in contents.lines() if line.key in now and now[line.key] != line.this
    ]


def differences(revision: Revision) -> list[Difference]:
    """The lines that differ now, each with the postings that made it; a quotient's are those of its parts."""
    contents = revision.contents
    told = changed(contents, now_of(revision))
    return [_explained(revision, each) for each in told]


def _explained(revision: Revision, difference: Difference) -> Difference:
    indicator = current().indicators[difference.line.indicator]
    if not indicator.is_additive:
        return difference
    sheet = revision.sheet
    question = Question(sheet.unit, scope=scope_of(difference.line.scope))
    look = replace(
        question.look(sheet.of_period, indicator.nature is Nature.STOCK, tallied=False), since=revision.moment
    )
    made = lines(look, question.numbers.get(indicator.code, 0), most=MOST)
    by = difference.by
    rest = None if by is None else Sums(int(by) - made.total.low, int(by) - made.total.high)
    return replace(difference, made=made, moved=rest if rest and (rest.low or rest.high) else None)


def as_told_then(revision: Revision, moment: Moment | None = None) -> dict[str, Number]:
    """The lines read again from the ledger at the moment of the sending: the same numbers for ever."""
    draft = draft_sheet(
        revision.sheet.unit,
        revision.sheet.of_form,
        revision.sheet.of_period,
        known_at=moment or revision.moment,
    )
    return {line.key: Number.of(line.this) for line in draft.lines()}
