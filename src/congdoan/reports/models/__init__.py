"""The tables of this room, and the questions asked of them."""

from congdoan.reports.models.beside import asked_about, asked_about_each
from congdoan.reports.models.composing import HEAD, Composing, composed, part_keys, told_at
from congdoan.reports.models.differences import Difference, as_told_then, changed, differences, now_of
from congdoan.reports.models.documents import document, unopened_document
from congdoan.reports.models.drafting import draft_sheet, draft_sheets, period_of
from congdoan.reports.models.filing import file_name, file_of
from congdoan.reports.models.owing import (
    Board,
    BoardRow,
    Cell,
    Mark,
    Owed,
    board,
    boards_beneath,
    forms_owed_beneath,
    lived,
    owed_by,
)
from congdoan.reports.models.revisions import Decision, Line, Mailing, Remark, Reminder, Reopening, Revision, Sending
from congdoan.reports.models.sheets import Answer, FollowUp, Part, Proposal, Sheet, SheetQuerySet, Word
from congdoan.reports.models.signatures import Signature
from congdoan.reports.models.standing import above, level_of, levels_on, upper_of

__all__ = [
    "HEAD",
    "Answer",
    "Board",
    "BoardRow",
    "Cell",
    "Composing",
    "Decision",
    "Difference",
    "FollowUp",
    "Line",
    "Mailing",
    "Mark",
    "Owed",
    "Part",
    "Proposal",
    "Remark",
    "Reminder",
    "Reopening",
    "Revision",
    "Sending",
    "Sheet",
    "SheetQuerySet",
    "Signature",
    "Word",
    "above",
    "as_told_then",
    "asked_about",
    "asked_about_each",
    "board",
    "boards_beneath",
    "changed",
    "composed",
    "differences",
    "document",
    "draft_sheet",
    "draft_sheets",
    "file_name",
    "file_of",
    "forms_owed_beneath",
    "level_of",
    "levels_on",
    "lived",
    "now_of",
    "owed_by",
    "part_keys",
    "period_of",
    "told_at",
    "unopened_document",
    "upper_of",
]
