"""The ground that tests stand on: a server of their own, a migrated database for each worker, a fresh one on demand.

A test marked `django_db` runs as the application's role in one transaction, rolled back at its end. A test that must
commit, or that needs several connections, takes `fresh_database`: append-only tables cannot be emptied, so it gets a
copy of its own, made in milliseconds.
"""

import fcntl
import gc
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql
from psycopg.pq import TransactionStatus
from pytest_django import DjangoDbBlocker

from congdoan.base.asking import crossing
from congdoan.config.databases import grant, is_ours
from congdoan.config.home import found_home
from congdoan.config.server import Place, Server
from congdoan.config.server.place import short_name

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".test-home"

# Nothing that tests write is worth a wait for the disk; the workers of autovacuum would stand in the way of a drop.
_CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "256MB",
    "max_connections": "100",
    "autovacuum": "off",
}

# Where files lie in memory, and the bytes that must be free there: ten times what a run needs.
_MEMORY = Path("/dev/shm")
_ROOM = 4 << 30

# The run that a database belongs to: the number of its first process, and when it began.
_RUN = "CONGDOAN_TEST_RUN"

# What `another_connection` is: call it as often as sessions are needed.
Opener = Callable[..., psycopg.Connection]


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[_RUN] = f"{os.getpid()}_{int(time.time()):x}"
        _lie_in_memory()
    os.environ["CONGDOAN_HOME"] = str(HOME)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a careful one takes half a second


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no worker is left with it at the end; journeys share a browser."""
    items.sort(key=lambda item: ("browser" not in _fixtures(item), item.get_closest_marker("slow") is None))


def _fixtures(item: pytest.Item) -> list[str]:
    return list(getattr(item, "fixturenames", ()))


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end: it need not be gone through again to see if it is used."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The first process, last to end, drops what the run has made."""
    if hasattr(session.config, "workerinput"):
        return
    shutil.rmtree(_run_folder(), ignore_errors=True)
    if is_ours() and not Server(HOME).is_ready():
        return
    with suppress(psycopg.OperationalError), _maintenance() as connection:
        _drop_databases(connection, f"^test_{os.environ[_RUN]}_")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A migrated database for this worker, copied from the run's template; both aliases sign in to it."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            name = stack.enter_context(_copy_of(_template(), _name(_worker())))
            stack.enter_context(_aliases_at(name))
        yield
        for there in {there for _alias, there in _resting}:
            _end_sessions(there)


@pytest.fixture(autouse=True, scope="session")
def the_test_looks_everywhere() -> Iterator[None]:
    """What a test itself reads and writes is bounded by nothing; pages and long work ask as whoever is there."""
    with crossing("tests"):
        yield


@pytest.fixture
def fresh_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A migrated, empty database for this test alone; both aliases sign in to it, and what is committed stays there."""
    name = _name(f"{_worker()}_{time.monotonic_ns():x}")
    with django_db_blocker.unblock(), _copy_of(template_name(), name), _aliases_at(name):
        yield name


@pytest.fixture
def another_connection() -> Iterator[Opener]:
    """Opens further sessions on the test's database: `another_connection()`, `another_connection(alias="owner")`."""
    with ExitStack() as opened:

        def connect(*, alias: str = "default", **options: Any) -> psycopg.Connection:
            connection = psycopg.connect(**_sign_in(alias), **options)
            opened.callback(connection.close)
            return connection

        yield connect


def folder_of_the_run(name: str) -> Path:
    """A folder that all workers of a run share; it goes with the run."""
    folder = _run_folder() / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _run_folder() -> Path:
    return HOME / "runs" / os.environ[_RUN]


def _worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def _name(part: str) -> str:
    return f"test_{os.environ[_RUN]}_{part}"


def _template() -> str:
    """A migrated database to copy from, kept from run to run while nothing that lays it out has changed.

    The first worker migrates it while the others wait; one that another change laid out goes.
    """
    name = template_name()
    _start_server()
    with _lock(), _maintenance() as connection:
        _drop_left_over(connection)
        if not _is_there(connection, name):
            _drop_databases(connection, "^template_[0-9a-f]{16}")
            half_made = f"{name}_half"
            _create(connection, half_made)
            _migrate(half_made)
            renamed = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(renamed.format(sql.Identifier(half_made), sql.Identifier(name)))
    return name


@cache
def template_name() -> str:
    """It ends in sixteen digits that change with any migration, what migrations call on, and what is installed."""
    digest = sha256()
    for path in sorted([*(ROOT / "src").rglob("*.py"), ROOT / "requirements.txt"]):
        if {"migrations", "config", "base"} & set(path.parts) or path.suffix == ".txt":
            digest.update(path.read_bytes())
    return f"template_{digest.hexdigest()[:16]}"


