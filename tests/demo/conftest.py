"""The demo federation, built once for all workers of a run; tests read it and commit nothing."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from tests.conftest import HOME, _aliases_at, _create, _drop, _is_there, _maintenance, _name, template_name

from congdoan.demo.build import build


@pytest.fixture(scope="session")
def demo_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """The database with the demo: the first worker builds it while the others wait."""
    name = _name("demo")
    with django_db_blocker.unblock(), _alone(), _maintenance() as connection:
        if not _is_there(connection, name):
            _create(connection, name, template_name())
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


def _build(name: str) -> None:
    with _aliases_at(name), override_settings(MEDIA_ROOT=HOME / "demo-files"):
        assert build().is_new


@contextmanager
def _alone() -> Iterator[None]:
    with (HOME / "demo.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
