"""A report form: who fills it, for which periods, and its lines by section."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field

from congdoan.base.period import Cutoff
from congdoan.catalogue.rules.levels import Level
from congdoan.catalogue.rules.naming import Declared, DottedCode, Named, NotEmpty, Refusal, Text, unknown_sentence

OWN, SUBTREE = "own", "subtree"
SCOPES = (OWN, SUBTREE, *Level)


class PeriodKind(StrEnum):
    """What runs of days a form is filled for; `run` is any, named when the form is opened."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"
    TERM = "term"
    RUN = "run"


class Column(StrEnum):
    """This period, the same one before, the plan, percent of the plan, and the share backed by records."""

    THIS = "this"
    BEFORE = "before"
    PLAN = "plan"
    PLAN_RATE = "plan_rate"
    BACKED = "backed"


class Covers(StrEnum):
    """Whether a sheet tells of the unit alone or of all beneath it too."""

    OWN = "own"
    CONSOLIDATED = "consolidated"


def _scope(text: str | None) -> str | None:
    if text is not None and text not in SCOPES:
        raise ValueError(unknown_sentence(text, list(SCOPES)))
    return text


def _cutoff(text: str | None) -> str | None:
    Cutoff.parse(text)
    return text


class Line(Declared):
    """One figure of a form. `scope` is `own`, `subtree` or a level; without it, what the form covers."""

    indicator: DottedCode
    scope: Annotated[Text | None, AfterValidator(_scope)] = None
    label: Text | None = None


class Section(Declared):
    """Lines under one heading."""

    title: Text
    lines: Annotated[tuple[Line, ...], NotEmpty]


class Form(Named):
    """An edition of a form, valid from its first day to its last, both included.

    `cutoff` is the last day (`MM-DD`) of the first half-year in the form's calendar; None is the
    common calendar. `levels` are those whose units fill it.
    """

    edition: Text
    valid_from: date
    valid_to: date | None = None
    cutoff: Annotated[Text | None, AfterValidator(_cutoff)] = None
    periods: Annotated[tuple[PeriodKind, ...], NotEmpty]
    levels: Annotated[tuple[Level, ...], NotEmpty]
    covers: Covers
    columns: Annotated[tuple[Column, ...], NotEmpty]
    sections: Annotated[tuple[Section, ...], NotEmpty] = Field(alias="section")

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def overlaps(self, other: "Form") -> bool:
        """Whether two editions are valid on one day."""
        return self.valid_from <= (other.valid_to or date.max) and other.valid_from <= (self.valid_to or date.max)

    def scope_of(self, line: Line) -> str:
        """`own`, `subtree` or a level: the line's own, or what the form covers."""
        return line.scope or (OWN if self.covers is Covers.OWN else SUBTREE)

    def lines(self) -> Iterator[tuple[str, Line]]:
        """All lines in order, each with its place in the entry (`section.0.lines.2`)."""
        for index, section in enumerate(self.sections):
            yield from ((f"section.{index}.lines.{place}", line) for place, line in enumerate(section.lines))

    def refusals(self) -> Iterator[Refusal]:
        if self.valid_to and self.valid_to < self.valid_from:
            yield "valid_to", _("Ngày hết hiệu lực trước ngày có hiệu lực; hãy sửa một trong hai.")
        seen: set[tuple[str, str]] = set()
        for place, line in self.lines():
            told = line.indicator, self.scope_of(line)
            if told in seen:
                yield f"{place}.indicator", _("Dòng “%s” đã có trong mẫu ở cùng phạm vi; hãy bỏ bớt.") % line.indicator
            seen.add(told)
            if self.covers is Covers.OWN and self.scope_of(line) != OWN:
                yield f"{place}.scope", _("Mẫu của riêng đơn vị chỉ có phạm vi own; hãy bỏ scope.")
