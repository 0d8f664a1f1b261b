"""The sentences of forms: blanks, phrases that may be left out, and what is wrong with one said to whoever wrote it."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from congdoan.catalogue.rules import Blank, Form, Level, NameBlank, Sentence, Way

FORM: dict[str, Any] = {
    "code": "half",
    "name": "Báo cáo",
    "name_en": "Report",
    "edition": "1",
    "valid_from": date(2010, 1, 1),
    "periods": ["half"],
    "levels": ["superior"],
    "covers": "consolidated",
    "columns": ["this"],
    "section": [
        {"title": "I", "lines": [{"indicator": "members.total"}, {"indicator": "dialogue.held", "scope": "own"}]}
    ],
}


def form(**more: object) -> Form:
    return Form.model_validate(FORM | more)


def test_a_sentence_is_words_and_blanks_and_phrases_that_may_be_left_out() -> None:
    read = Sentence.read("{unit} có {members.total} người[, {members.total:change}] và {dialogue.held@own}.")
    assert [phrase.optional for phrase in read.phrases] == [False, True, False]
    assert list(read.blanks()) == [
        Blank("members.total"),
        Blank("members.total", None, Way.CHANGE),
        Blank("dialogue.held", "own"),
    ]
    assert read.phrases[0].pieces[0] == NameBlank("unit")


@pytest.mark.parametrize("text", ["", "  ", "còn {thiếu", "thừa]", "{members.total:nhanh}", "{Members}", 5])
def test_a_sentence_that_cannot_be_read_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Sentence.read(text)
    with pytest.raises(ValidationError):
        form(paragraph=[{"title": "I", "sentences": [text]}])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"paragraph": [{"title": "I", "sentences": ["{members.female} người"]}]}, "paragraph.0.sentences.0"),
        ({"paragraph": [{"title": "I", "sentences": ["{dialogue.held} cuộc"]}]}, "paragraph.0.sentences.0"),
        ({"columns": ["this", "since_term"]}, "term_from"),
        ({"due": {"grassroots": 5}}, "due.grassroots"),
    ],
)
def test_what_names_no_line_or_level_of_the_form_is_told(change: dict[str, object], field: str) -> None:
    assert [place for place, _sentence in form(**change).refusals()] == [field]


def test_a_part_and_an_amount_per_head_name_lines_of_the_same_scope() -> None:
    line = {"indicator": "members.total", "part_of": "dialogue.held", "per_head": {"of": "x", "least": 1, "most": 2}}
    section = [{"title": "I", "lines": [line, {"indicator": "dialogue.held", "scope": "own"}]}]
    fields = [place for place, _sentence in form(section=section).refusals()]
    assert fields == ["section.0.lines.0.part_of", "section.0.lines.0.per_head.of"]


def test_a_form_is_owed_by_the_levels_that_have_a_due_day() -> None:
    owed = form(due={"superior": 15})
    assert owed.is_owed_by(Level.SUPERIOR)
    assert not owed.is_owed_by(Level.GRASSROOTS)
    assert not form().is_owed_by(Level.SUPERIOR)
    assert not form(due={"superior": 15}, asked=True).is_owed_by(Level.SUPERIOR)
