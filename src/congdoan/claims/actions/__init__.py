"""The verbs of this room."""

from congdoan.claims.actions.amending import (
    amend_text,
    bind_claim,
    correct_claim,
    freeze_text,
    keep_claim,
    may_work_on,
    mended,
    put_away,
    see_changes,
    unbind_claim,
    unbind_field,
    write_fields,
)
from congdoan.claims.actions.checking import MOST_AT_ONCE, check_text, judge_again, judge_waiting, recheck

__all__ = [
    "MOST_AT_ONCE",
    "amend_text",
    "bind_claim",
    "check_text",
    "correct_claim",
    "freeze_text",
    "judge_again",
    "judge_waiting",
    "keep_claim",
    "may_work_on",
    "mended",
    "put_away",
    "recheck",
    "see_changes",
    "unbind_claim",
    "unbind_field",
    "write_fields",
]
