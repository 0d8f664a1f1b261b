"""Workbooks go after a set time: they hold names, which live in the register alone."""

from datetime import timedelta

from django.db import transaction

from congdoan.base import clock
from congdoan.base.asking import crossing
from congdoan.records.imports.actions.keeping import drop_kept
from congdoan.records.imports.models import Upload


@crossing("uploads")
def purge_uploads(days: int) -> int:
    """Drop the files that came more than so many days ago, with what was written in them; how many there were."""
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
    return purged
