"""The federation written into the real tables by COPY; its lineage is laid by the program itself."""

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date

import psycopg
from django.db import connections
from psycopg.types.range import DateRange

from benchmarks.federation import DAY, Federation
from benchmarks.place import loading
from benchmarks.timing import step
from congdoan.base import clock
from congdoan.base.spell import days
from congdoan.base.text import fold, sort_key
from congdoan.catalogue.models import numbers
from congdoan.catalogue.rules import Level
from congdoan.org.actions.units import _APPEND
from congdoan.org.models import Position, Unit, User
from congdoan.org.rules import Role

_INDEXES = """
    SELECT CASE WHEN c.oid IS NULL THEN format('DROP INDEX %%I', name)
            ELSE format('ALTER TABLE %%I DROP CONSTRAINT %%I', %(table)s::text, c.conname) END,
        name,
        CASE WHEN c.oid IS NULL THEN pg_get_indexdef(i.indexrelid)
            ELSE format('ALTER TABLE %%I ADD CONSTRAINT %%I ', %(table)s::text, c.conname)
                || pg_get_constraintdef(c.oid)
        END
    FROM pg_index AS i
    CROSS JOIN LATERAL (SELECT relname AS name FROM pg_class WHERE oid = i.indexrelid) AS called
    LEFT JOIN pg_constraint AS c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x')
    WHERE i.indrelid = %(table)s::text::regclass AND (c.oid IS NULL OR %(of_constraints)s)
        AND NOT EXISTS (SELECT FROM pg_constraint AS f WHERE f.contype = 'f' AND f.conindid = i.indexrelid)
"""

PLANNED = ("members.admitted", "dialogue.held", "care.amount", "finance.fees", "inspection.held")


def write(federation: Federation) -> User:
    """Units, names, places, lineage, from when each keeps records, plans; and an officer of the nation."""
    units = federation.units
    with step("units, names and places", len(units)), loading() as session:
        xact = xact_of(session)
        copy(session, "org_unit (id, code, span)", ((u.key, u.code, days(u.born, u.closed)) for u in units))
        names = (
            (u.key, name, fold(name), sort_key(name), days(u.born, None)) for u in units if (name := _name(u.code))
        )
        copy(session, "org_name (unit_id, name, folded, sort_key, span)", names)
        places = (
            (u.key, parent, u.level.value, u.sector, DateRange(since, until, "[)"), xact)
            for u in units
            for since, until, parent in u.spells()
        )
        copy(session, "org_place (unit_id, parent_id, level, sector, span, xact)", places)
        copy(session, "org_recordsfrom (unit_id, day, xact)", ((u.key, u.keeps_from, xact) for u in units))
        count_on(session, "org_unit")
        session.commit()
        for table in ("org_unit", "org_place"):
            session.execute(f"ANALYZE {table}")  # type: ignore[arg-type]
    with step("lineage"), loading() as session:
        session.execute(_APPEND, {"units": [unit.key for unit in units]})
        tops = [u.key for u in units if u.level != Level.GRASSROOTS]
        session.execute("INSERT INTO figures_tallied SELECT unnest(%s) ON CONFLICT DO NOTHING", [tops])
    _plan(federation)
    return _officer()


def _name(code: str) -> str:
    return f"Công đoàn {code}"


def _plan(federation: Federation) -> None:
    """Yearly plans of every unit above the grassroots."""
    codes = numbers()
    above = [unit for unit in federation.units if unit.level != Level.GRASSROOTS]
    with step("plans"), loading() as session:
        xact = xact_of(session)
        plans = (
            (unit.key, codes[code], str(year), 100 + int(unit.weight * 50), xact)
            for unit in above
            for code in PLANNED
            for year in range(2011, 2026)
        )
        copy(session, "figures_plan (unit_id, indicator_id, period, target, xact)", plans)


def _officer() -> User:
    officer = User.objects.create(username="officer")
    nation = Unit.objects.get(code="VN")
    Position.objects.create(user=officer, unit=nation, role=Role.OFFICER, span=days(date(2010, 1, 1), None))
    return officer


def xact_of(session: psycopg.Connection) -> str:
    """The running transaction's number."""
    row = session.execute("SELECT ledger_xact()::text").fetchone()
    assert row is not None
    return str(row[0])


def copy(session: psycopg.Connection, into: str, rows: Iterable[Sequence[object]]) -> None:
    with session.cursor().copy(f"COPY {into} FROM STDIN") as channel:  # type: ignore[arg-type]
        for row in rows:
            channel.write_row(row)


def count_on(session: psycopg.Connection, table: str) -> None:
    """Let new rows be numbered after those that were written with their numbers."""
    session.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # type: ignore[arg-type]


@contextmanager
def without_indexes(*tables: str, of_constraints: bool = False) -> Iterator[None]:
    """Drop the indexes of tables, and make them again at the end; those of constraints only where it is said.

    A key to which others refer stays. Two tables have theirs made at once.
    """
    kept = [_indexes(table, of_constraints=of_constraints) for table in tables]
    with loading() as session:
        for drop, _name, _make in (row for rows in kept for row in rows):
            session.execute(drop)  # type: ignore[arg-type]
    yield
    with ThreadPoolExecutor(max_workers=2) as hands:
        list(hands.map(_made_again, kept))


def _indexes(table: str, *, of_constraints: bool) -> list[tuple[str, str, str]]:
    """Of each index how it is dropped, what it is called, and how it is made."""
    with loading() as session:
        return session.execute(_INDEXES, {"table": table, "of_constraints": of_constraints}).fetchall()


def _made_again(indexes: list[tuple[str, str, str]]) -> None:
    for _drop, name, make in indexes:
        began = time.perf_counter()
        with loading() as session:
            session.execute(make)  # type: ignore[arg-type]
        print(f"index {name}: {time.perf_counter() - began:.1f} s", flush=True)


def today() -> date:
    return clock.today()


def mark_folded() -> None:
    """All that is committed counts as folded: what was written without triggers is added up from here."""
    with loading() as session:
        session.execute("UPDATE figures_fold SET snapshot = ledger_snapshot(), at = now()")


def vacuum(*tables: str) -> None:
    """Let every page be known as visible to all, and the planner know what is where."""
    owner = connections["owner"]
    owner.ensure_connection()
    for table in tables:
        with owner.cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE) {table}")


__all__ = ["DAY", "copy", "count_on", "mark_folded", "today", "vacuum", "without_indexes", "write", "xact_of"]
