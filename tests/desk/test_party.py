"""The steps of a member's way into the Party, on their page: what is not taken yet is recorded from there."""

from datetime import date
from html import unescape
from typing import Any
from uuid import uuid4

from tests.catalogue.conftest import SHIPPED
from tests.desk.conftest import Desk, Door
from tests.desk.people import agreed
from tests.world import World

from congdoan.catalogue.rules import load
from congdoan.desk.members import party
from congdoan.org.actions import appoint
from congdoan.org.models import Deed, User
from congdoan.org.rules import Role
from congdoan.records.activities.actions import record_activity, withdraw_activity
from congdoan.records.activities.models import Activity
from congdoan.records.members.models import Member


def text(response: Any) -> str:
    return unescape(str(response.content.decode()))


def admitted(world: World, member: Member) -> Activity:
    """The last of the four steps of a member's way, all written down by the clerk."""
    for month, kind in enumerate(("introduction", "consideration", "training", "admission"), 5):
        taken = record_activity(
            world.clerk,
            unit=world.mill,
            day=date(2024, month, 3),
            kind=f"party-{kind}",
            measures={"people": 1},
            beneficiaries=[member],
        )
    return taken


def test_a_step_not_taken_is_recorded_from_the_persons_page(desk: Desk, signed_in: Door) -> None:
    member, door = agreed(desk).member, signed_in(desk.world.clerk)
    page = text(door.get(f"/members/{member.pk}/"))
    link = f"/activities/record/party-introduction/?unit=mill&served={member.pk}"
    assert "Giới thiệu với Đảng" in page
    assert link in page
    form = door.get(link)
    assert [each.key for each in form.context["sheet"].people.chosen] == [member.pk]


def test_a_step_taken_leads_to_its_activity_until_that_is_withdrawn(desk: Desk, signed_in: Door) -> None:
    member, world, door = agreed(desk).member, desk.world, signed_in(desk.world.clerk)
    taken = record_activity(
        world.clerk,
        unit=world.mill,
        day=date(2024, 6, 3),
        kind="party-introduction",
        measures={"people": 1},
        beneficiaries=[member],
    )
    page = text(door.get(f"/members/{member.pk}/"))
    assert f'/activities/{taken.pk}/">' in page
    withdraw_activity(world.clerk, activity=taken, reason="ghi nhầm người")
    assert party.steps_of(member)[0].day is None


def test_the_step_that_says_who_belongs_to_the_party_is_masked_as_that_is(desk: Desk, signed_in: Door) -> None:
    member, world = agreed(desk).member, desk.world
    page, chair = f"/members/{member.pk}/", signed_in(world.chair)
    assert "•••••</span><div><p>" not in text(chair.get(page))
    taken = admitted(world, member)
    masked = text(chair.get(page))
    assert "03/08/2024" not in masked
    assert f"/activities/{taken.pk}/" not in masked
    assert "03/08/2024" in text(chair.post(page, {"reason": "làm hồ sơ chuyển Đảng"}))


def test_the_page_of_an_admission_names_people_to_who_may_list_members_alone(desk: Desk, signed_in: Door) -> None:
    member, world = agreed(desk).member, desk.world
    taken = [
        record_activity(
            world.clerk,
            unit=world.mill,
            day=date(2024, month, 3),
            kind=f"party-{kind}",
            measures={"people": 1},
            beneficiaries=[member],
        )
        for month, kind in enumerate(("introduction", "consideration", "training", "admission"), 5)
    ]
    appoint(world.officer, user=world.stranger, unit=world.mill, role=Role.INSPECTOR, day=date(2024, 1, 1))
    reader = signed_in(world.stranger)
    assert member.name not in text(reader.get("/members/?unit=mill"))
    for activity in taken:
        assert member.name not in text(reader.get(f"/activities/{activity.pk}/"))
        assert "1 người" in text(reader.get(f"/activities/{activity.pk}/"))
        assert member.name in text(signed_in(world.clerk).get(f"/activities/{activity.pk}/")), "who wrote it down"


