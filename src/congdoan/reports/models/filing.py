"""A sheet's document as a file, and the name under which it is kept."""

from congdoan.reports.models.documents import document
from congdoan.reports.models.sheets import Sheet
from congdoan.reports.rules.drawing import Format, drawn


def file_of(sheet: Sheet, shape: Format, *, revision: int | None = None) -> bytes:
    """A revision as a file, or the draft; raises what `document` raises."""
    return drawn(document(sheet, revision=revision), shape)


def file_name(sheet: Sheet, shape: Format, *, revision: int | None = None) -> str:
    """`bao-cao-2-hdcd-LCA-CT-2024-H1-ban-1.docx`; of a draft `…-du-thao.docx`."""
    number = revision if revision is not None or sheet.is_editable else sheet.revisions.count()
    end = f"ban-{number}" if number else "du-thao"
    plain = f"bao-cao-{sheet.form}-{sheet.unit.code}-{sheet.period}-{end}".replace("/", "-").replace("..", "-")
    return f"{plain}.{shape}"
