"""Commands on the database: start, stop and look at its server, lay out its tables."""

import os
from contextlib import suppress
from typing import Any

import click
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, execute_from_command_line
from django.db import connection, connections
from django.db.models import Field, Model
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from congdoan.base.knowledge import SnapshotField, XactField, continue_after
from congdoan.config.cli.speech import Refusal
from congdoan.config.databases import ensure_running, grant, is_ours
from congdoan.config.home import home
from congdoan.config.server import SOCKET_FILE, Server, ServerError
from congdoan.config.server.programs import find_programs


@click.group()
def db() -> None:
    """Máy chủ cơ sở dữ liệu của riêng chương trình."""


@db.command()
def start() -> None:
    """Khởi động máy chủ, nếu chưa chạy."""
    _require_ours()
    ensure_running()
    click.echo(_("Cơ sở dữ liệu đang chạy."))


@db.command()
def stop() -> None:
    """Dừng máy chủ; dữ liệu vẫn còn."""
    _require_ours()
    click.echo(_("Đã dừng cơ sở dữ liệu.") if Server(home()).stop() else _("Cơ sở dữ liệu không chạy."))


@db.command()
def status() -> None:
    """Máy chủ có chạy không, bản nào, dữ liệu ở đâu."""
    for name, value in _status_of_ours() if is_ours() else _status_of_given():
        click.echo(f"{name:<12}{value}")


@db.command()
@click.option("--app", is_flag=True, help="Vào với vai của trang và việc nền, không phải vai chủ.")
def shell(app: bool) -> None:
    """Mở psql trên cơ sở dữ liệu."""
    ensure_running()
    with suppress(ServerError):  # beside a given server there need be no programs but psql, on PATH
        os.environ["PATH"] = f"{find_programs().folder}{os.pathsep}{os.environ['PATH']}"
    try:
        connections["default" if app else "owner"].client.runshell([])
    except FileNotFoundError as error:
        raise Refusal(_("Máy này không có psql.")) from error


@db.command()
def restored() -> None:
    """Chạy một lần sau khi khôi phục sổ từ bản sao, trước khi ghi tiếp."""
    ensure_running()
    if continue_after(_highest_xact()):
        click.echo(_("Giao dịch của sổ được đếm tiếp từ trên số đã có; ghi tiếp được."))
    else:
        click.echo(_("Giao dịch của sổ vẫn đếm tiếp từ trên số đã có; không phải làm gì."))


def _highest_xact() -> int:
    """The highest transaction that the book speaks of: of those that wrote a row, and of those a snapshot tells of."""
    highest = 0
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, XactField):
                highest = max(highest, _max(model, "max({column})", field))
            elif isinstance(field, SnapshotField):
                highest = max(highest, _max(model, "max(pg_snapshot_xmax({column}))", field) - 1)
    return highest


def _max(model: type[Model], expression: str, field: "Field[Any, Any]") -> int:
    quote = connection.ops.quote_name
    column = expression.format(column=quote(str(field.column)))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce({column}::text::bigint, 0) FROM {quote(model._meta.db_table)}")
        (found,) = cursor.fetchone()
    return int(found)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[ỨNG DỤNG [BƯỚC]]")
def migrate(arguments: tuple[str, ...]) -> None:
    """Dựng và nâng cấp các bảng, với vai chủ."""
    ensure_running()
    owner = connections["owner"]
    owner.ensure_connection()
    grant(owner.connection, to=settings.APP_ROLE)
    call_command("migrate", *arguments, database="owner")


@click.command(add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="LỆNH...")
def manage(arguments: tuple[str, ...]) -> None:
    """Lệnh của Django, với cơ sở dữ liệu đã sẵn sàng."""
    ensure_running()
    execute_from_command_line(["congdoan manage", *arguments])


def _require_ours() -> None:
    if not is_ours():
        raise Refusal(_("DATABASE_URL đang được đặt: máy chủ ấy không do chương trình này khởi động hay dừng."))


def _status_of_ours() -> list[tuple[str, str]]:
    found = Server(home()).status()
    seen = [
        (_("Trạng thái"), _("đang chạy") if found.is_running else _("đã dừng")),
        (_("Phiên bản"), f"PostgreSQL {found.version}" if found.version else _("chưa có dữ liệu")),
        (_("Dữ liệu"), str(found.place.data)),
        (_("Socket"), str(found.place.socket / SOCKET_FILE)),
    ]
    return [*seen, (_("Dung lượng"), _size())] if found.is_running else seen


def _status_of_given() -> list[tuple[str, str]]:
    owner = connections["owner"]
    owner.ensure_connection()
    return [
        (_("Máy chủ"), f"{owner.connection.info.host}:{owner.connection.info.port}"),
        (_("Phiên bản"), f"PostgreSQL {owner.connection.info.parameter_status('server_version')}"),
        (_("Dung lượng"), _size()),
    ]


def _size() -> str:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
    return filesizeformat(size)
