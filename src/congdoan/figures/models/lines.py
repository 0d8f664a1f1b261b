"""The postings beneath a figure a page at a time, with what all of them together come to."""

from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from congdoan.figures.models.looks import WHOLE, Look
from congdoan.figures.rules import Sums


@dataclass(frozen=True)
class Line:
    """A posting with the fact beneath it; `again` says that the fact was posted before: this line corrects it."""

    entry: int
    noun: str
    title: str
    unit: int
    first_day: date
    last_day: date
    again: bool
    sums: Sums


@dataclass(frozen=True)
class Page:
    """Some of the lines of a figure; `count` and `total` are of all of them."""

    lines: tuple[Line, ...] = ()
    count: int = 0
    total: Sums = field(default_factory=Sums)


_LINES = """
    WITH told AS (
        SELECT p.id, p.entry_id, p.first_day, p.last_day, p.unit_id, p.low, p.high, p.open, p.rough, p.declared,
            ({whole}) AS whole
        {from_where}
    ), lines AS (
        SELECT entry_id, unit_id, first_day, last_day, id, low, high, open, rough, declared,
            row_number() OVER (PARTITION BY entry_id, unit_id ORDER BY id) > 1 AS again
        FROM told WHERE whole
        UNION ALL
        SELECT max(entry_id), unit_id, first_day, last_day, max(id), least(0, sum(low)), greatest(0, sum(high)),
            greatest(0, sum(open)), greatest(0, sum(rough)), 0, FALSE
        FROM told WHERE NOT whole GROUP BY unit_id, first_day, last_day
    ), page AS (
        SELECT *, count(*) OVER () AS n, sum(low) OVER () AS a, sum(high) OVER () AS b, sum(open) OVER () AS c,
            sum(rough) OVER () AS d, sum(declared) OVER () AS e
        FROM lines ORDER BY last_day, entry_id, id OFFSET %(offset)s LIMIT %(most)s
    )
    SELECT page.entry_id, entry.noun, entry.title, page.unit_id, page.first_day, page.last_day, again, low, high, open,
        rough, declared, n, a, b, c, d, e
    FROM page JOIN figures_entry AS entry ON entry.id = page.entry_id ORDER BY page.last_day, page.entry_id, page.id
"""


def lines(look: Look, indicator: int, *, offset: int = 0, most: int = 50) -> Page:
    """The postings that a figure sums, by day; those of a cut declaration give one line, its bound."""
    query = _LINES.format(whole=WHOLE, from_where=look.from_where)
    with connection.cursor() as cursor:
        cursor.execute(query, look.parameters | {"indicators": [indicator], "offset": offset, "most": most})
        rows = cursor.fetchall()
    if not rows:
        return Page()
    found = tuple(
        Line(entry, noun, title, unit, first, last, again, Sums(*map(int, numbers[:5])))
        for entry, noun, title, unit, first, last, again, *numbers in rows
    )
    return Page(found, rows[0][12], Sums(*map(int, rows[0][13:])))
