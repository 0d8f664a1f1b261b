"""Every rule of the grammar by its own examples: what it takes, what it spares."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from congdoan.claims.rules import grammar
from congdoan.claims.rules.grammar import Rule, all_rules, measures, words
from congdoan.claims.rules.left import taken_by
from congdoan.claims.rules.lines import fits, lines_of
from congdoan.claims.rules.places import Places
from congdoan.claims.rules.plain import Plain

RULES = list(all_rules())
LINES = set(grammar.table("layout"))


def _taken(rule: Rule, sentence: str) -> list[str]:
    plain = Plain.of(sentence)
    if rule.table in LINES:
        end_marks = "[ .:…()]*" if rule.table == "tail" else ""
        whole = re.compile(f"(?:{rule.pattern.pattern}){end_marks}")
        return [sentence] if whole.fullmatch(plain.cased if "cased" in rule.flags else plain.lower) else []
    return [sentence[start:end] for start, end in taken_by(rule, Places(plain.lower), plain.cased)]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_rule_takes_and_spares_what_it_says(rule: Rule) -> None:
    assert rule.takes, "a rule shows what it takes"
    for example in rule.takes:
        marked = re.findall("«([^»]*)»", example)
        sentence = example.replace("«", "").replace("»", "")
        assert _taken(rule, sentence) == (marked or [sentence])
    for sentence in rule.spares:
        assert _taken(rule, sentence) == []


def test_the_tables_are_composed_and_name_each_unit_noun_once() -> None:
    folder = Path(grammar.__file__).parent / "grammar"
    for file in folder.rglob("*.toml"):
        assert unicodedata.is_normalized("NFC", file.read_text("utf-8")), file.name
    nouns = [noun for group in grammar.table("measures")["measures"] for noun in words("measures", "measures", group)]
    assert [noun for noun, count in Counter(nouns).items() if count > 1] == []


def test_the_longer_unit_noun_goes_first() -> None:
    nouns = measures()
    assert nouns.index("công đoàn cơ sở") < nouns.index("công đoàn")


def test_no_rule_of_the_layout_hides_another() -> None:
    for name in grammar.table("layout"):
        for rule in grammar.rules("layout", name):
            for example in rule.takes:
                [line] = lines_of(Plain.of(example))
                first = fits(line, name)
                assert (first and first.flags) == rule.flags, example
