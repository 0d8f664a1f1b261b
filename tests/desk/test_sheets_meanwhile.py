"""What colleagues change in a draft that somebody has before them; and boxes of the text that open to their lines."""

import re
from datetime import date

from tests.desk.conftest import Desk, Door
from tests.desk.reports import drafted, submitted
from tests.desk.test_sheets import plain
from tests.world import TODAY, the_day

from congdoan.reports.actions import propose, word_line, write_part

STRIP = re.compile(r'hx-get="([^"]*/meanwhile/[^"]*)"')


def strip_of(door: Door, desk: Desk, page: str) -> str:
    """The address that an opened page asks again and again."""
    found = STRIP.search(door(desk.world.clerk).get(page).content.decode())
    assert found
    return found[1].replace("&amp;", "&")


def test_the_strip_is_empty_until_somebody_else_changes_the_draft(desk: Desk, signed_in: Door) -> None:
    sheet, clerk = drafted(desk), signed_in(desk.world.clerk)
    with the_day(TODAY, 9):
        strip = strip_of(signed_in, desk, f"/sheets/{sheet.pk}/")
        write_part(desk.world.clerk, sheet=sheet, key="tasks", text="Việc của mình.", seen=0)
        assert "vừa sửa" not in plain(clerk.get(strip))
        write_part(desk.world.officer, sheet=sheet, key="strengths", text="Kịp thời.", seen=0)
        assert "officer vừa sửa “Ưu điểm”" in plain(clerk.get(strip))
    with the_day(TODAY, 10):
        assert "vừa sửa" not in plain(clerk.get(strip_of(signed_in, desk, f"/sheets/{sheet.pk}/")))


def test_it_names_lines_and_proposals_too(desk: Desk, signed_in: Door) -> None:
    sheet, clerk = drafted(desk), signed_in(desk.world.clerk)
    with the_day(TODAY, 9):
        strip = strip_of(signed_in, desk, f"/sheets/{sheet.pk}/")
        word_line(desk.world.officer, sheet=sheet, line="dialogue.held@own", stated=None, note_text="có biên bản")
        propose(desk.world.officer, sheet=sheet, to="Công đoàn north", text="Hỗ trợ kinh phí.")
        told = plain(clerk.get(strip))
    assert "officer vừa sửa “Số cuộc đối thoại”" in told
    assert "officer vừa sửa “Kiến nghị, đề xuất”" in told


def test_who_writes_a_part_hears_of_that_part_alone(desk: Desk, signed_in: Door) -> None:
    sheet, clerk = drafted(desk), signed_in(desk.world.clerk)
    strip = strip_of(signed_in, desk, f"/sheets/{sheet.pk}/parts/tasks/")
    write_part(desk.world.officer, sheet=sheet, key="strengths", text="Kịp thời.", seen=0)
    assert "vừa sửa" not in plain(clerk.get(strip))
    write_part(desk.world.officer, sheet=sheet, key="tasks", text="Vận động.", seen=0)
    assert "officer vừa sửa mục này" in plain(clerk.get(strip))


def test_a_draft_that_was_sent_meanwhile_says_so(desk: Desk, signed_in: Door) -> None:
    sheet, clerk = drafted(desk), signed_in(desk.world.clerk)
    strip = strip_of(signed_in, desk, f"/sheets/{sheet.pk}/")
    submitted(desk)
    assert "Báo cáo này vừa được gửi" in plain(clerk.get(strip))


def test_what_is_asked_strangely_or_by_a_stranger_tells_nothing(desk: Desk, signed_in: Door) -> None:
    sheet = drafted(desk)
    page = f"/sheets/{sheet.pk}/meanwhile/?since=hôm+qua&seen=x&part=nowhere"
    assert "vừa sửa" not in plain(signed_in(desk.world.clerk).get(page))
    assert signed_in(desk.world.stranger).get(page).status_code == 404


def test_a_box_of_the_text_opens_to_its_line_for_who_writes_and_to_the_records_for_who_reads(
    desk: Desk, signed_in: Door
) -> None:
    sheet, clerk = drafted(desk), signed_in(desk.world.clerk)
    page = f"/sheets/{sheet.pk}/"
    written = clerk.get(page).content.decode()
    assert f'class="held" href="{page}lines/members.admitted@own/"' in written
    submitted(desk)
    assert 'class="held" href="/figures/members.admitted/?unit=mill' in clerk.get(page).content.decode()


def test_the_numbers_since_the_year_began_open_too(desk: Desk, signed_in: Door) -> None:
    page = signed_in(desk.world.clerk).get(f"/sheets/{drafted(desk).pk}/").content.decode()
    assert "period=2023-12-01..2024-05-31&amp;cutoff=05-31" in page


def test_a_sent_sheet_says_at_once_which_lines_are_others_now(desk: Desk, signed_in: Door) -> None:
    sheet, clerk = submitted(desk), signed_in(desk.world.clerk)
    page = f"/sheets/{sheet.pk}/"
    asked = f'hx-get="{page}changes/?revision=1" hx-trigger="load"'
    assert asked in clerk.get(page).content.decode()
    brief = {"HX-Request": "true"}
    assert "Sổ vẫn nói đúng như báo cáo đã gửi." in plain(clerk.get(f"{page}changes/?revision=1", headers=brief))
    desk.world.admit(desk.world.mill, date(2024, 4, 9), 4)
    told = plain(clerk.get(f"{page}changes/?revision=1", headers=brief))
    assert "2 dòng đã khác từ khi gửi" in told
    assert "3, nay 7 (+4)" in told
    assert "<h1" not in told
