"""Where countable entries come from: the nouns of the ledger, their traits and their quantities."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from django.utils.translation import gettext as _

from congdoan.catalogue.rules.levels import Level
from congdoan.catalogue.rules.naming import unknown_sentence

ACTIVITY = "activity"


class Measure(StrEnum):
    """What an entry carries to be added up: times, attendances or persons, đồng, or things of the kind's own."""

    TIMES = "times"
    PEOPLE = "people"
    AMOUNT = "amount"
    QUANTITY = "quantity"


class TraitType(StrEnum):
    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"
    SECTOR = "sector"
    CODE = "code"


@dataclass(frozen=True)
class Trait:
    """An attribute of an entry that indicators may filter by; a choice lists what it may be."""

    type: TraitType
    choices: tuple[str, ...] = ()

    def refusal(self, value: object, sectors: Mapping[str, object] | frozenset[str]) -> str | None:
        """The sentence against a value this trait can never have, or None."""
        if self.type is TraitType.YES_NO:
            return None if isinstance(value, bool) else _("“%s” phải là true hoặc false.") % value
        if self.type is TraitType.NUMBER:
            is_number = isinstance(value, int) and not isinstance(value, bool)
            return None if is_number else _("“%s” phải là số nguyên.") % value
        if not isinstance(value, str):
            return _("“%s” phải là chữ.") % value
        if self.type is TraitType.CODE:
            return None
        known = list(sectors) if self.type is TraitType.SECTOR else list(self.choices)
        return None if value in known else unknown_sentence(value, known)


@dataclass(frozen=True)
class Noun:
    """A sort of entry; an activity's traits and quantities are those of its kind."""

    traits: Mapping[str, Trait] = field(default_factory=dict)
    quantities: frozenset[Measure] = frozenset({Measure.TIMES, Measure.PEOPLE})
    has_kinds: bool = False


@dataclass(frozen=True)
class Source:
    """`noun` or `noun:kind`, as indicators name what they count."""

    noun: str
    kind: str | None = None

    @classmethod
    def read(cls, text: object) -> "Source":
        """Raises ValueError where it is no text of one or two words joined by a colon."""
        words = text.split(":") if isinstance(text, str) else []
        if len(words) not in {1, 2} or not all(words):
            raise ValueError(_("“%s” không phải là một nguồn; viết như admission hoặc activity:dialogue.") % text)
        return cls(*words)

    def __str__(self) -> str:
        return f"{self.noun}:{self.kind}" if self.kind else self.noun


def _choice(*choices: str) -> Trait:
    return Trait(TraitType.CHOICE, choices)


_LEVEL = _choice(*Level)
_YES_NO = Trait(TraitType.YES_NO)
_NUMBER = Trait(TraitType.NUMBER)
_SECTOR = Trait(TraitType.SECTOR)
_SEX = _choice("female", "male")
_PERSON = {"sex": _SEX, "direct_worker": _YES_NO}
_OFFICE = {"role": Trait(TraitType.CODE), "sex": _SEX}
_REASONS = _choice("resigned", "expelled", "retired", "died", "closed")


def _nouns() -> Iterator[tuple[str, Noun]]:
    yield ACTIVITY, Noun(has_kinds=True)
    for event in ("admission", "readmission", "arrival", "departure", "suspension", "resumption"):
        yield event, Noun(_PERSON)
    yield "leaving", Noun(_PERSON | {"reason": _REASONS})
    founded = {"origin": _choice("new", "merge", "split"), "level": _LEVEL, "sector": _SECTOR, "workers": _NUMBER}
    yield "founding", Noun(founded)
    yield "closing", Noun({"cause": _choice("absorbed", "merged", "split", "dissolved"), "level": _LEVEL})
    yield "moving", Noun()
    yield "grading", Noun({"from_level": _LEVEL, "to_level": _LEVEL})
    for event in ("appointment", "relief"):
        yield event, Noun(_OFFICE)


NOUNS: Mapping[str, Noun] = MappingProxyType(dict(_nouns()))
