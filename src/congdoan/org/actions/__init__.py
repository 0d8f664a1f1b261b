"""The verbs of this room."""

from congdoan.org.actions.journal import note, note_all, note_each, redact, the_book
from congdoan.org.actions.portions import cut, do_portions, go_on
from congdoan.org.actions.positions import Opened, appoint, give_password, open_account, relieve, require
from congdoan.org.actions.taking import take_list
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
from congdoan.org.actions.works import (
    WORK_FILE,
    ask_again,
    ask_for,
    fail,
    finish,
    give_back,
    hear,
    purge_works,
    seal_works_anew,
    see_work,
    stop_work,
    take,
)

__all__ = [
    "WORK_FILE",
    "Opened",
    "appoint",
    "ask_again",
    "ask_for",
    "close_unit",
    "cut",
    "do_portions",
    "fail",
    "finish",
    "give_back",
    "give_password",
    "go_on",
    "hear",
    "keep_records_from",
    "lock_tree",
    "lock_units",
    "note",
    "note_all",
    "note_each",
    "open_account",
    "open_unit",
    "place_unit",
    "purge_works",
    "redact",
    "relieve",
    "rename_unit",
    "require",
    "seal_works_anew",
    "see_work",
    "set_employer",
    "stop_work",
    "take",
    "take_list",
    "the_book",
]
