"""`congdoan worker`: do the background jobs, and the long work that people ask for."""

import logging
import os
import signal
import time
from threading import Event, Thread

import click
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from congdoan.config.databases import ensure_running
from congdoan.config.works import do_next, work_until

AT_ONCE = 3
"""Jobs side by side: a long backfill must not hold up folding, nor folding the moments."""

PATIENCE = 10.0
"""Seconds that long work has to leave off when the worker ends."""


@click.command()
@click.option("--hands", default=2, type=click.IntRange(1, 16), help="Bao nhiêu việc dài cùng lúc: 2 nếu không nêu.")
@click.option("--once", is_flag=True, help="Làm hết việc đang chờ rồi dừng.")
@click.option("--verbose", is_flag=True, help="In từng việc.")
@click.option("--beside", type=int, hidden=True, help="Dừng khi tiến trình này dừng.")
def worker(hands: int, once: bool, verbose: bool, beside: int | None) -> None:
    """Làm việc nền: giữ mốc và gộp số mỗi phút, ghi lại cho mã mới, làm các file đã yêu cầu. Ctrl+C để dừng."""
    ensure_running()
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, format="%(asctime)s %(message)s")
    assert isinstance(app.connector, DjangoConnector)
    leaving = Event()
    working = [Thread(target=work_until, args=[leaving], daemon=True) for _each in range(hands)]
    if not once:
        for hand in working:
            hand.start()
        if beside:
            Thread(target=_leave_with, args=[beside], daemon=True).start()
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(wait=not once, concurrency=AT_ONCE, delete_jobs="successful")
    if once:
        while do_next():
            pass
        return
    leaving.set()
    until = time.monotonic() + PATIENCE
    for hand in working:
        hand.join(max(0.0, until - time.monotonic()))


def _leave_with(process: int) -> None:
    """End when the process that started this one has ended, however it did."""
    waiting = Event()
    while os.getppid() == process:
        waiting.wait(1)
    os.kill(os.getpid(), signal.SIGTERM)
