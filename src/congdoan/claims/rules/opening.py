"""Opening a file: its text from .txt, .docx and .pdf, whatever the encoding, or the reason why it has none."""

import logging
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from django.utils.translation import gettext as _
from docx import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from congdoan.claims.rules.legible import Legible, decoded, legible
from congdoan.claims.rules.plain import SMALL

KINDS = (".txt", ".docx", ".pdf")
# What is wrong with a file is told to the user, in our words.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

# A page of a report holds a few hundred letters; a scanned one holds none, or the stamp of the scanner.
_LETTERS_OF_A_PAGE = 20
_LARGEST = 50_000_000
_LARGEST_UNPACKED = 200_000_000
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")


class Unreadable(ValueError):
    """A file without a text; its own text is the sentence for the user."""


@dataclass(frozen=True)
class Opened:
    """The text of a file, and what was done or noticed on the way, in sentences for the user."""

    text: str
    notes: tuple[str, ...] = ()


def opened(name: str, content: bytes) -> Opened:
    """The text of a file by its name and content. Raises Unreadable."""
    kind = PurePath(name).suffix.lower()
    if not content.strip():
        raise Unreadable(_("File %(name)s trống.") % {"name": name})
    if len(content) > _LARGEST:
        raise Unreadable(_("File %(name)s lớn hơn 50 MB. Chia nhỏ rồi thử lại.") % {"name": name})
    if content.startswith(b"%PDF"):
        return _told(name, _from_pdf(name, content))
    if content.startswith(b"PK"):
        return _told(name, legible(_from_word(name, content)))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_("File %(name)s là Word bản cũ. Mở bằng Word rồi lưu lại kiểu .docx.") % {"name": name})
    if kind in {".docx", ".pdf"}:
        what = "Word" if kind == ".docx" else "PDF"
        raise Unreadable(
            _("File %(name)s mang tên %(kind)s nhưng không phải %(what)s. Mở bằng đúng chương trình rồi lưu lại.")
            % {"name": name, "kind": kind, "what": what}
        )
    return _told(name, _from_text(name, content))


def pasted(text: str) -> Opened:
    """What was pasted, put into Unicode where it was written in an old encoding."""
    return _in_unicode(legible(text.replace("\r\n", "\n")))


def _told(name: str, found: Legible) -> Opened:
    """The text with line ends as everywhere, and what became of its encoding."""
    told = _in_unicode(found)
    if not told.text.strip("\ufeff \n\t"):
        raise Unreadable(_("File %(name)s trống.") % {"name": name})
    return told


def _in_unicode(found: Legible) -> Opened:
    text = found.text.replace("\r\n", "\n").replace("\r", "\n")
    notes = [_("Văn bản viết bằng %(way)s, đã chuyển sang Unicode.") % {"way": way} for way in found.converted]
    return Opened(text, tuple(notes))


def _from_text(name: str, content: bytes) -> Legible:
    found = decoded(content)
    strange = len(_UNPRINTABLE.findall(found.text))
    if strange * 50 > len(found.text):
        raise Unreadable(
            _("File %(name)s không phải văn bản. Đọc được các loại: %(kinds)s.")
            % {"name": name, "kinds": ", ".join(KINDS)}
        )
    return found


def _from_word(name: str, content: bytes) -> str:
    """Paragraphs and tables in their order; the cells of a row stand between bars."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            if sum(member.file_size for member in package.infolist()) > _LARGEST_UNPACKED:
                raise Unreadable(_("File %(name)s bung ra quá lớn nên không đọc.") % {"name": name})
        document = WordDocument(BytesIO(content))
        return "\n".join(_text_of(part) for part in document.iter_inner_content())
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(
            _("File %(name)s không phải Word, hoặc đã hỏng. Mở bằng Word rồi lưu lại.") % {"name": name}
        ) from error


def _text_of(part: Paragraph | Table) -> str:
    if isinstance(part, Paragraph):
        return part.text
    return "\n".join(" | ".join(" ".join(cell.text.split()) for cell in row.cells) for row in part.rows)


def _from_pdf(name: str, content: bytes) -> Legible:
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(_("File %(name)s có mật khẩu. Bỏ mật khẩu rồi thử lại.") % {"name": name})
        pages = [page.extract_text() for page in reader.pages]
    except Unreadable:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError) as error:
        raise Unreadable(_("File %(name)s là PDF đã hỏng nên không đọc được.") % {"name": name}) from error
    letters = sum(char.isalpha() for page in pages for char in page)
    if letters < _LETTERS_OF_A_PAGE * max(1, len(pages)):
        raise Unreadable(
            _("File %(name)s là bản quét, chỉ có ảnh trang giấy. Dùng bản gốc, hoặc bản đã nhận dạng chữ.")
            % {"name": name}
        )
    return legible(_unwrapped("\n".join(pages)))


def _unwrapped(text: str) -> str:
    """Lines that a page has broken put together again: one that goes on in small letters or digits."""
    return re.sub(rf"(?<=[^\W_]|[,;(–-]) ?\n(?=[{SMALL}0-9(“])", " ", text)
