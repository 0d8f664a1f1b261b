"""The pages by which unions set until when those beneath send, and those on which that is seen."""

from datetime import date

import pytest
from tests.desk.conftest import PERIOD, Desk, Door
from tests.desk.reports import drafted
from tests.desk.test_sheets import plain
from tests.world import the_day

from congdoan.org.models import Deed
from congdoan.reports.models import Deadline

JUNE = date(2024, 6, 5)
PAGE = f"/sheets/board/due/?unit=north&{PERIOD}"


def test_a_union_sets_a_day_and_all_who_look_see_it(desk: Desk, signed_in: Door) -> None:
    above, below = signed_in(desk.world.chair), signed_in(desk.world.clerk)
    with the_day(JUNE):
        board = f"/sheets/board/?unit=north&form=own-half&{PERIOD}"
        assert "công đoàn cơ sở 10/06/2024 (mặc định)" in plain(above.get(board))
        assert "mặc định" in plain(below.get(f"/sheets/?unit=mill&{PERIOD}"))
        page = plain(above.get(f"{PAGE}&form=own-half&for=2024-H1"))
        assert "Để trống thì vẫn là 10/06/2024 (mặc định)." in page
        answer = above.post(f"{PAGE}&form=own-half&for=2024-H1", {"grassroots": "18/6"})
        assert answer.status_code == 302
        assert "Đã đặt hạn: công đoàn cơ sở 18/06/2024." in plain(above.get(answer.headers["Location"]))
        assert "công đoàn cơ sở 18/06/2024 (đơn vị này đặt)" in plain(above.get(board))
        assert "18/06/2024" in plain(below.get(f"/sheets/?unit=mill&{PERIOD}"))
        sheet = plain(below.get(f"/sheets/{drafted(desk).pk}/"))
        assert "hạn 18/06/2024, còn 13 ngày" in sheet
        assert "(mặc định)" not in sheet
        assert "đặt hạn 18/06/2024" in plain(above.get("/journal/?unit=north&period=2024-06&cutoff=05-31"))
    with the_day(date(2024, 6, 20)):
        assert "trễ 2 ngày" in plain(above.get(board))


def test_an_empty_day_takes_it_back(desk: Desk, signed_in: Door) -> None:
    above = signed_in(desk.world.chair)
    with the_day(JUNE):
        above.post(f"{PAGE}&form=own-half&for=2024-H1", {"grassroots": "18/06/2024"})
        assert "Xóa trắng là bỏ hạn này." in plain(above.get(f"{PAGE}&form=own-half&for=2024-H1"))
        told = above.post(f"{PAGE}&form=own-half&for=2024-H1", {"grassroots": ""}, follow=True)
        assert "Đã bỏ hạn riêng." in plain(told)
    assert not Deadline.objects.known().exists()
    assert Deed.objects.filter(verb="withdrew_deadline").count() == 1


