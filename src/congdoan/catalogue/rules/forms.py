"""A report form: who fills it, for which periods, and its lines by section."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, StrictInt

from congdoan.base.period import Cutoff
from congdoan.catalogue.rules.levels import Level
from congdoan.catalogue.rules.naming import (
    Code,
    Declared,
    DottedCode,
    Named,
    NotEmpty,
    Refusal,
    Text,
    unknown_sentence,
)
from congdoan.catalogue.rules.sentences import Blank, SentenceText

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
    """What stands beside a line.

    This period, the same one before, the plan, percent of the plan, since the start of the year and of the congress
    term, each year of the period, and the share backed by records.
    """

    THIS = "this"
    BEFORE = "before"
    PLAN = "plan"
    PLAN_RATE = "plan_rate"
    SINCE_YEAR = "since_year"
    SINCE_TERM = "since_term"
    YEARS = "years"
    BACKED = "backed"


class Covers(StrEnum):
    """Whether a sheet tells of the unit alone or of all beneath it too."""

    OWN = "own"
    CONSOLIDATED = "consolidated"


class Addressee(StrEnum):
    """Who gets a sheet (Điều lệ khóa XIII, Điều 13.7): the union above, the Party committee, the unions beneath."""

    UPPER = "upper"
    PARTY = "party"
    LOWER = "lower"


def _scope(text: str | None) -> str | None:
    if text is not None and text not in SCOPES:
        raise ValueError(unknown_sentence(text, list(SCOPES)))
    return text


def _cutoff(text: str | None) -> str | None:
    Cutoff.parse(text)
    return text


class PerHead(Declared):
    """Between how much and how much a line comes to for each of another line; beyond that it is asked why."""

    of: DottedCode
    least: StrictInt = Field(ge=0)
    most: StrictInt = Field(gt=0)


class Line(Declared):
    """One figure of a form. `scope` is `own`, `subtree` or a level; without it, what the form covers.

    `part_of` is the line that this one is a part of, and so never more than. `chart` draws its years in documents.
    """

    indicator: DottedCode
    scope: Annotated[Text | None, AfterValidator(_scope)] = None
    label: Text | None = None
    part_of: DottedCode | None = None
    per_head: PerHead | None = None
    chart: bool = False


class Section(Declared):
    """Lines under one heading."""

    title: Text
    lines: Annotated[tuple[Line, ...], NotEmpty]


class Paragraph(Declared):
    """A part of the narrative: its heading, and the sentences it is drafted from."""

    title: Text
    sentences: tuple[SentenceText, ...] = ()


class Watch(Declared):
    """When a number is asked about before it is sent: `jump` percent away from the year before, of `least` at least,
    or `apart` times as far from its sister units' middle as they are among themselves."""

    jump: StrictInt = Field(default=100, gt=0)
    least: StrictInt = Field(default=10, gt=0)
    apart: StrictInt = Field(default=6, gt=0)


class Form(Named):
    """An edition of a form, valid from its first day to its last, both included.

    `cutoff` is the last day (`MM-DD`) of the first half-year in the form's calendar; None is the
    common calendar. `levels` are those whose units fill it.

    `due` says how many days after a period's last day a unit of a level owes it; a level left out fills it when it is
    asked to, and so do all of a form that is `asked`: then the days are for whoever was asked or began it themselves.
    `due_rule` names the document that fixes these days; without one they are the edition's own, and a union above may
    set others. From `closes` days after that last day on nothing of the period is sent any more. `rests_on` names the
    forms whose sheets beneath certify this one's numbers. `term_from` is the first day of the congress term.
    """

    edition: Text
    valid_from: date
    valid_to: date | None = None
    cutoff: Annotated[Text | None, AfterValidator(_cutoff)] = None
    periods: Annotated[tuple[PeriodKind, ...], NotEmpty]
    levels: Annotated[tuple[Level, ...], NotEmpty]
    covers: Covers
    columns: Annotated[tuple[Column, ...], NotEmpty]
    due: dict[Level, Annotated[StrictInt, Field(ge=0)]] = Field(default_factory=dict)
    due_rule: Text | None = None
    asked: bool = False
    closes: Annotated[StrictInt, Field(gt=0)] | None = None
    rests_on: tuple[Code, ...] = ()
    sends_to: tuple[Addressee, ...] = (Addressee.UPPER,)
    symbol: Text = "BC"
    subject: Text | None = None
    term_from: date | None = None
    watch: Watch = Watch()
    sections: Annotated[tuple[Section, ...], NotEmpty] = Field(alias="section")
    paragraphs: tuple[Paragraph, ...] = Field(default=(), alias="paragraph")

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

    def is_owed_by(self, level: Level) -> bool:
        """Whether every unit of a level owes it for each period."""
        return level in self.due and not self.asked

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
        yield from self._unbound()
        if Column.SINCE_TERM in self.columns and self.term_from is None:
            yield "term_from", _("Mẫu có cột từ đầu nhiệm kỳ thì phải ghi ngày đầu nhiệm kỳ.")
        for level in self.due:
            if level not in self.levels:
                yield f"due.{level}", _("Cấp này không lập mẫu nên không có hạn nộp; hãy thêm vào levels hoặc bỏ đi.")

    def _unbound(self) -> Iterator[Refusal]:
        """Parts and sentences that name no line of the form."""
        known = {(line.indicator, self.scope_of(line)) for _place, line in self.lines()}
        codes = sorted({code for code, _scope in known})
        for place, line in self.lines():
            for field, code in (
                ("part_of", line.part_of),
                ("per_head.of", line.per_head.of if line.per_head else None),
            ):
                if code and (code, self.scope_of(line)) not in known:
                    yield f"{place}.{field}", unknown_sentence(code, codes)
        for index, paragraph in enumerate(self.paragraphs):
            for number, sentence in enumerate(paragraph.sentences):
                for blank in sentence.blanks():
                    if (blank.indicator, self.scope_of_blank(blank)) not in known:
                        yield f"paragraph.{index}.sentences.{number}", unknown_sentence(blank.indicator, codes)

    def scope_of_blank(self, blank: Blank) -> str:
        return blank.scope or (OWN if self.covers is Covers.OWN else SUBTREE)
