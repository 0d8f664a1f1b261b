"""The verbs of this room."""

from congdoan.records.members.actions.admitting import NewMember, admit, readmit, withdraw_admission
from congdoan.records.members.actions.leaving import leave, leave_all
from congdoan.records.members.actions.suspending import resume, suspend
from congdoan.records.members.actions.transferring import transfer, transfer_all

__all__ = [
    "NewMember",
    "admit",
    "leave",
    "leave_all",
    "readmit",
    "resume",
    "suspend",
    "transfer",
    "transfer_all",
    "withdraw_admission",
]
