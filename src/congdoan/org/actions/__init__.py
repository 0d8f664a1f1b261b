"""The verbs of this room."""

from congdoan.org.actions.journal import note, note_all
from congdoan.org.actions.positions import appoint, relieve, require
from congdoan.org.actions.units import (
    close_unit,
    keep_records_from,
    lock_tree,
    lock_units,
    open_unit,
    place_unit,
    rename_unit,
    set_employer,
)

__all__ = [
    "appoint",
    "close_unit",
    "keep_records_from",
    "lock_tree",
    "lock_units",
    "note",
    "note_all",
    "open_unit",
    "place_unit",
    "relieve",
    "rename_unit",
    "require",
    "set_employer",
]
