"""The rules of reports, without a database: what a sheet says, how it is written, checked, sent and laid out."""

from congdoan.reports.rules.calling import not_for, period_name
from congdoan.reports.rules.checking import Asked, Beside, Check, Fault, asked, faults
from congdoan.reports.rules.contents import (
    Beneath,
    Contents,
    Number,
    Receiver,
    ToldAnswer,
    ToldLine,
    ToldParagraph,
    ToldProposal,
    ToldSection,
    digest_of,
    from_bytes,
    to_bytes,
)
from congdoan.reports.rules.document import Cell, Chart, Document, DocumentLine, DocumentSection, document_of
from congdoan.reports.rules.drafting import Draft, DraftLine, DraftSection, line_key
from congdoan.reports.rules.states import EDITABLE, MOVES, Reply, State, Verdict
from congdoan.reports.rules.telling import as_object, as_text

__all__ = [
    "EDITABLE",
    "MOVES",
    "Asked",
    "Beneath",
    "Beside",
    "Cell",
    "Chart",
    "Check",
    "Contents",
    "Document",
    "DocumentLine",
    "DocumentSection",
    "Draft",
    "DraftLine",
    "DraftSection",
    "Fault",
    "Number",
    "Receiver",
    "Reply",
    "State",
    "ToldAnswer",
    "ToldLine",
    "ToldParagraph",
    "ToldProposal",
    "ToldSection",
    "Verdict",
    "as_object",
    "as_text",
    "asked",
    "digest_of",
    "document_of",
    "faults",
    "from_bytes",
    "line_key",
    "not_for",
    "period_name",
    "to_bytes",
]
