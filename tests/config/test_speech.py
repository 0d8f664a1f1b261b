"""The command line speaks Vietnamese, in one sentence, also where it refuses."""

import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from congdoan.config.cli import Root, main
from congdoan.config.cli.speech import Refusal
from congdoan.config.server import ServerError


class _Lone(Root):
    """A command line that knows one command."""

    def __init__(self, command: click.Command) -> None:
        super().__init__("congdoan")
        self.lone = command

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        return self.lone


def _said(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.output.strip()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["db", "statu"], "Không có lệnh “statu”. Gần nhất: status, start."),
        (["srve"], "Không có lệnh “srve”. Gần nhất: serve."),
        (["serve", "--prot", "1"], "Không có tùy chọn “--prot”. Gần nhất: --port, --host."),
        (["serve", "--port", "x"], "--port không dùng được: cần một số."),
    ],
)
def test_misuse_is_one_sentence_with_what_is_nearest(arguments: list[str], sentence: str) -> None:
    assert _said(*arguments) == (2, sentence)


def test_help_speaks_vietnamese() -> None:
    code, said = _said("db", "--help")
    assert code == 0
    for word in ("Cách dùng: ", "LỆNH", "Tùy chọn:", "Lệnh:", "Xem hướng dẫn này."):
        assert word in said
    for word in ("Usage", "Options", "Commands", "COMMAND", "Show this"):
        assert word not in said


def test_an_option_that_is_missing_or_not_among_the_choices_is_named() -> None:
    @click.command()
    @click.option("--form", required=True, type=click.Choice(["a", "b"]))
    def report(form: str) -> None: ...

    for arguments, sentence in (
        ([], "Thiếu --form."),
        (["--form", "c"], "--form không dùng được: chọn một trong a, b."),
    ):
        result = CliRunner().invoke(_Lone(report), ["report", *arguments])
        assert (result.exit_code, result.output.strip()) == (2, sentence)


@pytest.mark.parametrize(
    ("error", "code"),
    [(ServerError("Không được."), 1), (Refusal("Không được."), 1), (click.UsageError("Không được."), 2)],
)
def test_a_refusal_is_its_own_sentence_and_nothing_else(error: Exception, code: int) -> None:
    @click.command()
    def refuse() -> None:
        raise error

    result = CliRunner().invoke(_Lone(refuse), ["refuse"])
    assert (result.exit_code, result.output.strip()) == (code, "Không được.")


def test_an_unreadable_address_of_the_database_is_a_sentence() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from congdoan.config.cli import main; main()", "db", "status"],
        env={**os.environ, "DATABASE_URL": "postgresql://["},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert said.stderr.startswith("DATABASE_URL không đọc được: ")
