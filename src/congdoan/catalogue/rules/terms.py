"""A term: which entries an indicator takes from one source, with which sign, and which of their quantities."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from congdoan.catalogue.rules.sources import Measure, Source

Value = str | bool | int


@dataclass(frozen=True, slots=True)
class Condition:
    """What a trait must be: one of some values, or a number between two bounds, both inclusive."""

    trait: str
    values: frozenset[Value] = frozenset()
    at_least: int | None = None
    at_most: int | None = None

    @classmethod
    def read(cls, trait: str, wanted: object) -> "Condition":
        """From `value`, `[values]` or `{at_least, at_most}` as written in TOML; raises ValueError."""
        if isinstance(wanted, dict):
            return cls._between(trait, wanted)
        written: list[object] = wanted if isinstance(wanted, list) else [wanted]
        values = [value for value in written if isinstance(value, str | bool | int)]
        if not values or len(values) < len(written):
            raise ValueError(_("Điều kiện phải là chữ, số nguyên, true/false, danh sách, hoặc { at_least, at_most }."))
        return cls(trait, frozenset(values))

    @classmethod
    def _between(cls, trait: str, bounds: dict[str, object]) -> "Condition":
        numbers = {name: n for name, n in bounds.items() if isinstance(n, int) and not isinstance(n, bool)}
        if not numbers or numbers.keys() != bounds.keys() or not numbers.keys() <= {"at_least", "at_most"}:
            raise ValueError(_("Khoảng phải viết bằng at_least và/hoặc at_most với số nguyên."))
        return cls(trait, frozenset(), numbers.get("at_least"), numbers.get("at_most"))

    @property
    def is_range(self) -> bool:
        return not self.values

    def holds(self, value: object) -> bool:
        """Whether a trait's value satisfies it; a trait that was not given never does."""
        if self.values:
            return value in self.values
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)

    def meaning(self) -> object:
        """The condition in words of JSON, the same whatever the order in which it was written."""
        if self.values:
            return sorted(self.values, key=str)
        return {"at_least": self.at_least, "at_most": self.at_most}


@dataclass(frozen=True, slots=True)
class Term:
    """What an indicator takes from one source: `sign` times the `quantity` of each entry that matches.

    No levels or no sectors means any of them.
    """

    source: Source
    sign: int = 1
    quantity: Measure = Measure.TIMES
    where: tuple[Condition, ...] = ()
    levels: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()

    @property
    def noun(self) -> str:
        return self.source.noun

    @property
    def kind(self) -> str | None:
        return self.source.kind

    def matches(self, traits: Mapping[str, object], level: str, sector: str) -> bool:
        """Whether an entry with these traits, at a unit of this level and sector on its day, is counted."""
        if self.levels and level not in self.levels:
            return False
        if self.sectors and sector not in self.sectors:
            return False
        return all(condition.holds(traits.get(condition.trait)) for condition in self.where)

    def meaning(self) -> dict[str, object]:
        """The term in words of JSON, the same whatever the order in which it was written."""
        return {
            "source": str(self.source),
            "sign": self.sign,
            "quantity": self.quantity.value,
            "where": {condition.trait: condition.meaning() for condition in self.where},
            "levels": sorted(self.levels),
            "sectors": sorted(self.sectors),
        }
