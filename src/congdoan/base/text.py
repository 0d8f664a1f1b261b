"""Vietnamese text and numbers: folding for search, order of the alphabet, numbers as officials write them."""

import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

NO_BREAK = "\u00a0"
MINUS = "\u2212"
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_RANK = {letter: f"{rank:02}" for rank, letter in enumerate(_ALPHABET, 40)}


_WORDS = 20_000
"""Names and sentences are made of few words: so many are kept as they were folded and ranked."""


class _Bare(dict[int, str]):
    """Each letter without its marks, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFD", chr(code))
        bare = self[code] = "".join(c for c in parts if not unicodedata.combining(c)).replace("đ", "d")
        return bare


_BARE = _Bare()


def fold(text: str) -> str:
    """Lower case without marks, one space between words: what search compares. `Đỗ  Vân` is `do van`."""
    return " ".join(filter(None, map(_bare, text.lower().split())))


@lru_cache(maxsize=_WORDS)
def _bare(word: str) -> str:
    return " ".join(word.translate(_BARE).split())


def sort_key(text: str) -> str:
    """A key that sorts by the Vietnamese alphabet under plain byte order: letters first, tones to break ties."""
    ranked = [*map(_ranked_word, text.lower().split())]
    return "0 ".join([letters for letters, _tones in ranked]) + " " + "0".join([tones for _letters, tones in ranked])


@lru_cache(maxsize=_WORDS)
def _ranked_word(word: str) -> tuple[str, str]:
    """The ranks of a word's letters, and those of its tones; between words stands the rank of a space."""
    ranked = [_ranked(char) for char in unicodedata.normalize("NFC", word)]
    return "".join([letter for letter, _tone in ranked]), "".join([tone for _letter, tone in ranked])


@cache
def _ranked(char: str) -> tuple[str, str]:
    """The rank of a letter, and that of its tone."""
    parts = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in parts[1:] if mark in _TONES), "")
    letter = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else char
    return _RANK.get(letter, f"0{letter}"), str(_TONES.get(tone, 0))


_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


def visible(text: str) -> str:
    """The text without signs that nobody sees: of control, of zero width, that turn the direction of writing."""
    if text.isprintable():
        return text
    return "".join([char for char in text if char in "\t\n\r" or unicodedata.category(char) not in _UNSEEN])


def one_line(text: str, most: int | None = None) -> str:
    """What people wrote, as it is kept: its visible signs, letters and marks composed, one space between words.

    With `most`, of so many characters at the most.
    """
    return " ".join(unicodedata.normalize("NFC", visible(text)).split())[:most]


def number(value: int | Decimal, decimals: int = 0) -> str:
    """`2.247`, `468,1`, `−4`: a dot for thousands, a comma for decimals, halves rounded up."""
    if not decimals and isinstance(value, int):  # most of what pages show
        return f"{MINUS if value < 0 else ''}{abs(value):,}".replace(",", ".")
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if rounded < 0 else text


def with_unit(value: int | Decimal, unit: str, decimals: int = 0) -> str:
    """A number and its unit, held together by a no-break space: `297.000.000 đ`, `468,1 %`."""
    return f"{number(value, decimals)}{NO_BREAK}{'đ' if unit == 'đồng' else unit}"
