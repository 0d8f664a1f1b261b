"""An activity's page, its correction and withdrawal, its files, and the lists of activities."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk.conftest import PERIOD, Desk, Door
from tests.desk.files import PDF, SCRIPT, document, jpeg, photo, upload
from tests.desk.keeping import keep

from congdoan.base.bound import Bound
from congdoan.org.actions import appoint
from congdoan.org.rules import Role
from congdoan.records.activities.actions import (
    Around,
    NewActivity,
    correct_activity,
    record_activities,
    record_activity,
    withdraw_activity,
)
from congdoan.records.activities.models import Activity, Document, Photo

MOST_QUERIES = 20


@pytest.fixture
def clerk(desk: Desk, signed_in: Door) -> Client:
    return signed_in(desk.world.clerk)


def page_of(desk: Desk, rest: str = "") -> str:
    return f"/activities/{desk.dialogue.pk}/{rest}"


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def told(**more: object) -> dict[str, object]:
    """The dialogue's correction, rightly filled in."""
    said = {"do": "record", "seen": "0", "day_is": "another", "day": "2024-03-05", "people": "190", "reason": "đếm lại"}
    return said | more


# --- Its page --------------------------------------------------------------------------------------------------------


def test_the_page_says_what_where_when_how_much_and_who(desk: Desk, clerk: Client) -> None:
    page = text_of(clerk, page_of(desk))
    for said in ("Hội nghị đối thoại", "Công đoàn mill", "Thứ Ba, 05/03/2024", "126", "officer", "Lượt người dự đối"):
        assert said in page


def test_who_wrote_it_is_told_as_done_not_as_a_button(desk: Desk, clerk: Client) -> None:
    hands = clerk.get(f"/activities/{desk.dialogue.pk}/").content.decode().split('id="hands"')[1]
    assert "Đã ghi vào sổ" in hands


