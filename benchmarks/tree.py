"""The federation written into the real tables by COPY; its lineage is laid by the program itself."""

from collections.abc import Iterable, Sequence
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


__all__ = ["DAY", "copy", "count_on", "mark_folded", "today", "vacuum", "write", "xact_of"]
