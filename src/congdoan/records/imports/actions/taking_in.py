"""A workbook taken into the book in one transaction: its members into the register, or its activities."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.figures.actions import share_units
from congdoan.org.actions import note, require
from congdoan.org.models import User
from congdoan.records.activities.actions import NewActivity, record_activities
from congdoan.records.imports.actions.keeping import drop_kept, kept_rows
from congdoan.records.imports.actions.previewing import locked, right_to
from congdoan.records.imports.actions.reading import read_upload, without_collecting
from congdoan.records.imports.actions.writing import write_people
from congdoan.records.imports.models import State, Taken, Upload, What
from congdoan.records.imports.rules import Happened, Tell, silent

BATCH = 10_000
"""Rows written and posted at a time, all within one transaction."""


@without_collecting()
@transaction.atomic
def take_in(by: User, *, upload: Upload, tell: Tell = silent) -> Upload:
    """Write the right rows of a workbook into the book, all of them or none; `tell` hears how far it is.

    Raises PermissionDenied, and ValidationError where nothing is right in it, or the book has changed meanwhile.
    """
    require(by, right_to(upload.what), upload.unit)
    found = locked(upload)
    share_units([found.unit_id])
    if found.what == What.MEMBERS and not found.unit.is_open:
        raise ValidationError(_("Đơn vị đã kết thúc hoạt động nên không nhận thêm đoàn viên."))
    rows = kept_rows(found) or read_upload(found)
    things = _in_order((line.thing for line in rows.good), found.day or clock.today())
    if not things:
        raise ValidationError(_("Không có dòng nào đúng để nhập."))
    found.preview |= rows.told()
    del rows
    drop_kept(found)
    at, total = clock.now(), len(things)
    batches = [things[first : first + BATCH] for first in range(0, total, BATCH)]
    del things
    for done in accumulate(_written(by, found, batches, at)):
        tell(done, total)
    found.state, found.taken_at = State.TAKEN, at
    found.result = {"people": total, "by": by.get_username()}
    found.save(update_fields=["state", "taken_at", "result", "preview", "kept"])
    note(by, "imported", found, unit=found.unit, words={"people": total, "name": found.name})
    return found


def _in_order(things: Iterable[Any], usual: date) -> list[Any]:
    """By their days, as indexes of the ledger have them: what is written side by side lies side by side."""
    return sorted(things, key=lambda thing: thing.day or usual)


def _written(by: User, upload: Upload, batches: Sequence[Sequence[Any]], at: datetime) -> Iterator[int]:
    """Write batch after batch, telling how many were in each."""
    if upload.what == What.MEMBERS:
        yield from write_people(by, upload, batches, at)
        return
    for batch in batches:
        _record(by, upload, batch)
        yield len(batch)


def _record(by: User, upload: Upload, happened: Sequence[Happened]) -> None:
    new = [
        NewActivity(upload.unit, each.day, each.kind.code, each.measures, each.details, each.note)
        for each in happened
        if each.day and each.kind
    ]
    activities = record_activities(by, new)
    Taken.objects.create(upload=upload, entries=[activity.pk for activity in activities])
