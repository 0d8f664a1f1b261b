"""The verbs of this room."""

from congdoan.figures.actions.backfilling import backfill, prepare_codes
from congdoan.figures.actions.declaring import (
    NewDeclaration,
    correct_declaration,
    declare,
    declare_many,
    excesses,
    withdraw_declaration,
)
from congdoan.figures.actions.entering import check_days, enter, share_units
from congdoan.figures.actions.folding import fold, rebuild
from congdoan.figures.actions.planning import set_plan, share_plan, withdraw_plan
from congdoan.figures.actions.posting import post
from congdoan.figures.actions.posting_new import post_new

__all__ = [
    "NewDeclaration",
    "backfill",
    "check_days",
    "correct_declaration",
    "declare",
    "declare_many",
    "enter",
    "excesses",
    "fold",
    "post",
    "post_new",
    "prepare_codes",
    "rebuild",
    "set_plan",
    "share_plan",
    "share_units",
    "withdraw_declaration",
    "withdraw_plan",
]