@pytest.mark.parametrize(
    ("asked", "day", "sentence"),
    [
        ("2024-H1", "31/05/2024", "hạn sớm nhất là ngày 01/06/2024"),
        ("2024-H1", "31/06/2024", "Tháng 6 chỉ có 30 ngày"),
        ("2024-H1", "mai", "không đọc được"),
        ("2024-05", "18/6", "mẫu này lập cho: 6 tháng"),
        ("sang năm", "18/6", "không đọc được"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    desk: Desk, signed_in: Door, asked: str, day: str, sentence: str
) -> None:
    with the_day(JUNE):
        told = signed_in(desk.world.chair).post(f"{PAGE}&form=own-half&for={asked}", {"grassroots": day})
    assert sentence in plain(told)
    assert not Deadline.objects.exists()


def test_a_form_filled_when_asked_is_asked_for_and_opened_from_what_is_owed(desk: Desk, signed_in: Door) -> None:
    above, below = signed_in(desk.world.officer), signed_in(desk.world.chair)
    page = f"/sheets/board/due/?unit=head&{PERIOD}&form=review&for=2020..2024-05"
    with the_day(JUNE):
        assert "Để trống là chưa yêu cầu cấp này báo cáo." in plain(above.get(page))
        assert above.post(page, {"provincial": "1/7/2024"}).status_code == 302
        owed = below.get(f"/sheets/?unit=north&{PERIOD}").content.decode()
        link = next(part for part in owed.split('"') if "sheets/open" in part and "review" in part).replace(
            "&amp;", "&"
        )
        assert 'name="other_period" value="2020..2024-05"' in below.get(link).content.decode()
        board = plain(above.get(f"/sheets/board/?unit=head&form=review&{PERIOD}"))
        assert "từ năm 2020 đến tháng 5/2024" in board
        assert "0 trên 2 đơn vị đã gửi" in board


def test_the_period_is_chosen_in_words_of_those_that_the_form_takes(desk: Desk, signed_in: Door) -> None:
    above = signed_in(desk.world.chair)
    with the_day(JUNE):
        first = above.get("/sheets/board/due/?unit=north&period=2024-05&form=own-half").content.decode()
        assert '<option value="2024-H1" selected>6 tháng đầu năm 2024 (01/12/2023 – 31/05/2024)</option>' in first
        assert '<option value="2024-05"' not in first
        assert 'name="other"' not in first, "the form takes no run of days"
        assert "Hạn của" not in first, "no day before there is a period"
        chosen = plain(above.get(f"{PAGE}&was=own-half&form=own-half&for=2024-H2"))
        assert "6 tháng cuối năm 2024" in chosen
        assert "Hạn của" in chosen
        empty = plain(above.get(f"{PAGE}&was=own-half&form=own-half&for="))
        assert "Chọn một kỳ." in empty


def test_it_begins_with_what_the_board_shows_and_not_with_a_half_told_with_its_year(
    desk: Desk, signed_in: Door
) -> None:
    above = signed_in(desk.world.chair)
    with the_day(date(2024, 12, 5)):
        bar = "unit=north&period=2024-H2&cutoff=05-31"
        board = above.get(f"/sheets/board/?{bar}&form=own-half").content.decode()
        links = [part.replace("&amp;", "&") for part in board.split('"') if part.startswith("/sheets/board/due/")]
        assert len(links) == 2
        assert all("form=own-half" in link and "for=2024" in link.split("&") for link in links)
        assert "Báo cáo của công đoàn cơ sở, Năm 2024" in plain(above.get(links[0]))
        by_itself = above.get(f"/sheets/board/due/?{bar}&form=own-half").content.decode()
        assert '<option value="2024" selected>' in by_itself
        assert "Hạn của" not in by_itself
        above.post(f"/sheets/board/due/?{bar}&form=own-half&for=2024-H2", {"grassroots": "18/12/2024"})
        assert "Hạn của" in plain(above.get(f"/sheets/board/due/?{bar}&form=own-half")), "once it was asked for"


def test_of_another_form_the_period_is_chosen_again(desk: Desk, signed_in: Door) -> None:
    with the_day(JUNE):
        page = f"/sheets/board/due/?unit=head&{PERIOD}&was=own-half&form=review&for=2024-H1&other="
        told = plain(signed_in(desk.world.officer).get(page))
    assert "Kỳ khác" in told
    assert "không lập cho kỳ" not in told
    assert "Hạn của" not in told


@pytest.mark.parametrize(
    "written",
    ["từ năm 2020 đến tháng 5/2024", "2020 – 5/2024", "2020..2024-05", "Từ đầu năm 2020 Đến hết tháng 05/2024"],
)
def test_a_run_of_days_is_written_as_people_write_it(desk: Desk, signed_in: Door, written: str) -> None:
    with the_day(JUNE):
        page = f"/sheets/board/due/?unit=head&{PERIOD}&was=review&form=review&for=&other={written}"
        above = signed_in(desk.world.officer)
        assert "Hạn của" in plain(above.get(page))
        assert above.post(page, {"provincial": "1/7/2024"}).status_code == 302
    assert Deadline.objects.get().period == "2020..2024-05"


def test_the_page_says_by_what_and_from_when_those_beneath_know_of_it(desk: Desk, signed_in: Door) -> None:
    with the_day(JUNE):
        page = plain(signed_in(desk.world.chair).get(f"{PAGE}&form=own-half&for=2025-H1"))
    assert "Từ khi kỳ bắt đầu, đơn vị được báo bằng thư (nếu tài khoản có địa chỉ)" in page


def test_a_day_that_was_set_waits_at_home(desk: Desk, signed_in: Door) -> None:
    with the_day(JUNE):
        signed_in(desk.world.chair).post(f"{PAGE}&form=own-half&for=2024-H1", {"grassroots": "18/06/2024"})
        assert "6 tháng đầu năm 2024, hạn 18/06/2024 · cấp trên đặt" in plain(signed_in(desk.world.clerk).get("/"))


def test_who_does_not_review_there_has_no_page_to_set_a_day_on(desk: Desk, signed_in: Door) -> None:
    assert signed_in(desk.world.stranger).get(PAGE).status_code == 404
    with the_day(JUNE):
        page = f"/sheets/board/due/?unit=mill&{PERIOD}&form=own-half&for=2024-H1"
        told = signed_in(desk.world.clerk).post(page, {"grassroots": "18/6/2024"})
    assert "không có đơn vị nào lập báo cáo" in plain(told)
    assert not Deadline.objects.exists()
