"""What was read of a workbook, put away until it is taken in: nothing is read twice.

It lies sealed beside the file, and is good for the day on which it was read and for the unit as it was then.
"""

import json

from django.core.files.base import ContentFile
from django.db import transaction

from congdoan.base import clock
from congdoan.base.sealing import Unopened, seal_bytes, unseal_bytes
from congdoan.records.imports.actions.reading import Rows, without_collecting
from congdoan.records.imports.models import KEPT, Upload, What, known_already
from congdoan.records.imports.rules import people_of, told_people


def put_away(upload: Upload, rows: Rows) -> None:
    """Keep the right rows of a workbook of members as they were read; what was kept before goes."""
    drop_kept(upload)
    if upload.what != What.MEMBERS:
        return
    told = {
        "read": _read(upload),
        "twice": list(rows.twice.items()),
        "same": list(rows.same.items()),
        "people": told_people(rows.right),
    }
    sealed = seal_bytes(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), KEPT)
    upload.kept.save(upload.name, ContentFile(sealed), save=False)


def kept_rows(upload: Upload) -> Rows | None:
    """The right rows as they were read, with who is known now; None where the workbook must be read again."""
    if not upload.kept:
        return None
    try:
        with upload.kept.open("rb") as file:
            told = json.loads(unseal_bytes(file.read(), KEPT))
    except (FileNotFoundError, Unopened):
        return None
    if told["read"] != _read(upload):
        return None
    with without_collecting():
        lines = people_of(told["people"])
        known = known_already(upload.unit, lines)
    return Rows(lines, dict(told["twice"]), dict(told["same"]), known, upload.decided.anyway)


def drop_kept(upload: Upload) -> None:
    """Let go what was kept; the file goes once that is for good. The workbook is the caller's to save."""
    if not (name := upload.kept.name):
        return
    storage = upload.kept.storage
    upload.kept = ""
    transaction.on_commit(lambda: storage.delete(name))


def _read(upload: Upload) -> list[str]:
    """What the reading of the rows leaned on beside the file and the decisions: the day, and the unit's life."""
    return [str(clock.today()), str(upload.unit.first_day), str(upload.unit.last_day)]
