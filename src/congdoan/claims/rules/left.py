"""What holds a number and is no figure of the work: found by rules, and taken out before figures are read."""

import re
from collections.abc import Iterator

from congdoan.claims.rules.grammar import Rule, pattern, rules, words
from congdoan.claims.rules.layout import Stretch
from congdoan.claims.rules.measures import measure_at
from congdoan.claims.rules.places import Places
from congdoan.claims.rules.plain import Plain

# What stands in the text for what was taken out: no word, no digit, no space.
GAP = "\ufffc"
_NO_BREAK = re.compile(r"[^\n]")
# A number listed after another: the last of a name with numbers, or what is counted next.
_LAST_LISTED = re.compile(r"(?<=\d)(?:, ?| và )\d+$")
# Months and days are listed as they rise: `trong tháng 9, 5 công đoàn xã` names one month.
_FALLS = re.compile(r"(?<!\d)(\d{1,2}), (\d{1,2})$")
_WINDOW = 8
# The number of a row stands before its name, which begins with a capital: `2 Công đoàn ngành Y tế`.
_ROW = pattern(r"(?m:^) *(?P<number>0?\d{1,3}) +(?={capital})")
_SHORTEST_RUN = 3
_DEEDS = frozenset(words("words", "words", "deeds"))
_ACTORS = frozenset((*words("measures", "measures", "people"), *words("measures", "measures", "bodies")))


def left_out(plain: Plain, lines: list[Stretch]) -> list[Stretch]:
    """All stretches that are left, these of lines first, then by the rules in their order."""
    return [*lines, *_left_out(plain, lines)]


def without(plain: Plain, stretches: list[Stretch]) -> str:
    """The lower text with these stretches blanked, character for character."""
    return _blanked(plain.lower, stretches)


def _blanked(text: str, stretches: list[Stretch]) -> str:
    kept, place = [], 0
    for stretch in sorted(stretches, key=lambda stretch: stretch.start):
        start = max(stretch.start, place)
        if start < stretch.end:
            kept += [text[place:start], _NO_BREAK.sub(GAP, text[start : stretch.end])]
            place = stretch.end
    return "".join([*kept, text[place:]])


def _left_out(plain: Plain, lines: list[Stretch]) -> Iterator[Stretch]:
    lower = without(plain, lines)
    cased = _blanked(plain.cased, lines)
    numbers = list(_row_numbers(cased))
    yield from numbers
    lower, cased = _blanked(lower, numbers), _blanked(cased, numbers)
    places = Places(lower)
    for rule in rules("left", "rule"):
        for start, end in taken_by(rule, places, cased):
            yield Stretch(start, end, rule.why)


def _row_numbers(cased: str) -> Iterator[Stretch]:
    """The numbers of rows that count up, line by line."""
    run: list[re.Match[str]] = []
    for row in [*_ROW.finditer(cased), None]:
        if row and run and int(row["number"]) == int(run[-1]["number"]) + 1:
            run.append(row)
            continue
        if len(run) >= _SHORTEST_RUN:
            yield from (Stretch(*found.span("number"), "enumerator") for found in run)
        run = [row] if row else []


def taken_by(rule: Rule, places: Places, cased: str) -> Iterator[tuple[int, int]]:
    """The places of what a rule takes out of a text."""
    text = cased if "cased" in rule.flags else places.lower
    for match in places.matches(rule, text):
        if match.end() > match.start() and not _is_spared(rule, places.lower, match.end()):
            yield match.start(), match.end()
        elif end := _end_before_last(rule, text, match):
            yield match.start(), end


def _end_before_last(rule: Rule, text: str, match: re.Match[str]) -> int | None:
    """Where a name ends whose last number counts what follows it: `Chuyền 15` in `Chuyền 15, 2 giải nhì`."""
    last = _LAST_LISTED.search(match[0])
    end = match.start() + last.start() if last else 0
    return end if last and rule.pattern.fullmatch(text, match.start(), end) else None


def _is_spared(rule: Rule, lower: str, end: int) -> bool:
    """Whether the number at the end of what a rule fits counts what follows it."""
    if not rule.flags & {"unless_measure", "unless_thing"}:
        return False
    noun = measure_at(lower, end, alone=True)
    if noun and (listed := _FALLS.search(lower, max(0, end - _WINDOW), end)) and int(listed[2]) < int(listed[1]):
        return True
    if noun is None or ("before_deeds" in rule.flags and noun.noun in _DEEDS):
        return False
    return "unless_measure" in rule.flags or noun.noun not in _ACTORS
