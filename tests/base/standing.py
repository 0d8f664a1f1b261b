"""The small known world standing in a database of its own, built once for each worker: a test costs no building."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from tests.conftest import _aliases_at, _copy_of, _name, _worker, template_name
from tests.world import EDITION, TODAY, World, build_world, the_day, the_small_edition

Standing = tuple[str, World]


@pytest.fixture(scope="session")
def standing_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Standing]:
    """The name of a database, and the world committed in it."""
    name = _name(f"{_worker()}_{time.monotonic_ns():x}")
    with django_db_blocker.unblock(), _copy_of(template_name(), name):
        with _aliases_at(name), the_small_edition(), the_day(TODAY):
            world = build_world()
        yield name, world


@pytest.fixture
def world(standing_world: Standing, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world in a transaction that is rolled back."""
    name, built = standing_world
    with (
        django_db_blocker.unblock(),
        _aliases_at(name),
        override_settings(CATALOGUE=EDITION),
        the_day(TODAY),
        undone(),
    ):
        yield deepcopy(built)


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is taken back, once all that was put off has been checked."""
    with transaction.atomic():
        yield
        connection.check_constraints()
        transaction.set_rollback(True)
