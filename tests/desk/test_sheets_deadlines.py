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


def test_who_does_not_review_there_has_no_page_to_set_a_day_on(desk: Desk, signed_in: Door) -> None:
    assert signed_in(desk.world.stranger).get(PAGE).status_code == 404
    with the_day(JUNE):
        page = f"/sheets/board/due/?unit=mill&{PERIOD}&form=own-half&for=2024-H1"
        told = signed_in(desk.world.clerk).post(page, {"grassroots": "18/6/2024"})
    assert "không có đơn vị nào lập báo cáo" in plain(told)
    assert not Deadline.objects.exists()