def test_who_may_only_read_is_shown_no_way_to_write(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    appoint(world.officer, user=world.stranger, unit=world.mill, role=Role.INSPECTOR, day=date(2024, 1, 1))
    inspector = signed_in(desk.world.stranger)
    page = text_of(inspector, page_of(desk))
    assert "correct/" not in page
    assert "Ghi tiếp cùng loại" not in page
    for rest in ("correct/", "withdraw/", "attach/"):
        assert inspector.get(page_of(desk, rest)).status_code == 404
        assert inspector.post(page_of(desk, rest), told()).status_code == 404
    for url in ("/activities/record/", "/activities/record/dialogue/?unit=mill"):
        assert inspector.get(url).status_code == 404


def test_names_of_those_served_are_for_who_looks_after_members(desk: Desk, clerk: Client, signed_in: Door) -> None:
    world = desk.world
    visit = record_activity(
        world.clerk,
        unit=world.mill,
        day=date(2024, 3, 6),
        kind="care-visit",
        measures={"people": 1, "amount": 1_000_000},
        beneficiaries=[desk.member.member],
    )
    appoint(world.officer, user=world.stranger, unit=world.mill, role=Role.INSPECTOR, day=date(2024, 1, 1))
    assert "Giàng A 0" in text_of(clerk, f"/activities/{visit.pk}/")
    seen = text_of(signed_in(world.stranger), f"/activities/{visit.pk}/")
    assert "Giàng" not in seen
    assert "1 người" in seen


# --- Correcting ------------------------------------------------------------------------------------------------------


def test_a_correction_is_drawn_with_what_is_recorded(desk: Desk, clerk: Client) -> None:
    page = text_of(clerk, page_of(desk, "correct/"))
    assert 'name="people" value="126"' in page
    assert 'value="05/03/2024"' in page
    assert "cần sửa" not in page


def test_a_correction_says_what_stands_for_what_and_stays_in_the_history(desk: Desk, clerk: Client) -> None:
    response = clerk.post(page_of(desk, "correct/"), told(note="Có biên bản"))
    assert response.headers["Location"] == page_of(desk)
    page = text_of(clerk, page_of(desk))
    assert "Đã sửa: 190 thay cho 126. Số cũ vẫn xem được." in page
    assert "126 → <strong>190</strong>" in page
    assert "đếm lại" in page
    assert Activity.objects.get(pk=desk.dialogue.pk).folded == "co bien ban"


def test_a_correction_needs_a_reason_and_keeps_the_answers(desk: Desk, clerk: Client) -> None:
    page = clerk.post(page_of(desk, "correct/"), told(reason=" ")).content.decode()
    assert "Lý do sửa" in page
    assert 'value="190"' in page
    assert Activity.objects.get(pk=desk.dialogue.pk).entry.bound("people") == Bound.exactly(126)


def test_the_second_of_two_correctors_is_shown_what_the_first_has_done(desk: Desk, clerk: Client) -> None:
    correct_activity(desk.world.officer, activity=desk.dialogue, reason="nhầm", measures={"people": 150})
    page = clerk.post(page_of(desk, "correct/"), told()).content.decode()
    assert "officer vừa sửa mục này. Bản của hai người đều còn." in page
    assert "<td>150</td><td>190</td>" in page
    assert 'name="seen" value="1"' in page
    assert Activity.objects.get(pk=desk.dialogue.pk).entry.bound("people") == Bound.exactly(150)
    assert clerk.post(page_of(desk, "correct/"), told(seen="1")).status_code == 302
    assert Activity.objects.get(pk=desk.dialogue.pk).entry.bound("people") == Bound.exactly(190)


def test_a_correction_brought_back_after_a_session_ended_knows_what_it_had_seen(desk: Desk, clerk: Client) -> None:
    page, answers = page_of(desk, "correct/"), {name: str(text) for name, text in told().items()}
    keep(clerk, page, desk.world.clerk, **answers)
    correct_activity(desk.world.officer, activity=desk.dialogue, reason="nhầm", measures={"people": 150})
    back = text_of(clerk, page)
    assert 'value="190"' in back
    assert 'name="seen" value="0"' in back
    assert "vừa sửa mục này" in clerk.post(page, answers).content.decode()


def test_a_number_within_bounds_is_corrected_in_either_language(desk: Desk, clerk: Client) -> None:
    correct_activity(desk.world.clerk, activity=desk.dialogue, reason="ước", measures={"people": Bound(100, None)})
    clerk.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = text_of(clerk, page_of(desk, "correct/"))
    assert 'name="people" value="at least 100"' in page
    sent = clerk.post(page_of(desk, "correct/"), told(seen="1", people="at least 100", note="có biên bản"))
    assert sent.status_code == 302
    assert Activity.objects.get(pk=desk.dialogue.pk).entry.bound("people") == Bound(100, None)


def test_partners_and_those_served_are_corrected_too(desk: Desk, clerk: Client) -> None:
    clerk.post(page_of(desk, "correct/"), told(partners=[str(desk.world.mine.pk)]))
    assert list(desk.dialogue.partners.all()) == [desk.world.mine]
    around = Around(partners=[])
    correct_activity(desk.world.clerk, activity=desk.dialogue, reason="nhầm", around=around)
    assert not desk.dialogue.partners.exists()
    assert "Đơn vị phối hợp" in text_of(clerk, page_of(desk))


# --- Withdrawing -----------------------------------------------------------------------------------------------------


def test_a_withdrawal_is_asked_for_with_a_reason(desk: Desk, clerk: Client) -> None:
    assert "Các số phía trên sẽ giảm theo. Nêu lý do." in text_of(clerk, page_of(desk, "withdraw/"))
    assert clerk.post(page_of(desk, "withdraw/"), {"reason": ""}).status_code == 200
    assert clerk.post(page_of(desk, "withdraw/"), {"reason": "ghi trùng"}).headers["Location"] == page_of(desk)
    page = text_of(clerk, page_of(desk))
    assert "Hoạt động này đã được rút" in page
    assert "ghi trùng" in page


def test_who_comes_too_late_is_told_so_and_keeps_what_was_written(desk: Desk, clerk: Client) -> None:
    shot, paper = photo(desk), document(desk)
    withdraw_activity(desk.world.officer, activity=desk.dialogue, reason="ghi trùng")
    for rest in ("correct/", "withdraw/", "attach/", f"photos/{shot.pk}/edit/", f"documents/{paper.pk}/edit/"):
        back = clerk.get(page_of(desk, rest), follow=True)
        assert back.redirect_chain == [(page_of(desk), 302)], rest
        assert "Hoạt động này đã được rút nên không sửa, không thêm gì được nữa." in back.content.decode()
    late = clerk.post(page_of(desk, "correct/"), told()).content.decode()
    assert "Hoạt động này đã được rút." in late
    assert 'value="190"' in late
    assert "Hoạt động này đã được rút." in clerk.post(page_of(desk, "withdraw/"), {"reason": "nhầm"}).content.decode()
    clerk.post(page_of(desk, f"photos/{shot.pk}/edit/"), {"do": "remove"})
    assert Photo.objects.count() == 1


# --- Files -----------------------------------------------------------------------------------------------------------


def test_files_are_given_out_bare_and_only_through_the_gate(desk: Desk, clerk: Client, signed_in: Door) -> None:
    shot, paper = photo(desk), document(desk)
    urls = [page_of(desk, f"photos/{shot.pk}/"), page_of(desk, f"documents/{paper.pk}/")]
    for url in urls:
        response = clerk.get(url)
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert "private" in response.headers["Cache-Control"]
        assert signed_in(desk.world.stranger).get(url).status_code == 404
    assert clerk.get(urls[1]).headers["Content-Disposition"] == 'attachment; filename="bien-ban.pdf"'
    assert clerk.get(urls[1]).content == PDF


def test_a_file_of_another_activity_is_not_found_here(desk: Desk, clerk: Client) -> None:
    shot = photo(desk)
    other = desk.world.hold_dialogue(desk.world.mill, date(2024, 3, 7))
    for rest in ("", "small/", "edit/"):
        assert clerk.get(f"/activities/{other.pk}/photos/{shot.pk}/{rest}").status_code == 404


def test_what_is_right_is_kept_and_what_is_wrong_is_named(desk: Desk, clerk: Client) -> None:
    files = {"photos": [upload("a.jpg", jpeg()), upload("b.jpg", SCRIPT)], "documents": [upload("c.pdf", PDF)]}
    page = clerk.post(page_of(desk, "attach/"), files).content.decode()
    assert (Photo.objects.count(), Document.objects.count()) == (1, 1)
    assert "b.jpg: File này không phải ảnh" in page
    assert "Đã thêm 2 file đúng" in page
    assert "Chưa chọn file nào" in clerk.post(page_of(desk, "attach/")).content.decode()


def test_a_photo_is_captioned_and_removed(desk: Desk, clerk: Client) -> None:
    shot = photo(desk)
    clerk.post(page_of(desk, f"photos/{shot.pk}/edit/"), {"do": "caption", "caption": "Chị Mẩy"})
    assert Photo.objects.get().caption == "Chị Mẩy"
    clerk.post(page_of(desk, f"photos/{shot.pk}/edit/"), {"do": "remove"})
    assert not Photo.objects.exists()
    assert "Bỏ ảnh" in text_of(clerk, page_of(desk))
    again = clerk.post(page_of(desk, f"photos/{shot.pk}/edit/"), {"do": "remove"}, follow=True)
    assert "Ảnh này đã được bỏ." in again.content.decode()


def test_a_caption_written_when_the_session_ended_is_there_again(desk: Desk, clerk: Client) -> None:
    page = page_of(desk, f"photos/{photo(desk).pk}/edit/")
    keep(clerk, page, desk.world.clerk, caption="Chị Mẩy nhận quà", do="caption")
    assert 'value="Chị Mẩy nhận quà"' in text_of(clerk, page)
    assert Photo.objects.get().caption == "Hội trường"


def test_a_document_is_removed(desk: Desk, clerk: Client) -> None:
    paper = document(desk)
    clerk.post(page_of(desk, f"documents/{paper.pk}/edit/"))
    assert not Document.objects.exists()


# --- Lists -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def several(desk: Desk) -> Desk:
    """At the mill, the mine and the plant; one withdrawn, one with a photo, one with a note."""
    world = desk.world
    withdrawn = world.hold_dialogue(world.mill, date(2024, 3, 8), 8)
    withdraw_activity(world.officer, activity=withdrawn, reason="nhầm")
    measures = {"people": 2, "amount": 4_000_000}
    new = NewActivity(world.mine, date(2024, 3, 9), "care-visit", measures, note='=HYPERLINK("http://x")')
    record_activities(world.officer, [new])
    world.hold_dialogue(world.plant, date(2024, 3, 10), 77)
    photo(desk)
    return desk


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("unit=north", ["126", "4.000.000"], [">77</td>", "đã rút"]),
        ("unit=north&scope=own", [], ["126"]),
        ("unit=mine", ["4.000.000"], ["126"]),
        ("unit=north&kind=care-visit", ["4.000.000"], ["126"]),
        ("unit=north&kind=group:all", ["4.000.000", "126"], []),
        ("unit=north&kind=group:none", ["Không có hoạt động nào như vậy"], ["126"]),
        ("unit=north&q=tham+hoi", ["4.000.000"], ["126"]),
        ("unit=north&q=hyperlink", ["4.000.000"], ["126"]),
        ("unit=north&state=withdrawn", ["đã rút"], ["126"]),
        ("unit=north&state=all", ["đã rút", "126"], []),
        ("unit=north&photo=1", ["126", "có ảnh"], ["4.000.000"]),
        ("unit=north&on=2024-03-09", ["4.000.000"], ["126"]),
        ("unit=north&period=2023", ["Chưa có hoạt động nào trong kỳ"], ["126"]),
        ("unit=north&on=rubbish&page=99&state=x&kind=", ["126"], []),
    ],
)
def test_a_list_is_narrowed(several: Desk, signed_in: Door, query: str, shown: list[str], hidden: list[str]) -> None:
    words = query if "period=" in query else f"{query}&{PERIOD}"
    page = text_of(signed_in(several.world.chair), f"/activities/?{words}").split("<section")[-1]
    for text in shown:
        assert text in page
    for text in hidden:
        assert text not in page


