"""Persons written into the register by COPY, with their memberships and entries, posted in bulk.

While the database writes one batch, the next is made ready in a thread beside: sealed, marked, put into words.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import connection
from django.db.backends.utils import CursorWrapper

from congdoan.base import clock
from congdoan.base.sealing import marker, sealer
from congdoan.base.text import sort_key
from congdoan.figures.actions import post_new
from congdoan.figures.models import Entry
from congdoan.org.models import User
from congdoan.records.imports.models import Upload
from congdoan.records.imports.rules import Person
from congdoan.records.members.actions.events import event
from congdoan.records.members.models import IDENTITY, Member

# A table under row-level security takes no COPY itself, so there is one beside, from which all others are written. What
# it gives a row are the keys of its person, entry and membership.
_BESIDE = """
    CREATE TEMP TABLE IF NOT EXISTS taking (
        LIKE members_member, entry_id bigint, membership_id bigint, alike int, day date, team text
    ) ON COMMIT DROP;
    ALTER TABLE taking ALTER id SET DEFAULT nextval('members_member_id_seq'),
        ALTER entry_id SET DEFAULT nextval('figures_entry_id_seq'),
        ALTER membership_id SET DEFAULT nextval('members_membership_id_seq')
"""
_MEMBER = (
    "name, folded, sort_key, sex, born, born_year_only, identity, identity_mark, phone, province, ward, address, "
    "job, education, ethnicity, party, card, direct_worker, home_id"
)
_COPY = f"COPY taking ({_MEMBER}, alike, day, team) FROM STDIN"
_MEMBERS = f"INSERT INTO members_member (id, {_MEMBER}) SELECT id, {_MEMBER} FROM taking"
_ENTRIES = """
    INSERT INTO figures_entry (id, noun, kind, title, unit_id, first_day, last_day, quantities, traits, withdrawn,
        by_id, at, xact)
    SELECT entry_id, told.noun, '', told.title, home_id, day, day, told.quantities, told.traits, FALSE, %s, %s,
        (SELECT ledger_xact())
    FROM taking JOIN unnest(%s::int[], %s::text[], %s::text[], %s::jsonb[], %s::jsonb[])
        AS told (alike, noun, title, quantities, traits) USING (alike)
"""
_MEMBERSHIPS = """
    INSERT INTO members_membership (id, member_id, unit_id, span, entered_id, withdrawn, team, number)
    SELECT membership_id, id, home_id, daterange(day, NULL), entry_id, FALSE, team, 1 FROM taking
"""
_TAKEN = "INSERT INTO imports_taken (upload_id, entries) SELECT %s, array_agg(entry_id) FROM taking"
_FACTS = "SELECT entry_id AS entry, alike, day FROM taking"


@dataclass(frozen=True)
class _Batch:
    """Persons made ready: what COPY takes of them, and the entries that theirs are like."""

    people: int
    text: bytes
    alike: Sequence[Entry]


def write_people(by: User, upload: Upload, batches: Sequence[Sequence[Person]], at: datetime) -> Iterator[int]:
    """Write batches of persons and post them, telling how many each holds; runs in the caller's transaction."""
    make_ready = partial(_made_ready, upload=upload, usual=upload.day or clock.today())
    with ThreadPoolExecutor(max_workers=1) as beside:
        coming = beside.submit(make_ready, batches[0])
        for following in (*batches[1:], None):
            batch = coming.result()
            if following:
                coming = beside.submit(make_ready, following)
            _write(by, upload, batch, at)
            yield batch.people


def _write(by: User, upload: Upload, batch: _Batch, at: datetime) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.execute(_BESIDE)
        with cursor.copy(_COPY) as copy:
            copy.write(batch.text)
        cursor.execute(_MEMBERS)
        _write_entries(cursor, batch.alike, by, at)
        cursor.execute(_MEMBERSHIPS)
        cursor.execute(_TAKEN, [upload.pk])
        post_new(batch.alike, _FACTS)
        cursor.execute("TRUNCATE taking")


def _made_ready(people: Sequence[Person], *, upload: Upload, usual: date) -> _Batch:
    """Nothing here asks the database: it runs beside the thread that does."""
    alike = _alike(people, upload, usual)
    places = {likeness: str(place) for place, likeness in enumerate(alike)}
    columns = _columns(people, str(upload.unit_id), usual, places)
    text = "".join([line + "\n" for line in map("\t".join, zip(*columns, strict=True))]).encode()
    return _Batch(len(people), text, [*alike.values()])


# What COPY reads, column by column: one look at a whole column tells whether anything in it must be written otherwise.
_NULL = r"\N"
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _texts(cells: list[str]) -> list[str]:
    together = "".join(cells)
    if together.isprintable() and "\\" not in together:
        return cells
    return [cell.translate(_ESCAPED) for cell in cells]


def _days(cells: Iterable[date | None]) -> list[str]:
    return [cell.isoformat() if cell else _NULL for cell in cells]


def _truths(cells: Iterable[bool]) -> list[str]:
    return ["t" if cell else "f" for cell in cells]


def _codes(cells: Iterable[int | None]) -> list[str]:
    return [_NULL if cell is None else str(cell) for cell in cells]


def _sealed(field: str, cells: Iterable[str]) -> list[str]:
    seal = sealer(f"members.member.{field}")
    return [rf"\\x{seal(cell).hex()}" if cell else _NULL for cell in cells]


def _marked(cells: Iterable[str]) -> list[str]:
    marks = marker(IDENTITY)
    return [rf"\\x{marks(cell)[0].hex()}" if cell else _NULL for cell in cells]


_Likeness = tuple[str, bool]
"""Sex, and whether somebody works directly: by what the events of one import differ beside their days."""


def _alike(people: Sequence[Person], upload: Upload, usual: date) -> Mapping[_Likeness, Entry]:
    """The entries of a batch, those that tell the same of any day as one."""
    likenesses = dict.fromkeys((person.sex, person.direct_worker) for person in people)
    return {
        (sex, direct): event(upload.how, Member(sex=sex, direct_worker=direct), upload.unit, usual)
        for sex, direct in likenesses
    }


def _write_entries(cursor: CursorWrapper, alike: Sequence[Entry], by: User, at: datetime) -> None:
    told = [
        (place, entry.noun, entry.title, json.dumps(entry.quantities), json.dumps(entry.traits))
        for place, entry in enumerate(alike)
    ]
    cursor.execute(_ENTRIES, [by.pk, at, *map(list, zip(*told, strict=True))])


def _columns(
    people: Sequence[Person], home: str, usual: date, places: Mapping[_Likeness, str]
) -> Iterator[Sequence[str]]:
    """In the order in which COPY names them."""
    names = [person.name for person in people]
    identities = [person.identity for person in people]
    yield _texts(names)
    yield _texts([person.folded for person in people])
    yield _texts([*map(sort_key, names)])
    yield [person.sex for person in people]
    yield _days(person.born for person in people)
    yield _truths(person.born_year_only for person in people)
    yield _sealed("identity", identities)
    yield _marked(identities)
    yield _texts([person.phone for person in people])
    yield _codes(person.province for person in people)
    yield _codes(person.ward for person in people)
    yield _texts([person.address for person in people])
    yield _texts([person.job for person in people])
    yield [person.education for person in people]
    yield _sealed("ethnicity", (person.ethnicity for person in people))
    yield _sealed("party", (person.party for person in people))
    yield _texts([person.card for person in people])
    yield _truths(person.direct_worker for person in people)
    yield [home] * len(people)
    yield [places[person.sex, person.direct_worker] for person in people]
    yield _days(person.day or usual for person in people)
    yield _texts([person.team for person in people])
