"""A workbook taken into the register in one transaction: persons, entries and memberships by COPY, posted in bulk."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.sealing import mark, seal
from congdoan.base.text import fold, sort_key
from congdoan.figures.actions import post, share_units
from congdoan.figures.models import Entry
from congdoan.org.actions import note, require
from congdoan.org.models import User
from congdoan.org.rules import Right
from congdoan.records.imports.actions.previewing import locked, read_upload
from congdoan.records.imports.models import State, Upload
from congdoan.records.imports.rules import Person, Tell, silent
from congdoan.records.members.actions.events import TITLES
from congdoan.records.members.models import IDENTITY, Member

BATCH = 5_000
"""Rows written and posted at a time, all within one transaction."""

_MEMBER = (
    "id, name, folded, sort_key, sex, born, born_year_only, identity, identity_mark, phone, province, ward, address, "
    "job, education, ethnicity, party, card, direct_worker, "
    "home_id"
)
_ENTRY = "id, noun, kind, title, unit_id, first_day, last_day, quantities, traits, withdrawn, by_id, at"
_MEMBERSHIP = "id, member_id, unit_id, span, entered_id, withdrawn, team"
_TAKEN = "upload_id, entry_id"


@transaction.atomic
def take_in(by: User, *, upload: Upload, tell: Tell = silent) -> Upload:
    """Write the right rows of a workbook into the register, all of them or none; `tell` hears how far it is.

    Raises PermissionDenied, and ValidationError where nothing is right in it, or the register has changed meanwhile.
    """
    require(by, Right.MEMBERS, upload.unit)
    found = locked(upload)
    share_units([found.unit_id])
    if not found.unit.is_open:
        raise ValidationError(_("Đơn vị đã kết thúc hoạt động nên không nhận thêm đoàn viên."))
    preview = read_upload(found)
    people = [line.thing for line in preview.good]
    if not people:
        raise ValidationError(_("Không có dòng nào đúng để nhập."))
    found.preview = preview.told()
    del preview
    at, total = clock.now(), len(people)
    for first in range(0, total, BATCH):
        part = people[first : first + BATCH]
        _write(by, found, part, at)
        tell(min(first + BATCH, total), total)
    found.state, found.taken_at = State.TAKEN, at
    found.result = {"people": total, "by": by.get_username()}
    found.save(update_fields=["state", "taken_at", "result", "preview"])
    note(by, "imported", found, unit=found.unit, words={"people": total, "name": found.name})
    return found


def _write(by: User, upload: Upload, people: Sequence[Person], at: datetime) -> None:
    """Write one batch and post it."""
    days = [person.day or upload.day or clock.today() for person in people]
    with connection.cursor() as cursor, connection.wrap_database_errors:
        members, entries, memberships = (
            _keys(cursor, table, len(people)) for table in ("members_member", "figures_entry", "members_membership")
        )
        _copy(cursor, "members_member", _MEMBER, _members(members, people, upload.unit_id))
        _copy(cursor, "figures_entry", _ENTRY, _entries(entries, people, days, by, upload, at))
        spans = (f"[{day.isoformat()},)" for day in days)
        rows = (
            (key, member, upload.unit_id, span, entry, False, person.team)
            for key, member, span, entry, person in zip(memberships, members, spans, entries, people, strict=True)
        )
        _copy(cursor, "members_membership", _MEMBERSHIP, rows)
        _copy(cursor, "imports_taken", _TAKEN, ((upload.pk, entry) for entry in entries))
    post(Entry(pk=key, unit_id=upload.unit_id) for key in entries)


def _keys(cursor: CursorWrapper, table: str, count: int) -> list[int]:
    """Keys for so many new rows of a table."""
    sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
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
    for key, person in zip(keys, people, strict=True):
        yield (
            key,
            person.name,
            fold(person.name),
            sort_key(person.name),
            person.sex,
            person.born,
            person.born_year_only,
            _sealed(person.identity, "identity"),
            mark(person.identity, IDENTITY) if person.identity else None,
            person.phone,
            person.province,
            person.ward,
            person.address,
            person.job,
            person.education,
            _sealed(person.ethnicity, "ethnicity"),
            _sealed(person.party, "party"),
            person.card,
            person.direct_worker,
            home,
        )


def _sealed(text: str, field: str) -> bytes | None:
    return seal(text, f"members.member.{field}") if text else None


def _entries(
    keys: Sequence[int], people: Sequence[Person], days: Sequence[date], by: User, upload: Upload, at: datetime
) -> Iterator[tuple[object, ...]]:
    counted, noun = json.dumps({"times": 1, "people": 1}), upload.how
    traits = {
        (sex, direct): json.dumps(Member(sex=sex, direct_worker=direct).traits)
        for sex in ("male", "female")
        for direct in (True, False)
    }
    for key, person, day in zip(keys, people, days, strict=True):
        told = traits[person.sex, person.direct_worker]
        yield (key, noun, "", TITLES[noun], upload.unit_id, day, day, counted, told, False, by.pk, at)
