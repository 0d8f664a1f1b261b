"""Adding a kind, an indicator or a form is one entry in one file, and nothing else is touched."""

from datetime import date
from pathlib import Path

from congdoan.catalogue.rules import load

KIND = """
[[kind]]
code = "blood-donation"
name = "Hiến máu tình nguyện"
name_en = "Blood donation"
group = "care"
measures.people = "Số người hiến máu"
details.units = { type = "number", label = "Số đơn vị máu" }
"""
INDICATOR = """
[[indicator]]
code = "dialogue.large"
name = "Số cuộc đối thoại định kỳ ở doanh nghiệp ngoài nhà nước"
name_en = "Regular dialogues in non-state enterprises"
unit = "cuộc"
group = "representation"
phrases = ["đối thoại định kỳ ngoài nhà nước"]
counts = "activity:dialogue"
where = { trigger = "định kỳ" }
at = { sector = "non-state" }
"""
FORM = """
[[form]]
code = "tet-review"
name = "Báo cáo chăm lo Tết"
name_en = "Review of the New Year's care"
edition = "2025"
valid_from = 2025-01-01
periods = ["run"]
levels = ["superior", "provincial"]
covers = "consolidated"
columns = ["this", "before"]

[[form.section]]
title = "Chăm lo Tết"
lines = [{ indicator = "tet.people" }, { indicator = "tet.amount" }]
"""


def add(folder: Path, file: str, entry: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as written:
        written.write(entry)


def test_a_kind_is_one_entry(copied: Path) -> None:
    before = load(copied)
    add(copied, "kinds-care.toml", KIND)
    kind = load(copied).kind("blood-donation")
    kind.check({"people": 30}, {"units": 45})
    assert kind.traits({"units": 45}) == {"units": 45}
    assert load(copied).fingerprint != before.fingerprint


def test_an_indicator_is_one_entry(copied: Path) -> None:
    add(copied, "indicators-representation.toml", INDICATOR)
    [term] = [term for found, term in load(copied).counting("activity", "dialogue") if found.code == "dialogue.large"]
    assert term.matches({"trigger": "định kỳ"}, "grassroots", "non-state")
    assert not term.matches({"trigger": "định kỳ"}, "grassroots", "foreign")


def test_a_form_is_one_entry(copied: Path) -> None:
    add(copied, "form-review-20nq.toml", FORM)
    form = load(copied).form("tet-review", on=date(2025, 2, 15))
    assert [line.indicator for _, line in form.lines()] == ["tet.people", "tet.amount"]


def test_adding_changes_the_meaning_of_nothing_that_was_there(copied: Path) -> None:
    before = {code: found.meaning for code, found in load(copied).indicators.items()}
    for file, entry in [
        ("kinds-care.toml", KIND),
        ("indicators-care.toml", INDICATOR),
        ("form-review-20nq.toml", FORM),
    ]:
        add(copied, file, entry)
    after = {code: found.meaning for code, found in load(copied).indicators.items()}
    assert after.keys() - before.keys() == {"dialogue.large"}
    assert {code: after[code] for code in before} == before
