"""Entering an activity through its page: what is recorded, what is refused, what is kept, and that once is once."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from tests.desk.conftest import Desk, Door
from tests.desk.files import SCRIPT, docx, jpeg, upload
from tests.world import TODAY

from congdoan.base.bound import Bound
from congdoan.desk.activities.people import members_near
from congdoan.records.activities.models import Activity, Photo

VISIT = "/activities/record/care-visit/?unit=mill"
DIALOGUE = "/activities/record/dialogue/?unit=mill"


def told(**more: object) -> dict[str, object]:
    """A form rightly filled in."""
    return {"key": str(uuid4()), "do": "record", "day_is": "today", "people": "20"} | more


@pytest.fixture
def clerk(desk: Desk, signed_in: Door) -> Client:
    return signed_in(desk.world.clerk)


def new(desk: Desk) -> list[Activity]:
    return list(Activity.objects.exclude(pk=desk.dialogue.pk).order_by("pk"))


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


# --- Which kind ------------------------------------------------------------------------------------------------------


def test_the_kinds_last_used_stand_first(desk: Desk, clerk: Client) -> None:
    clerk.post(DIALOGUE, told())
    page = text_of(clerk, "/activities/record/?unit=mill")
    assert page.index("Mới dùng") < page.index("Hội nghị đối thoại") < page.index("Tất cả")


def test_a_kind_is_found_without_marks(clerk: Client, desk: Desk) -> None:
    page = text_of(clerk, "/activities/record/?unit=mill&q=tham+hoi")
    assert "Thăm hỏi, trợ cấp" in page
    assert "Hội nghị đối thoại" not in page
    assert "Không tìm thấy “khong co”" in text_of(clerk, "/activities/record/?unit=mill&q=khong+co")


# --- Recording -------------------------------------------------------------------------------------------------------


def test_what_is_entered_is_recorded_and_shown(desk: Desk, clerk: Client) -> None:
    response = clerk.post(DIALOGUE, told(**{"detail-trigger": "định kỳ", "note": "Tiền ăn ca"}))
    (activity,) = new(desk)
    assert response.headers["Location"] == f"/activities/{activity.pk}/"
    assert (activity.unit, activity.day, activity.kind) == (desk.world.mill, TODAY, "dialogue")
    assert (activity.details, activity.note, activity.folded) == ({"trigger": "định kỳ"}, "Tiền ăn ca", "tien an ca")
    page = text_of(clerk, response.headers["Location"])
    assert "Đã ghi vào sổ. Số của 4 cấp đã thay đổi." in page
    assert "Ghi tiếp cùng loại" in page


def test_a_vague_number_is_recorded_as_a_bound(desk: Desk, clerk: Client) -> None:
    clerk.post(DIALOGUE, told(people="hàng trăm"))
    (activity,) = new(desk)
    assert activity.entry.bound("people") == Bound(100, 999)


def test_a_visit_is_for_members_found_by_name(desk: Desk, clerk: Client) -> None:
    found = text_of(clerk, "/activities/record/people/?unit=mill&people_q=giang+a+1")
    keys = re.findall(r'value="(\d+)"', found)
    assert len(keys) == 1
    clerk.post(VISIT, told(people="", amount="2 triệu", served=[*keys, str(desk.member.member_id)]))
    (activity,) = new(desk)
    assert activity.entry.quantities["people"] == 2
    assert activity.beneficiaries.count() == 2
    page = text_of(clerk, f"/activities/{activity.pk}/")
    assert "Giàng A 1" in page


def test_members_elsewhere_are_nobody_here(desk: Desk, clerk: Client) -> None:
    (stranger,) = desk.world.admit(desk.world.plant, date(2024, 4, 2))
    assert "Giàng" not in text_of(clerk, f"/activities/record/people/?unit=mill&served={stranger.member_id}")
    assert not members_near(desk.world.mill).filter(member=stranger.member_id).exists()


def test_partners_are_named_and_do_not_count_it_again(desk: Desk, clerk: Client) -> None:
    assert "Công đoàn mine" in text_of(clerk, "/activities/record/partners/?unit=mill&units_q=cong+doan+mine")
    assert "Công đoàn plant" not in text_of(clerk, "/activities/record/partners/?unit=mill&units_q=plant")
    clerk.post(DIALOGUE, told(partners=[str(desk.world.mine.pk), str(desk.world.plant.pk)]))
    (activity,) = new(desk)
    assert list(activity.partners.all()) == [desk.world.mine]


# --- Once is once ----------------------------------------------------------------------------------------------------


def test_a_form_sent_twice_records_once(desk: Desk, clerk: Client) -> None:
    form = told()
    first, second = clerk.post(DIALOGUE, form), clerk.post(DIALOGUE, form)
    assert len(new(desk)) == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_a_form_changed_and_sent_again_is_another_activity_and_says_so_first(desk: Desk, clerk: Client) -> None:
    form = told()
    clerk.post(DIALOGUE, form)
    page = clerk.post(DIALOGUE, form | {"people": "30"}).content.decode()
    assert len(new(desk)) == 1
    assert "đã ghi một lần loại này" in page
    assert 'value="30"' in page
    clerk.post(DIALOGUE, form | {"people": "30", "alike": str(new(desk)[0].pk)})
    assert len(new(desk)) == 2


def test_what_is_there_already_is_shown_before_anything_is_written(desk: Desk, clerk: Client) -> None:
    done = desk.world.hold_dialogue(desk.world.mill, TODAY, 33)
    page = text_of(clerk, DIALOGUE)
    assert f'href="/activities/{done.pk}/"' in page
    assert f'name="alike" value="{done.pk}"' in page
    assert "33" in page
    assert "đã ghi" not in text_of(clerk, VISIT)


# --- What is refused -------------------------------------------------------------------------------------------------


def test_a_form_that_fails_keeps_every_answer(desk: Desk, clerk: Client) -> None:
    wrong = told(people="nhiều", note="Về tiền ăn ca", day_is="another", day="2024-06-01")
    page = clerk.post(DIALOGUE, wrong | {"detail-trigger": "khi có vụ việc"}).content.decode()
    assert not new(desk)
    assert "Có 1 mục cần sửa. Những gì đã điền vẫn còn đây." in page
    for kept in ('value="nhiều"', "Về tiền ăn ca", 'value="01/06/2024"', 'value="khi có vụ việc" id'):
        assert kept in page
    assert 'href="#id_people"' in page


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2025-02-01", "Ngày này chưa đến. Sổ chỉ ghi việc đã xảy ra."),
        ("2009-12-31", "Đơn vị thành lập ngày 01/01/2010; không ghi được việc trước ngày đó."),
        ("31/06/2024", "Ngày 31/06 không có. Tháng 6 chỉ có 30 ngày."),
    ],
)
def test_a_day_that_cannot_be_is_refused(desk: Desk, clerk: Client, day: str, sentence: str) -> None:
    page = clerk.post(DIALOGUE, told(day_is="another", day=day)).content.decode()
    assert sentence in page
    assert not new(desk)


@pytest.mark.parametrize("url", ["/activities/record/party/?unit=mill", "/activities/record/dialogue/?unit=mine"])
def test_what_is_not_there_or_not_mine_is_not_found(desk: Desk, clerk: Client, url: str) -> None:
    assert clerk.get(url).status_code == 404
    assert clerk.post(url, told()).status_code == 404
    assert not new(desk)


def test_a_search_without_script_keeps_the_form_and_blames_nobody(desk: Desk, clerk: Client) -> None:
    page = clerk.post(VISIT, {"do": "find", "people_q": "giang a", "amount": "2 triệu"}).content.decode()
    assert page.count("Giàng A") == 3
    assert 'value="2 triệu"' in page
    assert "cần sửa" not in page
    assert not new(desk)


def test_what_it_will_add_is_told_before_it_is_recorded(desk: Desk, clerk: Client) -> None:
    page = text_of(clerk, "/activities/record/dialogue/check/?unit=mill&day_is=today&people=20&detail-trigger=định+kỳ")
    for indicator in ("Số cuộc đối thoại định kỳ", "Lượt người dự đối thoại", "Số cuộc đối thoại ngoài nhà nước"):
        assert indicator in page
    assert "+20 lượt người" in page
    assert "Tổng Liên đoàn. Không ai phải gõ lại." in page


# --- Files -----------------------------------------------------------------------------------------------------------


def test_photos_and_documents_come_with_the_form(desk: Desk, clerk: Client) -> None:
    sent = told(photos=[upload("a.jpg", jpeg())], caption=["Hội trường"], documents=[upload("bb.docx", docx())])
    response = clerk.post(DIALOGUE, sent)
    (activity,) = new(desk)
    assert activity.photos.get().caption == "Hội trường"
    assert activity.documents.get().name == "bb.docx"
    page = text_of(clerk, response.headers["Location"])
    photo = activity.photos.get()
    assert f'/activities/{activity.pk}/photos/{photo.pk}/small/" width="800" height="600" loading="lazy"' in page


def test_files_of_a_form_that_fails_are_not_chosen_twice(desk: Desk, clerk: Client) -> None:
    sent = told(people="", photos=[upload("a.jpg", jpeg())], caption=["Hội trường"])
    page = clerk.post(DIALOGUE, sent).content.decode()
    (key,) = re.findall(r'name="waiting" value="(\w+)"', page)
    assert 'value="Hội trường"' in page
    assert clerk.get(f"/activities/record/waiting/{key}/").headers["Content-Type"] == "image/jpeg"
    clerk.post(DIALOGUE, told(waiting=[key]) | {f"caption-{key}": "Hội trường lớn"})
    assert Photo.objects.get().caption == "Hội trường lớn"
    assert clerk.get(f"/activities/record/waiting/{key}/").status_code == 404


def test_a_file_that_waits_is_its_senders_alone(desk: Desk, clerk: Client, signed_in: Door) -> None:
    page = clerk.post(DIALOGUE, told(people="", photos=[upload("a.jpg", jpeg())])).content.decode()
    (key,) = re.findall(r'name="waiting" value="(\w+)"', page)
    assert signed_in(desk.world.officer).get(f"/activities/record/waiting/{key}/").status_code == 404
    signed_in(desk.world.officer).post(DIALOGUE, told(waiting=[key]))
    assert not Photo.objects.exists()


@pytest.mark.parametrize("key", ["../../secret_key", "x", "%2e%2e%2fsecret"])
def test_a_key_is_no_path(desk: Desk, clerk: Client, key: str) -> None:
    assert clerk.get(f"/activities/record/waiting/{key}/").status_code == 404
    assert clerk.post(DIALOGUE, told(waiting=[key])).status_code == 302


@pytest.mark.parametrize(
    ("field", "name", "content"),
    [("photos", "tham-nha.jpg", SCRIPT), ("documents", "bien-ban.pdf", SCRIPT), ("documents", "bang.xlsx", docx())],
    ids=["photo", "pdf", "excel"],
)
def test_rubbish_is_refused_by_name_and_nothing_is_recorded(
    desk: Desk, clerk: Client, field: str, name: str, content: bytes
) -> None:
    page = clerk.post(DIALOGUE, told(**{field: [upload(name, content)]})).content.decode()
    assert f'<a href="#id_{field}">' in page
    assert f'id="{field}-error"><p class="error">' in page
    assert page.count(f"{name}: ") == 2  # in the list of faults, and beside the field
    assert not new(desk)
    assert "alert(1)" not in page
