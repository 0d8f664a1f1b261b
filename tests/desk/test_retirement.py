"""Retirement on the desk: the forecast by unit, the people of a year, and the list as a file that is noted."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from django.test import override_settings
from python_calamine import CalamineWorkbook
from tests.desk.conftest import Door
from tests.desk.saying import text
from tests.records.test_retirement import VGCL
from tests.world import World

from congdoan.org.actions import appoint
from congdoan.org.models import Deed
from congdoan.org.rules import Role
from congdoan.records.members.actions import NewMember, admit

PAGE = "/retirement/?unit=industry"


@pytest.fixture
def elders(world: World) -> Iterator[World]:
    people = {
        "mill": [NewMember("Giàng A Pao", "male", date(1964, 1, 31)), NewMember("Hạng A Sà", "male", date(1965, 8, 2))],
        "mine": [NewMember("Lý Thị Dín", "female", date(1968, 9, 1)), NewMember("Sùng A Lử", "male")],
    }
    for unit, new in people.items():
        admit(world.officer, unit=getattr(world, unit), day=date(2024, 5, 1), people=new)
    with override_settings(CATALOGUE=VGCL):
        yield world


def test_the_forecast_stands_by_unit_with_its_total(elders: World, signed_in: Door) -> None:
    page = text(signed_in(elders.chair).get(PAGE))
    assert "2 đoàn viên đến tuổi nghỉ hưu trong năm 2025" in page
    assert "2025 2026 2027 2028 2029" in page
    assert "Công đoàn mill 1 0 1 0 0" in page
    assert "Công đoàn mine 1 0 0 0 0" in page
    assert "Cộng 2 0 1 0 0" in page
    assert "1 đoàn viên chưa ghi ngày sinh" in page


def test_the_people_of_a_year_stand_with_their_days(elders: World, signed_in: Door) -> None:
    page = text(signed_in(elders.chair).get(f"{PAGE}&year=2027"))
    assert "Hạng A Sà" in page
    assert "Giàng A Pao" not in page
    assert "31/05/2027" in page  # 61 years and 9 months, at the end of the month


def test_who_had_reached_the_age_before_and_still_is_a_member_is_told(elders: World, signed_in: Door) -> None:
    old = [NewMember("Vàng A Chứ", "male", date(1958, 7, 24)), NewMember("Lò Thị Ban", "female", date(1968, 4, 1))]
    admit(elders.officer, unit=elders.mill, day=date(2024, 5, 1), people=old)
    door = signed_in(elders.chair)
    assert "2 đoàn viên đã đến tuổi nghỉ hưu trước năm 2025 mà vẫn sinh hoạt" in text(door.get(PAGE))
    page = text(door.get(f"{PAGE}&year=before"))
    assert "2 đoàn viên đã đến tuổi nghỉ hưu trước năm 2025" in page
    assert "Vàng A Chứ" in page
    assert "Giàng A Pao" not in page
    file = BytesIO(door.get("/retirement/list.xlsx?unit=industry&year=before").content)
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Đoàn viên đã đến tuổi nghỉ hưu trước năm 2025"
    assert {row[0] for row in rows} > {"Vàng A Chứ", "Lò Thị Ban"}


def test_of_whom_only_the_year_is_known_no_day_of_birth_is_made_up(elders: World, signed_in: Door) -> None:
    sua = NewMember("Giàng A Súa", "male", date(1964, 1, 1), born_year_only=True)
    (membership,) = admit(elders.officer, unit=elders.mill, day=date(2024, 5, 1), people=[sua])
    door = signed_in(elders.chair)
    page = text(door.get(PAGE))
    assert "01/01/1964" not in page
    assert "1964 Công đoàn mill 30/04/2025" in page
    assert f'href="/members/{membership.member_id}/"' in door.get(PAGE).content.decode()
    file = BytesIO(door.get("/retirement/list.xlsx?unit=industry").content)
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert next(row for row in rows if row[0] == sua.name)[2] == "1964"


def test_the_list_as_a_file_is_noted(elders: World, signed_in: Door) -> None:
    response = signed_in(elders.chair).get("/retirement/list.xlsx?unit=industry")
    rows = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()
    days = [date(1964, 1, 31), date(2025, 4, 30), date(2025, 5, 1), date(2019, 1, 31)]
    assert ["Giàng A Pao", "nam", days[0], "Công đoàn mill", *days[1:]] in rows
    assert any("chair" in str(cell) for row in rows for cell in row), "who took it stands in it"
    deed = Deed.objects.get(verb="exported")
    assert (deed.by, deed.unit, deed.words["rows"]) == (elders.chair, elders.industry, 2)


def test_who_may_not_manage_members_sees_no_list_of_them(elders: World, signed_in: Door) -> None:
    appoint(elders.officer, user=elders.stranger, unit=elders.industry, role=Role.INSPECTOR, day=date(2025, 1, 1))
    assert signed_in(elders.stranger).get(PAGE).status_code == 404
    assert signed_in(elders.stranger).get("/retirement/list.xlsx?unit=industry").status_code == 404
