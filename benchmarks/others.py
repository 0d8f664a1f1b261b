"""(b) and (c): the same form by one hand-written statement over the tree, on PostgreSQL and on DuckDB over Parquet.

It is what an engineer would write first: join the tree, group by indicator, a FILTER for each column. It knows nothing
of what is known, of bounds, of declarations that a period cuts, or of how much is backed; ours tells all of that too.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
from django.db import connection

from benchmarks import place
from benchmarks.facts import INDICATORS
from benchmarks.timing import step
from congdoan.base.period import Period
from congdoan.catalogue.models import numbers
from congdoan.org.models import Unit

Told = dict[int, tuple[int | None, ...]]
BEGINNING = date(1, 1, 1)

# Of each indicator: this period, the same before, since the year began; flows by the day, stocks of the end.
FORM = """
    SELECT p.indicator, {columns}
    FROM {postings} AS p JOIN {lineage} AS l ON l.unit = p.unit JOIN {codes} AS code ON code.indicator = p.indicator
    WHERE l.ancestor = {unit} AND p.last_day <= DATE '{last}' AND p.indicator IN ({indicators})
    GROUP BY p.indicator
"""
COLUMN = """sum(p.low) FILTER (WHERE CASE WHEN code.is_stock
    THEN p.last_day <= DATE '{last}' AND l.from_day <= {stood} AND l.until_day > {stood}
    ELSE p.first_day >= DATE '{first}' AND p.last_day <= DATE '{last}' AND l.from_day <= {tree}
        AND l.until_day > {tree} END)"""
FIGURE = """
    SELECT sum(p.low), sum(p.high) FROM {postings} AS p JOIN {lineage} AS l ON l.unit = p.unit
    WHERE l.ancestor = {unit} AND p.indicator = {indicator} AND p.first_day >= DATE '{first}'
        AND p.last_day <= DATE '{last}' AND l.from_day <= {tree} AND l.until_day > {tree}
"""
ON_POSTGRESQL = {
    "postings": """(SELECT unit_id AS unit, indicator_id AS indicator, first_day, last_day, low, high
        FROM figures_posting)""",
    "lineage": """(SELECT unit_id AS unit, ancestor_id AS ancestor, coalesce(lower(span), '-infinity') AS from_day,
        coalesce(upper(span), 'infinity') AS until_day FROM org_lineage WHERE superseded IS NULL)""",
    "codes": "(SELECT id AS indicator, is_stock FROM catalogue_code)",
}


@dataclass(frozen=True)
class Engine:
    """Something that answers SQL over postings, lineage and codes."""

    name: str
    ask: Callable[[str], list[tuple[object, ...]]]
    tables: dict[str, str]

    def form(self, unit: Unit, period: Period, tree_on: date | None = None) -> Told:
        """Three sums of each of the sixty indicators, on the tree of each day or of one."""
        asked = [
            period,
            period.before or Period(BEGINNING, BEGINNING),
            Period(date(period.last_day.year, 1, 1), period.last_day),
        ]
        tree = _day(tree_on) if tree_on else "p.last_day"
        columns = ", ".join(
            COLUMN.format(first=each.first_day, last=each.last_day, tree=tree, stood=_day(tree_on or each.last_day))
            for each in asked
        )
        codes = numbers()
        indicators = ",".join(str(codes[code]) for code in INDICATORS)
        query = FORM.format(columns=columns, unit=unit.pk, last=period.last_day, indicators=indicators, **self.tables)
        return {int(row[0]): tuple(row[1:]) for row in self.ask(query)}  # type: ignore[call-overload, arg-type]

    def figure(self, unit: Unit, code: str, period: Period, tree_on: date | None = None) -> tuple[object, ...]:
        tree = _day(tree_on) if tree_on else "p.last_day"
        first, last = period.first_day, period.last_day
        query = FIGURE.format(unit=unit.pk, indicator=numbers()[code], first=first, last=last, tree=tree, **self.tables)
        return self.ask(query)[0]


def _day(day: date) -> str:
    return f"DATE '{day}'"


def by_hand() -> Engine:
    def ask(query: str) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(query.replace("%", "%%"))
            return list(cursor.fetchall())

    return Engine("PostgreSQL, by hand", ask, ON_POSTGRESQL)


def on_duckdb() -> Engine:
    """Over Parquet sorted by unit, indicator and day, and its lineage by ancestor; what the files hold where is kept.

    Left to itself it reads the ends of the files anew for each question: a quarter of the time of a small unit's.
    """
    folder = sorted_export()
    session = duckdb.connect(config={"threads": 2, "memory_limit": "8GB"})
    session.execute("LOAD parquet; SET parquet_metadata_cache = true")
    tables = {name: f"read_parquet('{folder / name}.parquet')" for name in ("postings", "lineage", "indicators")}
    tables["codes"] = tables.pop("indicators")

    def ask(query: str) -> list[tuple[object, ...]]:
        return session.execute(query).fetchall()

    return Engine("DuckDB", ask, tables)


TABLES = {
    "postings": (
        "SELECT unit_id, indicator_id, first_day, last_day, low, high FROM figures_posting",
        "unit INTEGER, indicator SMALLINT, first_day DATE, last_day DATE, low BIGINT, high BIGINT",
        "unit, indicator, last_day",
    ),
    "lineage": (
        "SELECT unit_id, ancestor_id, coalesce(lower(span), '0001-01-01'), coalesce(upper(span), '9999-12-31') "
        "FROM org_lineage WHERE superseded IS NULL",
        "unit INTEGER, ancestor INTEGER, from_day DATE, until_day DATE",
        "ancestor, unit",
    ),
    "indicators": (
        "SELECT id, is_stock FROM catalogue_code",
        "indicator SMALLINT, is_stock BOOLEAN",
        "indicator",
    ),
}


def sorted_export() -> Path:
    """The tables as Parquet, made once and kept."""
    folder = place.home() / "sorted"
    if (folder / "done").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    session = duckdb.connect(
        config={"threads": 2, "memory_limit": "6GB", "temp_directory": str(place.home() / "spill")}
    )
    for name, (query, columns, order) in TABLES.items():
        with step(f"Parquet of {name}"):
            plain = folder / f"{name}.csv"
            statement = f"COPY ({query}) TO STDOUT (FORMAT csv)"
            with place.loading() as reading, plain.open("wb") as file, reading.cursor().copy(statement) as channel:
                for part in channel:
                    file.write(part)
            named = ", ".join("'{}': '{}'".format(*column.split()) for column in columns.split(", "))
            session.execute(
                f"COPY (SELECT * FROM read_csv('{plain}', header = false, columns = {{{named}}}) ORDER BY {order}) "
                f"TO '{folder / name}.parquet' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
            )
            plain.unlink()
    (folder / "done").touch()
    return folder
