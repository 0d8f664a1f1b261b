"""A sheet as a document, from which Word, PDF and Excel are drawn: the one way to it, for a draft or what was sent."""

from datetime import date

from django.utils.translation import gettext as _

from congdoan.base.knowledge import Moment
from congdoan.base.language import in_vietnamese
from congdoan.base.period import Period
from congdoan.catalogue.rules import Form
from congdoan.org.models import Unit
from congdoan.reports.models.composing import Composing
from congdoan.reports.models.sheets import Part, Sheet
from congdoan.reports.rules import Document, document_of
from congdoan.reports.rules.narrative import drafted


def document(sheet: Sheet, *, revision: int | None = None) -> Document:
    """What a revision says, laid out; without one, the latest that was sent, or the draft while none is under way.

    Raises Revision.DoesNotExist, and BadField for a draft whose text names a line that there is not.
    """
    if revision is None and sheet.is_editable:
        return document_of(Composing(sheet).contents())
    sent = sheet.revisions.order_by("number")
    found = sent.get(number=revision) if revision is not None else sent.latest("number")
    return document_of(found.contents, digest=found.digest)


@in_vietnamese
def unopened_document(
    unit: Unit, form: Form, period: Period, *, tree_on: date | None = None, known_at: Moment | None = None
) -> Document:
    """What a sheet would say if it were opened now, or on another tree, or then; nothing is kept of it."""
    sheet = Sheet(
        unit=unit,
        form=form.code,
        edition=form.edition,
        period=str(period),
        first_day=period.first_day,
        last_day=period.last_day,
    )
    composing = Composing(sheet, tree_on=tree_on, known_at=known_at)
    composing.words, composing.proposals = {}, []
    composing.parts = {
        f"result-{place}": Part(key=f"result-{place}", text=drafted(paragraph, composing.setting))
        for place, paragraph in enumerate(form.paragraphs)
    }
    contents = composing.contents()
    if tree_on is not None:
        said = {"subject": contents.subject, "day": f"{tree_on:%d/%m/%Y}"}
        subject = _("%(subject)s (kể lại theo tổ chức ngày %(day)s)") % said
        contents = contents.model_copy(update={"subject": subject})
    return document_of(contents)
