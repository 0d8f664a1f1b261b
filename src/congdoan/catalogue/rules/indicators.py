"""An indicator: a name for a figure, and exactly what it counts."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field, PlainValidator, StrictBool, StrictInt

from congdoan.catalogue.rules.levels import Level
from congdoan.catalogue.rules.naming import Declared, DottedCode, Named, NotEmpty, OneOrMore, Refusal, Text
from congdoan.catalogue.rules.sources import Measure, Source
from congdoan.catalogue.rules.terms import Condition, Term

PLAN = "plan:"
WAYS = ("counts", "sums", "net", "stock", "declared", "ratio", "mean")


class Nature(StrEnum):
    """How a figure may be combined: flows and stocks add up, ratios and means are divided afresh."""

    FLOW = "flow"
    STOCK = "stock"
    RATIO = "ratio"
    MEAN = "mean"


def _conditions(wanted: object) -> tuple[Condition, ...]:
    if not isinstance(wanted, dict):
        raise ValueError(_('Điều kiện phải là một bảng, ví dụ { trigger = "định kỳ" }.'))
    return tuple(Condition.read(trait, value) for trait, value in wanted.items())


def _flow(written: object) -> object:
    return {"source": written} if isinstance(written, str) else written


SourceText = Annotated[Source, PlainValidator(Source.read)]
Sources = Annotated[tuple[SourceText, ...], OneOrMore]
Where = Annotated[tuple[Condition, ...], PlainValidator(_conditions)]


class At(Declared):
    """Only entries at units that were of one of these levels and sectors on the day; none means any."""

    level: Annotated[tuple[Level, ...], OneOrMore] = ()
    sector: Annotated[tuple[Text, ...], OneOrMore] = ()


class Sum(Declared):
    """One quantity of all entries of some sources."""

    of: Sources
    quantity: Measure


class Flow(Declared):
    """One of the flows of a balance."""

    source: SourceText
    where: Where = ()
    at: At = At()
    quantity: Measure = Measure.TIMES


class Balance(Declared):
    """What came, less what went."""

    plus: Annotated[tuple[Annotated[Flow, BeforeValidator(_flow)], ...], NotEmpty]
    minus: tuple[Annotated[Flow, BeforeValidator(_flow)], ...] = ()


class Ratio(Declared):
    """`times` times one figure divided by another, or by the plan set for one (`plan:CODE`)."""

    of: DottedCode
    per: Text
    times: StrictInt = Field(default=100, gt=0)

    @property
    def is_against_plan(self) -> bool:
        return self.per.startswith(PLAN)

    @property
    def per_code(self) -> str:
        """The code divided by, without the mark of a plan."""
        return self.per.removeprefix(PLAN)


class Mean(Declared):
    """A weighted mean: the sum `of` divided by the sum of weights."""

    of: DottedCode
    weight: DottedCode


@dataclass(frozen=True)
class Part:
    """A term with the place in the entry where it was written, for faults."""

    source_field: str
    prefix: str
    term: Term


class Indicator(Named):
    """What a figure counts, in one of seven ways (`WAYS`); `unit` is its unit of measure in words.

    A `net` is what came less what went within a period; a `stock` is the running sum of the same.
    `own_only` figures are additive at a unit's own scope alone. A retired code counts facts before
    its day and no later; `replaced_by` names the code that follows.
    """

    code: DottedCode
    unit: Text
    group: Text
    phrases: Annotated[tuple[Text, ...], NotEmpty]
    counts: Sources | None = None
    sums: Sum | None = None
    where: Where = ()
    at: At = At()
    net: Balance | None = None
    stock: Balance | None = None
    declared: Literal["flow", "stock"] | None = None
    ratio: Ratio | None = None
    mean: Mean | None = None
    own_only: StrictBool = False
    replaced_by: DottedCode | None = None
    retired: date | None = None

    @property
    def nature(self) -> Nature:
        if self.ratio:
            return Nature.RATIO
        if self.mean:
            return Nature.MEAN
        return Nature.STOCK if self.stock or self.declared == "stock" else Nature.FLOW

    @property
    def is_additive(self) -> bool:
        return self.nature in {Nature.FLOW, Nature.STOCK}

    @property
    def declarable(self) -> bool:
        """Whether a unit may declare it by hand; ratios, means and nets are declared by their parts."""
        return self.is_additive and self.net is None

    @property
    def of(self) -> str:
        """The code that a ratio or mean divides; empty for what adds up."""
        return self.ratio.of if self.ratio else self.mean.of if self.mean else ""

    @property
    def per(self) -> str:
        """The code that a ratio or mean divides by, of which the plan is meant where `is_plan_rate`."""
        return self.ratio.per_code if self.ratio else self.mean.weight if self.mean else ""

    @property
    def times(self) -> int:
        """What the quotient is multiplied by: 100 for percent, 1 for a mean."""
        return self.ratio.times if self.ratio else 1

    @property
    def is_plan_rate(self) -> bool:
        return self.ratio is not None and self.ratio.is_against_plan

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """What it takes from which entries; none for ratios, means and what is only declared."""
        return tuple(part.term for part in self.parts())

    @cached_property
    def meaning(self) -> str:
        """Everything that defines what is counted, as canonical JSON; names and phrases are no part of it."""
        told = {
            "nature": self.nature.value,
            "unit": self.unit,
            "terms": sorted((term.meaning() for term in self.terms), key=lambda term: json.dumps(term, sort_keys=True)),
            "ratio": self.ratio.model_dump() if self.ratio else None,
            "mean": self.mean.model_dump() if self.mean else None,
            "own_only": self.own_only,
        }
        return json.dumps(told, sort_keys=True, ensure_ascii=False)

    def counts_on(self, day: date) -> bool:
        """Whether facts of this day still count under this code."""
        return self.retired is None or day < self.retired

    def parts(self) -> Iterator[Part]:
        """Its terms with the places where they were written."""
        for source in self.counts or ():
            yield Part("counts", "", self._term(source, Measure.TIMES))
        if self.sums:
            yield from (Part("sums.of", "", self._term(source, self.sums.quantity)) for source in self.sums.of)
        for way, balance in (("net", self.net), ("stock", self.stock)):
            if balance:
                yield from _balance_parts(f"{way}.plus", 1, balance.plus)
                yield from _balance_parts(f"{way}.minus", -1, balance.minus)

    def _term(self, source: Source, quantity: Measure) -> Term:
        return Term(source, 1, quantity, self.where, frozenset(self.at.level), frozenset(self.at.sector))

    def refusals(self) -> Iterator[Refusal]:
        ways = [way for way in WAYS if getattr(self, way) is not None]
        if len(ways) != 1:
            yield ways[1] if ways else "counts", _("Chỉ số phải có đúng một cách tính trong: %s.") % ", ".join(WAYS)
        if not (self.counts or self.sums):
            for field in ("where", "at"):
                if field in self.model_fields_set:
                    yield field, _("Chỉ dùng mục này cùng counts hoặc sums; với net, stock hãy viết trong từng nguồn.")
        if len(set(self.terms)) < len(self.terms):
            yield ways[0], _("Một nguồn được ghi hai lần nên sẽ đếm hai lần; hãy bỏ bớt.")
        if self.own_only and not self.is_additive:
            yield "own_only", _("Tỷ lệ và bình quân không dùng own_only; hãy bỏ đi.")
        if self.replaced_by and not self.retired:
            yield "retired", _("Có replaced_by thì phải ghi ngày thôi dùng ở retired.")


def _balance_parts(side: str, sign: int, flows: tuple[Flow, ...]) -> Iterator[Part]:
    for index, flow in enumerate(flows):
        levels, sectors = frozenset(flow.at.level), frozenset(flow.at.sector)
        prefix = f"{side}.{index}."
        yield Part(f"{prefix}source", prefix, Term(flow.source, sign, flow.quantity, flow.where, levels, sectors))
