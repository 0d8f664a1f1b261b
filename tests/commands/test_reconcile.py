"""`congdoan reconcile`: a file's figures as text, JSON and a page, judged or only read."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.world import World

from congdoan.config.cli import main

TEXT = "Ngày 25/06/2024, Công đoàn mill cho biết: trong 6 tháng đầu năm 2024, Công đoàn mill kết nạp 3 đoàn viên mới."
KEYS = ["start", "end", "text", "low", "high", "role", "measure", "subject", "indicator", "unit", "period"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bai.txt"
    path.write_text(TEXT, "utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["reconcile", *map(str, words)])


def test_a_text_is_only_read_without_a_database(file: Path) -> None:
    result = run(file, "--read-only-text", "--format", "json")
    assert result.exit_code == 0
    [claim] = json.loads(result.stdout)["claims"]
    assert list(claim)[:14] == [*KEYS, "verdict", "ledger", "reason"]
    assert (claim["text"], claim["low"], claim["high"], claim["verdict"]) == ("3 đoàn viên", 3, 3, None)
    assert TEXT[claim["start"] : claim["end"]] == claim["text"]


def test_a_text_is_judged(world: World, file: Path) -> None:
    world.hold_dialogue(world.mill, date(2024, 3, 1))
    result = run(file, "--format", "json", "--unit", "mill", "--dated", "2024-06-25")
    assert result.exit_code == 0, result.output
    [claim] = json.loads(result.stdout)["claims"]
    assert (claim["verdict"], claim["indicator"], claim["unit"]) == ("differs", "members.admitted", "mill")
    assert (claim["period"], claim["cutoff"]) == ("2024-H1", "05-31")
    assert claim["ledger"] == {"value": 0, "low": 0, "high": 0, "about": False}


@pytest.mark.parametrize("shape", ["text", "html"])
def test_other_shapes_tell_the_same(world: World, file: Path, shape: str) -> None:
    result = run(file, "--format", shape)
    assert result.exit_code == 0, result.output
    assert "1 con số, 1 chỗ khác sổ" in result.stdout
    assert "3 đoàn viên" in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["khong-co.txt"], "Không có file khong-co.txt."),
        (["{file}", "--unit", "nowhere"], "Không có đơn vị “nowhere”."),
        (["{file}", "--dated", "hôm qua"], "Ngày “hôm qua” không đọc được. Viết như 2024-06-20."),
    ],
)
def test_a_slip_is_named_and_ends_with_two(world: World, file: Path, words: list[str], said: str) -> None:
    result = run(*(word.format(file=file) for word in words))
    assert result.exit_code == 2
    assert said in result.output


def test_an_empty_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "trong.txt"
    path.write_bytes(b"")
    result = run(path)
    assert (result.exit_code, result.output.strip()) == (1, f"{path.name}".join(["File ", " trống."]))
