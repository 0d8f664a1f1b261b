"""Drafting sheets: every line of a form read from the ledger, all periods of a scope, many units, in one question."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product

from congdoan.base import clock
from congdoan.base.knowledge import Moment
from congdoan.base.language import in_vietnamese
from congdoan.base.period import Cutoff, Period, parse_period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import OWN, Column, Covers, Form, Nature, Section
from congdoan.figures.models import Question, know_plans, questions, read_together
from congdoan.figures.rules import AnyFigure, Figure, Reach, Sums, Target, scope_of
from congdoan.org.models import Unit, names_on
from congdoan.reports.rules import Draft, DraftLine, DraftSection, line_key
from congdoan.reports.rules.drafting import roman
from congdoan.reports.rules.owing import year_of


def draft_sheet(
    unit: Unit, form: Form, period: Period, *, tree_on: date | None = None, known_at: Moment | None = None
) -> Draft:
    """A form filled for a unit and a period. All columns stand on one tree: of their own days, or of `tree_on`."""
    return draft_sheets([unit], form, period, tree_on=tree_on, known_at=known_at)[0]


@in_vietnamese
def draft_sheets(
    units: Sequence[Unit],
    form: Form,
    period: Period,
    *,
    tree_on: date | None = None,
    known_at: Moment | None = None,
    only: Collection[str] | None = None,
) -> list[Draft]:
    """A form filled for each of many units, all read together; `only` some of its lines, by their keys."""
    asking = _Asking(form, period, only)
    today = clock.today()
    names = names_on([unit.pk for unit in units], min(period.last_day, today))
    asked = questions(units, tree_on=tree_on, known_at=known_at)
    if len(asked) > 1:
        asking.read_ahead(asked)
    years = tuple(map(_year_name, asking.years))
    return [
        Draft(
            form, unit.code, names.get(unit.pk, unit.code), period, today, _Filling(asking, question).sections(), years
        )
        for unit, question in zip(units, asked, strict=True)
    ]


def period_of(form: Form, text: str) -> Period:
    """A period laid out in the form's own calendar. Raises UnknownPeriod."""
    return parse_period(text, Cutoff.parse(form.cutoff))


def _year_name(period: Period) -> str:
    """A year, or `5T/2024` of one that the period cuts."""
    if period.name:
        return period.name
    return f"{len(period.months())}T/{period.last_day:%Y}"


Figures = Mapping[str, AnyFigure]


class _Asking:
    """What a form asks of the ledger for a period, whichever unit fills it."""

    def __init__(self, form: Form, period: Period, only: Collection[str] | None = None) -> None:
        self.form, self.period = form, period
        columns = set(form.columns)
        self.before = period.before
        self.year = year_of(period) if Column.SINCE_YEAR in columns else None
        self.term = _since(form.term_from, period) if Column.SINCE_TERM in columns else None
        self.years = tuple(period.years()) if Column.YEARS in columns else ()
        wanted = [self.period, *filter(None, (self.before, self.year, self.term)), *self.years]
        self.periods = list(dict.fromkeys(wanted))
        self.lines = [_place(form, place, section, only) for place, section in enumerate(form.sections, 1)]
        self.ahead: dict[tuple[int, str], tuple[Question, Question]] = {}
        self.codes: dict[str, list[str]] = defaultdict(list)
        for _title, lines in self.lines:
            for line in lines:
                self.codes[line.scope].append(line.code)

    def tells_plans_of_all(self, scope: str) -> bool:
        """A plan is set to a unit with all beneath it: on a sheet of the unit alone, too, it stands beside its line."""
        return self.form.covers is Covers.OWN and scope == OWN

    def read_ahead(self, asked: Sequence[Question]) -> None:
        """Read for all questions what each of them will ask."""
        know_plans(asked, [self.period])
        for scope, codes in self.codes.items():
            scoped = [question.within(scope_of(scope)) for question in asked]
            planned = scoped
            if self.tells_plans_of_all(scope):
                planned = [question.within(Reach.SUBTREE) for question in asked]
            having = [question for question in planned if question.targets(self.period).keys() & codes]
            since = {pair for question in having for pair in _since_plans(question, codes, self.period).items()}
            pairs = [*product(codes, self.periods)]
            if planned is scoped:
                pairs += since
            elif since:
                read_together(having, since)
            read_together(scoped, pairs)
            for question, own, plan in zip(asked, scoped, planned, strict=True):
                self.ahead[question.unit.pk, scope] = own, plan

    def question(self, question: Question, scope: str) -> tuple[Question, Question]:
        """The question of a scope's lines, and that of what was done of plans; all that they will be asked is read."""
        if ahead := self.ahead.get((question.unit.pk, scope)):
            return ahead
        codes, scoped = self.codes[scope], question.within(scope_of(scope))
        planned = scoped.within(Reach.SUBTREE) if self.tells_plans_of_all(scope) else scoped
        asked, since = product(codes, self.periods), _since_plans(planned, codes, self.period)
        scoped.read([*asked, *since.items()] if planned is scoped else asked)
        if planned is not scoped and since:
            planned.read(since.items())
        return scoped, planned


