"""The ground that the programs stand on: the demo federation, people signed in to it, a server in one process."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congdoan.config.settings")
django.setup()

from django.test import Client  # noqa: E402

from benchmarks.desk.pages import Page, pages  # noqa: E402
from congdoan.config.databases import ensure_running  # noqa: E402
from congdoan.demo.superiors import CHAIRED  # noqa: E402
from congdoan.org.models import User  # noqa: E402
from congdoan.records.activities.models import Activity  # noqa: E402

CONGDOAN = Path(sys.executable).parent / "congdoan"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def demo_pages() -> list[Page]:
    """The pages on the demo federation; says what to do where it is not built."""
    ensure_running()
    record = Activity.objects.filter(unit__code=CHAIRED, entry__withdrawn=False).order_by("-day", "-pk").first()
    if record is None:
        sys.exit("Chưa có liên đoàn mẫu: chạy `make demo SERVE=0` trước.")
    return pages(record.pk, CHAIRED)


def signed_in(username: str) -> Client:
    """A client with a session of somebody's, opened without their password."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username=username), backend=BACKEND)
    return client


def session_of(username: str) -> str:
    return str(signed_in(username).cookies["sessionid"].value)


@contextmanager
def served() -> Iterator[str]:
    """`congdoan serve` in a process of its own, on a free port of loopback, until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([CONGDOAN, "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _time in range(120):
        if process.poll() is not None:
            sys.exit("congdoan serve không chạy được.")
        try:
            urlopen(f"{address}/account/login/", timeout=5).close()
            return
        except (URLError, OSError):
            time.sleep(0.5)
    sys.exit("congdoan serve không trả lời.")
