"""The server is killed in the middle of writing, moving and folding: what was acknowledged is there, and tallies fit.

`CONGDOAN_KILLS` says how often (`make crash`: 50), `CONGDOAN_CRASH_REPORT` where the result is written down.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from threading import Event, Thread

import psutil
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection, connections
from pytest_django import DjangoDbBlocker
from tests.figures.tallying import assert_tallies_tell, found_differences
from tests.world import TODAY, World, build_world, the_day, the_small_edition

from congdoan.base.asking import crossing
from congdoan.base.period import parse_period
from congdoan.config.databases import grant
from congdoan.config.server import APP_ROLE, DATABASE, OWNER_ROLE, PORT, Place, Server
from congdoan.config.server.postmaster import postmaster
from congdoan.config.server.programs import find_programs
from congdoan.figures.actions import fold, rebuild
from congdoan.figures.models import Entry, Posting
from congdoan.records.activities.models import Activity
from congdoan.records.structure.actions import hand_over

KILLS = int(os.environ.get("CONGDOAN_KILLS", "3"))
REPORT = os.environ.get("CONGDOAN_CRASH_REPORT")
WRITERS = 4
GONE = (OperationalError, InterfaceError)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server in a home of its own."""
    home = Path(tempfile.mkdtemp(prefix="congdoan-")).resolve()
    home.chmod(0o755)
    try:
        yield Server(home)
    finally:
        Server(home).stop()
        for folder in (Place(home).socket, Place(home).root, home):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def signed_in_to(server: Server) -> Iterator[None]:
    """Both aliases sign in to this server, also in threads begun meanwhile."""
    before = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    where = {"HOST": str(server.place.socket), "PORT": str(PORT), "NAME": DATABASE, "PASSWORD": "", "OPTIONS": {}}
    for alias, role in (("default", APP_ROLE), ("owner", OWNER_ROLE)):
        connections[alias].close()
        connections[alias].settings_dict.update(where | {"USER": role})
    try:
        yield
    finally:
        for alias, given in before.items():
            connections[alias].close()
            connections[alias].settings_dict.update(given)


def lay_out() -> None:
    connections["owner"].ensure_connection()
    grant(connections["owner"].connection, to=APP_ROLE)
    call_command("migrate", database="owner", verbosity=0)


@dataclass
class Work:
    """What goes on while the server is killed; `acknowledged` are the entries of which the writer was told."""

    world: World
    seed: int
    acknowledged: dict[int, int] = field(default_factory=dict)
    folded: int = 0
    moved: int = 0
    failures: list[BaseException] = field(default_factory=list)
    stop: Event = field(default_factory=Event)

    def write(self, luck: Random) -> None:
        people = luck.randrange(1, 100)
        unit = luck.choice([self.world.mill, self.world.mine, self.world.school, self.world.plant])
        activity = self.world.hold_dialogue(unit, date(2024, 1, 1) + timedelta(days=luck.randrange(360)), people)
        self.acknowledged[activity.pk] = people

    def fold(self, luck: Random) -> None:
        if luck.random() < 0.1:
            rebuild()
        elif fold() is not None:
            self.folded += 1

    def move(self, luck: Random) -> None:
        unit = luck.choice([self.world.industry, self.world.schools, self.world.zone])
        to = luck.choice([self.world.north, self.world.south])
        hand_over(self.world.officer, unit=unit, to=to, day=date(2024, 1, 1) + timedelta(days=luck.randrange(360)))
        self.moved += 1

    def threads(self) -> list[Thread]:
        deeds = [self.write] * WRITERS + [self.fold, self.move]
        return [Thread(target=self._run, args=(deed, Random(f"{self.seed} {n}"))) for n, deed in enumerate(deeds)]

    def _run(self, deed: Callable[[Random], None], luck: Random) -> None:
        try:
            with the_day(TODAY), crossing("tests"):
                while not self.stop.is_set():
                    with suppress(ValidationError):
                        deed(luck)
        except GONE:
            pass
        except BaseException as failure:
            self.failures.append(failure)
        finally:
            with suppress(*GONE):
                connection.close()


def kill(server: Server) -> None:
    """All processes of the server at once, as when the machine loses its power."""
    found = postmaster(server.place.data)
    assert found is not None
    family = [found.process, *found.process.children(recursive=True)]
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(family, timeout=10)


def work_until_killed(server: Server, world: World, seed: int) -> Work:
    work = Work(world, seed)
    threads = work.threads()
    for thread in threads:
        thread.start()
    time.sleep(0.3 + Random(seed).random() * 1.5)
    kill(server)
    work.stop.set()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    for alias in ("default", "owner"):
        with suppress(*GONE):
            connections[alias].close()
    assert work.failures == []
    return work


def check(acknowledged: dict[int, int]) -> None:
    """Each acknowledged record is there with its number, nothing is there by halves, and the tallies fit."""
    told = dict(Posting.objects.filter(indicator__code="dialogue.people").values_list("entry", "low"))
    assert {entry: told.get(entry) for entry in acknowledged} == acknowledged
    dialogues = Entry.objects.filter(kind="dialogue")
    assert (
        set(dialogues.values_list("pk", flat=True)) == set(Activity.objects.values_list("pk", flat=True)) == set(told)
    )
    assert found_differences() == []
    assert_tallies_tell([parse_period("2024"), parse_period("2024-05")])


@pytest.mark.slow
def test_a_server_killed_in_the_middle_of_everything_loses_nothing_acknowledged(
    server: Server, django_db_blocker: DjangoDbBlocker
) -> None:
    server.start()
    acknowledged: dict[int, int] = {}
    folded = moved = 0
    with django_db_blocker.unblock(), signed_in_to(server):
        lay_out()
        with the_small_edition(), the_day(TODAY):
            world = build_world()
            for seed in range(KILLS):
                work = work_until_killed(server, world, seed)
                server.start()
                acknowledged |= work.acknowledged
                folded, moved = folded + work.folded, moved + work.moved
                check(acknowledged)
            fold()
            check(acknowledged)
    assert acknowledged
    assert folded
    if REPORT:
        write_down(Path(REPORT), len(acknowledged), folded, moved)


def write_down(report: Path, acknowledged: int, folded: int, moved: int) -> None:
    """The result, as a page."""
    report.write_text(
        f"""# The crash test

Written by `make crash`. A PostgreSQL {find_programs().major} server of the program's own, with its own settings, is
killed with all its processes (SIGKILL) while {WRITERS} writers record, one folds and lays tallies anew and one moves
superior unions; it is started again, and what is there is compared.

| | |
|---|---|
| kills | {KILLS} |
| records acknowledged before a kill | {acknowledged} |
| of these missing or told differently after the restart | 0 |
| records there by halves | 0 |
| times folded, moves of a superior union | {folded}, {moved} |
| differences found by `ledger verify` | 0 |
""",
        encoding="utf-8",
    )
