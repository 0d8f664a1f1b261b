"""The one search box: forgiving of marks, and blind beyond what one may see."""

from datetime import date

import pytest
from tests.desk.conftest import Desk, Door
from tests.desk.directives import registered
from tests.desk.saying import text
from tests.world import BEGINNING

from congdoan.org.actions import appoint
from congdoan.org.rules import Role
from congdoan.records.activities.actions import Around, correct_activity
from congdoan.records.members.actions import leave


@pytest.mark.parametrize(
    ("looked_for", "heading"), [("cong doan MILL", "Đơn vị"), ("giang a", "Đoàn viên"), ("ket nap", "Số liệu")]
)
def test_one_box_finds_units_members_and_figures_without_marks(
    desk: Desk, signed_in: Door, looked_for: str, heading: str
) -> None:
    groups = dict(signed_in(desk.world.clerk).get("/search/", {"q": looked_for}).context["groups"])
    assert heading in {str(name) for name in groups}


def test_a_member_opens_their_page_and_is_found_only_by_who_looks_after_members(desk: Desk, signed_in: Door) -> None:
    found = signed_in(desk.world.clerk).get("/search/?q=giang")
    assert "Công đoàn mill" in text(found)
    hits = next(hits for heading, hits in found.context["groups"] if str(heading) == "Đoàn viên")
    assert f"/members/{desk.member.member_id}/" in {hit.url for hit in hits}
    watcher, mill = desk.world.stranger, desk.world.mill
    assert signed_in(watcher).get("/search/?q=giang").context["groups"] == []
    appoint(desk.world.officer, user=watcher, unit=mill, role=Role.INSPECTOR, day=BEGINNING)
    assert signed_in(watcher).get("/search/?q=giang").context["groups"] == []


def test_who_left_is_not_found_at_the_unit(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    leave(world.officer, memberships=[desk.member], day=date(2024, 6, 30), reason="resigned")
    hits = signed_in(world.clerk).get("/search/?q=giang").context["groups"][0][1]
    assert len(hits) == 2


def test_what_is_not_found_says_what_to_try(desk: Desk, signed_in: Door) -> None:
    assert "Không tìm thấy “xyz”. Thử tên ngắn hơn." in text(signed_in(desk.world.clerk).get("/search/?q=xyz"))


@pytest.mark.parametrize("looked_for", ["20-NQ/TW", "nghi quyet 20", "giai cap cong nhan"])
def test_a_directive_is_found_by_whom_it_concerns(desk: Desk, signed_in: Door, looked_for: str) -> None:
    made = registered(desk)
    found = {"q": looked_for}
    for reader in (desk.world.officer, desk.world.clerk):
        page = signed_in(reader).get("/search/", found).content.decode()
        assert f'href="/directives/{made.pk}/"' in page
    assert f"/directives/{made.pk}/" not in signed_in(desk.world.stranger).get("/search/", found).content.decode()


def test_marks_without_a_letter_find_nothing(desk: Desk, signed_in: Door) -> None:
    assert signed_in(desk.world.clerk).get("/search/", {"q": "…?"}).context["groups"] == []


def test_a_long_note_is_told_in_short_with_its_kind_and_day(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    around = Around("Bữa ăn ca " + "rất dài " * 100)
    correct_activity(world.officer, activity=desk.dialogue, reason="ghi thêm", around=around)
    groups = dict(signed_in(world.clerk).get("/search/?q=bua an ca").context["groups"])
    (hit,) = next(hits for heading, hits in groups.items() if str(heading) == "Hoạt động")
    assert hit.what.startswith("Bữa ăn ca rất dài")
    assert len(hit.what) <= 120
    assert hit.more == "Hội nghị đối thoại · 05/03/2024"
