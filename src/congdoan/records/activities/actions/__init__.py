"""The verbs of this room."""

from congdoan.records.activities.actions.attaching import (
    add_document,
    add_photo,
    caption_photo,
    remove_document,
    remove_photo,
)
from congdoan.records.activities.actions.correcting import Around, ChangedMeanwhile, correct_activity, withdraw_activity
from congdoan.records.activities.actions.recording import (
    Details,
    Measures,
    NewActivity,
    NewPhoto,
    entry_of,
    kind_of,
    record_activities,
    record_activity,
)

__all__ = [
    "Around",
    "ChangedMeanwhile",
    "Details",
    "Measures",
    "NewActivity",
    "NewPhoto",
    "add_document",
    "add_photo",
    "caption_photo",
    "correct_activity",
    "entry_of",
    "kind_of",
    "record_activities",
    "record_activity",
    "remove_document",
    "remove_photo",
    "withdraw_activity",
]
