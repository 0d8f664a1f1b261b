"""`congdoan demo`: the demo federation."""

import click
from django.conf import settings
from django.utils.translation import gettext as _

from congdoan.config.cli.catalogue import install_current
from congdoan.config.cli.serve import serve_pages
from congdoan.config.databases import ensure_running
from congdoan.demo.build import build as build_demo


@click.group()
def demo() -> None:
    """Liên đoàn mẫu, để xem và thử."""


@demo.command()
@click.option("--port", default=8000, help="Cổng: 8000 nếu không nêu.")
def serve(port: int) -> None:
    """Mở trang số liệu của liên đoàn mẫu trên máy này."""
    settings.ROOT_URLCONF = "congdoan.demo.pages"
    serve_pages("127.0.0.1", port)


@demo.command()
def build() -> None:
    """Dựng liên đoàn mẫu vào cơ sở dữ liệu còn trống."""
    ensure_running()
    install_current()
    accounts = build_demo(lambda line: click.echo(line, err=True))
    click.echo(_("Liên đoàn mẫu đã sẵn sàng."))
    click.echo(accounts)
