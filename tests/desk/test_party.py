"""The steps of a member's way into the Party, on their page: what is not taken yet is recorded from there."""

from html import unescape
from typing import Any

import pytest
from tests.catalogue.conftest import SHIPPED
from tests.desk.conftest import Desk, Door

from congdoan.catalogue.rules import load
from congdoan.desk.members import party
from congdoan.records.activities.actions import record_activity, withdraw_activity


def text(response: Any) -> str:
    return unescape(str(response.content.decode()))


@pytest.fixture(autouse=True)
def a_step_of_the_small_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(party, "STEPS", ("care-visit", "party-admission"))


def test_a_step_not_taken_is_recorded_from_the_persons_page(desk: Desk, signed_in: Door) -> None:
    member, door = desk.member.member, signed_in(desk.world.clerk)
    page = text(door.get(f"/members/{member.pk}/"))
    link = f"/activities/record/care-visit/?unit=mill&served={member.pk}"
    assert "Giới thiệu với Đảng" in page
    assert link in page
    form = door.get(link)
    assert [each.key for each in form.context["sheet"].people.chosen] == [member.pk]


def test_a_step_taken_leads_to_its_activity_until_that_is_withdrawn(desk: Desk, signed_in: Door) -> None:
    member, world, door = desk.member.member, desk.world, signed_in(desk.world.clerk)
    taken = record_activity(
        world.clerk,
        unit=world.mill,
        day=desk.dialogue.day,
        kind="care-visit",
        measures={"people": 1, "amount": 1_000_000},
        beneficiaries=[member],
    )
    page = text(door.get(f"/members/{member.pk}/"))
    assert f'/activities/{taken.pk}/">' in page
    withdraw_activity(world.clerk, activity=taken, reason="ghi nhầm người")
    assert party.steps_of(member)[0].day is None


def test_nobody_out_of_reach_is_chosen_by_a_link(desk: Desk, signed_in: Door) -> None:
    there = desk.world.admit(desk.world.plant, desk.dialogue.day)[0].member
    form = signed_in(desk.world.clerk).get(f"/activities/record/care-visit/?unit=mill&served={there.pk}")
    assert form.context["sheet"].people.chosen == ()


def test_each_step_of_the_shipped_catalogue_counts() -> None:
    shipped = load(SHIPPED)
    steps = ("party-introduction", "party-consideration", "party-training", "party-admission")
    for step, code in zip(steps, ("introduced", "considered", "trained", "admitted"), strict=True):
        assert shipped.kinds[step].beneficiaries
        assert f"party.{code}" in shipped.indicators
