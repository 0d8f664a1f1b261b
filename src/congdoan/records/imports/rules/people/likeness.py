"""What of a person is compared where no number tells who they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

Key = tuple[str, str, object]


@dataclass(frozen=True, slots=True)
class Likeness:
    """By what somebody without an identity number is taken for the same: the name without marks, and the birth.

    A day of birth is never another day, nor a year another year; a year alone fits each day of it, and who tells
    nothing of their birth fits everybody of the name.
    """

    folded: str
    born: date | None
    year_only: bool = False

    def tells(self) -> Sequence[Key]:
        """By what others find it."""
        if self.born is None:
            return ((self.folded, "unborn", None), (self.folded, "all", None))
        year = self.born.year
        own: Key = (self.folded, "year alone", year) if self.year_only else (self.folded, "day", self.born)
        return (own, (self.folded, "year", year), (self.folded, "all", None))

    def fits(self) -> Sequence[Key]:
        """By what it finds others; the last are those of whose birth nothing is told."""
        if self.born is None:
            return ((self.folded, "all", None),)
        year = self.born.year
        if self.year_only:
            return ((self.folded, "year", year), (self.folded, "unborn", None))
        return ((self.folded, "day", self.born), (self.folded, "year alone", year), (self.folded, "unborn", None))
