"""What committees a unit has, who may hold what in them, and how many may sit there by the tables of the charter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from congdoan.base.text import fold, number
from congdoan.catalogue.rules import DatedTable, Level, Row

CONGRESS_FORM = "congress-form"
"""The table that tells from how many members on a congress is one of delegates."""


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


_KINDS = {
    "commune": ("cong doan xa ", "cong doan phuong ", "cong doan dac khu "),
    "province": ("lien doan lao dong tinh ", "lien doan lao dong thanh pho ", "lien doan lao dong tp"),
}


def kind_of(name: str) -> str:
    """What a union is of, where its name begins so: "commune", "province", else ""."""
    folded = fold(name)
    return next((kind for kind, beginnings in _KINDS.items() if folded.startswith(beginnings)), "")


@dataclass(frozen=True)
class Sizes:
    """How many may sit in each committee of a unit on a day, by its level, its members and its executive committee.

    `of` is what `kind_of` makes of its name: the tables tell unions of provinces and of communes from others.
    """

    tables: Mapping[str, DatedTable]
    day: date
    level: Level
    members: int
    executive: int
    of: str = ""

    def bounds(self, body: Body) -> Bounds:
        if body is Body.EXECUTIVE:
            return self._of("committee-size", at=self.members)
        if body is Body.CONTROL:
            return self._of("control-commission-size", at=self.members)
        return self._standing() if body is Body.STANDING else Bounds()

    def _of(self, code: str, *, at: int) -> Bounds:
        table = self.tables.get(code)
        if table is None:
            return Bounds()
        kinds = (self.of, None) if self.of else (None,)
        rows = (table.row(self.day, at=at, level=str(self.level), of=kind) for kind in kinds)
        row = next(filter(None, rows), None)
        if row is None:
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

    @property
    def delegates_from(self) -> int | None:
        """From how many members on a congress is one of delegates; None where no rule is known."""
        row = self._congress_form
        return row.threshold("delegates_from") if row else None

    @property
    def is_of_delegates(self) -> bool:
        """Whether a congress on the day is one of delegates."""
        return self.delegates_from is not None and self.members >= self.delegates_from

    def congress_fault(self, *, is_of_delegates: bool) -> str:
        """The sentence where a congress on the day should have met otherwise; small unions alone meet as a whole."""
        bound, table = self.delegates_from, self.tables.get(CONGRESS_FORM)
        if bound is None or table is None or is_of_delegates == self.is_of_delegates:
            return ""
        if is_of_delegates and self.level not in (Level.GRASSROOTS, Level.SECTION):
            return ""
        sentence = _("Khi đại hội có %(count)s đoàn viên; từ %(bound)s đoàn viên là đại hội đại biểu (%(source)s).")
        if is_of_delegates:
            sentence = _(
                "Khi đại hội có %(count)s đoàn viên; dưới %(bound)s đoàn viên là đại hội toàn thể (%(source)s)."
            )
        return sentence % {"count": number(self.members), "bound": number(bound), "source": table.source}

    @property
    def _congress_form(self) -> Row | None:
        table = self.tables.get(CONGRESS_FORM)
        return table.row(self.day) if table else None
