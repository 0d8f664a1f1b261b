"""The demo federation, built once for all workers of a run; tests read it and commit nothing."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from django.test import override_settings
from psycopg import sql
from pytest_django import DjangoDbBlocker
from tests.conftest import (
    HOME,
    ROOT,
    _aliases_at,
    _create,
    _drop,
    _drop_databases,
    _is_there,
    _maintenance,
    _name,
    template_name,
)

from congdoan.catalogue.models import current
from congdoan.demo.build import build
from congdoan.demo.story import Story, tell

FACES = ("desk", "portal", "api", "claims", "locale")
"""What the demo is not made by."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker builds the demo and reads it all: another would only wait for it."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="session")
def demo_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """The database with the demo, copied from the one that is kept: the first worker does it while the others wait."""
    name = _name("demo")
    with django_db_blocker.unblock(), _alone(), _maintenance() as connection:
        if not _is_there(connection, name):
            _create(connection, name, _built(connection))
    return name


@pytest.fixture
def demo(demo_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Both aliases sign in to the demo."""
    with django_db_blocker.unblock(), _aliases_at(demo_database, come_back=True):
        yield


@cache
def story() -> Story:
    """The story of the demo, told once."""
    return tell(current())


def _built(connection: psycopg.Connection) -> str:
    """The demo to copy from, kept from run to run while nothing that it is made by has changed."""
    name = _demo_name()
    if not _is_there(connection, name):
        _drop_databases(connection, "^template_demo_")
        half_made = f"{name}_half"
        _create(connection, half_made, template_name())
        try:
            with _aliases_at(half_made), override_settings(MEDIA_ROOT=HOME / "demo-files"):
                assert build().is_new
        except BaseException:
            _drop(connection, half_made)
            raise
        renamed = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        connection.execute(renamed.format(sql.Identifier(half_made), sql.Identifier(name)))
    return name


@cache
def _demo_name() -> str:
    """It ends in sixteen digits that change with the program and its catalogue, and with what is installed."""
    digest = sha256((ROOT / "requirements.txt").read_bytes())
    rooms = ROOT / "src" / "congdoan"
    for path in sorted([*rooms.rglob("*.py"), *rooms.rglob("*.toml")]):
        if path.relative_to(rooms).parts[0] not in FACES:
            digest.update(path.read_bytes())
    return f"template_demo_{digest.hexdigest()[:16]}"


@contextmanager
def _alone() -> Iterator[None]:
    with (HOME / "demo.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
