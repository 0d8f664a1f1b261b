"""What a sheet says, as one plain typed value: shown, checked, drawn as a document, and kept to the byte.

It holds nothing that must be asked for elsewhere. What was submitted is kept in this form for ever, so a field may be
added with a default and never taken away.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256

from pydantic import BaseModel, ConfigDict

from congdoan.base.period import Cutoff, Period, parse_period
from congdoan.catalogue.rules import Addressee
from congdoan.figures.rules import AnyFigure, Sums, told_number

SIXTH = Decimal("0.000001")


class Plain(BaseModel):
    """A frozen value without a life of its own; what a later edition has added is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", protected_namespaces=())


class Number(Plain):
    """A number within bounds: `low` None is unknown, `high` None open above; quotients to the sixth place."""

    low: Decimal | None = None
    high: Decimal | None = None
    about: bool = False

    @classmethod
    def of(cls, figure: AnyFigure) -> "Number":
        return _number(figure.low, figure.high, figure.about)

    @classmethod
    def sums(cls, sums: Sums) -> "Number":
        return _number(sums.low, None if sums.open else sums.high, sums.rough > 0)

    @property
    def known(self) -> bool:
        return self.low is not None

    @property
    def value(self) -> Decimal | None:
        """The number, only where it is exact."""
        return self.low if self.low == self.high and not self.about else None

    @property
    def is_nothing(self) -> bool:
        """Whether it is surely zero."""
        return self.low == 0 and self.high == 0

    def told(self, places: int = 0) -> str:
        return told_number(self.low, self.high, about=self.about, decimals=places)


@lru_cache(maxsize=4096)
def _number(low: int | Decimal | None, high: int | Decimal | None, about: bool) -> Number:
    """Most numbers of a sheet are the same few: nothing, or one."""
    return Number(low=_sixth(low), high=_sixth(high), about=about)


def _sixth(value: int | Decimal | None) -> Decimal | None:
    if value is None:
        return None
    return Decimal(value) if isinstance(value, int) else value.quantize(SIXTH).normalize() + 0


class ToldLine(Plain):
    """A line of a sheet. `rate` is the percent of the plan reached, `stated` what the unit says it is.

    It is reckoned from `target_from` on, the first day of the plan: of a month's line, from the beginning of the year.

    `declared` is what the unit declares where it has no records, on what `basis`. `backed` is the share that stands on
    records, 0 to 1. `covered` of `units` are known in full. `part_of` is the key of the line that it is a part of;
    `chart` has its years drawn.
    """

    key: str
    number: str
    label: str
    indicator: str
    scope: str
    unit: str
    places: int = 0
    this: Number
    before: Number | None = None
    target: int | None = None
    target_period: str | None = None
    target_from: date | None = None
    rate: Decimal | None = None
    stated: Decimal | None = None
    since_year: Number | None = None
    since_term: Number | None = None
    years: tuple[Number, ...] = ()
    backed: Decimal | None = None
    reorganised: Number | None = None
    declared: Number | None = None
    basis: str = ""
    note: str = ""
    units: int = 1
    covered: int = 1
    is_own: bool = False
    part_of: str = ""
    chart: bool = False

    @property
    def told_rate(self) -> Decimal | None:
        """The percent of the plan that a text gives: the stated one before the computed."""
        return self.rate if self.stated is None else self.stated

    @property
    def is_empty(self) -> bool:
        return not self.this.known or self.this.is_nothing


class ToldSection(Plain):
    title: str
    lines: tuple[ToldLine, ...]


class ToldParagraph(Plain):
    """A part of the text; its figures are fields, which once submitted hold what they said."""

    key: str
    title: str
    text: str


class ToldProposal(Plain):
    to: str
    text: str


class Beneath(Plain):
    """A unit whose sheet certifies this one's numbers, or that has not sent one that does."""

    unit: str
    name: str
    form: str
    state: str = ""
    revision: int | None = None


class Receiver(Plain):
    """Who gets it: the union above, the Party committee, a union beneath."""

    addressee: str
    unit: str | None = None
    name: str


class ToldAnswer(Plain):
    """What was asked about a number before it was sent, and the unit's word."""

    fault: str
    sentence: str
    word: str
    line: str = ""


class Contents(Plain):
    """All that a sheet says."""

    version: int = 1
    form: str
    edition: str
    form_name: str
    subject: str
    symbol: str = "BC"
    columns: tuple[str, ...]
    unit: str
    unit_name: str
    level: str
    above: str | None = None
    above_name: str | None = None
    covers: str
    period: str
    cutoff: str
    first_day: date
    last_day: date
    years: tuple[str, ...] = ()
    sections: tuple[ToldSection, ...]
    paragraphs: tuple[ToldParagraph, ...] = ()
    proposals: tuple[ToldProposal, ...] = ()
    certified: tuple[Beneath, ...] = ()
    missing: tuple[Beneath, ...] = ()
    receivers: tuple[Receiver, ...] = ()
    answers: tuple[ToldAnswer, ...] = ()
    head: dict[str, str] = {}
    revision: int | None = None
    at: datetime | None = None
    by: str = ""
    snapshot: str = ""

    @property
    def of(self) -> Period:
        return parse_period(self.period, Cutoff.parse(self.cutoff))

    @property
    def lower_count(self) -> int:
        """How many unions beneath are told of it."""
        return sum(each.addressee == Addressee.LOWER for each in self.receivers)

    def lines(self) -> Iterator[ToldLine]:
        for section in self.sections:
            yield from section.lines

    def line(self, key: str) -> ToldLine | None:
        return next((line for line in self.lines() if line.key == key), None)


def to_bytes(contents: Contents) -> bytes:
    """The one way in which contents are written down: the same contents are the same bytes."""
    plain = contents.model_dump(mode="json")
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_bytes(kept: bytes) -> Contents:
    return Contents.model_validate_json(kept)


def digest_of(kept: bytes) -> str:
    return sha256(kept).hexdigest()
