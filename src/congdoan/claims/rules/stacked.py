"""News in numbers: a number that stands large on a line of its own, above what it counts."""

import re
from dataclasses import replace

from congdoan.claims.rules.lines import ENDS
from congdoan.claims.rules.measures import measure_at
from congdoan.claims.rules.plain import Plain

_NUMBER = re.compile(
    r"(?m:^) *(?:(?:hơn|gần|trên|khoảng) |[+-])?(?P<number>\d[\d.,]*(?: ?/ ?\d[\d.,]*|\+)?) *"
    r"(?P<end>\n(?: *\n)?)(?=[^\W\d_])"
)
_LINE = re.compile(r"[^\n]*")
_WORD = re.compile(r"[^\W\d_]+")
_LONG = re.compile(r"\d\D+\d")
_FEWEST_WORDS = 3
# A page that ends within a sentence has its number below a line as long as these; a heading is shorter.
_SHORTEST_TORN = 60
_WINDOW = 400


def beside(plain: Plain) -> Plain:
    """The text with a space for the line end between such a number and its noun."""
    counted = [found.span("end") for found in _NUMBER.finditer(plain.lower) if _counts(plain, found)]
    ends = {place for span in counted for place in range(*span)}
    if not ends:
        return plain
    return replace(plain, lower=_joined(plain.lower, ends), cased=_joined(plain.cased, ends))


def _counts(plain: Plain, found: "re.Match[str]") -> bool:
    """Whether the line below begins with a noun that is counted and goes on, and no page ends here."""
    start = found.end()
    line = _LINE.match(plain.lower, start)
    if line is None or not measure_at(plain.lower, start) or len(_WORD.findall(line[0])) < _FEWEST_WORDS:
        return False
    if plain.cased[start].isupper():
        is_long = found["end"] == "\n" and _LONG.search(found["number"])
        return bool(is_long) and _is_apart(plain.lower, found.start(), line.end())
    above = plain.lower[max(0, found.start() - _WINDOW) : found.start()].rstrip().rpartition("\n")[2]
    return "|" not in line[0] and (above.endswith((*ENDS, ":")) or len(above) < _SHORTEST_TORN)


def _is_apart(lower: str, start: int, end: int) -> bool:
    """Whether empty lines, or the ends of the text, stand around."""
    return lower.endswith(("\n\n", "\n \n"), 0, start) and (
        end == len(lower) or lower.startswith(("\n\n", "\n \n"), end)
    )


def _joined(text: str, ends: set[int]) -> str:
    return "".join(" " if place in ends else char for place, char in enumerate(text))
