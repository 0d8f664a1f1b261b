"""Sentences with blanks that figures fill: `kết nạp {members.admitted} đoàn viên[, {members.admitted:plan}]`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import PlainValidator

_BLANK = re.compile(r"\{(?P<code>[a-z][a-z0-9_.-]*)(?:@(?P<scope>[a-z]+))?(?::(?P<way>[a-z]+))?\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
NAMES = ("period", "unit")
"""Blanks that no figure fills: what the period and the unit are called."""


class Way(StrEnum):
    """What of a figure a text tells: itself, the same period before, what became of it since, its plan."""

    NUMBER = "number"
    BEFORE = "before"
    CHANGE = "change"
    PLAN = "plan"
    TARGET = "target"


@dataclass(frozen=True)
class Blank:
    """A place that a line of the form fills; without a scope, the form's own."""

    indicator: str
    scope: str | None = None
    way: Way = Way.NUMBER


@dataclass(frozen=True)
class Name:
    """A place that the period's or the unit's name fills."""

    what: str


Piece = str | Blank | Name


@dataclass(frozen=True)
class Phrase:
    """Words and blanks in a row; one in brackets is left out where a blank of it cannot be told."""

    pieces: tuple[Piece, ...]
    optional: bool = False


@dataclass(frozen=True)
class Sentence:
    """Phrases; it is left out as a whole where a blank outside brackets cannot be told, or nothing happened."""

    phrases: tuple[Phrase, ...]

    def blanks(self) -> Iterator[Blank]:
        for phrase in self.phrases:
            yield from (piece for piece in phrase.pieces if isinstance(piece, Blank))

    @classmethod
    def read(cls, text: object) -> "Sentence":
        """Raises ValueError with a sentence for whoever wrote it."""
        if not isinstance(text, str) or not text.strip():
            raise ValueError(_("Câu không được để trống."))
        phrases: list[Phrase] = []
        done = 0
        for match in _OPTIONAL.finditer(text):
            phrases += [Phrase(_pieces(text[done : match.start()])), Phrase(_pieces(match[1]), optional=True)]
            done = match.end()
        phrases.append(Phrase(_pieces(text[done:])))
        return cls(tuple(phrase for phrase in phrases if phrase.pieces))


def _pieces(text: str) -> tuple[Piece, ...]:
    found: list[Piece] = []
    done = 0
    for match in _BLANK.finditer(text):
        found += [text[done : match.start()], _blank(match)]
        done = match.end()
    found.append(text[done:])
    if any(isinstance(piece, str) and set(piece) & set("{}[]") for piece in found):
        raise ValueError(_("Ngoặc trong câu không khép, hoặc chỗ trống viết sai; viết như {members.admitted:plan}."))
    return tuple(piece for piece in found if piece != "")


def _blank(match: re.Match[str]) -> Blank | Name:
    if match["code"] in NAMES:
        return Name(match["code"])
    way = match["way"] or Way.NUMBER
    if way not in set(Way):
        raise ValueError(_("Không có cách nói “%(way)s”; có: %(ways)s.") % {"way": way, "ways": ", ".join(Way)})
    return Blank(match["code"], match["scope"], Way(way))


SentenceText = Annotated[Sentence, PlainValidator(Sentence.read)]
