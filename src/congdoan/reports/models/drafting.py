"""Drafting a report: every line of a form read from the ledger, one question for each scope."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product

from congdoan.base import clock
from congdoan.base.knowledge import Moment
from congdoan.base.period import Cutoff, Period, parse_period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Form, Line, Nature
from congdoan.figures.models import Question
from congdoan.figures.rules import AnyFigure, Figure, Sums, Target, scope_of
from congdoan.org.models import Unit
from congdoan.reports.rules import Draft, DraftLine, DraftSection


def draft_sheet(
    unit: Unit, form: Form, period: Period, *, tree_on: date | None = None, known_at: Moment | None = None
) -> Draft:
    """A form filled for a unit and a period. All columns stand on one tree: of their own days, or of `tree_on`."""
    filling = _Filling(unit, form, period, tree_on, known_at)
    sections = [
        DraftSection(section.title, [filling.line(line) for line in section.lines]) for section in form.sections
    ]
    today = clock.today()
    return Draft(form, unit.code, unit.name_on(min(period.last_day, today)), period, today, sections)


def period_of(form: Form, text: str) -> Period:
    """A period laid out in the form's own calendar. Raises UnknownPeriod."""
    return parse_period(text, Cutoff.parse(form.cutoff))


@dataclass(frozen=True)
class _Read:
    """What one scope's lines need, read together."""

    question: Question
    this: dict[str, AnyFigure]
    before: dict[str, AnyFigure]


class _Filling:
    def __init__(self, unit: Unit, form: Form, period: Period, tree_on: date | None, known_at: Moment | None) -> None:
        self.form, self.period = form, period
        codes: dict[str, list[str]] = defaultdict(list)
        for _place, line in form.lines():
            codes[form.scope_of(line)].append(line.indicator)
        self.read = {
            scope: self._read(Question(unit, scope=scope_of(scope), tree_on=tree_on, known_at=known_at), wanted)
            for scope, wanted in codes.items()
        }
        self.reorganised = {scope: self._reorganised(read) for scope, read in self.read.items()}

    def _read(self, question: Question, codes: Iterable[str]) -> _Read:
        before = self.period.before
        wanted = list(codes)
        periods = [self.period, *([before] if before else [])]
        question.read([*product(wanted, periods), *self._since(question, wanted)])
        return _Read(
            question, question.figures(wanted, self.period), question.figures(wanted, before) if before else {}
        )

    def _since(self, question: Question, codes: Iterable[str]) -> Iterator[tuple[str, Period]]:
        """What has a plan, over the time since the plan's period began."""
        for code in codes:
            if target := question.target(code, self.period):
                yield code, Period(target.period.first_day, self.period.last_day)

    def _reorganised(self, read: _Read) -> dict[str, Sums]:
        before = self.period.before
        stocks = [code for code, told in read.this.items() if told.indicator.nature is Nature.STOCK]
        return read.question.reorganised(stocks, before.last_day, self.period.last_day) if before and stocks else {}

    def line(self, line: Line) -> DraftLine:
        scope = self.form.scope_of(line)
        read = self.read[scope]
        this = read.this[line.indicator]
        target = read.question.target(line.indicator, self.period)
        return DraftLine(
            line.label or current().indicators[line.indicator].local_name,
            this,
            read.before.get(line.indicator),
            target,
            self._plan_rate(read.question, this, target),
            self.reorganised[scope].get(line.indicator),
        )

    def _plan_rate(self, question: Question, this: AnyFigure, target: Target | None) -> Decimal | None:
        """Percent of the plan reached since the plan's period began."""
        if target is None or not isinstance(this, Figure):
            return None
        since = Period(target.period.first_day, self.period.last_day)
        done = question.figure(this.indicator.code, since)
        return None if done.value is None else Decimal(done.value) * 100 / target.value
