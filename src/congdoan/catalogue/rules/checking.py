"""What entries say of one another: codes named twice, and codes, traits and quantities that do not exist."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from congdoan.catalogue.rules.edition import Edition
from congdoan.catalogue.rules.faults import Fault
from congdoan.catalogue.rules.forms import OWN, Form
from congdoan.catalogue.rules.indicators import Indicator, Nature, Part
from congdoan.catalogue.rules.kinds import Kind
from congdoan.catalogue.rules.naming import Declared, Refusal, unknown_sentence
from congdoan.catalogue.rules.sources import NOUNS, Measure, Source, Trait, TraitType
from congdoan.catalogue.rules.tables import ColumnType, DatedTable
from congdoan.catalogue.rules.terms import Condition


@dataclass(frozen=True)
class Draft:
    """An entry as written: `thing` is None where it did not validate; its code is known all the same."""

    file: str
    array: str
    entry: str
    code: str
    thing: Declared | None


class Checker:
    """Holds all entries of an edition against one another."""

    def __init__(self, drafts: list[Draft]) -> None:
        self.drafts = drafts
        self.things: dict[str, dict[str, Declared | None]] = {}
        for draft in drafts:
            self.things.setdefault(draft.array, {}).setdefault(draft.code, draft.thing)

    def faults(self) -> Iterator[Fault]:
        """Every fault between entries; what failed by itself is not blamed again on those that name it."""
        yield from self._repeated()
        for draft in self.drafts:
            for field, sentence in self._refusals(draft.thing):
                yield Fault(draft.file, draft.entry, field, sentence)

    def _known(self, array: str) -> Mapping[str, Declared | None]:
        return self.things.get(array, {})

    def _missing(self, array: str, code: str) -> str | None:
        known = self._known(array)
        return None if code in known else unknown_sentence(code, list(known))

    def _repeated(self) -> Iterator[Fault]:
        seen: dict[tuple[str, str], list[Draft]] = {}
        for draft in self.drafts:
            before = seen.setdefault((draft.array, draft.code), [])
            if draft.code and any(_clash(draft, other) for other in before):
                sentence = _("Mã này đã có ở %s; hãy đặt mã khác hoặc bỏ một.") % before[0].file
                if draft.array == "form":
                    sentence = _("Mẫu này đã có bản cùng tên hoặc cùng hiệu lực; hãy sửa tên bản (edition) hoặc ngày.")
                yield Fault(draft.file, draft.entry, "code", sentence)
            before.append(draft)

    def _refusals(self, thing: Declared | None) -> Iterator[Refusal]:
        if isinstance(thing, Kind | Indicator) and (sentence := self._missing("group", thing.group)):
            yield "group", sentence
        if isinstance(thing, Edition):
            yield from self._key_figures(thing)
        elif isinstance(thing, Kind):
            yield from self._step(thing)
        elif isinstance(thing, Indicator):
            yield from self._indicator(thing)
        elif isinstance(thing, Form):
            yield from self._form(thing)
        elif isinstance(thing, DatedTable):
            yield from self._table(thing)

    def _step(self, kind: Kind) -> Iterator[Refusal]:
        """A step follows a kind that there is, alone, and never itself."""
        if kind.follows is None:
            return
        if sentence := self._missing("kind", kind.follows):
            yield "follows", sentence
            return
        kinds = {code: each for code, each in self._known("kind").items() if isinstance(each, Kind)}
        other = next(each.code for each in kinds.values() if each.follows == kind.follows)
        if other != kind.code:
            sentence = _("“%(other)s” đã theo sau “%(code)s”; mỗi bước chỉ có một bước theo sau.")
            yield "follows", sentence % {"other": other, "code": kind.follows}
        met, before = [kind.code], kinds.get(kind.follows)
        while before is not None and before.code not in met:
            met.append(before.code)
            before = kinds.get(before.follows or "")
        if before is not None and before.code == kind.code == min(met):  # said once for all of a circle
            yield "follows", _("Các bước theo sau nhau thành vòng tròn; hãy bỏ follows ở bước đầu.")

    def _key_figures(self, edition: Edition) -> Iterator[Refusal]:
        for place, code in enumerate(edition.key_figures):
            if sentence := self._missing("indicator", code):
                yield f"key_figures.{place}", sentence

    def _indicator(self, indicator: Indicator) -> Iterator[Refusal]:
        for part in indicator.parts():
            yield from self._part(part, "sums.quantity" if indicator.sums else f"{part.prefix}quantity")
        if indicator.ratio:
            yield from self._divided("ratio.of", indicator.of)
            yield from self._divided("ratio.per", indicator.per)
        if indicator.mean:
            yield from self._divided("mean.of", indicator.of)
            yield from self._divided("mean.weight", indicator.per)
            yield from self._one_nature(indicator)
        if indicator.replaced_by and (sentence := self._missing("indicator", indicator.replaced_by)):
            yield "replaced_by", sentence

    def _divided(self, field: str, code: str) -> Iterator[Refusal]:
        if sentence := self._missing("indicator", code):
            yield field, sentence
        named = self._known("indicator").get(code)
        if isinstance(named, Indicator) and (not named.is_additive or named.own_only):
            yield field, _("“%s” không cộng được nên không chia được; hãy dùng chỉ số đếm, tổng hoặc số dư.") % code

    def _one_nature(self, indicator: Indicator) -> Iterator[Refusal]:
        natures: set[Nature] = set()
        for code in (indicator.of, indicator.per):
            named = self._known("indicator").get(code)
            if isinstance(named, Indicator):
                natures.add(named.nature)
        if len(natures) > 1:
            yield "mean", _("Tổng và trọng số phải cùng là số phát sinh hoặc cùng là số dư.")

    def _part(self, part: Part, quantity_field: str) -> Iterator[Refusal]:
        for sector in part.term.sectors:
            if sentence := self._missing("sector", sector):
                yield f"{part.prefix}at.sector", sentence
        if sentence := self._source_refusal(part.term.source):
            yield part.source_field, sentence
        elif offer := self._offer(part.term.source):
            traits, quantities = offer
            if part.term.quantity not in quantities:
                yield quantity_field, _no_quantity(part.term.source, part.term.quantity, quantities)
            for condition in part.term.where:
                if sentence := self._condition_refusal(condition, traits):
                    yield f"{part.prefix}where.{condition.trait}", sentence

    def _source_refusal(self, source: Source) -> str | None:
        noun = NOUNS.get(source.noun)
        if noun is None:
            return unknown_sentence(source.noun, list(NOUNS))
        if noun.has_kinds and source.kind:
            return self._missing("kind", source.kind)
        if noun.has_kinds:
            return _("Nguồn “%s” phải nói rõ loại, ví dụ activity:dialogue.") % source.noun
        if source.kind:
            return _("Nguồn “%s” không chia theo loại; hãy bỏ phần sau dấu hai chấm.") % source.noun
        return None

    def _offer(self, source: Source) -> tuple[Mapping[str, Trait], frozenset[Measure]] | None:
        """The traits and quantities of a source; None where its kind did not validate."""
        if source.kind is None:
            return NOUNS[source.noun].traits, NOUNS[source.noun].quantities
        kind = self._known("kind")[source.kind]
        if not isinstance(kind, Kind):
            return None
        return kind.trait_types, frozenset(kind.measures) | {Measure.TIMES}

    def _condition_refusal(self, condition: Condition, traits: Mapping[str, Trait]) -> str | None:
        trait = traits.get(condition.trait)
        if trait is None:
            return unknown_sentence(condition.trait, list(traits))
        if condition.is_range:
            if trait.type is TraitType.NUMBER:
                return None
            return _("“%s” không phải là số nên không so at_least, at_most được.") % condition.trait
        sectors = frozenset(self._known("sector"))
        refusals = (trait.refusal(value, sectors) for value in sorted(condition.values, key=str))
        return next((sentence for sentence in refusals if sentence), None)

    def _form(self, form: Form) -> Iterator[Refusal]:
        for code in form.rests_on:
            if sentence := self._missing("form", code):
                yield "rests_on", sentence
        for place, line in form.lines():
            if sentence := self._missing("indicator", line.indicator):
                yield f"{place}.indicator", sentence
            named = self._known("indicator").get(line.indicator)
            if isinstance(named, Indicator) and named.own_only and form.scope_of(line) != OWN:
                yield f"{place}.scope", _('“%s” chỉ có ở phạm vi own; hãy ghi scope = "own".') % line.indicator

    def _table(self, table: DatedTable) -> Iterator[Refusal]:
        columns = [column for column in table.columns if table.type_of(column) is ColumnType.SECTOR]
        for index, row in enumerate(table.rows):
            for column in columns:
                cell = row.get(column)
                if isinstance(cell, str) and (sentence := self._missing("sector", cell)):
                    yield f"rows.{index}.{column}", sentence


def _no_quantity(source: Source, quantity: Measure, known: frozenset[Measure]) -> str:
    sentence = _("Nguồn “%(source)s” không có số đo %(quantity)s; có: %(known)s.")
    return sentence % {"source": source, "quantity": quantity.value, "known": ", ".join(sorted(known))}


def _clash(draft: Draft, other: Draft) -> bool:
    """Whether two entries of one code cannot stand together: editions of a form may, on different days."""
    if isinstance(draft.thing, Form) and isinstance(other.thing, Form):
        return draft.thing.overlaps(other.thing) or draft.thing.edition == other.thing.edition
    return True
