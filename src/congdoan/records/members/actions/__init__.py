"""The verbs of this room."""

from congdoan.records.members.actions.admitting import NewMember, admit, readmit, withdraw_admission
from congdoan.records.members.actions.applying import Alike, admit_applicants, alike, apply, decide, give_cards
from congdoan.records.members.actions.asking import (
    answer_transfer,
    ask_transfer,
    complete_due,
    look_up,
    take_back_transfer,
)
from congdoan.records.members.actions.consenting import open_proof, record_ground, withdraw_consent
from congdoan.records.members.actions.correcting import as_seen, correct_person
from congdoan.records.members.actions.erasing import drop_outdated, erase, take_file
from congdoan.records.members.actions.leaving import leave, leave_all, withdraw_leaving
from congdoan.records.members.actions.suspending import resume, suspend, withdraw_suspension
from congdoan.records.members.actions.transferring import transfer, transfer_all, withdraw_transfer
from congdoan.records.members.actions.unmasking import REASON_LEAST, rotate_keys, seal_proofs_anew, unmask

__all__ = [
    "REASON_LEAST",
    "Alike",
    "NewMember",
    "admit",
    "admit_applicants",
    "alike",
    "answer_transfer",
    "apply",
    "as_seen",
    "ask_transfer",
    "complete_due",
    "correct_person",
    "decide",
    "drop_outdated",
    "erase",
    "give_cards",
    "leave",
    "leave_all",
    "look_up",
    "open_proof",
    "readmit",
    "record_ground",
    "resume",
    "rotate_keys",
    "seal_proofs_anew",
    "suspend",
    "take_back_transfer",
    "take_file",
    "transfer",
    "transfer_all",
    "unmask",
    "withdraw_admission",
    "withdraw_consent",
    "withdraw_leaving",
    "withdraw_suspension",
    "withdraw_transfer",
]
