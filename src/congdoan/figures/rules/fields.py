"""`{{ figure … }}`: a field in any text that is bound to a figure, and shows it until it is frozen."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from congdoan.base.period import Cutoff, Period, UnknownPeriod, parse_period
from congdoan.catalogue.rules import Way
from congdoan.figures.rules.figures import Reach, Scope
from congdoan.figures.rules.telling import scope_of

_FIELD = re.compile(r"\{\{\s*figure\s+(?P<asked>[^{}|]*?)\s*(?:\|\s*(?P<frozen>[^{}]*?)\s*)?\}\}")
OPTIONS = ("cutoff", "scope", "tree", "as")


class BadField(ValueError):
    """A field that cannot be read; its text is the sentence for the user."""


@dataclass(frozen=True)
class Field:
    """What a field asks for: `{{ figure UNIT INDICATOR PERIOD [cutoff=05-31] [scope=own] [tree=DAY] [as=plan] }}`.

    `way` is what of the figure it tells: the number, or what became of it since the year before, or its plan.
    `frozen` is what it said when the text was submitted or published: from then on it says only that.
    """

    unit: str
    indicator: str
    period: Period
    scope: Scope = Reach.SUBTREE
    tree_on: date | None = None
    frozen: str | None = None
    way: Way = Way.NUMBER

    def __str__(self) -> str:
        options = [
            f"cutoff={self.period.cutoff}" if self.period.cutoff != Cutoff() else "",
            f"scope={self.scope}" if self.scope != Reach.SUBTREE else "",
            f"tree={self.tree_on}" if self.tree_on else "",
            f"as={self.way}" if self.way is not Way.NUMBER else "",
            f"| {self.frozen}" if self.frozen is not None else "",
        ]
        return " ".join(["{{ figure", self.unit, self.indicator, str(self.period), *filter(None, options), "}}"])


def field_of(asked: str, frozen: str | None = None) -> Field:
    """Read what stands between the braces. Raises BadField."""
    words = asked.split()
    whole = " ".join(["{{ figure", *words, "}}"])
    plain = [word for word in words if "=" not in word]
    options = dict(word.split("=", 1) for word in words if "=" in word)
    if len(plain) != 3 or options.keys() - set(OPTIONS):
        raise BadField(_("Trường số liệu “%(asked)s” phải gồm đơn vị, chỉ tiêu và kỳ.") % {"asked": whole})
    unit, indicator, period = plain
    try:
        tree = date.fromisoformat(options["tree"]) if "tree" in options else None
        days = parse_period(period, Cutoff.parse(options.get("cutoff")))
        way = Way(options.get("as", Way.NUMBER))
        return Field(unit, indicator, days, scope_of(options.get("scope", "subtree")), tree, frozen, way)
    except UnknownPeriod as error:
        raise BadField(str(error)) from None
    except ValueError:
        raise BadField(
            _("Trường số liệu “%(asked)s” có phạm vi, ngày hoặc cách nói không đọc được.") % {"asked": whole}
        ) from None


def fields_of(text: str) -> list[Field]:
    """The fields in a text, in order. Raises BadField for the first that cannot be read."""
    return [field_of(match["asked"], match["frozen"]) for match in _FIELD.finditer(text)]


def places_of(text: str) -> list[tuple[int, int, Field]]:
    """The fields in a text with where they stand, in order; what cannot be read is text like any other."""
    found: list[tuple[int, int, Field]] = []
    for match in _FIELD.finditer(text):
        with suppress(BadField):
            found.append((match.start(), match.end(), field_of(match["asked"], match["frozen"])))
    return found


def shown(text: str, tell: Callable[[Field], str]) -> str:
    """The text with each field as the number it stands for; a frozen one as it was told. Raises BadField."""

    def word(match: re.Match[str]) -> str:
        field = field_of(match["asked"], match["frozen"])
        return tell(field) if field.frozen is None else field.frozen

    return _FIELD.sub(word, text)


def frozen(text: str, tell: Callable[[Field], str]) -> str:
    """The text with each field holding what it says now, for ever. Raises BadField."""

    def hold(match: re.Match[str]) -> str:
        field = field_of(match["asked"], match["frozen"])
        return str(field if field.frozen is not None else replace(field, frozen=tell(field)))

    return _FIELD.sub(hold, text)
