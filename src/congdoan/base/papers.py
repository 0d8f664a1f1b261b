"""Documents: judged by what is in them, not by what they are called."""

from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DOCUMENT_LIMIT = 20 * 1024 * 1024
"""The largest file taken for a document, in bytes."""
_UNFOLDED = 300 * 1024 * 1024
_PARTS = 10_000
_ODF = "application/vnd.oasis.opendocument"
_OOXML = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Sort:
    """A sort of document: the end of its name, what browsers call it, what people call it, the part that proves it."""

    ending: str
    media_type: str
    name: str
    proof: str = ""


SORTS = {
    sort.ending: sort
    for sort in (
        Sort("pdf", "application/pdf", "PDF"),
        Sort("docx", f"{_OOXML}.wordprocessingml.document", "Word", "word/document.xml"),
        Sort("xlsx", f"{_OOXML}.spreadsheetml.sheet", "Excel", "xl/workbook.xml"),
        Sort("pptx", f"{_OOXML}.presentationml.presentation", "PowerPoint", "ppt/presentation.xml"),
        Sort("odt", f"{_ODF}.text", "LibreOffice Writer"),
        Sort("ods", f"{_ODF}.spreadsheet", "LibreOffice Calc"),
        Sort("odp", f"{_ODF}.presentation", "LibreOffice Impress"),
    )
}


@dataclass(frozen=True)
class Paper:
    """A document as it is kept: its name, without folders, its sort and its bytes."""

    name: str
    sort: Sort
    content: bytes


def read_paper(name: str, content: bytes) -> Paper:
    """The document in a file. Raises ValidationError, by the file's name, for what is too large or not what it says."""
    bare = " ".join("".join(c for c in name.replace("\\", "/").split("/")[-1] if c.isprintable()).split())
    ending = bare.rpartition(".")[2].lower()
    if ending not in SORTS:
        sentence = _("%(name)s: Chỉ kèm được file %(kinds)s. Mở file rồi lưu lại theo một trong các loại đó.")
        raise ValidationError(sentence % {"name": bare, "kinds": ", ".join(SORTS)}, code="sort")
    if len(content) > DOCUMENT_LIMIT:
        raise ValidationError(_("%(name)s: File lớn hơn 20 MB.") % {"name": bare}, code="size")
    sort = SORTS[ending]
    if not _is(sort, content):
        sentence = _("%(name)s: File này mang tên .%(ending)s nhưng không phải %(sort)s. Mở bằng %(sort)s rồi lưu lại.")
        raise ValidationError(sentence % {"name": bare, "ending": ending, "sort": sort.name}, code="content")
    return Paper(_short(bare, ending), sort, content)


def _short(name: str, ending: str, most: int = 150) -> str:
    return name if len(name) <= most else f"{name[: most - len(ending) - 2]}….{ending}"


def _is(sort: Sort, content: bytes) -> bool:
    if sort.ending == "pdf":
        return content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]
    try:
        with ZipFile(BytesIO(content)) as parts:
            return _unfolds(parts) and (_is_office(sort, parts) if sort.proof else _is_open(sort, parts))
    except (BadZipFile, KeyError, RuntimeError, NotImplementedError, ValueError, OSError, EOFError):
        return False


def _unfolds(parts: ZipFile) -> bool:
    """Whether it unfolds to something of good sense, and not to a bomb."""
    told = parts.infolist()
    return len(told) <= _PARTS and sum(part.file_size for part in told) <= _UNFOLDED


def _is_office(sort: Sort, parts: ZipFile) -> bool:
    """The part that proves it is there, and no macros are."""
    names = set(parts.namelist())
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return {"[Content_Types].xml", sort.proof} <= names and not has_macros


def _is_open(sort: Sort, parts: ZipFile) -> bool:
    told = parts.getinfo("mimetype")
    has_macros = any(name.startswith("Basic/") for name in parts.namelist())
    return told.file_size < 200 and parts.read(told) == sort.media_type.encode() and not has_macros
