"""Workbooks go after a set time: they hold names, which live in the register alone."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from congdoan.base import clock
from congdoan.base.asking import crossing
from congdoan.base.files import sweep
from congdoan.records.imports.actions.keeping import drop_kept
from congdoan.records.imports.models import FOLDER, Upload


@crossing("uploads")
def purge_uploads(days: int) -> int:
    """Drop the files that came more than so many days ago, with what was written in them; how many there were.

    Whatever else lies there for so long and belongs to no workbook goes too: who was killed half-way left it.
    """
    old = Upload.objects.filter(at__lt=clock.now() - timedelta(days=days)).exclude(file="")
    purged = 0
    for upload in old.order_by("pk"):
        with transaction.atomic():
            file, storage = upload.file.name, upload.file.storage
            upload.file, upload.choices = "", {}
            drop_kept(upload)
            kept = ("good", "faulty", "double", "columns")
            upload.preview = {name: upload.preview[name] for name in kept if name in upload.preview}
            upload.save(update_fields=["file", "choices", "preview", "kept"])
        if file:
            storage.delete(file)
        purged += 1
    sweep(FOLDER, _named, days=days)
    return purged


def _named(names: Sequence[str]) -> set[str]:
    """Which of these files belong to a workbook."""
    files = Upload.objects.filter(file__in=names).values_list("file", flat=True)
    return {*files, *Upload.objects.filter(kept__in=names).values_list("kept", flat=True)}
