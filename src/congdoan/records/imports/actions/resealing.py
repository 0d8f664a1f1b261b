"""Workbooks sealed anew, when the keys are changed: what is in them, what was read of them, what was decided."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile

from congdoan.base.asking import crossing
from congdoan.base.sealing import is_current, is_sealed, seal_bytes, unseal_bytes
from congdoan.records.imports.models import FILE, KEPT, Upload


@crossing("keys")
def seal_uploads_anew() -> int:
    """Seal every workbook that is still kept under the first key of the ring; says how many there were.

    Each is committed by itself: broken off, it goes on from the first that is left.
    """
    count = 0
    for key in Upload.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            upload = Upload.objects.select_for_update().get(pk=key)
            _seal_file(upload.file, FILE)
            _seal_file(upload.kept, KEPT)
            upload.save(update_fields=["file", "kept", "choices", "preview"])
        count += 1
    return count


def _seal_file(place: FieldFile, purpose: str) -> None:
    """Put a file sealed under the first key in the place of one that is not; the old one goes once that is for good.

    One that is gone from the disk holds nobody up.
    """
    storage = place.storage
    if not (name := place.name) or not storage.exists(name):
        return
    with storage.open(name) as file:
        data = file.read()
    if is_current(data):
        return
    plain = unseal_bytes(data, purpose) if is_sealed(data) else data
    place.save(name, ContentFile(seal_bytes(plain, purpose)), save=False)
    transaction.on_commit(lambda: storage.delete(name))
