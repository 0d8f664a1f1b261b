"""Every address: who is not signed in goes to sign-in, to a stranger it does not exist, and its reader gets it."""

import pytest
from django.test import Client
from tests.desk.addresses import EVERYONES, address, names, reader
from tests.desk.conftest import Desk, Door


@pytest.mark.parametrize("name", names())
def test_an_address_opens_to_its_rightful_reader_alone(desk: Desk, signed_in: Door, name: str) -> None:
    place = address(name, desk)

    unknown = Client().get(place)
    assert unknown.status_code == 302
    assert unknown.headers["Location"].startswith("/account/login/?next=")

    stranger = signed_in(desk.world.stranger).get(place)
    assert stranger.status_code == (200 if name in EVERYONES else 404)
    assert "mill" not in stranger.content.decode()

    assert signed_in(reader(name, desk)).get(place).status_code == 200
