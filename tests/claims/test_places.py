"""Where rules are tried in a text: in fewer places than there are, and never too few."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congdoan.claims.rules.beginnings import DIGIT, LINE, SIGN, beginnings
from congdoan.claims.rules.grammar import Rule, all_rules, rules
from congdoan.claims.rules.places import Places
from congdoan.claims.rules.plain import Plain

TRIED = (*rules("left", "rule"), *rules("periods", "period"))
EXAMPLES = tuple(
    example.translate({ord("«"): "", ord("»"): ""}) for rule in all_rules() for example in (*rule.takes, *rule.spares)
)
LONGEST = 12


@pytest.mark.parametrize(
    ("pattern", "begun"),
    [
        (r"\b(?:tháng|quý) \d", {"tháng", "quý"}),
        (r"(?<!mỗi )(?:(?:tính|cho) )?đến nay", {"tính", "cho", "đến"}),
        (r"views? \d", {"view"}),
        (r"(?:(?<=ngày )|(?<=sáng ))[0-2]?\d", {DIGIT}),
        (r"(?m:^)[ ]*[-+] lưu", {LINE}),
        (r"(?:(?m:^)|(?<=[|])) *lưu", {SIGN, "lưu"}),
        (r"(?:một|1) phần", {"một", DIGIT}),
        (r"[“\"]\w", {SIGN}),
        (r"[^“]\w|năm", None),
        (r"(?:năm)*", None),
        (r"(?=.*\d)(?:ba|bốn){0,2}sáu", {"ba", "bốn", "sáu"}),
        (r"(?i:năm)|sáu", None),
        (r"năm(?:|sáu)|t\d[)|(]", {"năm", "t"}),
    ],
)
def test_with_what_a_pattern_begins_is_read_from_it(pattern: str, begun: set[str] | None) -> None:
    assert beginnings(pattern) == (None if begun is None else frozenset(begun))


def test_most_rules_are_tried_where_they_may_begin() -> None:
    assert sum(rule.beginnings is None and not rule.needs for rule in TRIED) * 10 < len(TRIED)


def _everywhere(rule: Rule, text: str) -> list[tuple[int, int]]:
    """Where a rule fits, searched for in all of a text, but not within a word or a number."""
    found, place = [], 0
    while match := rule.pattern.search(text, place):
        place = match.start() + 1 if _is_within(text, match.start()) else match.end()
        found += [] if _is_within(text, match.start()) else [match.span()]
    return found


def _is_within(text: str, place: int) -> bool:
    pair = text[place - 1 : place + 1] if place else ""
    return len(pair) == 2 and (pair.isalpha() or pair.isdecimal())


def _told_everywhere(text: str) -> None:
    plain = Plain.of(text)
    places = Places(plain.lower)
    for rule in TRIED:
        seen = plain.cased if "cased" in rule.flags else plain.lower
        assert [match.span() for match in places.matches(rule, seen)] == _everywhere(rule, seen), rule


def _texts_of_tests() -> list[str]:
    """The sentences and pages of these tests, and the examples of all rules, a few together."""
    here = Path(__file__).parent
    told = tomllib.loads((here / "sentences.toml").read_text("utf-8"))
    sentences = [sentence for group in told.values() for sentence in group]
    pages = [
        page for file in here.glob("test_*.py") for page in re.findall('"([^"\\n]{40,})"', file.read_text("utf-8"))
    ]
    return [
        "\n".join(each[at : at + LONGEST])
        for each in (EXAMPLES, sentences, pages)
        for at in range(0, len(each), LONGEST)
    ]


def test_no_rule_is_hidden_from_a_place_where_it_fits() -> None:
    for text in _texts_of_tests():
        _told_everywhere(text)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from(EXAMPLES), st.text("0123456789 .,/-|\ntháqúynămsốHQ“”'#()", max_size=12)), max_size=4
    )
)
def test_nor_in_texts_made_of_parts(parts: list[str]) -> None:
    _told_everywhere("".join(parts))
