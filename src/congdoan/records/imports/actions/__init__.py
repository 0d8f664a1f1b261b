"""The verbs of this room."""

from congdoan.records.imports.actions.previewing import decide, reason_to_see, right_to, send_in, take_remarks
from congdoan.records.imports.actions.purging import purge_uploads
from congdoan.records.imports.actions.reading import Preview, read_upload
from congdoan.records.imports.actions.resealing import seal_uploads_anew
from congdoan.records.imports.actions.taking_in import take_in
from congdoan.records.imports.actions.undoing import refusal_to_undo, undo

__all__ = [
    "Preview",
    "decide",
    "purge_uploads",
    "read_upload",
    "reason_to_see",
    "refusal_to_undo",
    "right_to",
    "seal_uploads_anew",
    "send_in",
    "take_in",
    "take_remarks",
    "undo",
]
