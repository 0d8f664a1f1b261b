"""A sheet as a document, from which Word, PDF and Excel are drawn: the one way to it, for a draft or what was sent."""

from congdoan.reports.models.composing import Composing
from congdoan.reports.models.sheets import Sheet
from congdoan.reports.rules import Document, document_of


def document(sheet: Sheet, *, revision: int | None = None) -> Document:
    """What a revision says, laid out; without one, the latest that was sent, or the draft while none is under way.

    Raises Revision.DoesNotExist, and BadField for a draft whose text names a line that there is not.
    """
    if revision is None and sheet.is_editable:
        return document_of(Composing(sheet).contents())
    sent = sheet.revisions.order_by("number")
    found = sent.get(number=revision) if revision is not None else sent.latest("number")
    return document_of(found.contents, digest=found.digest)