_PLANT = ">77</td>"


def test_a_list_shows_only_what_one_may_read(several: Desk, signed_in: Door) -> None:
    assert signed_in(several.world.chair).get(f"/activities/?unit=south&{PERIOD}").status_code == 404
    assert _PLANT in text_of(signed_in(several.world.officer), f"/activities/?{PERIOD}").split("<section")[-1]
    assert _PLANT not in text_of(signed_in(several.world.clerk), f"/activities/?{PERIOD}").split("<section")[-1]


def test_a_file_of_the_list_runs_nothing(several: Desk, signed_in: Door) -> None:
    response = signed_in(several.world.chair).get(f"/activities/list.csv?unit=north&{PERIOD}")
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    head, visit, dialogue = csv.reader(StringIO(text.removeprefix("\ufeff")))
    assert head[0] == "Ngày"
    assert visit[0] == "09/03/2024"
    assert visit[4:7] == ["2", "4000000", '\'=HYPERLINK("http://x")']
    assert dialogue[4] == "126"


def test_an_excel_file_of_the_list_is_one(several: Desk, signed_in: Door) -> None:
    response = signed_in(several.world.chair).get(f"/activities/list.xlsx?unit=north&{PERIOD}")
    assert response.content.startswith(b"PK")
    sheet = ZipFile(BytesIO(response.content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"4000000" in sheet


def test_a_calendar_counts_what_was_done_each_day(several: Desk, signed_in: Door) -> None:
    chair = signed_in(several.world.chair)
    page = text_of(chair, f"/activities/calendar/?unit=north&month=2024-03&{PERIOD}")
    assert "Tháng 3/2024" in page
    assert "2 hoạt động" in page
    assert "on=2024-03-09" in page
    assert "month=2024-02" in page
    assert "Tháng 5/2024" in text_of(chair, f"/activities/calendar/?unit=north&month=2024-Q1&{PERIOD}")


def test_a_calendar_keeps_to_the_kind_that_its_list_was_narrowed_to(several: Desk, signed_in: Door) -> None:
    chair, where = signed_in(several.world.chair), f"unit=north&{PERIOD}"
    beside = text_of(chair, f"/activities/?{where}&kind=dialogue").split("/activities/calendar/?", 1)[1]
    assert "kind=dialogue" in beside.split('"', 1)[0]
    narrowed = text_of(chair, f"/activities/calendar/?{where}&month=2024-03&kind=dialogue")
    assert "1 hoạt động: Hội nghị đối thoại" in narrowed
    assert "on=2024-03-05&amp;kind=dialogue" in narrowed
    assert "on=2024-03-09" not in narrowed
    assert "Bỏ lọc" not in text_of(chair, f"/activities/calendar/?{where}&month=2024-03")


def test_pages_ask_as_often_for_many_as_for_few(several: Desk, signed_in: Door) -> None:
    world = several.world
    for place in range(60):
        world.hold_dialogue(world.mill, date(2024, 4, 1) + timedelta(days=place % 30), place)
    for _time in range(3):
        correct_activity(world.officer, activity=several.dialogue, reason="lại")
    officer = signed_in(world.officer)
    pages = [
        "/activities/",
        "/activities/?page=2",
        "/activities/calendar/?month=2024-04",
        "/activities/record/",
        "/activities/record/care-visit/?unit=mill",
        page_of(several),
        page_of(several, "correct/"),
        page_of(several, "withdraw/"),
    ]
    for url in pages:
        officer.get(url)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert officer.get(f"{url}{'&' if '?' in url else '?'}{PERIOD}&unit=north").status_code in {200, 404}
        assert len(asked) <= MOST_QUERIES, url
