"""Home: what each role looks for first, at their unit and beneath it."""

from datetime import date

from django.test import Client
from tests.desk.conftest import PERIOD, Desk, Door
from tests.world import BEGINNING

from congdoan.catalogue.rules import Level
from congdoan.org.actions import appoint
from congdoan.org.rules import Role
from congdoan.records.activities.actions import correct_activity


def page(door: Client, query: str = PERIOD) -> str:
    return door.get(f"/?{query}").content.decode()


def test_an_officer_sees_key_figures_what_was_recorded_and_who_is_quiet(desk: Desk, signed_in: Door) -> None:
    shown = page(signed_in(desk.world.officer))
    assert "Tổng Liên đoàn" in shown
    assert "Số liệu chính của kỳ" in shown
    assert "Im lặng trên 90 ngày" in shown
    assert "Công đoàn mine" in shown
    assert "Không có việc nào đang chờ." in shown
    assert "126\u00a0lượt người" in shown


def test_a_unit_that_recorded_lately_is_not_quiet(desk: Desk, signed_in: Door) -> None:
    quiet = signed_in(desk.world.officer).get(f"/?{PERIOD}").context["quiet"]
    assert {item.what for item in quiet} == {"Công đoàn mine", "Công đoàn school", "Công đoàn plant"}


def test_a_chair_of_a_workplace_sees_their_own_unit(desk: Desk, signed_in: Door) -> None:
    appoint(desk.world.officer, user=desk.world.stranger, unit=desk.world.mill, role=Role.CHAIR, day=BEGINNING)
    response = signed_in(desk.world.stranger).get(f"/?{PERIOD}")
    assert "desk/home/chair.html" in [template.name for template in response.templates]
    assert "Vừa ghi" in response.content.decode()


def test_what_was_just_recorded_leads_to_all_of_it(desk: Desk, signed_in: Door) -> None:
    shown = page(signed_in(desk.world.officer), f"unit=north&{PERIOD}")
    assert f'<a class="note" href="/activities/?unit=north&amp;{PERIOD.replace("&", "&amp;")}">Xem tất cả</a>' in shown


def test_an_inspector_sees_first_what_was_changed_and_nothing_to_write(desk: Desk, signed_in: Door) -> None:
    appoint(desk.world.officer, user=desk.world.stranger, unit=desk.world.north, role=Role.INSPECTOR, day=BEGINNING)
    correct_activity(desk.world.officer, activity=desk.dialogue, measures={"people": 100}, reason="đếm lại")
    shown = page(signed_in(desk.world.stranger))
    assert shown.index("Sửa và rút sau khi đã ghi") < shown.index("Số liệu chính của kỳ")
    assert "Ghi hoạt động" not in shown


def test_who_holds_no_position_is_told_what_to_do(desk: Desk, signed_in: Door) -> None:
    assert "chưa có chức danh ở đơn vị nào" in page(signed_in(desk.world.stranger))


def test_the_chart_of_the_year_stands_beside_the_year_before(desk: Desk, signed_in: Door) -> None:
    desk.world.admit(desk.world.mine, date(2023, 3, 1), 2)
    shown = page(signed_in(desk.world.officer))
    assert '<svg class="chart"' in shown
    assert "Từ 01/12/2023 đến 31/05/2024: 3 người, cùng những tháng ấy năm trước 2." in shown


def test_a_period_without_anything_says_so_with_zeros_not_errors(desk: Desk, signed_in: Door) -> None:
    assert signed_in(desk.world.officer).get("/?period=2009..2009-06&cutoff=06-30").status_code == 200
    assert signed_in(desk.world.officer).get("/?period=2024-01-15..2024-02-02").status_code == 200


def test_who_beneath_has_sent_is_fetched_into_home_with_a_link_for_who_has_no_script(
    desk: Desk, signed_in: Door
) -> None:
    door = signed_in(desk.world.officer)
    shown = page(door, "unit=industry&period=2024&cutoff=05-31")
    assert 'hx-get="/sent/?unit=industry&amp;period=2024&amp;cutoff=05-31"' in shown
    assert "Xem ai đã gửi, ai còn thiếu" in shown
    sent = door.get("/sent/?unit=industry&period=2024&cutoff=05-31").content.decode()
    assert "đã gửi 0/2" in sent
    assert "Còn thiếu: Công đoàn mill, Công đoàn mine." in " ".join(sent.split())
    assert "/sheets/board/?unit=industry" in sent
    for without in ("mill", "head"):
        assert door.get(f"/sent/?unit={without}&period=2024&cutoff=05-31").content == b""


def test_all_that_have_gone_quiet_are_shown_where_they_are_asked_for(desk: Desk, signed_in: Door) -> None:
    for number in range(8):
        desk.world.found(f"shop{number}", Level.GRASSROOTS, desk.world.industry)
    door = signed_in(desk.world.officer)
    first = door.get(f"/?unit=industry&{PERIOD}")
    assert len(first.context["quiet"]) == 6
    assert first.context["quiet_all"] in first.content.decode().replace("&amp;", "&")
    everyone = door.get("/" + first.context["quiet_all"])
    assert len(everyone.context["quiet"]) == 9
    assert everyone.context["quiet_all"] == ""
