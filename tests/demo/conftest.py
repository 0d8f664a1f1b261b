"""The demo federation, built once for all workers of a run; tests read it and commit nothing."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker
from tests.conftest import HOME, _aliases_at, _create, _drop, _is_there, _maintenance, _name

from congdoan.demo.build import build


@pytest.fixture(scope="session")
def demo_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """The database with the demo: the first worker builds it while the others wait."""
    name = _name("demo")
    with django_db_blocker.unblock(), _alone(), _maintenance() as connection:
        if not _is_there(connection, name):
            _create(connection, name, _name("template"))
            try:
                _build(name)
            except BaseException:
                _drop(connection, name)
                raise
    return name


@pytest.fixture
def demo(demo_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Both aliases sign in to the demo."""
    with django_db_blocker.unblock(), _aliases_at(demo_database):
        yield


@pytest.fixture
def seconds(demo_database: str) -> float:
    """How many seconds this process worked to build it."""
    return float(_took(demo_database).read_text())


def _build(name: str) -> None:
    began = time.process_time()
    with _aliases_at(name):
        assert build().is_new
    _took(name).write_text(str(time.process_time() - began))


def _took(name: str) -> Path:
    return HOME / f"{name}.seconds"


@contextmanager
def _alone() -> Iterator[None]:
    with (HOME / "demo.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
