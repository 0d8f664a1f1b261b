"""Persons written into the register by COPY, with their memberships and entries, posted in bulk."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db import connection
from django.db.backends.utils import CursorWrapper

from congdoan.base import clock
from congdoan.base.sealing import marker, sealer
from congdoan.base.text import sort_key
from congdoan.figures.actions import Alike, post_new
from congdoan.org.models import User
from congdoan.records.imports.models import Upload
from congdoan.records.imports.rules import Person
from congdoan.records.members.actions.events import event
from congdoan.records.members.models import IDENTITY, Member

_MEMBER = (
    "id, name, folded, sort_key, sex, born, born_year_only, identity, identity_mark, phone, province, ward, address, "
    "job, education, ethnicity, party, card, direct_worker, home_id"
)
_ENTRY = "id, noun, kind, title, unit_id, first_day, last_day, quantities, traits, withdrawn, by_id, at"
_MEMBERSHIP = "id, member_id, unit_id, span, entered_id, withdrawn, team"
_TAKEN = "upload_id, entry_id"


def write_people(by: User, upload: Upload, people: Sequence[Person], at: datetime) -> None:
    """Write them and post them; runs in the caller's transaction."""
    days = [person.day or upload.day or clock.today() for person in people]
    with connection.cursor() as cursor, connection.wrap_database_errors:
        members, entries, memberships = (
            _keys(cursor, table, len(people)) for table in ("members_member", "figures_entry", "members_membership")
        )
        _copy(cursor, "members_member", _MEMBER, _members(members, people, upload.unit_id))
        alike = _alike(entries, people, days, upload)
        _copy(cursor, "figures_entry", _ENTRY, _entries(alike, by, at))
        spans = (f"[{day.isoformat()},)" for day in days)
        rows = (
            (key, member, upload.unit_id, span, entry, False, person.team)
            for key, member, span, entry, person in zip(memberships, members, spans, entries, people, strict=True)
        )
        _copy(cursor, "members_membership", _MEMBERSHIP, rows)
        _copy(cursor, "imports_taken", _TAKEN, ((upload.pk, entry) for entry in entries))
    post_new(alike)


def _keys(cursor: CursorWrapper, table: str, count: int) -> list[int]:
    """Keys for so many new rows of a table."""
    sequence = "SELECT nextval((SELECT pg_get_serial_sequence(%s, 'id')::regclass)) FROM generate_series(1, %s)"
    cursor.execute(sequence, [table, count])
    return [key for (key,) in cursor.fetchall()]


def _copy(cursor: CursorWrapper, table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
    """COPY rows into a table by way of one beside it: a table under row-level security takes no COPY itself."""
    beside = f"taking_{table}"
    cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {beside} ON COMMIT DROP AS SELECT {columns} FROM {table} LIMIT 0")
    with cursor.copy(f"COPY {beside} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {beside}")
    cursor.execute(f"TRUNCATE {beside}")


def _members(keys: Sequence[int], people: Sequence[Person], home: int) -> Iterator[tuple[object, ...]]:
    identity, ethnicity, party = (sealer(f"members.member.{field}") for field in ("identity", "ethnicity", "party"))
    marks = marker(IDENTITY)
    for key, person in zip(keys, people, strict=True):
        yield (
            key,
            person.name,
            person.folded,
            sort_key(person.name),
            person.sex,
            person.born,
            person.born_year_only,
            identity(person.identity) if person.identity else None,
            marks(person.identity)[0] if person.identity else None,
            person.phone,
            person.province,
            person.ward,
            person.address,
            person.job,
            person.education,
            ethnicity(person.ethnicity) if person.ethnicity else None,
            party(person.party) if person.party else None,
            person.card,
            person.direct_worker,
            home,
        )


def _alike(keys: Sequence[int], people: Sequence[Person], days: Sequence[date], upload: Upload) -> list[Alike]:
    """The entries of a batch, those that tell the same as one, with the keys and days of all of them."""
    groups: dict[tuple[str, bool], list[tuple[int, date]]] = defaultdict(list)
    for key, person, day in zip(keys, people, days, strict=True):
        groups[person.sex, person.direct_worker].append((key, day))
    return [
        (event(upload.how, Member(sex=sex, direct_worker=direct), upload.unit, of[0][1]), of)
        for (sex, direct), of in groups.items()
    ]


def _entries(alike: Iterable[Alike], by: User, at: datetime) -> Iterator[tuple[object, ...]]:
    for entry, facts in alike:
        counted, traits = json.dumps(entry.quantities), json.dumps(entry.traits)
        for key, day in facts:
            yield (key, entry.noun, "", entry.title, entry.unit_id, day, day, counted, traits, False, by.pk, at)
