"""What the command line says: in Vietnamese, in one sentence, also where click would speak English."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import IO, Any

import click
from django.utils.translation import gettext as _

_WORDS = {
    "Options": "Tùy chọn",
    "Commands": "Lệnh",
    "Positional arguments": "Tham số",
    "Show this message and exit.": "Xem hướng dẫn này.",
}
_METAVARS = {"[OPTIONS]": "[TÙY CHỌN]", "COMMAND": "LỆNH", "[ARGS]...": "..."}


class Refusal(click.ClickException):
    """A sentence for the user, and exit code 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), file=file, err=True)


class Misuse(Refusal):
    """A sentence about what was asked, and exit code 2."""

    exit_code = 2


class Formatter(click.HelpFormatter):
    """Help pages with Vietnamese heads."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for english, vietnamese in _METAVARS.items():
            args = args.replace(english, vietnamese)
        super().write_usage(prog, args, prefix or "Cách dùng: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_WORDS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(term, _WORDS.get(text, text)) for term, text in rows], col_max, col_spacing)


# Commands make their contexts themselves; this is the one place where click lets all of them be told.
click.Context.formatter_class = Formatter


def in_vietnamese(error: click.ClickException) -> click.ClickException:
    """The same refusal in our words; what a command said itself stays as it is."""
    match error:
        case Refusal() | click.exceptions.NoArgsIsHelpError():
            return error
        case click.NoSuchOption():
            return Misuse(_("Không có tùy chọn “%s”.") % error.option_name + _near(error.possibilities))
        case click.exceptions.NoSuchCommand():
            return Misuse(_("Không có lệnh “%s”.") % error.command_name + _near(_commands_like(error)))
        case click.MissingParameter():
            return Misuse(_("Thiếu %s.") % _hint(error))
        case click.BadParameter():
            return Misuse(_("%(name)s không dùng được: %(why)s") % {"name": _hint(error), "why": _why(error)})
        case click.UsageError():
            return Misuse(error.format_message())
    return Refusal(error.format_message())


def _near(names: Sequence[str] | None) -> str:
    return " " + _("Gần nhất: %s.") % ", ".join(names) if names else ""


def _commands_like(error: click.exceptions.NoSuchCommand) -> list[str]:
    group = error.ctx.command if error.ctx else None
    known = group.list_commands(error.ctx) if isinstance(group, click.Group) and error.ctx else []
    return get_close_matches(error.command_name, known)


def _hint(error: click.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or _("giá trị"))
    named = error.param.opts if isinstance(error.param, click.Option) else [error.param.human_readable_name]
    return " / ".join(named)


def _why(error: click.BadParameter) -> str:
    match error.param.type if error.param else None:
        case click.Choice(choices=choices):
            return _("chọn một trong %s.") % ", ".join(map(str, choices))
        case click.types.IntParamType() | click.types.FloatParamType():
            return _("cần một số.")
        case click.Path() if "is a file" in error.message:
            return _("đó là file, không phải thư mục.")
        case click.Path() if "is a directory" in error.message:
            return _("đó là thư mục, không phải file.")
    return error.message
