"""`congdoan worker`: do the background jobs."""

import logging

import click
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from congdoan.config.databases import ensure_running

AT_ONCE = 3
"""Jobs side by side: a long backfill must not hold up folding, nor folding the moments."""


@click.command()
@click.option("--once", is_flag=True, help="Làm hết việc đang chờ rồi dừng.")
@click.option("--verbose", is_flag=True, help="In từng việc.")
def worker(once: bool, verbose: bool) -> None:
    """Làm việc nền: giữ mốc và gộp số mỗi phút, ghi lại cho mã mới. Ctrl+C để dừng."""
    ensure_running()
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, format="%(asctime)s %(message)s")
    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(wait=not once, concurrency=AT_ONCE, delete_jobs="successful")
