"""`congdoan ledger export` and `check-export`: what they say, and with which code they end."""

import errno
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.world import World

from congdoan.config.cli import export, main
from congdoan.figures.actions import exporting


@pytest.fixture(autouse=True)
def running(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own database is running already."""
    monkeypatch.setattr(export, "ensure_running", lambda: None)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["ledger", *map(str, arguments)])


def test_an_export_tells_as_of_when_the_ledger_is_also_when_it_is_asked_for_again(
    lasting_world: World, tmp_path: Path
) -> None:
    told = run("export", tmp_path / "out")
    assert told.exit_code == 0, told.output
    assert ", như sổ có lúc " in told.output
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    manifest["at"] = "2024-05-02T01:30:00+00:00"
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert run("export", tmp_path / "out").output.endswith("như sổ có lúc 08:30 02/05/2024.\n")
    assert run("check-export", tmp_path / "out").exit_code == 0


@pytest.mark.parametrize(
    ("number", "why"),
    [(errno.ENOSPC, "hết chỗ trên đĩa"), (errno.EROFS, "không có quyền ghi"), (errno.EIO, "Input/output")],
)
def test_a_folder_that_takes_nothing_is_told_with_what_to_do(
    lasting_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, why: str
) -> None:
    def refuses(*_path: object) -> None:
        raise OSError(number, "Input/output error")

    monkeypatch.setattr(exporting, "_write", refuses)
    told = run("export", tmp_path / "out")
    assert told.exit_code == 1
    assert f"Không ghi được vào {tmp_path}/out: {why}" in told.output
    assert "phần đã xuất không phải xuất lại" in told.output


def test_what_is_no_export_is_refused(lasting_world: World, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("thư")
    assert (run("export", letter).exit_code, "đó là file" in run("export", letter).output) == (2, True)
    assert "chọn thư mục trống" in run("export", tmp_path).output.lower()
    told = run("check-export", tmp_path)
    assert (told.exit_code, "không có bản xuất nào" in told.output) == (1, True)
