"""The context bar: a link wins over what the session remembers, and what cannot be read is said, not guessed."""

from datetime import date

import pytest
from tests.desk.conftest import PERIOD, Desk, Door
from tests.world import the_day

from congdoan.base.knowledge import keep_moment
from congdoan.desk.context import RECENT, UNION, read_day, usual_period
from congdoan.desk.pickers import changed


def test_a_link_wins_over_what_the_session_remembers(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.officer)
    door.get("/figures/?unit=north&period=2024-H1&cutoff=05-31")
    assert "Công đoàn north" in door.get("/figures/").content.decode()
    assert "01/12/2023 – 31/05/2024" in door.get("/figures/").content.decode()
    page = door.get("/figures/?unit=south&period=2024-Q1").content.decode()
    assert "Công đoàn south" in page
    assert "Quý 1/2024" in page


def test_a_link_without_a_cut_off_means_the_calendar(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.officer)
    door.get("/figures/?unit=north&period=2024-H1&cutoff=05-31")
    assert "01/01/2024 – 30/06/2024" in door.get("/figures/?period=2024-H1").content.decode()


def test_the_past_is_never_remembered(desk: Desk, signed_in: Door) -> None:
    with the_day(date(2025, 1, 20)):
        keep_moment()
    door = signed_in(desk.world.officer)
    page = door.get("/figures/?unit=north&known=2025-01-25&tree=2024-06-30").content.decode()
    assert "Đang xem quá khứ: số biết đến 08:00 ngày 20/01/2025." in page
    assert "Đang xem quá khứ: cây tổ chức ngày 30/06/2024." in page
    assert "Đang xem quá khứ" not in door.get("/figures/").content.decode()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("period=2024-H3", "Kỳ “2024-H3” không đọc được"),
        ("period=2024&cutoff=31-05", "Ngày chốt 31-05 không đọc được"),
        ("scope=village", "Không có phạm vi “village”"),
        ("known=hôm qua", "Thời điểm “hôm qua” không đọc được"),
        ("known=2001-01-01", "Chưa có mốc nào được giữ trước"),
        ("tree=2024-02-31", "Ngày “2024-02-31” không đọc được"),
        ("tree=9999-12-31", "Ngày “9999-12-31” không đọc được"),
        ("known=9999-12-31", "Thời điểm “9999-12-31” không đọc được"),
        ("known=0001-01-01", "Thời điểm “0001-01-01” không đọc được"),
    ],
)
def test_what_cannot_be_read_is_said(desk: Desk, signed_in: Door, query: str, sentence: str) -> None:
    response = signed_in(desk.world.officer).get(f"/figures/?unit=north&{query}")
    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_a_printed_record_tells_no_unit_and_period_that_are_not_its_own(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.officer)
    figures = door.get(f"/figures/?unit=north&{PERIOD}").content.decode()
    record = door.get(f"/activities/{desk.dialogue.pk}/?unit=north&{PERIOD}").content.decode()
    assert [page.count('class="context"') for page in (figures, record)] == [1, 0]
    assert 'class="context unprinted"' in record
    form = door.get(f"/activities/{desk.dialogue.pk}/correct/?unit=north&{PERIOD}").content.decode()
    assert ["6 tháng đầu năm 2024" in page for page in (figures, form)] == [True, False]
    foot = form.split('<footer class="printed">')[1].split("</footer>")[0]
    assert foot.startswith("In từ Sổ Công Đoàn, ")


def test_a_unit_out_of_reach_does_not_exist_in_a_link(desk: Desk, signed_in: Door) -> None:
    assert signed_in(desk.world.clerk).get("/figures/?unit=north").status_code == 404


def test_the_menu_has_only_what_the_user_may_open(desk: Desk, signed_in: Door) -> None:
    page = signed_in(desk.world.clerk).get("/").content.decode()
    assert ">Số liệu</a>" in page
    assert ">Nhật ký</a>" not in page


@pytest.mark.parametrize(
    ("today", "period"),
    [
        (date(2024, 6, 25), "2024-H1"),
        (date(2024, 7, 1), "2024-H2"),
        (date(2024, 12, 20), "2024-H2"),
        (date(2025, 1, 2), "2025-H1"),
        (date(2025, 5, 31), "2025-H1"),
    ],
)
def test_the_usual_period_is_the_half_year_now_written_or_reported(today: date, period: str) -> None:
    found = usual_period(today)
    assert (str(found), found.cutoff) == (period, UNION)


