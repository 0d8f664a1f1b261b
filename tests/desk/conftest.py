"""The world in which pages are opened: a member, an activity and a plan in it, and somebody at the door."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings
from tests.world import World, at_its_day, lasting_world, standing, standing_copy, undone, world

from congdoan.claims.actions import check_text
from congdoan.claims.models import CheckedText
from congdoan.org.models import User
from congdoan.records.activities.models import Activity
from congdoan.records.members.models import Membership

__all__ = ["lasting_world", "world"]

PERIOD = "period=2024-H1&cutoff=05-31"

Door = Callable[[User], Client]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs all tests of an address, which it opens once."""
    for item in items:
        if isinstance(item, pytest.Function) and "visits" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group(item.callspec.params["visits"]))


@dataclass(frozen=True)
class Desk:
    """The world with something in it at the mill, which the clerk keeps."""

    world: World
    dialogue: Activity
    member: Membership
    text: CheckedText


@pytest.fixture
def desk(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Desk]:
    """The desk in a transaction that is rolled back."""
    assert "world" not in request.fixturenames, "the desk has a world of its own"
    with django_db_blocker.unblock():
        name, built = standing_desk()
        with at_its_day(name), undone():
            yield deepcopy(built)


@cache
def standing_desk() -> tuple[str, Desk]:
    """The name of a database in which the desk stands committed, and that desk; made once in each worker."""
    name, world = standing()
    copy = standing_copy(name, "desk")
    with at_its_day(copy):
        return copy, _furnished(deepcopy(world))


def _furnished(world: World) -> Desk:
    dialogue = world.hold_dialogue(world.mill, date(2024, 3, 5), people=126)
    member = world.admit(world.mill, date(2024, 4, 2), 3)[0]
    world.plan(world.north, "2024", 10)
    words = "Trong 6 tháng đầu năm 2024, đơn vị kết nạp được 3 đoàn viên, tổ chức 2 cuộc đối thoại."
    text = check_text(world.clerk, unit=world.mill, title="Bài nói", text=words, dated=date(2024, 6, 25))
    return Desk(world, dialogue, member, text)


@pytest.fixture
def signed_in() -> Door:
    """A browser in which somebody is signed in."""

    def open_door(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return open_door


@pytest.fixture(autouse=True)
def files_aside(settings: Settings, tmp_path: Path) -> None:
    """Photos and documents go where nobody keeps anything."""
    settings.MEDIA_ROOT = tmp_path
