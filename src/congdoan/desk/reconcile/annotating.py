"""A checked text as a Word file: each figure under its colour, with the verdict and its reason as a comment."""

from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.text.paragraph import Paragraph

from congdoan.base.text import fold
from congdoan.claims.rules import Verdict
from congdoan.desk.reconcile.pages import text_or_404
from congdoan.desk.reconcile.reading import Figure, Piece, Reading

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_COLOURS = {
    Verdict.DIFFERS: WD_COLOR_INDEX.PINK,
    Verdict.ABSENT: WD_COLOR_INDEX.GRAY_25,
    Verdict.UNJUDGED: WD_COLOR_INDEX.YELLOW,
}


def annotated(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, to be kept or sent to who wrote the text."""
    text = text_or_404(request, pk)
    reading = Reading(request, text)
    document = Document()
    for page in range(1, len(reading.pages) + 1):
        for line in reading.paragraphs(page):
            paragraph = document.add_heading(level=1) if line.is_head else document.add_paragraph()
            for piece in line.pieces:
                _write(document, paragraph, piece)
    kept = BytesIO()
    document.save(kept)
    response = HttpResponse(kept.getvalue(), content_type=WORD)
    name = slugify(fold(text.title))[:80] or "van-ban"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response


def _write(document: "Document", paragraph: Paragraph, piece: Piece) -> None:  # type: ignore[valid-type]
    words = piece.field.told if piece.field else piece.words
    run = paragraph.add_run(_printable(words))
    if piece.figure is None:
        return
    run.font.highlight_color = _COLOURS.get(piece.figure.verdict, WD_COLOR_INDEX.BRIGHT_GREEN)
    document.add_comment(run, text=_printable(_comment(piece.figure)), author=_("Sổ Công Đoàn"), initials="SCĐ")  # type: ignore[attr-defined]


def _comment(figure: Figure) -> str:
    said = [f"{figure.verdict.sign} {figure.verdict.label}.", figure.reason, *figure.inside]
    if figure.row.reason:
        said.append(_("Giữ vì: %(reason)s.") % {"reason": figure.row.reason})
    return " ".join(said)


def _printable(words: str) -> str:
    """Without what no Word file may hold."""
    return "".join(char for char in words if char.isprintable() or char in "\t\n\u00a0")
