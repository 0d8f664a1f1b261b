"""What is asked about a sheet before it is sent: each question explained, each answerable with a word."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from statistics import median

from django.utils.translation import gettext as _

from congdoan.base.text import NO_BREAK, number
from congdoan.catalogue.rules import OWN, SUBTREE, Covers, Form, Line, Nature
from congdoan.figures.rules import percent
from congdoan.reports.rules.calling import period_name
from congdoan.reports.rules.contents import Contents, Number, ToldLine
from congdoan.reports.rules.drafting import line_key

ENOUGH_SISTERS = 5
A_POINT = Decimal(1)


class Check(StrEnum):
    """What is looked at; `PART` is a fault of arithmetic, the others are what is out of the ordinary."""

    PART = "part"
    PER_HEAD = "per_head"
    PLAN = "plan"
    STATED = "stated"
    JUMP = "jump"
    SISTERS = "sisters"
    EMPTY = "empty"


@dataclass(frozen=True)
class Fault:
    """Something that looks wrong with a line; `key` names it for its answer."""

    check: Check
    line: str
    number: str
    label: str
    sentence: str

    @property
    def key(self) -> str:
        return f"{self.check}:{self.line}"


@dataclass(frozen=True)
class Beside:
    """What a sheet is held against.

    Its unit's last sheet of the same form, what its sister units told in this period, which indicators had a plan for
    the period before, and the nature of each indicator.
    """

    last: Contents | None = None
    sisters: Mapping[str, Sequence[Decimal]] = field(default_factory=dict)
    planned_before: frozenset[str] = frozenset()
    natures: Mapping[str, Nature] = field(default_factory=dict)


def faults(told: Iterable[ToldLine], form: Form, beside: Beside) -> list[Fault]:
    """Everything that asks for a mend or a word, in the order of the lines."""
    lines = {line.key: line for line in told}
    declared = {line_key(line.indicator, form.scope_of(line)): line for _place, line in form.lines()}
    looker = _Looker(form, lines, beside)
    return [fault for key, line in lines.items() if key in declared for fault in looker.faults(line, declared[key])]


@lru_cache(maxsize=1024)
def _middle_and_spread(others: tuple[Decimal, ...]) -> tuple[Decimal, Decimal]:
    """The same sisters stand beside many."""
    middle = median(others)
    return middle, median(abs(other - middle) for other in others) or middle / 4


@dataclass(frozen=True)
class _Looker:
    form: Form
    lines: Mapping[str, ToldLine]
    beside: Beside

    def faults(self, line: ToldLine, written: Line) -> Iterator[Fault]:
        looked = (
            (Check.PART, self._part(line, written)),
            (Check.PER_HEAD, self._per_head(line, written)),
            (Check.PLAN, self._plan(line)),
            (Check.STATED, _stated(line)),
            (Check.JUMP, self._jump(line)),
            (Check.SISTERS, self._sisters(line)),
            (Check.EMPTY, self._empty(line)),
        )
        for check, sentence in looked:
            if sentence:
                yield Fault(check, line.key, line.number, line.label, sentence)

    def _part(self, line: ToldLine, written: Line) -> str:
        whole = self.lines.get(line_key(written.part_of, line.scope)) if written.part_of else None
        if whole is None or line.this.low is None or whole.this.high is None or line.this.low <= whole.this.high:
            return ""
        said = {"part": _told(line, line.this), "whole": _told(whole, whole.this), "name": whole.label}
        return _("Một phần mà nhiều hơn cả: %(part)s, trong khi “%(name)s” là %(whole)s.") % said

    def _per_head(self, line: ToldLine, written: Line) -> str:
        per = written.per_head
        heads = self.lines.get(line_key(per.of, line.scope)) if per else None
        if per is None or heads is None or line.this.value is None or not heads.this.value:
            return ""
        each = line.this.value / heads.this.value
        if per.least <= each <= per.most:
            return ""
        said = {"each": number(each), "least": number(per.least), "most": number(per.most), "unit": line.unit}
        return _("Bình quân %(each)s %(unit)s một người, ngoài khoảng thường thấy %(least)s – %(most)s.") % said

    def _plan(self, line: ToldLine) -> str:
        told_at = OWN if self.form.covers is Covers.OWN else SUBTREE
        if line.target is not None or line.scope != told_at or line.indicator not in self.beside.planned_before:
            return ""
        return _("Kỳ trước có kế hoạch, kỳ này chưa được giao. Đề nghị cấp trên giao hoặc nêu vì sao không có.")

    def _jump(self, line: ToldLine) -> str:
        now, then = line.this.value, line.before.value if line.before else None
        if now is None or not then or self.beside.natures.get(line.indicator) in {Nature.RATIO, Nature.MEAN}:
            return ""
        share = (now - then) * 100 / abs(then)
        if abs(share) < self.form.watch.jump or abs(now - then) < self.form.watch.least:
            return ""
        word = _("Tăng %(share)s so với cùng kỳ: từ %(then)s lên %(now)s.")
        if min(now, then) < 0:  # a percent of what may be below nought tells nothing
            word = _("Cùng kỳ %(then)s, kỳ này %(now)s.")
        elif share < 0:
            word = _("Giảm %(share)s so với cùng kỳ: từ %(then)s xuống %(now)s.")
        return word % {"share": percent(abs(share)), "then": number(then), "now": number(now)}

    def _sisters(self, line: ToldLine) -> str:
        others = self.beside.sisters.get(line.key, ())
        if len(others) < ENOUGH_SISTERS or line.this.value is None or line.this.value < self.form.watch.least:
            return ""
        middle, spread = _middle_and_spread(tuple(others))
        if not spread or abs(line.this.value - middle) <= self.form.watch.apart * spread:
            return ""
        said = {"now": number(line.this.value), "middle": number(middle), "n": len(others)}
        return _("%(now)s, trong khi giữa %(n)s đơn vị cùng cấp đã gửi là %(middle)s.") % said

    def _empty(self, line: ToldLine) -> str:
        last = self.beside.last.line(line.key) if self.beside.last else None
        if last is None or last.is_empty or not line.is_empty:
            return ""
        if line.before == last.this and self._jump(line):  # asked about already: the same fall is not explained twice
            return ""
        said = {"then": _told(last, last.this), "period": period_name(self.beside.last.of) if self.beside.last else ""}
        return _("Lần trước (%(period)s) có %(then)s, lần này trống.") % said


def _stated(line: ToldLine) -> str:
    if line.stated is None or line.rate is None or abs(line.stated - line.rate) < A_POINT:
        return ""
    said = {"stated": percent(line.stated), "computed": percent(line.rate)}
    return _("Nêu %(stated)s kế hoạch, tính ra %(computed)s.") % said


def _told(line: ToldLine, told: Number) -> str:
    return f"{told.told(line.places)}{NO_BREAK}{line.unit}"


@dataclass(frozen=True)
class Asked:
    """A fault with the unit's word on it, if there is one."""

    fault: Fault
    word: str = ""


def asked(found: Sequence[Fault], words: Mapping[str, str]) -> list[Asked]:
    """The faults with their answers; those without one first."""
    told = [Asked(fault, words.get(fault.key, "")) for fault in found]
    return sorted(told, key=lambda each: bool(each.word))
