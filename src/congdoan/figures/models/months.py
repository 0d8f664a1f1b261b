"""Figures month by month: what came in each, and what there was at the end of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from congdoan.base.period import DAY, Period, month_end
from congdoan.figures.models import reading
from congdoan.figures.models.figures import Question
from congdoan.figures.models.looks import Look, known
from congdoan.figures.rules import Sums


@dataclass(frozen=True)
class Run:
    """What was posted for one month, or declared for a run of several; both days belong to it."""

    first_day: date
    last_day: date
    sums: Sums

    @property
    def is_month(self) -> bool:
        return (self.first_day.year, self.first_day.month) == (self.last_day.year, self.last_day.month)


def flows_by_month(question: Question, codes: Iterable[str], period: Period) -> dict[str, list[Run]]:
    """Of each flow, what every month gave, in order; what was declared for several months stands by itself.

    They add up to the figure of the period.
    """
    wanted = {question.numbers[code]: code for code in codes if code in question.numbers}
    found: dict[str, list[Run]] = {code: [] for code in wanted.values()}
    if wanted:
        sums = reading.sums(question.look(period, stock=False), wanted, by=reading.MONTH)
        for (number, months), told in sorted(sums.items(), key=lambda item: item[0]):
            first, last = months[:7], months[7:]
            found[wanted[number]].append(Run(_first(first), _last(last), told))
    return found


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _last(month: str) -> date:
    year, number = month.split("-")
    return month_end(int(year), int(number))


def stocks_on(question: Question, codes: Iterable[str], days: Sequence[date]) -> dict[str, list[Sums]]:
    """Of each stock, what there was on each of some days (in order), in one statement."""
    wanted = {question.numbers[code]: code for code in codes if code in question.numbers}
    found = {code: [Sums()] * len(days) for code in wanted.values()}
    if not wanted or not days:
        return found
    look = question.look(Period(days[0], days[-1]), stock=True)
    parameters = look.parameters | {"indicators": list(wanted), "fresh": list(wanted), "days": list(days)}
    parameters["after"] = [day + DAY for day in days]
    with connection.cursor() as cursor:
        cursor.execute(_levels(look, are_ends=all((day + DAY).day == 1 for day in days)), parameters)
        for number, place, *numbers in cursor.fetchall():
            told = found[wanted[number]]
            told[place - 1] += Sums(*map(int, numbers))
    return found


_FIVE = "sum(low) AS low, sum(high) AS high, sum(open) AS open, sum(rough) AS rough, sum(declared) AS declared"
_BEFORE = "width_bucket(last_day, %(after)s::date[]) AS days_before"
"""On how many of the days a posting was not yet there."""

_HELD = f"""
    SELECT unit_id, indicator_id, {_BEFORE}, {_FIVE}
    FROM {{postings}} AS p
    WHERE unit_id IN (SELECT unit_id FROM beneath) AND indicator_id = ANY(%(indicators)s)
        AND last_day <= %(last)s AND {{visible}}
    GROUP BY 1, 2, 3
"""
_TALLIED = f"""
    SELECT indicator_id, {_BEFORE}, {_FIVE} FROM figures_tally AS t
    WHERE unit_id = %(unit)s AND indicator_id = ANY(%(indicators)s) AND last_day <= %(last)s AND {{scope}}
    GROUP BY 1, 2
"""
_LEVELS = f"""
    beneath AS (SELECT * FROM org_lineage AS l WHERE ancestor_id = %(unit)s AND {{known}} AND {{scope}}),
    asked AS (SELECT day, place::int, {{tree}} AS tree FROM unnest(%(days)s::date[]) WITH ORDINALITY AS d(day, place)),
    held AS ({{held}}),
    spans AS (
        SELECT unit_id, indicator_id, first_day, last_day, {_FIVE}
        FROM figures_posting AS p
        WHERE unit_id IN (SELECT unit_id FROM beneath) AND indicator_id = ANY(%(indicators)s) AND {{visible}}
            AND first_day < last_day AND first_day <= %(last)s AND last_day > (%(days)s::date[])[1]
        GROUP BY 1, 2, 3, 4
    )
    {{tallied}}
    SELECT indicator_id, place, {_FIVE}
    FROM asked JOIN beneath AS l ON l.span @> asked.tree
        JOIN held ON held.unit_id = l.unit_id AND held.days_before < asked.place
    GROUP BY 1, 2
    UNION ALL
    SELECT indicator_id, place, sum(least(0, low)), sum(greatest(0, high)), sum(greatest(0, open)),
        sum(greatest(0, rough)), 0
    FROM asked JOIN beneath AS l ON l.span @> asked.tree
        JOIN spans ON spans.unit_id = l.unit_id AND spans.first_day <= asked.day AND spans.last_day > asked.day
    GROUP BY 1, 2
"""


def _levels(look: Look, *, are_ends: bool) -> str:
    """From tallies only where the days are ends of months."""
    reads_tallies = look.reads_tallies and are_ends
    visible = "pg_visible_in_snapshot(p.xact, %(snapshot)s::pg_snapshot)" if look.moment else "TRUE"
    postings = "fresh" if reads_tallies else "figures_posting"
    scope = look.scope_condition or "TRUE"
    told = f"""
        SELECT indicator_id, place, {_FIVE}
        FROM asked JOIN ({_TALLIED.format(scope=scope.replace("l.", "t."))}) AS t ON t.days_before < asked.place
        GROUP BY 1, 2 UNION ALL
    """
    levels = _LEVELS.format(
        known=known("l", look.moment),
        scope=scope,
        tree="%(tree)s::date" if look.tree_on else "day",
        held=_HELD.format(postings=postings, visible=visible),
        visible=visible,
        tallied=told if reads_tallies else "",
    )
    return f"{reading.WITH_UNFOLDED.strip()}, {levels}" if reads_tallies else f"WITH {levels}"
