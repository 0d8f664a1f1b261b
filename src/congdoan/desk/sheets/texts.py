"""The text of a sheet as pages show it: each bound figure stands in its box, which opens to its line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from congdoan.catalogue.models import local
from congdoan.figures.rules import Field
from congdoan.reports.models import Composing, part_keys
from congdoan.reports.rules import Contents, ToldLine
from congdoan.reports.rules.narrative import pieces

Opens = Callable[[ToldLine], str]
"""The page that a line's box leads to; empty where it leads nowhere."""


@dataclass(frozen=True)
class Words:
    """A run of words; in a box where they are a figure, which `url` opens and `line` names."""

    words: str
    is_held: bool = False
    line: str = ""
    url: str = ""


@dataclass(frozen=True)
class Text:
    """A part of the text."""

    key: str
    title: str
    paragraphs: tuple[tuple[Words, ...], ...]
    by: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.paragraphs


def draft_texts(composing: Composing, opens: Opens) -> list[Text]:
    """All parts of a draft, those too that nobody wrote."""
    lines = composing.setting.lines
    found: list[Text] = []
    for key, title in part_keys(composing.form):
        part = composing.parts.get(key)
        by = part.by.get_full_name() or part.by.get_username() if part else ""
        cut = _cut(part.text if part else "", composing.setting.show, lines, opens)
        found.append(Text(key, title, cut, by))
    return found


def frozen_texts(contents: Contents, opens: Opens) -> list[Text]:
    """The parts of a sheet that was sent; what was left empty is not shown."""
    lines = {line.key: line for line in contents.lines()}
    told = [
        Text(part.key, part.title, _cut(part.text, lambda field: field.frozen or "", lines, opens))
        for part in contents.paragraphs
    ]
    return [text for text in told if not text.is_empty]


def _cut(
    text: str, tell: Callable[[Field], str], lines: Mapping[str, ToldLine], opens: Opens
) -> tuple[tuple[Words, ...], ...]:
    def words(paragraph: str) -> tuple[Words, ...]:
        found: list[Words] = []
        for piece in pieces(paragraph, tell):
            line = lines.get(piece.bound.key) if piece.bound else None
            url, named = (opens(line), f"{line.number} {local(line.label)}") if line else ("", "")
            found.append(Words(piece.words, piece.bound is not None, named, url))
        return tuple(found)

    return tuple(words(paragraph) for paragraph in text.splitlines() if paragraph.strip())
