"""Each address opened once by all whom tests ask about it; the tests look at what came back.

What opening needs is made once for all of them: a worker that has opened an address runs all its tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk.addresses import address, names, reader
from tests.desk.conftest import Desk, Door

each_address = pytest.mark.parametrize("visits", names(), indirect=True)


@dataclass(frozen=True)
class Came:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def is_text(self) -> bool:
        return self.headers["Content-Type"].startswith("text/html")

    @property
    def is_whole(self) -> bool:
        """Not a file, nor a part of a page."""
        return b"<!doctype html>" in self.content[:200]


@dataclass(frozen=True)
class Visits:
    """Those to an address: of somebody not signed in, of a stranger, of its reader, of its reader in English.

    `asked` is what its reader's second visit asked the database.
    """

    name: str
    unknown: Came
    stranger: Came
    reader: Came
    english: Came
    asked: tuple[str, ...]


@pytest.fixture
def visits(request: pytest.FixtureRequest) -> Visits:
    name: str = request.param
    if name not in _made:
        _made[name] = _visit(name, request.getfixturevalue("desk"), request.getfixturevalue("signed_in"))
    return _made[name]


_made: dict[str, Visits] = {}


def _visit(name: str, desk: Desk, signed_in: Door) -> Visits:
    place, who = address(name, desk), reader(name, desk)
    unknown, stranger, door = Client(), signed_in(desk.world.stranger), signed_in(who)
    refused, elsewhere, read = (_came(client.get(place)) for client in (unknown, stranger, door))
    with CaptureQueriesContext(connection) as asked:
        _came(door.get(place))
    queries = tuple(query["sql"] for query in asked.captured_queries)  # which the next visit forgets
    english = _came(in_english(signed_in(who)).get(place))
    return Visits(name, refused, elsewhere, read, english, queries)


def in_english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def _came(response: HttpResponseBase) -> Came:
    return Came(response.status_code, dict(response.headers), b"".join(response))  # type: ignore[call-overload]
