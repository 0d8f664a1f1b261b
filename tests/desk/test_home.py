"""Home: what each role looks for first, at their unit and beneath it."""

from datetime import date

from django.test import Client
from tests.desk.conftest import PERIOD, Desk, Door
from tests.world import BEGINNING

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
