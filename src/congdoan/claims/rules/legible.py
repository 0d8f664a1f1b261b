"""Old Vietnamese encodings: TCVN3 (ABC) and VNI recognised line by line, and put into Unicode."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
# VNI writes a letter and then its mark: "aø" is à, "aá" is ấ, "ôø" is ờ.
_VNI_TONES = dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True))
_VNI_ROOFED = dict(zip("àáåãä", "\u0300\u0301\u0309\u0303\u0323", strict=True))
_VNI_BREVED = dict(zip("èéúüë", "\u0300\u0301\u0309\u0303\u0323", strict=True))
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ì": "ì", "í": "í"}

# What a Vietnamese syllable may be, without its tone: an onset, a nucleus, a coda.
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh?|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(?:i[êe]?|y[êe]?|u[ôơêâyae]?|uy[êae]?|ươ|ưa|ư|oa|oă|oe|oo|iê|ia|[aăâeêoôơ])(?:[iouy]|[cmnpt]|ch|ng|nh)?"
)
_WORD = re.compile(r"[^\W\d_]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True)
class Legible:
    """A text in Unicode, and the encodings that it was put together from, if not Unicode."""

    text: str
    converted: tuple[str, ...] = ()


def legible(text: str) -> Legible:
    """The text with each line in an old encoding put into Unicode."""
    if text.isascii():
        return Legible(text)
    ways: list[str] = []
    lines = []
    for line in text.split("\n"):
        way, unicode_line = _best(line)
        lines.append(unicode_line)
        if way and way not in ways:
            ways.append(way)
    return Legible("\n".join(lines), tuple(ways))


def decoded(content: bytes) -> Legible:
    """The text of a file, whatever its encoding: UTF-8, UTF-16, windows-1258, TCVN3 or VNI in bytes."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return legible(content.decode(encoding, "replace"))
    try:
        return legible(content.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    old = legible(content.decode("cp1252", "replace"))
    windows = unicodedata.normalize("NFC", content.decode("cp1258", "replace"))
    return Legible(windows, ("windows-1258",)) if _likeness(windows) > _likeness(old.text) else old


def _best(line: str) -> tuple[str, str]:
    """The likeliest reading of a line, and the encoding it was in; none for Unicode."""
    if line.isascii():
        return "", line
    readings = [("", line), ("TCVN3", _from_tcvn3(line)), ("VNI", _from_vni(line))]
    scores = [_likeness(unicodedata.normalize("NFC", reading)) for _way, reading in readings]
    return readings[scores.index(max(scores))]


def _from_tcvn3(line: str) -> str:
    return "".join(_TCVN3.get(char, char) for char in line)


def _from_vni(line: str) -> str:
    return _vni_pattern().sub(lambda found: _vni_table()[found[0]], line)


def _likeness(line: str) -> int:
    """How many more of its marked words are Vietnamese syllables than are not."""
    marked = [word for word in _WORD.findall(line) if not word.isascii()]
    strange = sum(not char.isascii() and not char.isalnum() for char in line if char not in "“”‘’–—…•đ\u00a0")
    return sum(1 if _is_syllable(word.lower()) else -1 for word in marked) - strange


def _is_syllable(word: str) -> bool:
    bare = "".join(char for char in unicodedata.normalize("NFD", word) if char not in _TONES)
    return bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)))


@cache
def _vni_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _vni_table()), key=len, reverse=True)))


@cache
def _vni_table() -> dict[str, str]:
    table = dict(_VNI_ALONE)
    for letters, marks, shape in (
        ("aeouy", _VNI_TONES, ""),
        ("aeo", _VNI_ROOFED | {"â": ""}, "\u0302"),
        ("a", _VNI_BREVED | {"ê": ""}, "\u0306"),
    ):
        table |= {letter + mark: _composed(letter, shape, tone) for letter in letters for mark, tone in marks.items()}
    table |= {
        horned + mark: _composed(_VNI_ALONE[horned], "", tone) for horned in "ôö" for mark, tone in _VNI_TONES.items()
    }
    return (
        table
        | {written.upper(): meant.upper() for written, meant in table.items()}
        | {written[0].upper() + written[1:]: meant.upper() for written, meant in table.items()}
    )


def _composed(letter: str, shape: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letter + shape + tone)
