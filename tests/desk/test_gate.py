"""Every address: who is not signed in goes to sign-in, its reader gets it, and to a stranger it does not exist."""

import pytest
from django.test import Client
from tests.desk.addresses import EVERYONES, address, names, reader
from tests.desk.conftest import Desk, Door


@pytest.mark.parametrize("name", names())
def test_who_is_not_signed_in_goes_to_sign_in(desk: Desk, name: str) -> None:
    response = Client().get(address(name, desk))
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize("name", names())
def test_its_rightful_reader_gets_the_page(desk: Desk, signed_in: Door, name: str) -> None:
    assert signed_in(reader(name, desk)).get(address(name, desk)).status_code == 200


@pytest.mark.parametrize("name", names())
def test_to_a_stranger_it_does_not_exist(desk: Desk, signed_in: Door, name: str) -> None:
    response = signed_in(desk.world.stranger).get(address(name, desk))
    assert response.status_code == (200 if name in EVERYONES else 404)
    assert "mill" not in response.content.decode()