def test_who_was_admitted_to_the_party_is_named_to_others_for_a_reason_that_is_kept(
    desk: Desk, signed_in: Door
) -> None:
    member, world = agreed(desk).member, desk.world
    taken = admitted(world, member)
    page, chair = f"/activities/{taken.pk}/", signed_in(world.chair)
    assert member.name not in text(chair.get(page))
    assert member.name not in text(chair.post(page, {"reason": "x"}))
    assert not Deed.objects.filter(verb="unmasked").exists()
    shown = text(chair.post(page, {"reason": "làm hồ sơ đảng viên"}))
    assert all(said in shown for said in (member.name, "Việc xem đã ghi vào nhật ký", "Che lại"))
    deed = Deed.objects.get(verb="unmasked")
    assert (deed.by, deed.subject, deed.words["fields"]) == (world.chair, f"member {member.pk}", "party")
    assert member.name not in text(chair.get(page))
    other = User.objects.create(username="clerk-2")
    appoint(world.officer, user=other, unit=world.mill, role=Role.CLERK, day=date(2024, 1, 1))
    door = signed_in(other)
    assert member.name not in text(door.get(page))
    assert door.post(page, {"reason": "làm hồ sơ đảng viên"}).status_code in {403, 404}


def test_who_has_not_agreed_is_not_introduced(desk: Desk, signed_in: Door) -> None:
    member, door = desk.member.member, signed_in(desk.world.clerk)
    page = text(door.get(f"/members/{member.pk}/"))
    assert "chưa có sự đồng ý" in page
    assert "/activities/record/party-introduction/" not in page
    said = {"key": str(uuid4()), "do": "record", "day_is": "today", "people": "1", "served": str(member.pk)}
    answer = door.post("/activities/record/party-introduction/?unit=mill", said)
    assert not Activity.objects.filter(kind="party-introduction").exists()
    assert "chưa đồng ý cho việc “giới thiệu vào Đảng”" in text(answer)


def test_nobody_out_of_reach_is_chosen_by_a_link(desk: Desk, signed_in: Door) -> None:
    there = desk.world.admit(desk.world.plant, desk.dialogue.day)[0].member
    form = signed_in(desk.world.clerk).get(f"/activities/record/party-introduction/?unit=mill&served={there.pk}")
    assert form.context["sheet"].people.chosen == ()


def test_each_step_of_the_shipped_catalogue_counts() -> None:
    shipped = load(SHIPPED)
    steps = ("party-introduction", "party-consideration", "party-training", "party-admission")
    for step, code in zip(steps, ("introduced", "considered", "trained", "admitted"), strict=True):
        assert shipped.kinds[step].beneficiaries
        assert f"party.{code}" in shipped.indicators


def test_who_corrects_an_admission_that_another_wrote_down_sees_nobody_named(desk: Desk, signed_in: Door) -> None:
    member, world = agreed(desk).member, desk.world
    taken = admitted(world, member)
    page, chair = f"/activities/{taken.pk}/correct/", signed_in(world.chair)
    assert member.name in text(signed_in(world.clerk).get(page)), "who wrote it down"
    shown = text(chair.get(page))
    assert member.name not in shown
    assert "Người thụ hưởng giữ nguyên." in shown
    said = {"do": "record", "seen": "0", "day_is": "another", "day": "01/06/2024", "people": "1", "reason": "nhầm ngày"}
    early = text(chair.post(page, said))
    assert "Một người thụ hưởng có bước khác không hợp với điều vừa sửa." in early
    assert member.name not in early
    assert chair.post(page, said | {"day": "04/08/2024"}).status_code == 302
    taken.refresh_from_db()
    assert (taken.day, taken.beneficiaries.get().member) == (date(2024, 8, 4), member)
