"""Every address: who is not signed in goes to sign-in, to a stranger it does not exist, and its reader gets it."""

import pytest
from django.db import connection
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from tests.desk.addresses import EVERYONES
from tests.desk.conftest import Desk
from tests.desk.visiting import Visits, each_address, visits
from tests.world import BEGINNING

from congdoan.desk.gate import may, standing, unit_or_404
from congdoan.org.actions import appoint
from congdoan.org.models import User
from congdoan.org.rules import Right, Role

__all__ = ["visits"]


@each_address
def test_an_address_opens_to_its_rightful_reader_alone(visits: Visits) -> None:
    assert visits.unknown.status == 302
    assert visits.unknown.headers["Location"].startswith("/account/login/?next=")
    assert visits.stranger.status == (200 if visits.name in EVERYONES else 404)
    assert "mill" not in visits.stranger.text
    assert visits.reader.status == 200


def asked_by(user: User) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user
    standing(request)
    return request


def test_a_unit_reached_is_not_asked_for_again_by_the_same_positions(desk: Desk) -> None:
    request = asked_by(desk.world.clerk)
    mill = unit_or_404(request, "mill", Right.READ)
    with CaptureQueriesContext(connection) as asked:
        assert unit_or_404(request, "mill", Right.RECORD) is mill
        assert may(request, Right.RECORD, mill.pk)
    assert not asked.captured_queries


def test_a_unit_at_which_a_position_is_held_is_not_asked_for_and_opens_no_other_right(desk: Desk) -> None:
    world = desk.world
    appoint(world.officer, user=world.stranger, unit=world.north, role=Role.INSPECTOR, day=BEGINNING)
    request = asked_by(world.stranger)
    with CaptureQueriesContext(connection) as asked:
        assert unit_or_404(request, "north", Right.READ) == world.north
    assert not asked.captured_queries
    with pytest.raises(Http404):
        unit_or_404(request, "north", Right.RECORD)


def test_a_unit_reached_by_one_position_is_not_open_to_the_rights_of_another(desk: Desk) -> None:
    world = desk.world
    for unit, role in ((world.north, Role.INSPECTOR), (world.mine, Role.CLERK)):
        appoint(world.officer, user=world.stranger, unit=unit, role=role, day=BEGINNING)
    request = asked_by(world.stranger)
    mill = unit_or_404(request, "mill", Right.READ)
    assert not may(request, Right.RECORD, mill.pk)
    with pytest.raises(Http404):
        unit_or_404(request, "mill", Right.RECORD)
    assert may(request, Right.RECORD, world.mine.pk)
