"""The verbs of this room."""

from congdoan.reports.actions.announcing import announce_deadlines, announce_to_newcomers
from congdoan.reports.actions.deadlines import set_deadlines
from congdoan.reports.actions.deciding import (
    accept_sheet,
    accept_sheets,
    may_decide,
    may_reopen,
    reopen_sheet,
    return_sheet,
)
from congdoan.reports.actions.editing import answer_fault, answer_faults, declare_line, word_line, write_part
from congdoan.reports.actions.holding import SeenAnother, refuse_sent
from congdoan.reports.actions.letters import send_letters
from congdoan.reports.actions.opening import give_up_sheet, open_sheet, open_sheets, redraft_part, renew_edition
from congdoan.reports.actions.proposing import drop_proposal, follow_up, propose
from congdoan.reports.actions.reminding import keepers_of, remind_due, remind_late
from congdoan.reports.actions.signing import sign_revision
from congdoan.reports.actions.submitting import submit_sheet, submit_sheets

__all__ = [
    "SeenAnother",
    "accept_sheet",
    "accept_sheets",
    "announce_deadlines",
    "announce_to_newcomers",
    "answer_fault",
    "answer_faults",
    "declare_line",
    "drop_proposal",
    "follow_up",
    "give_up_sheet",
    "keepers_of",
    "may_decide",
    "may_reopen",
    "open_sheet",
    "open_sheets",
    "propose",
    "redraft_part",
    "refuse_sent",
    "remind_due",
    "remind_late",
    "renew_edition",
    "reopen_sheet",
    "return_sheet",
    "send_letters",
    "set_deadlines",
    "sign_revision",
    "submit_sheet",
    "submit_sheets",
    "word_line",
    "write_part",
]