def _start_server() -> None:
    if is_ours():
        Server(HOME, _CARELESS).start()
        for alias in ("default", "owner"):
            connections[alias].settings_dict["HOST"] = str(Place(HOME).socket)


def _lie_in_memory() -> None:
    """Data that are made anew lie in memory where it has room to spare: they are small, and made to be dropped.

    On a disk each copy of a database is a thousand files, for which ext4 passes over all that lately went, one by one.
    """
    link = Place(HOME).link
    if not is_ours() or link.exists() or not _MEMORY.is_dir():
        return
    if min(psutil.disk_usage(str(_MEMORY)).free, psutil.virtual_memory().available) < _ROOM:
        return
    data = _MEMORY / f"congdoan-{short_name(HOME)}-{sha256((ROOT / 'requirements.txt').read_bytes()).hexdigest()[:12]}"
    data.mkdir(mode=0o700, exist_ok=True)
    found_home(HOME)
    link.unlink(missing_ok=True)
    link.symlink_to(data)


def _migrate(name: str) -> None:
    """Lay out the tables; where that fails nothing half-made is left for the next worker."""
    try:
        with _aliases_at(name):
            connections["owner"].ensure_connection()
            grant(connections["owner"].connection, to=settings.APP_ROLE)
            call_command("migrate", database="owner", verbosity=0)
    except BaseException:
        with _maintenance() as connection:
            _drop(connection, name)
        raise


@contextmanager
def _lock() -> Iterator[None]:
    HOME.mkdir(exist_ok=True)
    with (HOME / "tests.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _aliases_at(name: str, *, come_back: bool = False) -> Iterator[None]:
    """Both aliases sign in to this database, also in threads begun meanwhile.

    Where they come back their sessions rest in between: a new one asks slowly until it has read how the tables are.
    """
    before = {alias: connections[alias].settings_dict["NAME"] for alias in ("default", "owner")}
    _point(dict.fromkeys(before, name))
    if come_back:
        _go_on(name)
    try:
        yield
    finally:
        if come_back:
            _rest(name)
        _point(before)


_resting: dict[tuple[str, str], Any] = {}
"""Sessions by alias and database."""


def _go_on(name: str) -> None:
    for alias in ("default", "owner"):
        connections[alias].connection = _resting.pop((alias, name), None)


def _rest(name: str) -> None:
    """What a test has left in the middle of something is ended instead."""
    for alias in ("default", "owner"):
        here = connections[alias]
        is_idle = here.connection is not None and here.connection.info.transaction_status == TransactionStatus.IDLE
        if is_idle and here.settings_dict["NAME"] == name and not here.in_atomic_block:
            _resting[alias, name] = here.connection
            here.connection = None


def _end_sessions(name: str) -> None:
    """Whoever copies a database may find nobody in it."""
    for key in [key for key in _resting if key[1] == name]:
        _resting.pop(key).close()


def _point(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


@contextmanager
def _copy_of(template: str, name: str) -> Iterator[str]:
    with _maintenance() as connection:
        _create(connection, name, template)
    try:
        yield name
    finally:
        with _maintenance() as connection:
            _drop(connection, name)


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection]:
    """The owner of the databases, outside of all of them."""
    with psycopg.connect(**{**_sign_in("owner"), "dbname": "postgres"}, autocommit=True) as connection:
        yield connection


def _sign_in(alias: str) -> dict[str, Any]:
    given: dict[str, Any] = connections[alias].settings_dict
    named = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    return {**{name: given[key] for name, key in named.items() if given[key]}, **given["OPTIONS"]}


def _is_there(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount > 0


def _create(connection: psycopg.Connection, name: str, template: str = "template0") -> None:
    _end_sessions(template)
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    connection.execute(create.format(sql.Identifier(name), sql.Identifier(template)))


def _drop(connection: psycopg.Connection, name: str) -> None:
    """Drop a database and end its sessions; the server's own may not be ended, but soon go."""
    _end_sessions(name)
    for _time in range(50):
        with suppress(psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            return
        time.sleep(0.1)


def _drop_databases(connection: psycopg.Connection, pattern: str) -> None:
    for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [pattern]).fetchall():
        _drop(connection, name)


def _drop_left_over(connection: psycopg.Connection) -> None:
    """Drop what runs left behind that were killed: their first process is gone."""
    for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname ~ '^test_'").fetchall():
        run = re.match(r"test_(\d+)_", name)
        if run and not psutil.pid_exists(int(run[1])):
            _drop(connection, name)
