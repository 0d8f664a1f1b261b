"""The verbs of this room."""

from congdoan.org.actions.journal import note, note_all
from congdoan.org.actions.positions import Opened, appoint, give_password, open_account, relieve, require
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
    "Opened",
    "appoint",
    "close_unit",
    "give_password",
    "keep_records_from",
    "lock_tree",
    "lock_units",
    "note",
    "note_all",
    "open_account",
    "open_unit",
    "place_unit",
    "relieve",
    "rename_unit",
    "require",
    "set_employer",
]