def test_days_are_read_as_they_are_written_here() -> None:
    assert read_day("20/06/2024") == read_day("2024-06-20") == date(2024, 6, 20)


def test_picking_a_unit_changes_the_query_and_the_path_that_names_it(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.officer)
    door.get("/units/north/?period=2024-H1&cutoff=05-31")
    context = door.get("/units/north/?period=2024-H1&cutoff=05-31").context["context"]
    url = changed("/units/north/?period=2024&by=month&down=mill", context, unit="south")
    assert url == "/units/south/?by=month&unit=south&period=2024-H1&cutoff=05-31"


@pytest.mark.parametrize("picker", ["unit", "period", "known", "tree"])
def test_a_picker_leads_back_nowhere_but_here(desk: Desk, signed_in: Door, picker: str) -> None:
    page = signed_in(desk.world.officer).get(f"/pick/{picker}/?back=https://elsewhere.example/").content.decode()
    assert 'href="https://elsewhere' not in page


def test_a_picker_is_a_page_and_in_htmx_a_dialog(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.officer)
    assert "<html" in door.get("/pick/unit/?back=/figures/").content.decode()
    dialog = door.get("/pick/unit/?back=/figures/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in dialog
    assert "Công đoàn north" in dialog


def test_units_are_found_without_marks_and_by_former_names(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.officer)
    found = door.get("/pick/unit/?q=cong doan mill", headers={"HX-Request": "true", "HX-Target": "pick-results"})
    assert "Công đoàn mill" in found.content.decode()
    nothing = door.get("/pick/unit/?q=giang a pao", headers={"HX-Request": "true", "HX-Target": "pick-results"})
    assert "Không tìm thấy “giang a pao”" in nothing.content.decode()


def test_the_units_looked_at_last_stand_in_the_picker(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.officer)
    for code in ("school", "plant", "north"):
        door.get(f"/figures/?unit={code}&{PERIOD}")
    shown = door.get("/pick/unit/?back=/figures/").context["recent"]
    assert {choice.label for choice in shown} == {"Công đoàn school", "Công đoàn plant"}


def test_a_unit_looked_at_once_is_not_in_the_picker_when_it_is_out_of_reach(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    session = door.session
    session[RECENT] = ["plant", "south"]
    session.save()
    assert door.get("/pick/unit/?back=/figures/").context["recent"] == []


def test_another_period_is_written_in_its_own_words(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.officer)
    response = door.get("/pick/period/?back=/figures/&written=01/12/2023 – 31/05/2024")
    assert response.status_code == 302
    assert "period=2023-12-01..2024-05-31" in response.headers["Location"]
    refused = door.get("/pick/period/?back=/figures/&written=2024-13").content.decode()
    assert "Kỳ “2024-13” không đọc được" in refused


@pytest.mark.parametrize("there", ["/positions/?", "/journal/?", "/figures/members.admitted/?by=posting&"])
def test_a_page_that_there_cannot_be_is_the_first_or_empty(desk: Desk, signed_in: Door, there: str) -> None:
    door = signed_in(desk.world.chair)
    for page in ("-1", "0", "x", "²", "9" * 30):
        assert door.get(f"{there}unit=north&page={page}").status_code == 200


@pytest.mark.parametrize("there", ["/search/?q=%00", "/units/%00/", "/positions/at/mill/?q=a%00", "/?unit=%00"])
def test_a_sign_that_is_in_no_text_finds_nothing(desk: Desk, signed_in: Door, there: str) -> None:
    assert signed_in(desk.world.chair).get(there).status_code == 404


def test_a_form_that_only_looks_keeps_the_whole_of_the_bar(desk: Desk, signed_in: Door) -> None:
    door, bar = signed_in(desk.world.chair), "unit=north&scope=own&period=2024-Q1&cutoff=06-30"
    for there in ("positions", "journal", "activities", "members", "figures/choose", "committees", "units"):
        page = door.get(f"/{there}/?{bar}").content.decode()
        for name, value in (pair.split("=") for pair in bar.split("&")):
            assert f'<input type="hidden" name="{name}" value="{value}">' in page, (there, name)
