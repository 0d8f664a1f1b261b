"""What the commands print, and what bad input gets: exit code 2 and one sentence with the nearest known words."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.world import World

from congdoan.base.bound import Bound
from congdoan.config.cli import figure as figures
from congdoan.config.cli import main
from congdoan.config.cli import report as reports
from congdoan.records.activities.actions import correct_activity


@pytest.fixture(autouse=True)
def running(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own database is running already."""
    for commands in (figures, reports):
        monkeypatch.setattr(commands, "ensure_running", lambda: None)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def told(*arguments: str) -> dict[str, object]:
    result = run("figure", *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    shown: dict[str, object] = json.loads(result.output)
    return shown


def test_a_figure_as_json_is_one_object_with_the_promised_keys(world: World) -> None:
    world.hold_dialogue(world.mill, date(2024, 5, 5))
    shown = told("north", "dialogue.held", "--period", "2024-05")
    promised = {"value", "low", "high", "about", "unit", "period", "scope", "backed"}
    assert promised <= shown.keys()
    assert {key: shown[key] for key in promised} == {
        "value": 1,
        "low": 1,
        "high": 1,
        "about": False,
        "unit": "north",
        "period": "2024-05",
        "scope": "subtree",
        "backed": 1.0,
    }


def test_an_explained_figure_is_the_sum_of_its_facts(world: World) -> None:
    activity = world.hold_dialogue(world.mill, date(2024, 5, 5), 30)
    world.hold_dialogue(world.mine, date(2024, 5, 6), Bound(100, 999))
    correct_activity(world.officer, activity=activity, reason="đếm sai", measures={"people": 25})
    world.declare(world.school, "dialogue.people", "2015", 80)
    shown = told("north", "dialogue.people", "--period", "2015..2024", "--explain")
    facts = shown["facts"]
    assert isinstance(facts, list)
    assert (sum(fact["low"] for fact in facts), sum(fact["high"] for fact in facts)) == (shown["low"], shown["high"])
    assert [fact["low"] for fact in facts] == [80, 30, -5, 100]
    text = run("figure", "north", "dialogue.people", "--period", "2015..2024", "--explain").output
    assert "4 bút toán cộng lại đúng 205–1.104" in text


def test_a_figure_as_text_is_vietnamese(world: World) -> None:
    world.admit(world.mill, date(2024, 5, 5), 1247)
    world.plan(world.north, "2024", 480)
    text = run("figure", "north", "members.admitted.plan_rate", "--period", "2024-H1", "--cutoff", "05-31").output
    assert "259,8 %" in text
    assert "1.247 trên kế hoạch 480" in text
    assert "01/12/2023 – 31/05/2024" in text


def test_what_is_not_known_is_said(world: World) -> None:
    assert "chưa rõ" in run("figure", "school", "dialogue.held", "--period", "2015", "--scope", "own").output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["figure", "nort", "dialogue.held", "--period", "2024"], "Không có đơn vị “nort”. Có phải là north?"),
        (["figure", "north", "dialogue.hled", "--period", "2024"], "dialogue.held"),
        (["figure", "north", "dialogue.held", "--period", "2024-H3"], "Kỳ “2024-H3” không đọc được"),
        (["figure", "north", "dialogue.held", "--period", "2024", "--cutoff", "05-33"], "Ngày chốt 05-33"),
        (["figure", "north", "dialogue.held", "--period", "2024", "--scope", "superor"], "superior"),
        (["figure", "north", "dialogue.held", "--period", "2024", "--tree-on", "31/5"], "2024-06-20"),
        (["figure", "north", "dialogue.held", "--period", "2024", "--known-at", "hôm qua"], "Thời điểm “hôm qua”"),
        (["figure", "north", "dialogue.held", "--period", "2024", "--known-at", "1999-01-01"], "Chưa có mốc nào"),
        (["figure", "north", "members.transferred_in", "--period", "2024"], "--scope own"),
        (["report", "north", "--form", "2-hdc", "--period", "2024-H1"], "2-hdc"),
        (
            ["report", "mill", "--form", "own-half", "--period", "2024-Q1"],
            "mẫu này lập cho: 6 tháng (2024-H1), năm (2024).",
        ),
        (["report", "nort", "--form", "x", "--period", "2024-H1"], "north"),
        (["figure", "north", "dialogue.held"], "--period"),
    ],
)
def test_bad_input_gets_exit_code_2_and_one_sentence(world: World, arguments: list[str], sentence: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert sentence in result.output
    assert len(result.output.strip().splitlines()) == 1


# --- Documents -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("shape", "begins"), [("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK"), ("text", b"")])
def test_a_form_is_written_into_a_file(world: World, tmp_path: Path, shape: str, begins: bytes) -> None:
    out = tmp_path / f"bao-cao.{shape}"
    asked = ["report", "mill", "--form", "own-half", "--period", "2024-H1", "--format", shape]
    if shape != "text":
        assert "Thiếu --out" in run(*asked).output
    result = run(*asked, "--out", str(out))
    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(begins)
    assert out.stat().st_size > 500


def test_where_no_file_can_be_written_is_said(world: World, tmp_path: Path) -> None:
    asked = ["report", "mill", "--form", "own-half", "--period", "2024-H1", "--format", "xlsx"]
    result = run(*asked, "--out", str(tmp_path / "nowhere" / "x.xlsx"))
    assert result.exit_code == 1
    assert "Không ghi được" in result.output
