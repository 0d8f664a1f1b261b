"""The command line, `congdoan`: one file for each group of commands, loaded when it is called."""

import os
from importlib import import_module
from typing import Any

import click
import django
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _
from psycopg.errors import UndefinedFunction, UndefinedTable

from congdoan.base.refusals import told_by_the_book
from congdoan.config.cli.speech import Refusal, in_vietnamese
from congdoan.config.server import ServerError

# Where each command lives. Those that touch the database call `ensure_running` first.
COMMANDS = {
    "catalogue": "congdoan.config.cli.catalogue:catalogue",
    "db": "congdoan.config.cli.db:db",
    "demo": "congdoan.config.cli.demo:demo",
    "figure": "congdoan.config.cli.figure:figure",
    "ledger": "congdoan.config.cli.ledger:ledger",
    "manage": "congdoan.config.cli.db:manage",
    "members": "congdoan.config.cli.members:members",
    "migrate": "congdoan.config.cli.db:migrate",
    "reconcile": "congdoan.config.cli.claims:reconcile",
    "report": "congdoan.config.cli.report:report",
    "serve": "congdoan.config.cli.serve:serve",
    "worker": "congdoan.config.cli.worker:worker",
}


class Root(click.Group):
    """Finds commands by name, gives them Django set up, and puts every refusal in plain words."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        _set_up()
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.ClickException as error:
            raise in_vietnamese(error) from error

    def invoke(self, ctx: click.Context) -> Any:
        _set_up()
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            raise in_vietnamese(error) from error
        except ServerError as error:
            raise Refusal(str(error)) from error
        except OperationalError as error:
            if told := told_by_the_book(error):
                raise Refusal(told) from error
            raise Refusal(_("Cơ sở dữ liệu không đáp ứng: %s") % str(error).strip()) from error
        except ProgrammingError as error:
            if not isinstance(error.__cause__, UndefinedTable | UndefinedFunction):
                raise
            raise Refusal(_("Sổ chưa được lập ở đây. Chạy `congdoan migrate` trước.")) from error


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congdoan.config.settings")
    try:
        django.setup()
    except (ImproperlyConfigured, OSError) as error:
        raise Refusal(str(error)) from error


@click.group(cls=Root)
def main() -> None:
    """Sổ Công Đoàn: ghi một lần ở nơi có việc, mọi số liệu phía trên được đếm từ đó."""
    _set_up()