@dataclass(frozen=True)
class _Placed:
    """A line of the form at its place."""

    code: str
    scope: str
    key: str
    number: str
    label: str
    part_of: str
    chart: bool


def _place(form: Form, place: int, section: Section, only: Collection[str] | None) -> tuple[str, list[_Placed]]:
    found: list[_Placed] = []
    for number, line in enumerate(section.lines, 1):
        scope = form.scope_of(line)
        key = line_key(line.indicator, scope)
        if only is None or key in only:
            whole = line_key(line.part_of, scope) if line.part_of else ""
            label = line.label or current().indicators[line.indicator].local_name
            placed = _Placed(line.indicator, scope, key, f"{roman(place)}.{number}", label, whole, line.chart)
            found.append(placed)
    return section.title, found


def _since_plans(question: Question, codes: Iterable[str], period: Period) -> dict[str, Period]:
    """Of what has a plan, what was done since the plan's period began."""
    targets = question.targets(period)
    return {
        code: Period(targets[code].period.first_day, period.last_day)
        for code in (codes if targets else ())
        if code in targets and question.catalogue.indicators[code].is_additive
    }


@dataclass(frozen=True)
class _Read:
    """What one scope's lines need, read together; `done` is what was done since the plans of some codes began."""

    this: Figures
    before: Figures | None
    year: Figures | None
    term: Figures | None
    years: Sequence[Figures]
    targets: Mapping[str, Target]
    done: Mapping[str, AnyFigure]
    reorganised: Mapping[str, Sums]


class _Filling:
    """A form with a unit's figures."""

    def __init__(self, asking: _Asking, question: Question) -> None:
        self.asking = asking
        self.read = {scope: self._read(question, scope, codes) for scope, codes in asking.codes.items()}

    def _read(self, question: Question, scope: str, codes: Sequence[str]) -> _Read:
        asking = self.asking
        question, planned = asking.question(question, scope)
        figures = dict(zip(asking.periods, question.at_hand(asking.periods, codes), strict=True))
        since = _since_plans(planned, codes, asking.period)
        return _Read(
            figures[asking.period],
            figures[asking.before] if asking.before else None,
            figures[asking.year] if asking.year else None,
            figures[asking.term] if asking.term else None,
            [figures[year] for year in asking.years],
            planned.targets(asking.period),
            {code: planned.figure(code, period) for code, period in since.items()},
            self._reorganised(question, figures[asking.period]),
        )

    def _reorganised(self, question: Question, this: Figures) -> dict[str, Sums]:
        before, period = self.asking.before, self.asking.period
        if before is None or question.scope == Reach.OWN:
            return {}
        stocks = [code for code, told in this.items() if told.indicator.nature is Nature.STOCK]
        return question.reorganised(stocks, before.last_day, period.last_day) if stocks else {}

    def sections(self) -> list[DraftSection]:
        return [DraftSection(title, [self._line(line) for line in lines]) for title, lines in self.asking.lines]

    def _line(self, placed: _Placed) -> DraftLine:
        code, read = placed.code, self.read[placed.scope]
        return DraftLine(
            placed.key,
            placed.number,
            placed.label,
            read.this[code],
            read.before[code] if read.before else None,
            read.targets.get(code),
            _rate(read, code) if code in read.targets else None,
            read.year[code] if read.year else None,
            read.term[code] if read.term else None,
            tuple(year[code] for year in read.years),
            read.reorganised.get(code),
            placed.part_of,
            placed.chart,
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
