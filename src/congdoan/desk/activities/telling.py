"""What an activity is called and what it counts for, in words: in lists, on its page, before it is recorded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base.bound import Bound
from congdoan.base.text import NO_BREAK
from congdoan.catalogue.models import counted, current, local, numbers
from congdoan.catalogue.rules import Kind
from congdoan.catalogue.rules.kinds import Detail, DetailType
from congdoan.desk.numbers import MONEY, Told
from congdoan.desk.words import day as day_in_words
from congdoan.figures.actions.posting import wanted_of
from congdoan.figures.models import Entry, Posting
from congdoan.figures.rules import Sums
from congdoan.org.models import Unit, ancestors, names_on
from congdoan.records.activities.models import Activity


@dataclass(frozen=True)
class Added:
    """What a fact gives to an indicator."""

    code: str
    name: str
    told: Told
    unit: str

    @property
    def url(self) -> str:
        return reverse("desk:figure", args=[self.code])


@dataclass(frozen=True)
class Above:
    """The units whose figures change with one: it, and those above it."""

    names: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.names)

    def __str__(self) -> str:
        """`A, B và C`."""
        if len(self.names) == 1:
            return self.names[0]
        return _("%(first)s và %(last)s") % {"first": ", ".join(self.names[:-1]), "last": self.names[-1]}


def above(unit: Unit, on: date) -> Above:
    units = [unit, *ancestors(unit, on=on)]
    names = names_on([each.pk for each in units], on)
    return Above(tuple(names[each.pk] for each in units))


def kind_named(code: str) -> str:
    """A kind's name in the reader's language; its code, where an edition no longer has it."""
    found = current().kinds.get(code)
    return found.local_name if found else code


def would_add(entry: Entry) -> list[Added]:
    """What an entry not yet written would add to the ledger."""
    return _added((slot.indicator, sums) for slot, sums in wanted_of([entry], numbers()).items())


def adds(entry: Entry) -> list[Added]:
    """What an entry has added, all told: its postings together."""
    total: dict[int, Sums] = defaultdict(Sums)
    for posting in Posting.objects.filter(entry=entry):
        sums = Sums(posting.low, posting.high, posting.open, posting.rough, posting.declared)
        total[posting.indicator_id] += sums
    return _added(total.items())


def _added(sums: Iterable[tuple[int, Sums]]) -> list[Added]:
    code_of = {number: code for code, number in numbers().items()}
    indicators = current().indicators
    found = []
    for number, each in sums:
        indicator, told = indicators.get(code_of.get(number, "")), Told.sums(each)
        if indicator:
            unit = "đ" if indicator.unit == MONEY else counted(indicator.unit, told.value)
            found.append(Added(indicator.code, indicator.local_name, told, unit))
    order = list(indicators)
    return sorted(found, key=lambda each: order.index(each.code))


def quantity(entry: Entry, name: str) -> Told | None:
    """A quantity of an entry as pages show it."""
    bound = entry.bound(name)
    return told_bound(bound) if bound else None


def told_bound(bound: Bound) -> Told:
    return Told(bound.low, bound.high, bound.rough)


def answer_in_words(detail: Detail | None, answer: object) -> str:
    if isinstance(answer, bool):
        return _("có") if answer else _("không")
    if detail and detail.type is DetailType.DAY and isinstance(answer, str):
        try:
            return day_in_words(date.fromisoformat(answer))
        except ValueError:
            return answer
    if isinstance(answer, int):
        return str(Told.exactly(answer))
    return local(str(answer)) if detail and detail.type is DetailType.CHOICE else str(answer)


def details_in_words(kind: Kind | None, details: Mapping[str, object]) -> list[tuple[str, str]]:
    """Each answer beneath its question, in the order of the catalogue."""
    asked = kind.details if kind else {}
    order = [name for name in asked if name in details] + [name for name in details if name not in asked]
    return [
        (local(asked[name].label) if name in asked else name, answer_in_words(asked.get(name), details[name]))
        for name in order
    ]


def details_in_brief(kind: Kind | None, details: Mapping[str, object]) -> str:
    """`xây mới; Số nguy cơ phát hiện: 4`: a choice or a text stands for itself, a number needs its question."""
    asked = kind.details if kind else {}
    plain = {local(detail.label) for detail in asked.values() if detail.type in {DetailType.CHOICE, DetailType.TEXT}}
    told = details_in_words(kind, details)
    return "; ".join(words if label in plain else f"{label}: {words}" for label, words in told)


def in_brief(activity: Activity) -> str:
    """`2 người · 4.000.000 đ`."""
    kind = current().kinds.get(activity.kind)
    parts = []
    for measure in kind.measures if kind else ():
        told = quantity(activity.entry, measure)
        if told:
            parts.append(f"{told}{NO_BREAK}{unit_of(measure, 1 if told.value == 1 else 2)}".strip())
    return " · ".join(parts)


def unit_of(measure: str, many: int = 2) -> str:
    """What a measure counts, as it stands after one or after many."""
    said = {"people": ngettext("người", "người", many), "amount": "đ", "times": ngettext("lần", "lần", many)}
    return said.get(measure, "")
