"""Reading an edition: every fault is told with its file, entry and field, and nothing is read by halves."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.catalogue.conftest import GROUND, indicator

from congdoan.catalogue.rules import Catalogue, CatalogueFaults, Fault, load, read

FaultsIn = Callable[[str], tuple[Fault, ...]]

KIND = """
[[kind]]
code = "meal"
name = "Bữa cơm"
name_en = "Meal"
group = "work"
"""
STEP = """
[[kind]]
code = "%s"
name = "Bước"
name_en = "Step"
group = "work"
beneficiaries = true
follows = "%s"
"""
FORM = """
[[form]]
code = "half"
name = "Sáu tháng"
name_en = "Half-year"
edition = "1"
valid_from = 2020-01-01
periods = ["half"]
levels = ["superior"]
covers = "consolidated"
columns = ["this"]
section = [{ title = "I", lines = [{ indicator = "dialogue.held" }] }]
"""
TABLE = """
[[table]]
code = "sizes"
name = "Số người"
name_en = "Sizes"
source = "Điều lệ"
columns = { workers_from = "number", sector = "sector?" }
step = "workers_from"
"""
ROW = "rows = [{ valid_from = 2020-01-01, workers_from = 1 }]"
COUNTS = 'counts = "activity:dialogue"'
KIND_MEAL, FORM_HALF, TABLE_SIZES, INDICATOR_X = "kind meal", "form half", "table sizes", "indicator x"

ALONE = [
    # what pydantic sees in one entry
    (KIND.replace('group = "work"', ""), KIND_MEAL, "group", "Thiếu mục"),
    (KIND.replace('code = "meal"', ""), "kind #1", "code", "Thiếu mục"),
    (KIND + "measure.people = 'Người'", KIND_MEAL, "measure", "có phải là “measures”"),
    (KIND + "zzz = 1", KIND_MEAL, "zzz", "hãy bỏ đi"),
    (KIND + "measures.persons = 'Người'", KIND_MEAL, "measures.persons", "'times', 'people', 'amount', 'quantity'"),
    (KIND.replace('"meal"', '"Bữa"'), "kind Bữa", "code", "không hợp lệ"),
    (KIND.replace('"Bữa cơm"', "12"), KIND_MEAL, "name", "chữ trong ngoặc kép"),
    (KIND.replace('"Bữa cơm"', '""'), KIND_MEAL, "name", "không được để trống"),
    (KIND + "beneficiaries = 'có'", KIND_MEAL, "beneficiaries", "true hoặc false"),
    (KIND + "purpose = 'party'", KIND_MEAL, "purpose", "beneficiaries"),
    (KIND + "purpose = 'gossip'\nbeneficiaries = true", KIND_MEAL, "purpose", "'party'"),
    (KIND + "follows = 'dialogue'", KIND_MEAL, "follows", "beneficiaries"),
    (KIND + "details.Day = { type = 'day', label = 'Ngày' }", KIND_MEAL, "details.Day", "không hợp lệ"),
    (indicator("x", COUNTS).replace('["câu"]', "[]"), INDICATOR_X, "phrases", "không được để trống"),
    (indicator("x", COUNTS + "\nretired = 'mai'"), INDICATOR_X, "retired", "2025-07-01"),
    (indicator("x", 'counts = "a:b:c"'), INDICATOR_X, "counts.0", "không phải là một nguồn"),
    (indicator("x", COUNTS + "\nwhere = 3"), INDICATOR_X, "where", "phải là một bảng"),
    (indicator("x", COUNTS + "\nwhere = { hours = { least = 3 } }"), INDICATOR_X, "where", "at_least"),
    (indicator("x", COUNTS + "\nwhere = { hours = [] }"), INDICATOR_X, "where", "Điều kiện"),
    (indicator("x", COUNTS + '\nat = { level = "district" }'), INDICATOR_X, "at.level.0", "'grassroots'"),
    (FORM.replace('["half"]', '["week"]'), FORM_HALF, "periods.0", "'nine_months'"),
    (FORM + 'cutoff = "05-30"', FORM_HALF, "cutoff", "05-31"),
    (FORM.replace('held" }', "held\", scope = 'all' }"), FORM_HALF, "section.0.lines.0.scope", "“subtree”"),
    (
        TABLE.replace('"number"', '"count"') + "rows = [{ valid_from = 2020-01-01 }]",
        TABLE_SIZES,
        "columns.workers_from",
        "“number”",
    ),
    (TABLE + "rows = []", TABLE_SIZES, "rows", "không được để trống"),
    # what an entry says against itself
    (KIND + "details.people = { type = 'text', label = 'x' }", KIND_MEAL, "details.people", "dành cho số đo"),
    (KIND + "details.a = { type = 'choice', label = 'x' }", KIND_MEAL, "details.a.choices", "hai lựa chọn"),
    (KIND + "details.a = { type = 'day', label = 'x', choices = ['y'] }", KIND_MEAL, "details.a.choices", "choices"),
    (KIND + "range.amount_per_person = [1, 2]", KIND_MEAL, "range", "measures.amount"),
    (
        KIND + "measures = { people = 'a', amount = 'b' }\nrange.amount_per_person = [9, 2]",
        KIND_MEAL,
        "range.amount_per_person",
        "[thấp, cao]",
    ),
    (indicator("x", ""), INDICATOR_X, "counts", "đúng một cách tính"),
    (indicator("x", COUNTS + '\ndeclared = "flow"'), INDICATOR_X, "declared", "đúng một cách tính"),
    (indicator("x", 'declared = "flow"\nwhere = { sex = "female" }'), INDICATOR_X, "where", "counts hoặc sums"),
    (indicator("x", 'counts = ["arrival", "arrival"]'), INDICATOR_X, "counts", "hai lần"),
    (indicator("x", COUNTS + '\nreplaced_by = "dialogue.held"'), INDICATOR_X, "retired", "ngày thôi dùng"),
    (
        indicator("x", 'ratio = { of = "dialogue.held", per = "dialogue.held" }\nown_only = true'),
        INDICATOR_X,
        "own_only",
        "bỏ đi",
    ),
    (FORM + "valid_to = 2019-01-01", FORM_HALF, "valid_to", "Ngày hết hiệu lực"),
    (
        FORM.replace("lines = [", "lines = [{ indicator = 'dialogue.held' }, "),
        FORM_HALF,
        "section.0.lines.1.indicator",
        "bỏ bớt",
    ),
    (
        FORM.replace('"dialogue.held" }', '"dialogue.held", scope = "superior" }').replace('"consolidated"', '"own"'),
        FORM_HALF,
        "section.0.lines.0.scope",
        "bỏ scope",
    ),
    (
        TABLE.replace('step = "workers_from"', 'step = "sector"')
        + "rows = [{ valid_from = 2020-01-01, workers_from = 1 }]",
        TABLE_SIZES,
        "step",
        "kiểu number",
    ),
    (TABLE + "rows = [{ valid_from = 2020-01-01 }]", TABLE_SIZES, "rows.0.workers_from", "Dòng thiếu cột"),
    (TABLE + "rows = [{ workers_from = 1 }]", TABLE_SIZES, "rows.0.valid_from", "Thiếu mục"),
    (TABLE + "rows = [{ valid_from = 2020-01-01, workers_from = 'x' }]", TABLE_SIZES, "rows.0.workers_from", "number"),
    (TABLE + "rows = [{ valid_from = 2020-01-01, workers_from = 1, most = 1 }]", TABLE_SIZES, "rows.0.most", "columns"),
    (
        TABLE + "rows = [{ valid_from = 2020-01-01, valid_to = 2019-01-01, workers_from = 1 }]",
        TABLE_SIZES,
        "rows.0.valid_to",
        "Ngày hết hiệu lực",
    ),
]

BETWEEN = [
    (KIND.replace('"work"', '"wrok"'), KIND_MEAL, "group", "“work”"),
    (KIND.replace('"meal"', '"dialogue"'), "kind dialogue", "code", "ground.toml"),
    (STEP % ("meal", "dialog"), KIND_MEAL, "follows", "“dialogue”"),
    (STEP % ("meal", "dialogue") + STEP % ("tea", "dialogue"), "kind tea", "follows", "“meal” đã theo sau"),
    (STEP % ("meal", "tea") + STEP % ("tea", "meal"), KIND_MEAL, "follows", "vòng tròn"),
    (indicator("x", 'counts = "activty:dialogue"'), INDICATOR_X, "counts", "“activity”"),
    (indicator("x", 'counts = "activity:dialog"'), INDICATOR_X, "counts", "“dialogue”"),
    (indicator("x", 'counts = "activity"'), INDICATOR_X, "counts", "nói rõ loại"),
    (indicator("x", 'counts = "admission:new"'), INDICATOR_X, "counts", "không chia theo loại"),
    (
        indicator("x", 'sums = { of = "activity:dialogue", quantity = "amount" }'),
        INDICATOR_X,
        "sums.quantity",
        "people",
    ),
    (indicator("x", COUNTS + '\nwhere = { triger = "định kỳ" }'), INDICATOR_X, "where.triger", "“trigger”"),
    (indicator("x", COUNTS + '\nwhere = { trigger = "định ký" }'), INDICATOR_X, "where.trigger", "“định kỳ”"),
    (indicator("x", COUNTS + '\nwhere = { minutes = "x" }'), INDICATOR_X, "where.minutes", "“trigger”"),
    (indicator("x", COUNTS + '\nwhere = { hours = "hai" }'), INDICATOR_X, "where.hours", "số nguyên"),
    (indicator("x", COUNTS + "\nwhere = { trigger = { at_least = 2 } }"), INDICATOR_X, "where.trigger", "at_least"),
    (indicator("x", COUNTS + '\nat = { sector = "nonstate" }'), INDICATOR_X, "at.sector", "“non-state”"),
    (indicator("x", 'counts = "admission"\nwhere = { sex = "woman" }'), INDICATOR_X, "where.sex", "“female”"),
    (
        indicator("x", 'counts = "admission"\nwhere = { direct_worker = "có" }'),
        INDICATOR_X,
        "where.direct_worker",
        "true",
    ),
    (indicator("x", 'counts = "founding"\nwhere = { level = "district" }'), INDICATOR_X, "where.level", "“grassroots”"),
    (indicator("x", 'counts = "founding"\nwhere = { sector = "foregn" }'), INDICATOR_X, "where.sector", "“non-state”"),
    (
        indicator("x", 'stock = { plus = ["admission", { source = "arrival", quantity = "amount" }] }'),
        INDICATOR_X,
        "stock.plus.1.quantity",
        "people",
    ),
    (
        indicator(
            "x", 'stock = { plus = ["admission"], minus = [{ source = "leaving", where = { cause = "died" } }] }'
        ),
        INDICATOR_X,
        "stock.minus.0.where.cause",
        "“reason”",
    ),
    (
        indicator("x", 'ratio = { of = "dialog.held", per = "dialogue.held" }'),
        INDICATOR_X,
        "ratio.of",
        "“dialogue.held”",
    ),
    (indicator("x", 'ratio = { of = "dialogue.held", per = "plan:none" }'), INDICATOR_X, "ratio.per", "Không có"),
    (
        indicator("x", 'ratio = { of = "dialogue.held", per = "members.transferred_in" }'),
        INDICATOR_X,
        "ratio.per",
        "không cộng được",
    ),
    (
        indicator("x", 'mean = { of = "members.transferred_in", weight = "dialogue.held" }'),
        INDICATOR_X,
        "mean.of",
        "không cộng",
    ),
    (
        indicator("x", 'mean = { of = "dialogue.held", weight = "y" }') + indicator("y", 'declared = "stock"'),
        INDICATOR_X,
        "mean",
        "Tổng và trọng số",
    ),
    (
        indicator("x", COUNTS + '\nretired = 2024-01-01\nreplaced_by = "dialogue.hold"'),
        INDICATOR_X,
        "replaced_by",
        "“dialogue.held”",
    ),
    (FORM.replace("dialogue.held", "dialogue.hold"), FORM_HALF, "section.0.lines.0.indicator", "“dialogue.held”"),
    (FORM.replace("dialogue.held", "members.transferred_in"), FORM_HALF, "section.0.lines.0.scope", "own"),
    (FORM + FORM.replace('edition = "1"', 'edition = "2"'), FORM_HALF, "code", "edition"),
    (
        TABLE + "rows = [{ valid_from = 2020-01-01, workers_from = 1, sector = 'state' }]",
        TABLE_SIZES,
        "rows.0.sector",
        "“non-state”",
    ),
]


@pytest.mark.parametrize(("more", "entry", "field", "words"), ALONE + BETWEEN)
def test_a_fault_names_its_file_its_entry_and_its_field(
    faults_in: FaultsIn, more: str, entry: str, field: str, words: str
) -> None:
    faults = faults_in(more)
    assert [(fault.file, fault.entry, fault.field) for fault in faults] == [("more.toml", entry, field)]
    assert words in faults[0].sentence


@pytest.mark.parametrize(
    ("more", "entry", "words"),
    [
        ("[[kind]", "", "cú pháp TOML"),
        ("[[indicators]]\ncode = 'x'", "indicators", "“indicator”"),
        ("[kind]\ncode = 'x'", "kind", "[[kind]]"),
        ('[edition]\ncode = "b"\nversion = "1"\nname = "B"', "edition", "ground.toml"),
        ("kind = ['meal']", "kind #1", "một bảng"),
    ],
)
def test_a_fault_of_a_whole_file_is_told_too(faults_in: FaultsIn, more: str, entry: str, words: str) -> None:
    [fault] = faults_in(more)
    assert (fault.file, fault.entry) == ("more.toml", entry)
    assert words in fault.sentence


def test_all_faults_of_all_files_are_told_at_once(faults_in: FaultsIn) -> None:
    faults = faults_in(KIND.replace('"work"', '"wrok"') + indicator("x", "") + FORM + "valid_to = 2019-01-01")
    assert [fault.entry for fault in faults] == ["form half", "indicator x", "kind meal"]


def test_an_entry_that_fails_is_not_blamed_on_those_that_name_it(faults_in: FaultsIn) -> None:
    broken = KIND.replace('name_en = "Meal"', "")
    faults = faults_in(broken + indicator("x", 'counts = "activity:meal"\nwhere = { any = 1 }'))
    assert [fault.entry for fault in faults] == ["kind meal"]


def test_a_fault_reads_as_one_line() -> None:
    fault = Fault("kinds.toml", "kind meal", "group", "Thiếu mục “group”; hãy thêm vào.")
    assert str(fault) == "kinds.toml: kind meal: group: Thiếu mục “group”; hãy thêm vào."
    assert str(CatalogueFaults([fault, fault])).count("\n") == 1


def test_a_folder_without_an_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueFaults, match="Không có tệp"):
        load(tmp_path)
    (tmp_path / "one.toml").write_text("", encoding="utf-8")
    with pytest.raises(CatalogueFaults, match=r"\[edition\]"):
        load(tmp_path)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ground.toml").write_text(GROUND, encoding="utf-8")
    (tmp_path / "more.toml").write_bytes("# Đối thoại".encode("utf-16"))
    with pytest.raises(CatalogueFaults, match=r"more\.toml: .*UTF-8"):
        read(tmp_path)


def test_an_edition_is_read_again_only_when_it_has_changed(tmp_path: Path) -> None:
    file = tmp_path / "ground.toml"
    file.write_text(GROUND, encoding="utf-8")
    first = load(tmp_path)
    assert load(str(tmp_path)) is first
    file.write_text(GROUND.replace("Dialogues", "Talks"), encoding="utf-8")
    os.utime(file, ns=(1, 1))
    second = load(tmp_path)
    assert second.indicators["dialogue.held"].name_en == "Talks"
    assert second.fingerprint != first.fingerprint


def test_texts_are_composed_however_they_were_typed(tmp_path: Path, small: Callable[[str], Catalogue]) -> None:
    decomposed = "Đo\u0302\u0301i thoa\u0323i"
    (tmp_path / "ground.toml").write_text(GROUND.replace("Đối thoại", decomposed), encoding="utf-8")
    assert read(tmp_path).kinds["dialogue"].name == small("").kinds["dialogue"].name == "Đối thoại"
