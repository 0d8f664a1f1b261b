"""Documents as files, each drawn from the typed `Document` alone: Word, PDF, Excel."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from importlib import import_module

from congdoan.base.text import NO_BREAK
from congdoan.reports.rules.document import Document


class Format(StrEnum):
    """What a document can be drawn as; the value is the ending of the file's name."""

    WORD = "docx"
    PDF = "pdf"
    EXCEL = "xlsx"

    @property
    def content_type(self) -> str:
        return _TYPES[self]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    Format.WORD: f"{_OFFICE}.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.EXCEL: f"{_OFFICE}.spreadsheetml.sheet",
}
# Loaded when first asked for: typesetting and office formats are heavy, and most pages draw nothing.
_ROOMS = {Format.WORD: "word", Format.PDF: "pdf", Format.EXCEL: "excel"}


def drawn(document: Document, shape: Format) -> bytes:
    """The document as a file."""
    draw: Callable[[Document], bytes] = import_module(f"{__name__}.{_ROOMS[shape]}").drawn
    cleaned = _printable(document)
    assert isinstance(cleaned, Document)
    return draw(cleaned)


_TABS = "\t\n"
_KEPT = f"{NO_BREAK}{_TABS}"


def _printable(told: object) -> object:
    """The same without what no file may hold: control characters, that a paste may bring along; a tab is a space."""
    match told:
        case StrEnum():
            return told
        case str():
            return "".join(" " if char in _TABS else char for char in told if char.isprintable() or char in _KEPT)
        case tuple():
            return tuple(map(_printable, told))
    if is_dataclass(told) and not isinstance(told, type):
        return replace(told, **{each.name: _printable(getattr(told, each.name)) for each in fields(told)})
    return told


__all__ = ["Format", "drawn"]
