"""A document as PDF/UA: tagged, its fonts embedded, the same bytes for the same document."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from threading import Lock

import typst

from congdoan.reports.rules.document import Document
from congdoan.reports.rules.drawing import charts, fonts, layout

_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""A draft bears no day, not even that on which it was drawn."""
_LACKING = "could not be displayed"
"""What the typesetter says of a sign that none of its fonts has: PDF/UA allows no such thing."""
_BOX = "□"
_FOREIGN = re.compile("[\u0530-\u1dff\u2e80-\U0010ffff]")
_NOT_OURS = re.compile(f"[^\0-\u036f\u1e00-\u1eff\u2000-\u20cf{_BOX}]")
_compiling = Lock()


def drawn(document: Document) -> bytes:
    moment = datetime.combine(document.day, time(), UTC) if document.day else _UNDATED
    return typeset(_template(), _plain(document), moment)


def typeset(template: bytes, told: Mapping[str, object], moment: datetime) -> bytes:
    """A tagged PDF of what a template finds as `sys.inputs.document`, in JSON.

    A sign that no font has, an emoji or a foreign script, leaves a box: for its sake no document fails.
    """
    plain = json.dumps(told, ensure_ascii=False)
    for lacking in (_FOREIGN, _NOT_OURS):
        try:
            return _compiled(template, plain, moment)
        except typst.TypstError as error:
            if _LACKING not in str(error):
                raise
            plain = lacking.sub(_BOX, plain)
    return _compiled(template, plain, moment)


def _compiled(template: bytes, plain: str, moment: datetime) -> bytes:
    with _compiling:
        found = _compiler().compile(
            template,
            format="pdf",
            sys_inputs={"document": plain},
            pdf_standards="ua-1",
            timestamp=moment,
        )
    assert isinstance(found, bytes)
    return found


@cache
def _compiler() -> typst.Compiler:
    """One for the process: reading the fonts takes longer than setting a page. It is not made for two at once."""
    known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[fonts.folder()])
    return typst.Compiler(font_paths=known, ignore_system_fonts=True)


@cache
def _template() -> bytes:
    return (files(__package__) / "report.typ").read_bytes()


def _plain(document: Document) -> dict[str, object]:
    """All that the template sets; it decides nothing."""
    return {
        "measures": {
            "width": layout.PAGE[0],
            "height": layout.PAGE[1],
            "top": layout.TOP,
            "bottom": layout.BOTTOM,
            "left": layout.LEFT,
            "right": layout.RIGHT,
            "font": fonts.FAMILY,
            "body": layout.BODY,
            "note": layout.NOTE,
            "indent": layout.INDENT,
            "gap": layout.GAP,
        },
        "upper": layout.in_lines(document.upper),
        "issuer": layout.in_lines(document.issuer),
        "author": document.issuer,
        "nation": document.nation,
        "motto": document.motto,
        "number": document.number_and_sign,
        "place": document.place_and_day,
        "title": document.title,
        "subject": document.subject,
        "opening": document.opening,
        "parts": [{"heading": each.heading, "rank": each.rank, "texts": each.texts} for each in layout.parts(document)],
        "recipients": document.recipients,
        "authority": document.authority,
        "signer_title": document.signer_title,
        "signer": document.signer,
        "is_draft": document.is_draft,
        "seal": document.seal,
        "attached": document.attached,
        "appendices": [_appendix(each) for each in layout.appendices(document)],
        "words": layout.words(),
    }


def _appendix(appendix: layout.Appendix) -> dict[str, object]:
    return {
        "name": appendix.name,
        "title": appendix.title,
        "tables": [_table(each) for each in appendix.tables],
        "notes": appendix.notes,
        "charts": [
            {"title": each.title, "unit": each.unit, "sentence": each.sentence, "svg": charts.as_svg(each)}
            for each in appendix.charts
        ],
    }


def _table(table: layout.Table) -> dict[str, object]:
    return {
        "title": table.title,
        "heads": table.heads,
        "is_wide": table.is_wide,
        "size": table.size,
        "widths": table.widths(),
        "together": table.together,
        "rows": [
            {
                "number": row.number,
                "label": row.label,
                "unit": row.unit,
                "cells": [cell.text for cell in row.cells],
                "footnotes": ", ".join(map(str, row.footnotes)),
                "is_heading": row.is_heading,
            }
            for row in table.rows
        ],
    }
