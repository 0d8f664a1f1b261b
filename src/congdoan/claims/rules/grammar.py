"""The grammar: rules and words read from the tables in `grammar/`, once, and made ready to be used."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from congdoan.claims.rules.beginnings import DIGIT, LINE, beginnings
from congdoan.claims.rules.plain import marked_alike

_NAMED = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Rule:
    """A pattern with what it is for, and sentences that show what it takes («…») and what it spares.

    What it takes has one of its `beginnings`, if these are known; and a text of which it takes anything has one of
    the words it `needs`, if it has any.
    """

    table: str
    why: str
    pattern: re.Pattern[str]
    takes: tuple[str, ...]
    spares: tuple[str, ...]
    flags: frozenset[str]
    beginnings: frozenset[str] | None
    needs: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.table}: {self.why or self.pattern.pattern[:40]}"


@cache
def terms() -> dict[str, str]:
    """The named parts of patterns, those within them filled in."""
    found: dict[str, str] = {}
    for name, pattern in table("terms")["terms"].items():
        found[name] = f"(?:{_filled(pattern, found)})"
    return found


@cache
def rules(file: str, name: str) -> tuple[Rule, ...]:
    """The rules of one table of one file, in their order."""
    return tuple(_rule(name, entry) for entry in table(file)[name])


def all_rules() -> Iterator[Rule]:
    """Every rule there is, for the test of its examples."""
    yield from rules("left", "rule")
    for name in table("layout"):
        yield from rules("layout", name)
    yield from rules("periods", "period")


@cache
def compared() -> re.Pattern[str]:
    """What stands before words for a period that is only compared to."""
    return pattern(table("periods")["compared"])


@cache
def table(file: str) -> dict[str, Any]:
    """All tables of one file, or of a folder of files by theme, in the order of their names."""
    found: dict[str, Any] = {}
    for each in _files_of(file):
        for name, told in tomllib.loads(marked_alike(each.read_text("utf-8"))).items():
            found[name] = found[name] + told if name in found else told
    return found


def _files_of(name: str) -> list[Traversable]:
    folder = files(__package__) / "grammar" / name
    if not folder.is_dir():
        return [files(__package__) / "grammar" / f"{name}.toml"]
    return sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)


@cache
def measures() -> tuple[str, ...]:
    """The unit nouns, the longest first."""
    words = {word for group in table("measures")["measures"].values() for word in _lines(group)}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def pattern(text: str) -> re.Pattern[str]:
    """A pattern with its named terms filled in."""
    return re.compile(_filled(text, terms()))


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first, at the end of a word."""
    ordered = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(re.escape(word) for word in ordered)})(?!\\w)"


def words(file: str, *path: str) -> tuple[str, ...]:
    """A list of words, written with bars between them."""
    found: Any = table(file)
    for step in path:
        found = found[step]
    return tuple(_lines(found))


def _lines(text: str) -> list[str]:
    return [word.strip() for word in text.replace("\n", "|").split("|") if word.strip()]


def _rule(name: str, entry: dict[str, Any]) -> Rule:
    flags = frozenset(key for key, value in entry.items() if value is True)
    found = pattern(entry["pattern"])
    return Rule(
        name,
        entry.get("why", ""),
        found,
        tuple(entry.get("takes", ())),
        tuple(entry.get("spares", ())),
        flags,
        _beginnings(found, is_cased="cased" in flags),
        tuple(_lines(entry.get("needs", ""))),
    )


def _beginnings(found: re.Pattern[str], *, is_cased: bool) -> frozenset[str] | None:
    """With what all begins that a pattern fits; in a text with its capitals letters are not looked for."""
    begun = beginnings(found.pattern)
    return None if is_cased and begun and not begun <= {DIGIT, LINE} else begun


def _filled(text: str, known: dict[str, str]) -> str:
    return _NAMED.sub(lambda name: known[name[1]], text)
