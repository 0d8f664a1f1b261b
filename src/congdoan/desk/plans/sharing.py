"""A target shared out on the page: proposed, written by hand, what is left over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from congdoan.base.text import number
from congdoan.desk.activities.reading import Unreadable, read_number
from congdoan.desk.plans.reading import Child
from congdoan.figures.rules import parts
from congdoan.org.models import Unit

BY_MEMBERS, EVENLY, RECKON, GIVE = "members", "evenly", "reckon", "give"


@dataclass(frozen=True)
class Line:
    """A unit's part as it is written; `fault` says why it cannot be read."""

    child: Child
    name: str
    written: str
    value: int | None
    fault: str = ""


@dataclass
class Shares:
    """The parts of a target; `how` is what the person asked for."""

    children: Sequence[Child]
    target: int | None
    sent: QueryDict | None
    refused: list[str] = field(default_factory=list)

    @property
    def how(self) -> str:
        return self.sent.get("how", GIVE) if self.sent is not None else ""

    @property
    def is_given(self) -> bool:
        return self.how == GIVE

    @cached_property
    def total(self) -> int | None:
        """What is to be shared: as written, else the unit's own target."""
        return _number(self.total_written)[0]

    @property
    def total_written(self) -> str:
        if self.sent is not None and "total" in self.sent:
            return str(self.sent["total"]).strip()
        return number(self.target) if self.target else ""

    @property
    def weighs(self) -> bool:
        """Whether anything is known of members by which to share."""
        return any(child.members for child in self.children)

    @cached_property
    def lines(self) -> list[Line]:
        proposed = self._proposed()
        return [self._line(child, proposed) for child in self.children]

    @property
    def targets(self) -> dict[Unit, int]:
        """Whoever has a part above nothing."""
        return {line.child.unit: line.value for line in self.lines if line.value}

    @property
    def given(self) -> int:
        return sum(line.value or 0 for line in self.lines)

    @property
    def rest(self) -> int | None:
        """What is left over, below zero where more was given than there is; None where there is no target."""
        return None if self.total is None else self.total - self.given

    @property
    def total_fault(self) -> str:
        if fault := _number(self.total_written)[1]:
            return fault
        return _("Nhập số cần chia trước.") if self.how in {BY_MEMBERS, EVENLY} and not self.total else ""

    @property
    def faults(self) -> list[tuple[str, str]]:
        found = [("total", self.total_fault)] if self.total_fault else []
        found += [(line.name, f"{line.child.name}: {line.fault}") for line in self.lines if line.fault]
        return found + [("", sentence) for sentence in self.refused]

    def _proposed(self) -> Mapping[int, int] | None:
        """The parts by members or evenly, by unit; None where they are written by hand."""
        if self.how not in {BY_MEMBERS, EVENLY} or not self.total:
            return None
        weights = [(child.members or 0) if self.how == BY_MEMBERS else 1 for child in self.children]
        keys = [child.unit.pk for child in self.children]
        return dict(zip(keys, parts(self.total, weights), strict=True))

    def _line(self, child: Child, proposed: Mapping[int, int] | None) -> Line:
        name = f"to-{child.unit.pk}"
        if proposed is not None:
            part = proposed[child.unit.pk]
            return Line(child, name, number(part), part)
        if self.sent is None:
            return Line(child, name, number(child.target) if child.target else "", child.target)
        written = self.sent.get(name, "").strip()
        value, fault = _number(written)
        return Line(child, name, written, value, fault)


def _number(written: str) -> tuple[int | None, str]:
    """A number as written, and what is wrong with it."""
    if not written:
        return None, ""
    try:
        bound = read_number(written)
    except (Unreadable, ValueError):
        bound = None
    if bound is None or not bound.is_exact:
        return None, _("Nhập một số đúng, ví dụ 1.200.")
    return bound.low, ""
