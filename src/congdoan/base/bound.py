"""A number that may be known only within bounds: exact, a range, open above, or about."""

from dataclasses import dataclass
from functools import reduce
from operator import add


@dataclass(frozen=True)
class Bound:
    """low <= the number <= high, in base units; `high` None is open; `rough` says "about"."""

    low: int
    high: int | None
    rough: bool = False

    def __post_init__(self) -> None:
        if self.high is not None and self.high < self.low:
            raise ValueError(f"{self.low} > {self.high}")

    @classmethod
    def exactly(cls, value: int) -> "Bound":
        return cls(value, value)

    @property
    def is_exact(self) -> bool:
        return self.low == self.high and not self.rough

    def __add__(self, other: "Bound") -> "Bound":
        high = None if self.high is None or other.high is None else self.high + other.high
        return Bound(self.low + other.low, high, self.rough or other.rough)

    def as_list(self) -> list[int | bool | None]:
        """The form in which a bound is stored: [low, high, rough]."""
        return [self.low, self.high, self.rough]

    @classmethod
    def from_list(cls, stored: list[int | bool | None]) -> "Bound":
        low, high, rough = stored
        assert low is not None
        return cls(int(low), None if high is None else int(high), bool(rough))


def total(bounds: list[Bound]) -> Bound:
    """The sum; of nothing, exactly zero."""
    return reduce(add, bounds, Bound.exactly(0))
