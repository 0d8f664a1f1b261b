"""The tables of this room, and the questions asked of them."""

from congdoan.reports.models.beside import asked_about, asked_about_each
from congdoan.reports.models.boards import Board, BoardRow, Cell, Mark, board, boards_beneath
from congdoan.reports.models.composing import HEAD, Composing, composed, part_keys, told_at
from congdoan.reports.models.deadlines import (
    Announcement,
    DaysSet,
    Deadline,
    Due,
    Retelling,
    asked_beneath,
    days_from,
    days_set,
    due_of,
    set_beneath,
)
from congdoan.reports.models.differences import Difference, as_told_then, changed, differences, now_of
from congdoan.reports.models.documents import document, unopened_document
from congdoan.reports.models.drafting import draft_sheet, draft_sheets, period_of
from congdoan.reports.models.filing import file_name, file_of
from congdoan.reports.models.owing import (
    Below,
    Owed,
    edition_for,
    forms_owed_beneath,
    lived,
    owed_by,
)
from congdoan.reports.models.revisions import Decision, Line, Mailing, Remark, Reminder, Reopening, Revision, Sending
from congdoan.reports.models.sheets import Answer, FollowUp, Part, Proposal, Sheet, SheetQuerySet, Word
from congdoan.reports.models.signatures import Signature
from congdoan.reports.models.standing import above, level_of, levels_on, successors, taken_in, upper_of

__all__ = [
    "HEAD",
    "Announcement",
    "Answer",
    "Below",
    "Board",
    "BoardRow",
    "Cell",
    "Composing",
    "DaysSet",
    "Deadline",
    "Decision",
    "Difference",
    "Due",
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
    "Retelling",
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
    "asked_beneath",
    "board",
    "boards_beneath",
    "changed",
    "composed",
    "days_from",
    "days_set",
    "differences",
    "document",
    "draft_sheet",
    "draft_sheets",
    "due_of",
    "edition_for",
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
    "set_beneath",
    "successors",
    "taken_in",
    "told_at",
    "unopened_document",
    "upper_of",
]
