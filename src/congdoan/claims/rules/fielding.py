"""A text with `{{ figure }}` fields: as it is read, where its fields stand in that, and figures made into fields."""

from collections.abc import Callable
from dataclasses import dataclass

from congdoan.claims.rules.claim import Claim, Role
from congdoan.claims.rules.numerals import numeral_at
from congdoan.claims.rules.plain import Plain
from congdoan.claims.rules.telling import written
from congdoan.claims.rules.verdicts import Told
from congdoan.figures.rules import BadField, Field, places_of

_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}


@dataclass(frozen=True)
class Place:
    """A field and what it tells, from start to end as the text is read, and where it is written."""

    start: int
    end: int
    raw_start: int
    raw_end: int
    field: Field
    told: str


@dataclass(frozen=True)
class Laid:
    """A text as it is read, with each field as the number that it tells."""

    raw: str
    shown: str
    places: tuple[Place, ...]

    def at(self, start: int, end: int) -> Place | None:
        """The field with which a stretch of the shown text shares a character."""
        return next((place for place in self.places if place.start < end and start < place.end), None)

    def raw_place(self, place: int) -> int:
        """Where a place of the shown text, that is in no field, is written."""
        before = [each for each in self.places if each.end <= place]
        return place if not before else place - before[-1].end + before[-1].raw_end

    def replaced(self, start: int, end: int, words: str) -> str:
        """The written text with a stretch of the shown one replaced."""
        return self.raw[: self.raw_place(start)] + words + self.raw[self.raw_place(end) :]


def laid_out(raw: str, tell: Callable[[Field], str]) -> Laid:
    """The text with its fields told; one that cannot be told stays as it is written."""
    parts: list[str] = []
    places: list[Place] = []
    read, length = 0, 0
    for start, end, field in places_of(raw):
        try:
            told = tell(field) if field.frozen is None else field.frozen
        except BadField:
            continue
        parts += [raw[read:start], told]
        begin = length + start - read
        length = begin + len(told)
        places.append(Place(begin, length, start, end, field, told))
        read = end
    return Laid(raw, "".join([*parts, raw[read:]]), tuple(places))


def number_in(claim: Claim) -> tuple[int, int] | None:
    """Where the number of a claim stands in its text, with its scale; None where it is not one number."""
    if claim.value is None or claim.of is not None:
        return None
    plain = Plain.of(claim.text)
    found = next((numeral for place in range(len(plain.lower)) if (numeral := numeral_at(plain.lower, place))), None)
    return plain.slice(found.start, found.end) if found else None


def with_number(claim: Claim, words: str) -> str | None:
    """The claim's text with other words for its number; đồng that had no name gets one."""
    place = number_in(claim)
    if place is None:
        return None
    rest = claim.text[place[1] :]
    named = claim.role is not Role.MONEY or any(sign in Plain.of(rest).lower for sign in ("đ", "vn"))
    return f"{claim.text[: place[0]]}{words}{rest if named else f' đồng{rest}'}"


def corrected(claim: Claim, told: Told) -> str | None:
    """The claim's text with the ledger's number, written as the text wrote its own; None where it has no one number."""
    if told.value is None or claim.over:
        return None
    place = number_in(claim)
    if place is None:
        return None
    printed = Plain.of(claim.text[place[0] : place[1]]).lower
    scale = next((value for name, value in _SCALES.items() if printed.endswith(name)), 1)
    scaled = told.value / scale
    if scaled and scale > 1 and scaled == round(scaled, 2):
        return with_number(claim, f"{written(scaled)} {printed.rsplit(None, 1)[-1]}")
    return with_number(claim, written(told.value))
