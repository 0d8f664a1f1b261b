"""Which unit a text speaks of, and which a sentence in it: by the names that units bore on the day."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import F, TextField, Value
from django.db.models.functions import StrIndex

from congdoan.base.text import fold
from congdoan.catalogue.rules import Level
from congdoan.claims.rules.indicating import syllables
from congdoan.org.models import Lineage, Name, Unit

# "Công đoàn ngành Công Thương tỉnh Lào Cai" is also written without "tỉnh".
_DROPPED = {"tinh"}
_ABOVE = (Level.NATIONAL, Level.PROVINCIAL, Level.SUPERIOR)
_SHORTEST = 2
_SHORTEST_SHORT = 4
_PROVINCE = "lien doan lao dong "
# Who organised it, told by level rather than by name.
_ACTORS = (
    (re.compile(r"ban thường vụ (?:liên đoàn|công đoàn|lđlđ|tỉnh)|ban thường vụ (?:đã )?tổ chức"), "own"),
    (
        re.compile(r"công đoàn cấp trên(?: trực tiếp)?(?: cơ sở)?|cđ cấp trên|liên đoàn lao động (?:các )?huyện"),
        "superior",
    ),
    (
        re.compile(r"(?:các )?(?:công đoàn cơ sở|cđcs)(?: đã| cũng)? (?:tổ chức|thực hiện|phối hợp|ký|kiểm tra|tiếp)"),
        "grassroots",
    ),
)
_BENEATH = re.compile(
    r"(?<!\w)(?:toàn (?:tỉnh|ngành|thành phố|huyện|hệ thống|khu)|cả nước|trên địa bàn|trong tỉnh|trong ngành|"
    r"các (?:cấp|đơn vị|công đoàn|cđ|cđcs|ngành)|công đoàn cơ sở|cđcs|các cấp công đoàn)(?!\w)"
)


@dataclass(frozen=True)
class Named:
    """A unit by one of its names, as the words to look for."""

    unit: int
    level: Level
    words: str


class Mentions:
    """The units named in a text, and the one that it is about."""

    def __init__(self, text: str, day: date) -> None:
        self.day = day
        self.words = f" {_comparable(text)} "
        self.folded = fold(text)

    @cached_property
    def _named(self) -> list[Named]:
        """The units whose names stand in the text, the longest names first."""
        rows = Lineage.objects.known().on(self.day).filter(depth=0, level__in=_ABOVE).values_list("unit", "level")
        levels = dict(rows)
        names = Name.objects.on(self.day).filter(unit__in=levels).values_list("unit", "name")
        found = [Named(unit, Level(levels[unit]), _comparable(name)) for unit, name in names]
        found += self._short(found)
        inside = [each for each in found if len(each.words.split()) >= _SHORTEST and f" {each.words} " in self.words]
        return sorted([*inside, *self._grassroots], key=lambda each: -len(each.words))

    def _short(self, found: list[Named]) -> list[Named]:
        """Names without the province that the text names anyway: "Công đoàn ngành Công Thương" of Lào Cai."""
        places = {_place(each.words) for each in found if each.level is Level.PROVINCIAL}
        named = {place for place in places if place and f" {place} " in self.words}
        short = [
            Named(each.unit, each.level, each.words.removesuffix(f" {place}"))
            for each in found
            if each.level is Level.SUPERIOR
            for place in named
            if each.words.endswith(f" {place}")
        ]
        common = Counter(each.words for each in short)
        return [each for each in short if common[each.words] == 1 and len(each.words.split()) >= _SHORTEST_SHORT]

    @property
    def _grassroots(self) -> list[Named]:
        """Grassroots unions, of which there are many: the database looks for their whole names."""
        text = Value(self.folded, output_field=TextField())
        units = Lineage.objects.known().on(self.day).filter(depth=0, level=Level.GRASSROOTS).values("unit")
        rows = Name.objects.on(self.day).annotate(place=StrIndex(text, F("folded"))).filter(place__gt=0, unit__in=units)
        return [Named(unit, Level.GRASSROOTS, _comparable(name)) for unit, name in rows.values_list("unit", "name")]

    def text_unit(self) -> Unit | None:
        """The unit named most, of several the higher; the confederation only where no other is named."""
        counts: Counter[tuple[int, Level]] = Counter()
        words = self.words
        for named in self._named:
            count = words.count(f" {named.words} ")
            counts[named.unit, named.level] += count
            words = words.replace(f" {named.words} ", " | ")
        ranked = sorted(counts.items(), key=lambda item: (item[0][1] is Level.NATIONAL, -item[1], item[0][1].rank))
        return Unit.objects.get(pk=ranked[0][0][0]) if ranked and ranked[0][1] else None

    def units_in(self, words: str) -> list[Unit]:
        """The units named in some words, the last named first."""
        comparable = f" {_comparable(words)} "
        places = {named.unit: comparable.rfind(f" {named.words} ") for named in self._named}
        found = sorted((place, unit) for unit, place in places.items() if place >= 0)
        return [self._units[unit] for _place, unit in reversed(found)]

    @cached_property
    def _units(self) -> dict[int, Unit]:
        return Unit.objects.in_bulk({named.unit for named in self._named})


def _place(words: str) -> str:
    """The place that a province's federation is named after."""
    return words.removeprefix(_PROVINCE).removeprefix("thanh pho ") if words.startswith(_PROVINCE) else ""


def actor_in(words: str) -> str | None:
    """The scope that words name: `own`, or a level of organisers; the last named."""
    found = [(match.start(), scope) for pattern, scope in _ACTORS for match in pattern.finditer(words)]
    return max(found)[1] if found else None


def names_those_beneath(words: str) -> bool:
    """Whether words say that those beneath did it too: `các cấp công đoàn`, `toàn tỉnh`."""
    return bool(_BENEATH.search(words))


def _comparable(text: str) -> str:
    """Its words without marks and without what is often left out, one space between them."""
    return " ".join(word for word in fold(" ".join(syllables(text))).split() if word not in _DROPPED)
