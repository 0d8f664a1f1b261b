"""The key figures of a unit in a period: beside the year before, the plan, and the twelve months that led there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base import clock
from congdoan.base.period import DAY, Period, add_months, month_end, parse_period
from congdoan.base.text import number
from congdoan.catalogue.models import counted, current
from congdoan.catalogue.rules import Indicator, Nature
from congdoan.desk import charts
from congdoan.desk.context import Context
from congdoan.desk.numbers import Against, Change, Told, against, change, unit_in_table
from congdoan.figures.models import Question, Run, flows_by_month, stocks_on
from congdoan.figures.rules import AnyFigure, Reach, Target


@dataclass(frozen=True)
class Row:
    """A line of a table of figures; numbers are in the unit of the table."""

    indicator: Indicator
    unit: str
    now: Told
    before: Told | None
    change: Change | None
    against: Against | None
    backed: float | None
    url: str
    before_url: str = ""
    why: str = ""
    months: tuple[float, ...] = ()

    @property
    def name(self) -> str:
        return self.indicator.local_name


def key_codes(most: int = 8, *, of_one_workplace: bool = False) -> list[str]:
    """The edition's key figures; the first indicators there are, where it names none.

    Of one workplace without those that count nothing but the founding of units.
    """
    indicators = current().indicators
    named = [code for code in current().edition.key_figures if code in indicators]
    codes = named or [code for code, each in indicators.items() if not each.own_only]
    if of_one_workplace:
        codes = [code for code in codes if {term.noun for term in indicators[code].terms} != {"founding"}]
    return codes[:most]


def rows(context: Context, question: Question, codes: Sequence[str]) -> list[Row]:
    """The figures of a period, with plan, share of it, and the same period before; all read together."""
    period, before = context.period, context.period.before
    targets = {code: target for code in codes if (target := question.target(code, period))}
    starts = {target.period.first_day for target in targets.values()}
    since = {start: Period(start, period.last_day) for start in starts}
    periods = [period, *([before] if before else []), *since.values()]
    read = dict(zip(periods, question.figures_in(periods, codes), strict=True))
    earlier = f"?{context.link(period=before, cutoff=before.cutoff)}" if before else ""
    return [_row(context, read, code, targets.get(code), before, earlier) for code in codes]


Read = dict[Period, dict[str, AnyFigure]]


def _row(
    context: Context, read: Read, code: str, target: Target | None, before: Period | None, query_before: str
) -> Row:
    figure = read[context.period][code]
    earlier = read[before][code] if before else None
    indicator = figure.indicator
    now, then = Told.of(figure), Told.of(earlier) if earlier else None
    page = reverse("desk:figure", args=[code])
    done = read[Period(target.period.first_day, context.period.last_day)][code] if target else figure
    return Row(
        indicator,
        unit_in_table(indicator),
        now.in_table(indicator),
        then.in_table(indicator) if then else None,
        change(now, then),
        against(Told.of(done), target, context.period),
        figure.backed if figure.known else None,
        f"{page}?{context.query}",
        page + query_before if before else "",
        _("Một trong hai số không phải là số chính xác"),
    )


def year_of(period: Period) -> Period:
    """The year in which a period ends, in its own calendar."""
    last = period.last_day
    years = (parse_period(str(year), period.cutoff) for year in (last.year, last.year + 1, last.year - 1))
    return next(year for year in years if last in year)


@dataclass(frozen=True)
class Months:
    """What the months of two years gave of some flows, and what there was of stocks at the ends of twelve."""

    year: Period
    flows: dict[str, dict[date, float]]
    spans: dict[str, int]
    """How many declarations over several months are in none of them."""
    stocks: dict[str, list[float]]

    def last_twelve(self, code: str, until: date) -> tuple[float, ...]:
        if code in self.stocks:
            return tuple(self.stocks[code])
        flow = self.flows.get(code, {})
        return tuple(flow.get(first, 0.0) for first in twelve_months(until))


def twelve_months(until: date) -> list[date]:
    """The first days of the twelve months that end with a day's."""
    return [date(*add_months(until.year, until.month, -back), 1) for back in range(11, -1, -1)]


