"""The facts beneath a figure: every posting that it sums."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.db import connection

from congdoan.figures.models.looks import WHOLE, Look
from congdoan.figures.rules import Sums


@dataclass(frozen=True)
class Fact:
    """A posting and the fact beneath it, with what it gives to the figure that was asked for."""

    entry: int
    noun: str
    title: str
    unit: str
    first_day: date
    last_day: date
    xact: int
    sums: Sums = field(default_factory=Sums)


def facts(look: Look, indicator: int) -> list[Fact]:
    """Every posting that the figure sums, by day; those of a cut declaration give one line, its bound."""
    query = f"""
        SELECT told.*, entry.noun, entry.title, unit.code FROM (
            SELECT p.id, p.entry_id, p.first_day, p.last_day, p.unit_id, p.xact::text::bigint AS xact, p.low,
                p.high, p.open, p.rough, p.declared, ({WHOLE}) AS whole
            {look.from_where}
        ) AS told
        JOIN figures_entry AS entry ON entry.id = told.entry_id JOIN org_unit AS unit ON unit.id = told.unit_id
        ORDER BY told.last_day, told.entry_id, told.id
    """
    with connection.cursor() as cursor:
        cursor.execute(query, look.parameters | {"indicators": [indicator]})
        rows = cursor.fetchall()
    whole: list[Fact] = []
    cut: dict[tuple[str, date, date], Fact] = {}
    for _id, entry, first, last, _unit, xact, low, high, open_, rough, declared, is_whole, noun, title, code in rows:
        fact = Fact(entry, noun, title, code, first, last, xact, Sums(low, high, open_, rough, declared))
        if is_whole:
            whole.append(fact)
        else:
            held = cut.get((code, first, last))
            cut[code, first, last] = replace(fact, sums=fact.sums + held.sums) if held else fact
    return whole + [replace(fact, sums=_bound_of_a_part(fact.sums)) for fact in cut.values()]


def _bound_of_a_part(whole: Sums) -> Sums:
    return Sums(min(0, whole.low), max(0, whole.high), max(0, whole.open), max(0, whole.rough), 0)
