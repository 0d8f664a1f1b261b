"""The benchmarks' own database: a home, a server with settings that the results name, and its end."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import django
import psutil
import psycopg
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connections

from congdoan.config.databases import grant
from congdoan.config.server import DATABASE, OWNER_ROLE, PORT, Place, Server
from congdoan.config.server.cluster import ADMIN_ROLE

_GB = 1 << 30


def home() -> Path:
    """The folder named by BENCH_HOME, else one in the user's cache."""
    if named := os.environ.get("BENCH_HOME"):
        return Path(named).expanduser().resolve()
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return (Path(cache).expanduser() / "congdoan-bench").resolve()


def settings() -> dict[str, str]:
    """What a server of this machine's memory would be given; the rest is the house's own (`config/server/tuning`)."""
    memory = psutil.virtual_memory().total
    buffers = min(memory * 2 // 5, 12 * _GB)
    return {
        "shared_buffers": f"{buffers >> 20}MB",
        "effective_cache_size": f"{memory * 6 // 10 >> 20}MB",
        "maintenance_work_mem": f"{min(memory // 16, _GB) >> 20}MB",
        "max_wal_size": "4GB",
    }


def prepare() -> None:
    """Let Django know where its database will be; to be done before any model is named."""
    os.environ["CONGDOAN_HOME"] = str(home())
    os.environ["DJANGO_SETTINGS_MODULE"] = "congdoan.config.settings"
    os.environ.pop("DATABASE_URL", None)
    django.setup()


def begin(more: Mapping[str, str] = MappingProxyType({})) -> None:
    """Start the server of an empty or kept home, with the tables laid out, and more settings than the usual ones."""
    Server(home(), settings() | {**more}).start()
    owner = connections["owner"]
    owner.ensure_connection()
    grant(owner.connection, to=django_settings.APP_ROLE)
    call_command("migrate", database="owner", verbosity=0)


def end(*, keep: bool) -> None:
    """Stop the server; unless kept, remove all that was made."""
    connections.close_all()
    Server(home()).stop()
    if not keep:
        clear()


def clear() -> None:
    """Remove the home and the server's folder, wherever that lies."""
    place = Place(home())
    Server(home()).stop()
    for folder in (place.root, home()):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def loading() -> Iterator[psycopg.Connection]:
    """A session that writes in bulk: references and triggers are not looked at, what it writes is right by making."""
    with psycopg.connect(**_sign_in(ADMIN_ROLE)) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET work_mem = '256MB'")
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.commit()
        yield connection


@contextmanager
def owning() -> Iterator[psycopg.Connection]:
    """A session of the tables' owner, each statement its own transaction."""
    with psycopg.connect(**_sign_in(OWNER_ROLE), autocommit=True) as connection:
        yield connection


def _sign_in(role: str) -> dict[str, str]:
    return {"host": str(Place(home()).socket), "port": str(PORT), "dbname": DATABASE, "user": role}
