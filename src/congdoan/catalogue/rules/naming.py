"""What every declared thing has: a code, a name in two languages; and the codes nearest to a mistyped one."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated, TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PrivateAttr, StringConstraints

T = TypeVar("T")
FEW = 8
"""Up to so many known words are all shown where none is near."""

Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
DottedCode = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*$")]
Word = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]*$")]


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


def _not_empty(values: tuple[T, ...]) -> tuple[T, ...]:
    if not values:
        raise ValueError(_("Mục này không được để trống; hãy viết ít nhất một giá trị."))
    return values


OneOrMore = BeforeValidator(_listed)
"""Lets a field that holds several be written with one, without the brackets."""

NotEmpty = AfterValidator(_not_empty)
"""Refuses an empty list, but only once its items are right: a wrong item is told as that alone."""

Refusal = tuple[str, str]
"""A field and the sentence that says what is wrong with it."""


def in_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "vi").startswith("en")


class Declared(BaseModel):
    """Part of an entry of a TOML file: frozen, and without room for what the contract does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    def refusals(self) -> Iterable[Refusal]:
        """What is wrong with this entry in itself, field by field."""
        return ()


class Named(Declared):
    """A declared thing with a code and a name."""

    code: Code
    name: Text
    name_en: Text
    _file: str = PrivateAttr("")

    @property
    def file(self) -> str:
        """The file of the edition in which it was declared."""
        return self._file

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if in_english() else self.name

    def __hash__(self) -> int:
        return hash((type(self), self.code))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code!r})"


def nearest(code: str, known: Iterable[str]) -> list[str]:
    """Up to three known codes that a reader may have meant, best first."""
    codes = sorted(known)
    wanted = code.lower().replace("_", "-")
    spelled = {other.lower().replace("_", "-"): other for other in codes}
    close = [spelled[found] for found in get_close_matches(wanted, spelled, n=3, cutoff=0.6)]
    begun = [other for other in codes if wanted and other.startswith(wanted) and other not in close]
    return (close + begun)[:3]


def unknown_sentence(value: str, known: Iterable[str], what: str = "") -> str:
    """Names an unknown word, of a sort where `what` says so, and the nearest known ones, or all where they are few."""
    codes = sorted(known)
    names = nearest(value, codes) or (codes if len(codes) <= FEW else get_close_matches(value, codes, n=3, cutoff=0))
    shown = ", ".join(f"“{name}”" for name in names) or "—"
    thing = f"{what} “{value}”".strip()
    return _("Không có %(thing)s; có phải là %(shown)s?") % {"thing": thing, "shown": shown}
