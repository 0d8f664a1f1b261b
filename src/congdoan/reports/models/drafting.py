"""Drafting a sheet: every line of a form read from the ledger, all periods of a scope in one question."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product

from congdoan.base import clock
from congdoan.base.knowledge import Moment
from congdoan.base.language import in_vietnamese
from congdoan.base.period import Cutoff, Period, parse_period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Column, Covers, Form, Line, Nature
from congdoan.figures.models import Question
from congdoan.figures.rules import AnyFigure, Figure, Reach, Sums, Target, scope_of
from congdoan.org.models import Unit
from congdoan.reports.rules import Draft, DraftLine, DraftSection, line_key
from congdoan.reports.rules.drafting import roman
from congdoan.reports.rules.owing import year_of


@in_vietnamese
def draft_sheet(
    unit: Unit, form: Form, period: Period, *, tree_on: date | None = None, known_at: Moment | None = None
) -> Draft:
    """A form filled for a unit and a period. All columns stand on one tree: of their own days, or of `tree_on`."""
    filling = _Filling(unit, form, period, tree_on, known_at)
    sections = [
        DraftSection(
            section.title,
            [filling.line(line, f"{roman(place)}.{number}") for number, line in enumerate(section.lines, 1)],
        )
        for place, section in enumerate(form.sections, 1)
    ]
    today = clock.today()
    name = unit.name_on(min(period.last_day, today))
    return Draft(form, unit.code, name, period, today, sections, tuple(map(_year_name, filling.years)))


def period_of(form: Form, text: str) -> Period:
    """A period laid out in the form's own calendar. Raises UnknownPeriod."""
    return parse_period(text, Cutoff.parse(form.cutoff))


def _year_name(period: Period) -> str:
    """A year, or `5T/2024` of one that the period cuts."""
    if period.name:
        return period.name
    return f"{len(period.months())}T/{period.last_day:%Y}"


@dataclass(frozen=True)
class _Read:
    """What one scope's lines need, read together; `done` is what was done since the plans of some codes began."""

    question: Question
    figures: dict[Period, dict[str, AnyFigure]]
    targets: dict[str, Target]
    done: dict[str, AnyFigure] = field(default_factory=dict)


class _Filling:
    def __init__(self, unit: Unit, form: Form, period: Period, tree_on: date | None, known_at: Moment | None) -> None:
        self.form, self.period = form, period
        columns = set(form.columns)
        self.before = period.before
        self.year = year_of(period) if Column.SINCE_YEAR in columns else None
        self.term = _since(form.term_from, period) if Column.SINCE_TERM in columns else None
        self.years = tuple(period.years()) if Column.YEARS in columns else ()
        codes: dict[str, list[str]] = defaultdict(list)
        for _place, line in form.lines():
            codes[form.scope_of(line)].append(line.indicator)
        question = Question(unit, tree_on=tree_on, known_at=known_at)
        self.read: dict[str, _Read] = {}
        for scope, wanted in codes.items():
            question = question.within(scope_of(scope))
            self.read[scope] = self._read(question, wanted)
        self.reorganised = {scope: self._reorganised(read) for scope, read in self.read.items()}

    def _read(self, question: Question, codes: Sequence[str]) -> _Read:
        wanted = [self.period, *filter(None, (self.before, self.year, self.term)), *self.years]
        periods = list(dict.fromkeys(wanted))
        planned = question.within(Reach.SUBTREE) if self._tells_plans(question) else question
        targets = {code: target for code in codes if (target := planned.target(code, self.period))}
        since = {
            code: Period(target.period.first_day, self.period.last_day)
            for code, target in targets.items()
            if question.catalogue.indicators[code].is_additive
        }
        asked = product(codes, periods)
        question.read([*asked, *since.items()] if planned is question else asked)
        if planned is not question:
            planned.read(since.items())
        figures = dict(zip(periods, question.figures_in(periods, codes), strict=True))
        done = {code: planned.figure(code, period) for code, period in since.items()}
        return _Read(question, figures, targets, done)

    def _tells_plans(self, question: Question) -> bool:
        """A plan is set to a unit with all beneath it: on a sheet of the unit alone, too, it stands beside its line."""
        return self.form.covers is Covers.OWN and question.scope == Reach.OWN

    def _reorganised(self, read: _Read) -> dict[str, Sums]:
        before = self.before
        stocks = [code for code, told in read.figures[self.period].items() if told.indicator.nature is Nature.STOCK]
        if before is None or not stocks or read.question.scope == Reach.OWN:
            return {}
        return read.question.reorganised(stocks, before.last_day, self.period.last_day)

    def line(self, line: Line, number: str) -> DraftLine:
        scope, code = self.form.scope_of(line), line.indicator
        read = self.read[scope]

        def told(period: Period | None) -> AnyFigure | None:
            return read.figures[period][code] if period else None

        this = read.figures[self.period][code]
        return DraftLine(
            key=line_key(code, scope),
            number=number,
            label=line.label or current().indicators[code].local_name,
            this=this,
            before=told(self.before),
            target=read.targets.get(code),
            plan_rate=_rate(read, code),
            since_year=told(self.year),
            since_term=told(self.term),
            years=tuple(read.figures[year][code] for year in self.years),
            reorganised=self.reorganised[scope].get(code),
            part_of=line_key(line.part_of, scope) if line.part_of else "",
            chart=line.chart,
        )


def _rate(read: _Read, code: str) -> Decimal | None:
    """Percent of the plan reached since the plan's period began."""
    target, done = read.targets.get(code), read.done.get(code)
    if target is None or not isinstance(done, Figure) or done.value is None:
        return None
    return Decimal(done.value) * 100 / target.value


def _since(first: date | None, period: Period) -> Period | None:
    """From a day to the end of a period; None where the period ended before it."""
    return Period(first, period.last_day) if first and first <= period.last_day else None
