"""An edition of the catalogue: all that is counted, and which entries feed which indicators."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import Annotated, TypeVar

from django.utils.translation import gettext as _
from pydantic import Field

from congdoan.catalogue.rules.forms import Form
from congdoan.catalogue.rules.indicators import Indicator
from congdoan.catalogue.rules.kinds import Kind
from congdoan.catalogue.rules.naming import Code, Declared, DottedCode, Named, OneOrMore, Text, unknown_sentence
from congdoan.catalogue.rules.tables import DatedTable
from congdoan.catalogue.rules.terms import Term

T = TypeVar("T")
Feeds = tuple[tuple[Indicator, Term], ...]


class UnknownCode(LookupError):
    """A code the edition does not have; its text names it and the nearest known ones, for the user."""


class Edition(Declared):
    """Which catalogue this is; `key_figures` are the indicators that a first page shows, in that order."""

    code: Code
    version: Text
    name: Text
    name_en: Text | None = None
    key_figures: tuple[DottedCode, ...] = ()


class Words(Declared):
    """The English of words that have no entry of their own: units of measure, questions, answers, headings.

    What stands after numbers has two: as it stands after one, and after many.
    """

    english: Mapping[Text, Annotated[tuple[Text, ...], Field(min_length=1, max_length=2), OneOrMore]]


class Group(Named):
    """A field of the union's work, under which kinds and indicators are listed."""


class Sector(Named):
    """A kind of workplace."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """What is counted. All mappings are by code and read-only; `forms` holds the newest edition of each.

    `words` are the English of what has no entry of its own, after one and after many. `fingerprint` changes with any
    change to the text of the edition.
    """

    edition: Edition
    groups: Mapping[str, Group]
    sectors: Mapping[str, Sector]
    kinds: Mapping[str, Kind]
    indicators: Mapping[str, Indicator]
    tables: Mapping[str, DatedTable]
    form_editions: Mapping[str, tuple[Form, ...]]
    fingerprint: str
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.edition.code

    @property
    def version(self) -> str:
        return self.edition.version

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        return MappingProxyType({code: editions[-1] for code, editions in self.form_editions.items()})

    @cached_property
    def english(self) -> Mapping[str, str]:
        """The English of every text of the edition that has one: names first, then words."""
        things: Iterable[Named] = chain(self.groups.values(), self.sectors.values(), *self.form_editions.values())
        named = chain(things, self.indicators.values(), self.kinds.values())
        words = {word: said[-1] for word, said in self.words.items()}
        return MappingProxyType({**words, **{thing.name: thing.name_en for thing in named}})

    def counting(self, noun: str, kind: str | None = None) -> Feeds:
        """The terms, each with its indicator, that an entry of this noun and kind can feed."""
        return self._feeds.get((noun, kind), ())

    @cached_property
    def _feeds(self) -> Mapping[tuple[str, str | None], Feeds]:
        feeds: dict[tuple[str, str | None], Feeds] = {}
        for indicator in self.indicators.values():
            for term in indicator.terms:
                place = term.noun, term.kind
                feeds[place] = (*feeds.get(place, ()), (indicator, term))
        return feeds

    def kind(self, code: str) -> Kind:
        """Raises UnknownCode."""
        return _known(code, self.kinds, _("loại hoạt động"))

    def way(self, code: str) -> tuple[Kind, ...]:
        """The steps of the way to which a kind belongs, the first first; itself alone where nothing follows.

        Raises UnknownCode.
        """
        first = self.kind(code)
        while first.follows:
            first = self.kind(first.follows)
        steps = [first]
        while after := self._after.get(steps[-1].code):
            steps.append(after)
        return tuple(steps)

    @cached_property
    def _after(self) -> Mapping[str, Kind]:
        """The kind that follows another, by the code of that."""
        return {kind.follows: kind for kind in self.kinds.values() if kind.follows}

    def indicator(self, code: str) -> Indicator:
        """Raises UnknownCode."""
        return _known(code, self.indicators, _("chỉ số"))

    def form(self, code: str, on: date) -> Form:
        """The edition of a form that is valid on a day; raises UnknownCode for an unknown form or none valid then."""
        editions = _known(code, self.form_editions, _("mẫu báo cáo"))
        for form in editions:
            if form.is_valid_on(on):
                return form
        raise UnknownCode(
            _("Mẫu “%(code)s” không có bản nào hiệu lực vào ngày %(day)s; bản đầu có từ %(first)s.")
            % {"code": code, "day": f"{on:%d/%m/%Y}", "first": f"{editions[0].valid_from:%d/%m/%Y}"}
        )


def _known(code: str, things: Mapping[str, T], what: str) -> T:
    if code not in things:
        raise UnknownCode(unknown_sentence(code, things, what))
    return things[code]
