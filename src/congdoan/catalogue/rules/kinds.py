"""A kind of activity: what a record of it measures, what it tells, and what it refuses."""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, StrictBool, StrictInt

from congdoan.base.bound import Bound
from congdoan.base.text import number
from congdoan.catalogue.rules.naming import Code, Declared, Named, Refusal, Text, Word, unknown_sentence
from congdoan.catalogue.rules.purposes import Purpose
from congdoan.catalogue.rules.sources import Measure, Trait, TraitType

Given = Mapping[str, object]
INHABITANTS = 110_000_000
"""More people than live in the country nobody has gathered: such a number was mistyped."""


class DetailType(StrEnum):
    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"
    DAY = "day"
    TEXT = "text"


_REFUSED = {
    DetailType.YES_NO: gettext_lazy("%(label)s: hãy trả lời có hoặc không."),
    DetailType.NUMBER: gettext_lazy("%(label)s: hãy ghi một số nguyên không âm."),
    DetailType.DAY: gettext_lazy("%(label)s: hãy ghi một ngày như 2024-05-31."),
    DetailType.TEXT: gettext_lazy("%(label)s: hãy ghi bằng chữ."),
}


class Detail(Declared):
    """A question that a record of the kind answers; choices, yes or no, and whole numbers are traits."""

    type: DetailType
    label: Text
    choices: tuple[Text, ...] = ()
    required: StrictBool = False

    @property
    def is_trait(self) -> bool:
        """Whether indicators may filter by it."""
        return self.type in {DetailType.CHOICE, DetailType.YES_NO, DetailType.NUMBER}

    @property
    def trait(self) -> Trait:
        """What filters may ask of it; only where `is_trait`."""
        return Trait(TraitType(self.type.value), self.choices)

    def refusals(self) -> Iterator[Refusal]:
        is_choice = self.type is DetailType.CHOICE
        if is_choice and len(set(self.choices)) < 2:
            yield "choices", _("Chi tiết kiểu choice cần ít nhất hai lựa chọn khác nhau.")
        if self.choices and not is_choice:
            yield "choices", _("Chỉ chi tiết kiểu choice mới có choices; hãy bỏ đi hoặc đổi kiểu.")

    def check(self, answer: object) -> None:
        """Raises ValidationError where the answer is not of this detail's type or choices."""
        if self.type is DetailType.CHOICE:
            if answer not in self.choices:
                sentence = unknown_sentence(str(answer), list(self.choices))
                raise ValidationError(f"{self.label}: {sentence}", code="choice")
        elif not _is(self.type, answer):
            raise ValidationError(_REFUSED[self.type], code="type", params={"label": self.label})


class Range(Declared):
    """Bounds of good sense, in đồng per head, both inclusive; beyond them a record is refused, but not where nothing
    was given."""

    amount_per_person: tuple[Annotated[StrictInt, Field(ge=0)], Annotated[StrictInt, Field(ge=0)]]

    def refusals(self) -> Iterator[Refusal]:
        low, high = self.amount_per_person
        if high < low:
            yield "amount_per_person", _("Cận trên nhỏ hơn cận dưới; hãy viết [thấp, cao].")