def months(context: Context, question: Question, codes: Sequence[str]) -> Months:
    """Two years of flows by month and twelve month ends of stocks, up to the period's last day that has come."""
    until = min(context.period.last_day, clock.today())
    year = year_of(context.period)
    before = year.before
    assert before is not None
    additive = [indicator for code in codes if (indicator := current().indicators[code]).is_additive]
    flows = [each.code for each in additive if each.nature is Nature.FLOW]
    stocks = [each.code for each in additive if each.nature is Nature.STOCK]
    runs = flows_by_month(question, flows, Period(before.first_day, max(until, before.last_day)))
    ends = [min(month_end(first.year, first.month), until) for first in twelve_months(until)]
    levels = stocks_on(question, stocks, ends)
    return Months(
        year,
        {code: _by_first_day(each) for code, each in runs.items()},
        {code: sum(not run.is_month for run in each) for code, each in runs.items()},
        {code: [float(sums.low) for sums in each] for code, each in levels.items()},
    )


def _by_first_day(runs: Sequence[Run]) -> dict[date, float]:
    return {run.first_day: float(run.sums.low) for run in runs if run.is_month}


@dataclass(frozen=True)
class Chart:
    """A flow by month, this year beside the one before, with the sentence that says the same."""

    title: str
    drawing: SafeString
    sentence: str
    year: str
    year_before: str
    url: str
    plan: str = ""
    """What the dashed line is, where there is one."""


_TOO_LOW = 0.02
"""A plan so much lower than the highest month would lie on the axis: it says nothing in a chart."""


def chart(context: Context, question: Question, told: Months, code: str) -> Chart | None:
    """The year's chart of one flow; None where neither year has anything in it."""
    flow, until = told.flows.get(code), min(context.period.last_day, clock.today())
    before = told.year.before
    if not flow or not any(flow.values()) or before is None:
        return None
    indicator = current().indicators[code]
    now = [(month.first_day, flow.get(month.first_day, 0.0)) for month in told.year.months()]
    then = {(day.year + 1, day.month): n for day, n in flow.items() if day in before}
    bars = [
        charts.Bar(
            _("T%(n)s") % {"n": day.month},
            n if day <= until else None,
            then.get((day.year, day.month), 0.0),
            number(int(n)) if n and day <= until else "",
        )
        for day, n in now
    ]
    target = question.target(code, told.year)
    monthly = target.value / 12 if target else None
    most = max(flow.values())
    if monthly is not None and monthly < most * _TOO_LOW:
        monthly = None
    plan = _("Kế hoạch: bình quân %(n)s mỗi tháng") % {"n": number(Decimal(monthly))} if monthly else ""
    return Chart(
        indicator.local_name,
        charts.columns(bars, monthly),
        _sentence(told, code, indicator, until, then),
        str(told.year),
        str(before),
        f"{reverse('desk:figure', args=[code])}?{context.link(period=told.year, cutoff=told.year.cutoff)}&by=month",
        plan,
    )


def _sentence(told: Months, code: str, indicator: Indicator, until: date, then: dict[tuple[int, int], float]) -> str:
    """What a chart shows, in words."""
    flow = told.flows[code]
    mine = {day: n for day, n in flow.items() if told.year.first_day <= day <= until}
    total, earlier = sum(mine.values()), sum(then.get((day.year, day.month), 0.0) for day in _months(told.year, until))
    most = max(mine, key=lambda day: mine[day], default=None)
    parts = [
        _("Từ %(first)s đến %(until)s: %(total)s %(unit)s, cùng những tháng ấy năm trước %(earlier)s.")
        % {
            "first": f"{told.year.first_day:%d/%m/%Y}",
            "until": f"{until:%d/%m/%Y}",
            "total": number(int(total)),
            "unit": counted(indicator.unit, int(total)),
            "earlier": number(int(earlier)),
        }
    ]
    if most and mine[most]:
        parts.append(_("Nhiều nhất là tháng %(month)s, %(n)s.") % {"month": most.month, "n": number(int(mine[most]))})
    if told.spans.get(code):
        parts.append(
            ngettext(
                "Chưa kể %(n)s lần kê khai gộp nhiều tháng.",
                "Chưa kể %(n)s lần kê khai gộp nhiều tháng.",
                told.spans[code],
            )
            % {"n": told.spans[code]}
        )
    return " ".join(parts)


def _months(year: Period, until: date) -> list[date]:
    return [month.first_day for month in year.months() if month.first_day <= until]


def is_whole(context: Context) -> bool:
    """Whether figures are of a unit with all beneath it, to which plans are set."""
    return context.scope == Reach.SUBTREE


def day_before(day: date) -> date:
    return day - DAY
