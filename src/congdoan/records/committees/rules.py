"""What committees a unit has, who may hold what in them, and how many may sit there by the tables of the charter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from congdoan.base.text import number
from congdoan.catalogue.rules import DatedTable, Level


class Body(StrEnum):
    """A committee of a unit (Điều lệ khóa XIII)."""

    EXECUTIVE = "executive"
    STANDING = "standing"
    CONTROL = "control"
    WOMEN = "women"

    @property
    def label(self) -> Promise:
        return _BODIES[self]


class Office(StrEnum):
    """What somebody is in a committee."""

    HEAD = "head"
    DEPUTY = "deputy"
    MEMBER = "member"

    def in_body(self, body: Body) -> Promise | str:
        """How the office is called there: the head of the executive committee is the unit's president."""
        return _OFFICES[_PRESIDES.get(body, body), self]


_BODIES: Mapping[Body, Promise] = {
    Body.EXECUTIVE: gettext_lazy("Ban chấp hành"),
    Body.STANDING: gettext_lazy("Ban thường vụ"),
    Body.CONTROL: gettext_lazy("Ủy ban kiểm tra"),
    Body.WOMEN: gettext_lazy("Ban nữ công"),
}
_PRESIDES = {Body.STANDING: Body.EXECUTIVE}
_OFFICES: Mapping[tuple[Body, Office], Promise] = {
    (Body.EXECUTIVE, Office.HEAD): gettext_lazy("Chủ tịch"),
    (Body.EXECUTIVE, Office.DEPUTY): gettext_lazy("Phó chủ tịch"),
    (Body.EXECUTIVE, Office.MEMBER): gettext_lazy("Ủy viên"),
    (Body.CONTROL, Office.HEAD): gettext_lazy("Chủ nhiệm"),
    (Body.CONTROL, Office.DEPUTY): gettext_lazy("Phó chủ nhiệm"),
    (Body.CONTROL, Office.MEMBER): gettext_lazy("Ủy viên"),
    (Body.WOMEN, Office.HEAD): gettext_lazy("Trưởng ban"),
    (Body.WOMEN, Office.DEPUTY): gettext_lazy("Phó trưởng ban"),
    (Body.WOMEN, Office.MEMBER): gettext_lazy("Ủy viên"),
}


@dataclass(frozen=True)
class Bounds:
    """How many may sit in a committee; None where the tables tell nothing. `source` is the article."""

    least: int | None = None
    most: int | None = None
    source: str = ""

    def fault(self, count: int) -> str:
        """The sentence where there are too few or too many; nothing where nobody sits there at all."""
        if self.most is not None and count > self.most:
            said = {"count": number(count), "most": number(self.most), "source": self.source}
            return (
                ngettext(
                    "Có %(count)s người, nhiều nhất là %(most)s (%(source)s).",
                    "Có %(count)s người, nhiều nhất là %(most)s (%(source)s).",
                    count,
                )
                % said
            )
        if self.least is not None and 0 < count < self.least:
            said = {"count": number(count), "least": number(self.least), "source": self.source}
            return (
                ngettext(
                    "Có %(count)s người, ít nhất là %(least)s (%(source)s).",
                    "Có %(count)s người, ít nhất là %(least)s (%(source)s).",
                    count,
                )
                % said
            )
        return ""


@dataclass(frozen=True)
class Sizes:
    """How many may sit in each committee of a unit on a day, by its level, its members and its executive committee."""

    tables: Mapping[str, DatedTable]
    day: date
    level: Level
    members: int
    executive: int

    def bounds(self, body: Body) -> Bounds:
        if body is Body.EXECUTIVE:
            return self._of("committee-size", at=self.members)
        if body is Body.CONTROL:
            return self._of("control-commission-size")
        return self._standing() if body is Body.STANDING else Bounds()

    def _of(self, code: str, *, at: int | None = None) -> Bounds:
        table = self.tables.get(code)
        row = table.row(self.day, at=at, level=str(self.level)) if table else None
        if table is None or row is None:
            return Bounds()
        least = row.get("least")
        return Bounds(least if isinstance(least, int) else None, row.threshold("most"), table.source)

    def _standing(self) -> Bounds:
        """A standing committee is there only beside a large executive one, and a part of it at most."""
        table = self.tables.get("standing-committee")
        row = table.row(self.day) if table else None
        if table is None or row is None:
            return Bounds()
        is_large = self.executive >= row.threshold("committee_from")
        return Bounds(None, self.executive // row.threshold("one_part_in") if is_large else 0, table.source)

    def faults(self, counts: Mapping[Body, int]) -> Iterator[tuple[Body, str]]:
        """The committees that do not fit, each with its sentence."""
        for body, count in counts.items():
            if sentence := self.bounds(body).fault(count):
                yield body, sentence
