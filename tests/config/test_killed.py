"""A worker is killed in the middle of long work: another takes it up, and its asker gets one whole file."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from pytest_django.fixtures import Settings
from tests.world import World, lasting_world

from congdoan.base import clock
from congdoan.config.works import do_next
from congdoan.org.actions import ask_for
from congdoan.org.models import Work
from congdoan.org.rules import Made, Stage

__all__ = ["lasting_world"]

pytestmark = pytest.mark.slow

# A worker of its own: it writes half of its file, says so, and stays.
KILLED = """
import sys, time, django
django.setup()
from django.conf import settings
from django.db import connections
for alias in ("default", "owner"):
    connections[alias].settings_dict["NAME"] = sys.argv[1]
settings.MEDIA_ROOT = sys.argv[2]
from congdoan.config.works import do_next
def make(work, to, tell):
    to.write(b"half")
    tell(700, 1400)
    time.sleep(60)
do_next({"list": make})
"""


@contextmanager
def a_worker_that_will_be_killed(media: Path) -> Iterator[subprocess.Popen[bytes]]:
    name = str(connection.settings_dict["NAME"])
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "congdoan.config.settings"}
    process = subprocess.Popen([sys.executable, "-W", "ignore", "-c", KILLED, name, str(media)], env=surroundings)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_work_of_a_killed_worker_is_done_whole_by_another(
    lasting_world: World, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    asked = ask_for(lasting_world.clerk, kind="list", unit=lasting_world.mill, title="Bảng", asked={}, things="dòng")
    with a_worker_that_will_be_killed(tmp_path) as process:
        end = time.monotonic() + 30
        while Work.objects.get().done != 700:
            assert time.monotonic() < end, "the worker did not begin"
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
    heard = Work.objects.get().heard_at
    assert heard
    with clock.set_to(heard + timedelta(minutes=1)):
        assert do_next({"list": lambda work, to, tell: Made("bang.csv", f"{to.write(b'whole')}")})
    asked.refresh_from_db()
    assert (asked.of_stage, asked.tries) == (Stage.FINISHED, 2)
    with default_storage.open(asked.file) as file:
        assert file.read() == b"whole"
    assert len(default_storage.listdir("works")[1]) == 1
