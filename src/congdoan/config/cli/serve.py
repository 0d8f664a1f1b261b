"""The command that serves the pages, with a worker beside it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
import waitress
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.utils.translation import gettext as _

from congdoan.config.databases import ensure_running

_WORKER = "from congdoan.config.cli import main; main()"
PATIENCE = 15
"""Seconds that the worker has to leave off."""


@click.command()
@click.option("--host", default="127.0.0.1", help="Địa chỉ lắng nghe: 127.0.0.1 nếu không nêu.")
@click.option("--port", default=8000, help="Cổng: 8000 nếu không nêu.")
@click.option("--worker/--no-worker", "with_worker", default=True, help="Kèm hay không kèm `congdoan worker`.")
def serve(host: str, port: int, with_worker: bool) -> None:
    """Mở các trang trên máy này, kèm việc nền."""
    ensure_running()
    click.echo(_("Đang mở tại http://%(host)s:%(port)s (Ctrl+C để dừng).") % {"host": host, "port": port})
    pages = StaticFilesHandler(get_wsgi_application())
    if not with_worker:
        waitress.serve(pages, host=host, port=port, threads=4, ident="congdoan")
        return
    with _worker():
        waitress.serve(pages, host=host, port=port, threads=4, ident="congdoan")


@contextmanager
def _worker() -> Iterator[None]:
    """A worker in a process of its own, ended with this one; of two workers at once neither does the other's work."""
    process = subprocess.Popen([sys.executable, "-c", _WORKER, "worker", "--beside", str(os.getpid())])
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
