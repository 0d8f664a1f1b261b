"""`congdoan demo`: the demo federation."""

import click
from django.utils.translation import gettext as _

from congdoan.config.cli.catalogue import install_current
from congdoan.config.databases import ensure_running
from congdoan.demo.build import build as build_demo


@click.group()
def demo() -> None:
    """Liên đoàn mẫu, để xem và thử."""


@demo.command()
def build() -> None:
    """Dựng liên đoàn mẫu vào cơ sở dữ liệu còn trống."""
    ensure_running()
    install_current()
    accounts = build_demo(lambda line: click.echo(line, err=True))
    click.echo(_("Liên đoàn mẫu đã sẵn sàng."))
    click.echo(accounts)