class Kind(Named):
    """An activity that can be recorded.

    `measures` names its quantities; without `times` each record counts once, with it one record may
    stand for several. `beneficiaries` says that persons of the member list may be attached, `purpose` what their
    data are used for by it, `follows` the kind that is the step before it on such a person's way, `studies` that a
    directive may have been studied there.
    """

    group: Text
    measures: dict[Measure, Text] = Field(default_factory=dict)
    details: dict[Word, Detail] = Field(default_factory=dict)
    beneficiaries: StrictBool = False
    purpose: Purpose | None = None
    follows: Code | None = None
    studies: StrictBool = False
    range: Range | None = None

    @property
    def trait_types(self) -> dict[str, Trait]:
        """The details that indicators may filter by."""
        return {name: detail.trait for name, detail in self.details.items() if detail.is_trait}

    def refusals(self) -> Iterator[Refusal]:
        for name, detail in self.details.items():
            if name in set(Measure) | {"kind"}:
                yield f"details.{name}", _("Tên “%s” đã dành cho số đo; hãy đặt tên khác.") % name
            yield from ((f"details.{name}.{field}", sentence) for field, sentence in detail.refusals())
        if self.purpose and not self.beneficiaries:
            yield "purpose", _("Chỉ loại hoạt động ghi người thụ hưởng (beneficiaries) mới có purpose; hãy bỏ đi.")
        if self.follows and not self.beneficiaries:
            yield "follows", _("Chỉ loại hoạt động ghi người thụ hưởng (beneficiaries) mới có follows; hãy bỏ đi.")
        if self.range:
            yield from ((f"range.{field}", sentence) for field, sentence in self.range.refusals())
            if not {Measure.PEOPLE, Measure.AMOUNT} <= self.measures.keys():
                yield "range", _("Mức theo đầu người cần cả measures.people và measures.amount.")

    def check(self, measures: Given, details: Given) -> None:
        """Raises ValidationError, keyed by measure or detail, where a record of this kind cannot be so.

        Measures are whole numbers or Bounds, in persons, đồng or things. Each that is declared must be
        given, but for `times`, which is one by default: a number that is not known is an open Bound.
        """
        refused: dict[str, ValidationError] = {}
        for name, error in [*self._measure_errors(measures), *self._detail_errors(details)]:
            refused.setdefault(name, error)
        if not refused and (too_much_or_little := self._range_error(self.quantities(measures))):
            refused["amount"] = too_much_or_little
        if refused:
            raise ValidationError(refused)

    def quantities(self, measures: Given) -> dict[Measure, Bound]:
        """The quantities of an entry as bounds, `times` always among them; of measures that `check` let pass."""
        given = {Measure(name): _bound(value) for name, value in measures.items() if value is not None}
        return {Measure.TIMES: Bound.exactly(1)} | given

    def traits(self, details: Given) -> dict[str, str | bool | int]:
        """The answers that indicators may filter by, without the blank ones; of details that `check` let pass."""
        answers = {name: _composed(details.get(name)) for name in self.trait_types}
        return {name: answer for name, answer in answers.items() if isinstance(answer, str | int) and answer != ""}

    def _measure_errors(self, measures: Given) -> Iterator[tuple[str, ValidationError]]:
        for name in measures.keys() - set(self.measures):
            if measures[name] is not None:
                sentence = _("Loại hoạt động “%(kind)s” không có số đo “%(name)s”; hãy bỏ đi.")
                yield name, ValidationError(sentence % {"kind": self.name, "name": name}, code="unknown")
        for measure, label in self.measures.items():
            if error := _measure_error(measure, label, measures.get(measure)):
                yield measure.value, error

    def _detail_errors(self, details: Given) -> Iterator[tuple[str, ValidationError]]:
        for name in details.keys() - self.details.keys():
            sentence = _("Loại hoạt động “%(kind)s” không có chi tiết “%(name)s”; hãy bỏ đi.")
            yield name, ValidationError(sentence % {"kind": self.name, "name": name}, code="unknown")
        for name, detail in self.details.items():
            answer = _composed(details.get(name))
            if answer is None or answer == "":
                if detail.required:
                    yield name, _missing(detail.label)
                continue
            try:
                detail.check(answer)
            except ValidationError as error:
                yield name, error

    def _range_error(self, quantities: Mapping[Measure, Bound]) -> ValidationError | None:
        if not self.range or not {Measure.PEOPLE, Measure.AMOUNT} <= quantities.keys():
            return None
        low, high = self.range.amount_per_person
        people, amount = quantities[Measure.PEOPLE], quantities[Measure.AMOUNT]
        is_too_little = people.low and amount.high and amount.high < low * people.low
        is_too_much = people.high and amount.low > high * people.high
        if not is_too_little and not is_too_much:
            return None
        sentence = _("Số tiền theo đầu người phải từ %(low)s đến %(high)s đồng; hãy kiểm tra số tiền và số người.")
        return ValidationError(sentence % {"low": number(low), "high": number(high)}, code="range")


def _bound(value: object) -> Bound:
    if isinstance(value, Bound):
        return value
    assert isinstance(value, int)
    return Bound.exactly(value)


def _composed(answer: object) -> object:
    return unicodedata.normalize("NFC", answer).strip() if isinstance(answer, str) else answer


def _missing(label: str) -> ValidationError:
    return ValidationError(gettext_lazy("Còn thiếu: %(label)s."), code="required", params={"label": label})


def _measure_error(measure: Measure, label: str, value: object) -> ValidationError | None:
    if value is None:
        return None if measure is Measure.TIMES else _missing(label)
    if isinstance(value, bool) or not isinstance(value, int | Bound):
        sentence = gettext_lazy("%(label)s: hãy ghi một số nguyên.")
        return ValidationError(sentence, code="type", params={"label": label})
    least = 1 if measure is Measure.TIMES else 0
    if _bound(value).low < least:
        sentence = gettext_lazy("%(label)s không được nhỏ hơn %(least)s.")
        return ValidationError(sentence, code="negative", params={"label": label, "least": least})
    if measure is Measure.PEOPLE and _bound(value).low > INHABITANTS:
        sentence = gettext_lazy("%(label)s nhiều hơn số dân cả nước; hãy kiểm tra lại.")
        return ValidationError(sentence, code="many", params={"label": label})
    return None


def _is(type_: DetailType, answer: object) -> bool:
    """Whether an answer is of a type other than a choice; a day may be a date or its ISO text."""
    match type_:
        case DetailType.YES_NO:
            return isinstance(answer, bool)
        case DetailType.NUMBER:
            return isinstance(answer, int) and not isinstance(answer, bool) and answer >= 0
        case DetailType.DAY:
            return isinstance(answer, date) or _is_iso_day(answer)
        case _:
            return isinstance(answer, str)


def _is_iso_day(answer: object) -> bool:
    try:
        return isinstance(answer, str) and bool(date.fromisoformat(answer))
    except ValueError:
        return False
