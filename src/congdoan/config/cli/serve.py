"""The command that serves the pages."""

import click
import waitress
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.utils.translation import gettext as _

from congdoan.config.databases import ensure_running


@click.command()
@click.option("--host", default="127.0.0.1", help="Địa chỉ lắng nghe: 127.0.0.1 nếu không nêu.")
@click.option("--port", default=8000, help="Cổng: 8000 nếu không nêu.")
def serve(host: str, port: int) -> None:
    """Mở các trang trên máy này."""
    ensure_running()
    click.echo(_("Đang mở tại http://%(host)s:%(port)s (Ctrl+C để dừng).") % {"host": host, "port": port})
    waitress.serve(StaticFilesHandler(get_wsgi_application()), host=host, port=port, threads=4, ident="congdoan")
