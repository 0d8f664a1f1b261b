"""Figures on the desk: each number opens, and what is listed adds up to what was pressed."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from tests.desk.conftest import PERIOD, Desk, Door
from tests.desk.files import photo, sheet
from tests.world import the_day

from congdoan.base.bound import Bound
from congdoan.base.knowledge import keep_moment
from congdoan.catalogue.models import current
from congdoan.desk.drilling import Way
from congdoan.records.activities.actions import correct_activity, withdraw_activity
from congdoan.records.structure.actions import hand_over

EXCELS_DAY_NOUGHT = date(1899, 12, 30)
NORTH = f"/figures/members.admitted/?unit=north&{PERIOD}"


@pytest.fixture
def door(desk: Desk, signed_in: Door) -> Client:
    return signed_in(desk.world.officer)


def way(door: Client, url: str) -> Way:
    found = door.get(url).context["way"]
    assert isinstance(found, Way)
    return found


def test_a_table_shows_plan_share_and_the_same_period_before(desk: Desk, door: Client) -> None:
    desk.world.admit(desk.world.mill, date(2023, 3, 1), 2)
    rows = {row.indicator.code: row for row in door.get(f"/figures/?unit=north&{PERIOD}").context["groups"][0].rows}
    admitted = rows["members.admitted"]
    assert (str(admitted.now), str(admitted.before), str(admitted.change)) == ("3", "2", "50,0\u00a0%")
    assert admitted.against.target == 10
    assert str(admitted.against.rate) == "30,0"
    assert admitted.against.gone == pytest.approx(183 / 366, abs=0.01)


def test_chosen_indicators_come_in_the_link(desk: Desk, door: Client) -> None:
    page = door.get(f"/figures/?unit=north&{PERIOD}&i=dialogue.held&i=dialogue.people").content.decode()
    assert "Số cuộc đối thoại" in page
    assert "Đoàn viên kết nạp" not in page


def test_what_adds_up_only_at_a_unit_itself_says_so(desk: Desk, door: Client) -> None:
    page = door.get(f"/figures/?unit=north&{PERIOD}&i=members.transferred_in").content.decode()
    assert "Chỉ cộng được tại chính một đơn vị" in page
    alone = door.get(f"/figures/members.transferred_in/?unit=north&{PERIOD}").content.decode()
    assert "Chỉ tiêu này chỉ cộng được tại chính một đơn vị" in alone
    assert door.get(f"/figures/members.transferred_in/?unit=north&scope=own&{PERIOD}").status_code == 200


def test_a_number_opens_to_units_to_postings_to_the_record(desk: Desk, door: Client) -> None:
    whole = way(door, NORTH)
    assert [(row.name, str(row.now), row.down) for row in whole.table.rows] == [("Công đoàn industry", "3", "industry")]
    assert whole.table.adds_up
    assert "cộng lại đúng 3" in door.get(NORTH).content.decode()

    further = way(door, f"{NORTH}&down=industry")
    assert [str(step.told) for step in further.steps] == ["3", "3"]
    assert [row.down for table, _downs in further.tables for row in table.rows] == ["mill"]

    end = way(door, f"{NORTH}&down=industry&down=mill")
    assert end.postings is not None
    assert end.postings.adds_up
    assert (end.postings.count, str(end.postings.told)) == (3, "3")
    first = end.postings.rows[0]
    page = door.get(f"{NORTH}&down=industry&down=mill&entry={first.entry}").content.decode()
    assert "Người ghi" in page
    assert door.get(first.url).status_code == 200


def test_a_number_opens_to_the_photo_of_its_record(desk: Desk, door: Client) -> None:
    taken = photo(desk)
    url = f"/figures/dialogue.people/?unit=industry&{PERIOD}&down=mill"
    page = door.get(f"{url}&entry={desk.dialogue.pk}").content.decode()
    assert f'src="/activities/{desk.dialogue.pk}/photos/{taken.pk}/small/"' in page


def test_a_way_through_a_unit_out_of_reach_does_not_exist(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.chair)
    assert door.get(f"{NORTH}&down=industry").status_code == 200
    assert door.get(f"{NORTH}&down=south").status_code == 404
    assert door.get(f"{NORTH}&down=mill").status_code == 404, "no child of north"


def test_a_child_counts_for_its_days_beneath_the_unit(desk: Desk, door: Client) -> None:
    hand_over(desk.world.officer, unit=desk.world.mill, to=desk.world.zone, day=date(2024, 5, 1))
    desk.world.admit(desk.world.mill, date(2024, 5, 20), 2)
    north, south = way(door, NORTH), way(door, NORTH.replace("north", "south"))
    assert (str(north.table.told), str(south.table.told)) == ("3", "2")
    end = way(door, f"{NORTH}&down=industry&down=mill")
    assert end.postings is not None
    assert str(end.postings.told) == "3"
    assert end.postings.adds_up
    restated = way(door, NORTH.replace("north", "south") + "&tree=2024-06-30")
    assert str(restated.table.told) == "5"


@pytest.mark.parametrize("view", ["unit", "month", "level", "posting"])
def test_every_view_adds_up_with_corrections_and_declarations_in_it(desk: Desk, door: Client, view: str) -> None:
    world = desk.world
    correct_activity(world.officer, activity=desk.dialogue, measures={"people": 100}, reason="đếm lại")
    gone = world.hold_dialogue(world.mine, date(2024, 4, 1), people=9)
    withdraw_activity(world.officer, activity=gone, reason="ghi nhầm")
    world.declare(world.school, "dialogue.people", "2023-12..2024-02", Bound(40, 60))
    world.declare(world.school, "dialogue.people", "2024-03..2024-12", 900)
    response = door.get(f"/figures/dialogue.people/?unit=north&{PERIOD}&by={view}")
    shown = response.context.get("postings") or response.context["table"]
    assert shown.adds_up
    assert str(shown.told) == str(response.context["told"])
    assert "cộng lại đúng" in response.content.decode()


def test_postings_come_by_the_page_and_the_sum_is_of_all(desk: Desk, door: Client) -> None:
    desk.world.admit(desk.world.mine, date(2024, 2, 1), 60)
    first = door.get(f"{NORTH}&by=posting").context["postings"]
    assert (len(first.rows), first.count, str(first.told), first.adds_up, first.later) == (50, 63, "63", True, 2)
    second = door.get(f"{NORTH}&by=posting&page=2").context["postings"]
    assert (len(second.rows), second.earlier, second.later) == (13, 1, None)


def test_a_stock_is_told_at_the_ends_of_months_and_is_not_added_up(desk: Desk, door: Client) -> None:
    response = door.get(f"/figures/members.total/?unit=north&{PERIOD}&by=month")
    table = response.context["table"]
    assert [str(row.now) for row in table.rows][-3:] == ["0", "3", "3"]
    assert table.adds_up is None


def test_a_number_is_told_as_it_was_known(desk: Desk, door: Client) -> None:
    with the_day(date(2025, 1, 10)):
        keep_moment()
    with the_day(date(2025, 1, 20)):
        desk.world.admit(desk.world.mine, date(2024, 2, 1), 4)
    url = f"{NORTH}&known=2025-01-15"
    assert str(door.get(NORTH).context["told"]) == "7"
    assert str(door.get(url).context["told"]) == "3"


def test_unknown_is_not_zero(desk: Desk, door: Client) -> None:
    page = door.get("/figures/dialogue.held/?unit=school&period=2015").content.decode()
    assert "Chưa rõ không phải là không." in page


def test_a_ratio_shows_what_was_divided_by_what(desk: Desk, door: Client) -> None:
    page = door.get(f"/figures/members.admitted.plan_rate/?unit=north&{PERIOD}").content.decode()
    assert "30,0" in page
    assert "Kế hoạch 01/12/2023 – 30/11/2024" in page
    assert "Tỷ lệ không cộng được" in page


@pytest.mark.parametrize(
    "url", ["/figures/?", "/figures/members.admitted/?by=unit&", "/figures/members.admitted/?by=posting&"]
)
def test_a_view_comes_as_a_workbook(desk: Desk, door: Client, url: str) -> None:
    response = door.get(f"{url}unit=north&{PERIOD}&xlsx=1")
    assert response.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    assert re.search(r'filename="[\w-]+-2024-h1\.xlsx"', response.headers["Content-Disposition"])
    assert BytesIO(response.content).read(2) == b"PK"


def test_a_workbook_tells_how_much_stands_on_records_as_a_number(desk: Desk, door: Client) -> None:
    rows = sheet(door.get(f"/figures/?unit=north&{PERIOD}&xlsx=1").content)
    (admitted,) = [row for row in rows if row[0] == current().indicators["members.admitted"].local_name]
    assert admitted[-1] == "1"


def test_a_workbook_has_every_posting_of_its_number(desk: Desk, door: Client) -> None:
    desk.world.admit(desk.world.mine, date(2024, 2, 1), 60)
    rows = sheet(door.get(f"{NORTH}&by=posting&page=2&xlsx=1").content)
    listed = [row for row in rows if row[0].isdecimal()]  # days are numbers there, so that they sort
    assert len(listed) == 63
    assert sum(int(row[-1]) for row in listed) == 63
    assert ["Cộng", "63"] in rows


def test_a_workbook_of_a_way_down_is_of_where_it_ends(desk: Desk, door: Client) -> None:
    rows = sheet(door.get(f"{NORTH}&down=industry&xlsx=1").content)
    assert ["Công đoàn mill", "3"] in rows
    assert ["Cộng", "3"] in rows
    end = sheet(door.get(f"{NORTH}&down=industry&down=mill&xlsx=1").content)
    assert sum(row[0] == str((date(2024, 4, 2) - EXCELS_DAY_NOUGHT).days) for row in end) == 3


def test_a_ratio_is_divided_afresh_at_each_unit_beneath(desk: Desk, door: Client) -> None:
    world = desk.world
    world.plan(world.industry, "2024", 4)
    url = f"/figures/members.admitted.plan_rate/?unit=north&{PERIOD}"
    (row,) = door.get(url).context["rows"]
    assert (row.name, str(row.told), str(row.of), str(row.per), row.code) == (
        "Công đoàn industry",
        "75,0",
        "3",
        "4",
        "industry",
    )
    rows = sheet(door.get(f"{url}&xlsx=1").content)
    assert ["Cả đơn vị", "30", "3", "10"] in rows
    assert ["Công đoàn industry", "75", "3", "4"] in rows


def test_a_share_of_members_is_divided_afresh_too(desk: Desk, door: Client) -> None:
    response = door.get(f"/figures/members.admitted.rate/?unit=north&{PERIOD}")
    (row,) = response.context["rows"]
    assert (row.name, str(row.told), str(row.of), str(row.per)) == ("Công đoàn industry", "100,0", "3", "3")


def test_a_page_of_postings_beyond_the_last_is_the_first(desk: Desk, door: Client) -> None:
    beyond = door.get(f"{NORTH}&by=posting&page=9").context["postings"]
    assert (beyond.page, beyond.count, beyond.adds_up) == (1, 3, True)


def test_the_months_of_the_year_before_have_their_sum(desk: Desk, door: Client) -> None:
    desk.world.admit(desk.world.mill, date(2023, 3, 1), 2)
    assert str(door.get(f"{NORTH}&by=month").context["table"].foot.before) == "2"


def test_a_chart_has_its_sentence(desk: Desk, door: Client) -> None:
    desk.world.admit(desk.world.mine, date(2024, 2, 1), 4)
    page = door.get(f"{NORTH}&by=month").content.decode()
    assert '<svg class="chart"' in page
    assert "Nhiều nhất: 02/2024, 4 người." in page


def test_an_unknown_indicator_does_not_exist(door: Client) -> None:
    assert door.get("/figures/members.unheard/?unit=north").status_code == 404
