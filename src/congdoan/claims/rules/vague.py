"""Numbers told vaguely: `hàng chục`, `vài trăm`, `dăm ba chục`, `hai mươi mấy`, and between which two each lies."""

import re
from dataclasses import dataclass
from decimal import Decimal

from congdoan.claims.rules.grammar import pattern
from congdoan.claims.rules.numerals import sensible_at

_TENS = pattern(r"(?<!\w)(?:mười|{word_digit} mươi) $")
_FROM_TWO = frozenset(("vài", "mấy"))
_FEW = {"vài ba": (2, 3), "đôi ba": (2, 3), "dăm ba": (3, 5), "dăm bảy": (5, 7)}
_WINDOW = 40


@dataclass(frozen=True)
class Vague:
    """Where a vague number begins, and between which two it lies."""

    start: int
    low: Decimal
    high: Decimal


def vague_at(text: str, begins: "re.Match[str]", scale: int) -> Vague | None:
    """The vague number that begins here, or just before, of this scale.

    `hàng chục nghìn lượt người` is from ten thousand to one less than a hundred thousand, `mười mấy triệu` from eleven
    million to one less than twenty million, `hai mươi mấy người` from 21 to 29, `dăm ba chục người` from 30 to 50.
    """
    word, place = begins["vague"] or begins["odd"], begins.start()
    tens = _TENS.search(text, max(0, place - _WINDOW), place) if word == "mấy" else None
    if tens and (numeral := sensible_at(text, tens.start())):
        return Vague(tens.start(), (numeral.value + 1) * scale, (numeral.value + 10) * scale - 1)
    if begins["odd"]:
        return None
    if word in _FEW:
        low, high = _FEW[word]
        return Vague(place, Decimal(low * scale), Decimal(high * scale))
    return Vague(place, Decimal(scale * (2 if word in _FROM_TWO else 1)), Decimal(scale * 10 - 1))
