"""Figures in sentences: each construction of the language, with its place and its value."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from congdoan.claims.rules import Claim, read

SENTENCES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text("utf-8"))
_MARKED = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")

Wanted = tuple[str, str, Decimal | None, Decimal | None, Decimal | None, bool]


def _wanted(text: str, value: str) -> Wanted:
    """`>=12`, `<=12`, `3..5`, `~12`, `39/45`, with đ for money and % for percent."""
    role = {"đ": "money", "%": "percent"}.get(value[-1], "count")
    number = value.rstrip("đ%").lstrip("~")
    about = value.startswith("~")
    if "/" in number:
        part, whole = map(Decimal, number.split("/"))
        return text, "ratio", part, part, whole, about
    if number.startswith(">="):
        return text, role, Decimal(number[2:]), None, None, about
    if number.startswith("<="):
        return text, role, None, Decimal(number[2:]), None, about
    low, _dots, high = number.partition("..")
    return text, role, Decimal(low), Decimal(high or low), None, about


def _told(claim: Claim) -> Wanted:
    return claim.text, claim.role.value, claim.low, claim.high, claim.of, claim.about


@pytest.mark.parametrize(
    ("construction", "sentence"), [(name, sentence) for name, all_ in SENTENCES.items() for sentence in all_]
)
def test_a_sentence_is_read_as_it_is_meant(construction: str, sentence: str) -> None:
    wanted = [_wanted(match[1], match[2]) for match in _MARKED.finditer(sentence) if match[2]]
    text = _MARKED.sub(r"\1", sentence)
    claims = read(text)
    assert [_told(claim) for claim in claims] == wanted
    assert [text[claim.start : claim.end] for claim in claims] == [claim.text for claim in claims]
