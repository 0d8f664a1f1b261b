"""Members on the desk: lists, a person's page, joining, changes, transfers, and what is sealed."""

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from tests.desk.committees import seated
from tests.desk.conftest import Desk, Door
from tests.desk.files import PDF, SCRIPT, drawn, upload
from tests.desk.people import APPLIED, applied, asked
from tests.world import TODAY, World, the_day

from congdoan.desk.members import joining
from congdoan.org.actions import appoint
from congdoan.org.models import Deed, User
from congdoan.org.rules import Role
from congdoan.records.members.actions import (
    NewMember,
    admit,
    admit_applicants,
    complete_due,
    decide,
    erase,
    leave,
    suspend,
)
from congdoan.records.members.models import Application, Ground, Member, Membership, Transfer, TransferState

DAY = timedelta(days=1)
JUNE = date(2024, 6, 3)
LAN = NewMember(
    "Nguyễn Thị Lan", "female", born=date(1990, 5, 3), identity="010190001234", ethnicity="Giáy", card="LC00123"
)
FORM = {"name": "Lý Thị Dín", "sex": "female", "born": "1992", "signed": "paper", "day": "06/01/2025"}


def text(response: Any) -> str:
    return unescape(str(response.content.decode()))


def lan_at(world: World, code: str = "mill") -> Member:
    return admit(world.officer, unit=getattr(world, code), day=date(2024, 4, 2), people=[LAN])[0].member


def plants_clerk(world: World) -> User:
    user = User.objects.create(username="plants_clerk")
    appoint(world.officer, user=user, unit=world.plant, role=Role.CLERK, day=date(2024, 1, 2))
    return user


# --- The list --------------------------------------------------------------------------------------------------------


def test_a_column_that_says_nothing_of_anybody_is_not_drawn(desk: Desk, signed_in: Door) -> None:
    chair, officer = signed_in(desk.world.chair), signed_in(desk.world.officer)
    mill = text(chair.get("/members/?unit=mill"))
    assert "Số thẻ</th>" not in mill
    assert "Đơn vị</th>" not in mill
    assert "Đơn vị</th>" in text(officer.get("/members/?unit=north"))
    lan_at(desk.world)
    assert "Số thẻ</th>" in text(chair.get("/members/?unit=mill"))


def test_the_list_tells_who_belongs_on_a_day_with_counts(desk: Desk, signed_in: Door) -> None:
    lan_at(desk.world)
    suspend(desk.world.clerk, membership=desk.member, day=JUNE)
    door = signed_in(desk.world.clerk)
    page = text(door.get("/members/"))
    for said in ("4 người", "Đang sinh hoạt 4", "Tạm dừng 1", "Nữ (1)", "Nam (3)", "Nguyễn Thị Lan", "LC00123"):
        assert said in page
    assert "01/04/2024" in text(door.get("/members/?day=2024-04-01"))
    assert "Chưa có đoàn viên" in text(door.get("/members/?day=2024-04-01"))
    assert door.get("/members/?state=suspended").context["page"].paginator.count == 1
    assert door.get("/members/?sex=female").context["page"].paginator.count == 1


def test_the_list_says_what_is_wrong_with_a_day(desk: Desk, signed_in: Door) -> None:
    page = text(signed_in(desk.world.clerk).get("/members/?day=31/06/2024"))
    assert "Tháng 6 chỉ có 30 ngày" in page
    assert "3 người" in page


def test_a_list_of_a_day_that_has_not_come_is_that_of_today_and_says_so(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    for page in ("/members/", "/committees/"):
        told = door.get(f"{page}?unit=mill&day=2025-02-01")
        assert "Ngày này chưa đến" in text(told)
        assert told.context["is_today"]
    assert door.get("/members/export/?unit=mill&day=2099-01-01").context["day"] == TODAY


def test_a_member_is_found_by_name_card_or_the_whole_identity_number(desk: Desk, signed_in: Door) -> None:
    lan_at(desk.world)
    door = signed_in(desk.world.clerk)
    for asked_for, found in (("nguyen lan", 1), ("lc001", 1), ("010 190 001 234", 1), ("010190001235", 0), ("lann", 0)):
        assert door.get("/members/", {"q": asked_for}).context["page"].paginator.count == found
    assert "Không tìm thấy “lann”" in text(door.get("/members/?q=lann"))


def test_who_left_is_on_a_list_of_its_own(desk: Desk, signed_in: Door) -> None:
    leave(desk.world.clerk, memberships=[desk.member], day=JUNE, reason="retired")
    door = signed_in(desk.world.clerk)
    left = door.get("/members/?state=left")
    assert [(row.state, row.day) for row in left.context["rows"]] == [("nghỉ hưu", "03/06/2024")]
    assert "Ra từ ngày" in text(left)
    assert door.get("/members/").context["page"].paginator.count == 2


def test_a_clerk_lists_only_their_own_people(desk: Desk, signed_in: Door) -> None:
    desk.world.admit(desk.world.plant, JUNE)
    assert signed_in(desk.world.chair).get("/members/?unit=north").context["page"].paginator.count == 3
    assert signed_in(desk.world.clerk).get("/members/?unit=plant").status_code == 404


# --- A person --------------------------------------------------------------------------------------------------------


def test_a_person_is_told_with_their_life_and_what_is_sealed_is_masked(desk: Desk, signed_in: Door) -> None:
    lan = lan_at(desk.world)
    page = text(signed_in(desk.world.clerk).get(f"/members/{lan.pk}/"))
    for said in ("03/05/1990", "•••••••1234", "Được kết nạp: Công đoàn mill", "02/04/2024", "LC00123"):
        assert said in page
    for secret in ("010190001234", "Giáy", "Hiện số"):
        assert secret not in page


def test_what_is_sealed_is_shown_once_for_a_reason_and_written_down(desk: Desk, signed_in: Door) -> None:
    lan, door = lan_at(desk.world), signed_in(desk.world.chair)
    assert "Nêu lý do cần xem" in text(door.post(f"/members/{lan.pk}/", {"reason": "xem"}))
    shown = door.post(f"/members/{lan.pk}/", {"reason": "làm hồ sơ bảo hiểm"})
    assert "010190001234" in text(shown)
    assert "Giáy" in text(shown)
    assert shown.headers["Cache-Control"] == "no-store"
    assert Deed.objects.filter(verb="unmasked", words__reason="làm hồ sơ bảo hiểm").count() == 1
    assert "010190001234" not in text(door.get(f"/members/{lan.pk}/"))
    assert signed_in(desk.world.clerk).post(f"/members/{lan.pk}/", {"reason": "tò mò thôi"}).status_code == 404


def test_a_person_is_told_with_what_they_are_in_committees(desk: Desk, signed_in: Door) -> None:
    seat, door = seated(desk), signed_in(desk.world.clerk)
    assert "Chủ tịch, Ban chấp hành" in text(door.get(f"/members/{seat.member_id}/"))
    assert "Người này đang giữ chức vụ: Chủ tịch, Ban chấp hành." in text(door.get(f"/members/{seat.member_id}/leave/"))


def test_who_looks_after_nobody_is_not_told_that_there_is_nobody(desk: Desk, signed_in: Door) -> None:
    inspector = User.objects.create(username="inspector")
    appoint(desk.world.officer, user=inspector, unit=desk.world.north, role=Role.INSPECTOR, day=date(2024, 1, 2))
    for unit in ("north", "mill"):
        assert signed_in(inspector).get(f"/members/?unit={unit}").status_code == 404


def test_a_person_elsewhere_does_not_exist(desk: Desk, signed_in: Door) -> None:
    lan = lan_at(desk.world, "plant")
    for page in ("", "edit/", "suspend/", "leave/", "push/", "withdraw/"):
        assert signed_in(desk.world.clerk).get(f"/members/{lan.pk}/{page}").status_code == 404


def test_a_person_is_corrected_and_blank_keeps_what_is_sealed(desk: Desk, signed_in: Door) -> None:
    lan, door = lan_at(desk.world), signed_in(desk.world.clerk)
    page = f"/members/{lan.pk}/edit/"
    sent = {"name": "Nguyễn Thị Lan Anh", "sex": "male", "born": "1990", "phone": "0912345678", "team": "Tổ 2"}
    assert door.post(page, sent | {"identity": "0101"}).context["form"].errors["identity"] == [
        "Số định danh phải có 12 chữ số; mới có 4."
    ]
    assert door.post(page, sent).status_code == 302
    lan.refresh_from_db()
    assert (lan.name, lan.folded, lan.born_year_only, lan.phone) == (
        "Nguyễn Thị Lan Anh",
        "nguyen thi lan anh",
        True,
        "0912345678",
    )
    assert (lan.told("identity"), lan.told("ethnicity"), lan.card) == ("010190001234", "Giáy", "")
    deed = Deed.objects.latest("pk")
    assert "Lan" not in str(deed.words)
    assert Membership.objects.get(member=lan).entered.traits["sex"] == "male"


def test_two_who_correct_a_person_at_once_do_not_write_over_each_other(desk: Desk, signed_in: Door) -> None:
    lan, door = lan_at(desk.world), signed_in(desk.world.clerk)
    page, sent = f"/members/{lan.pk}/edit/", {"name": LAN.name, "sex": "female", "born": "03/05/1990", "card": LAN.card}
    seen = door.get(page).context["seen"]
    assert signed_in(desk.world.chair).post(page, sent | {"phone": "0912345678", "seen": seen}).status_code == 302
    again = door.post(page, sent | {"job": "thợ may", "seen": seen})
    assert "Có người vừa sửa hồ sơ này" in text(again)
    assert 'value="thợ may"' in text(again)
    assert Member.objects.get(pk=lan.pk).phone == "0912345678"
    faulty = door.post(page, sent | {"name": "", "seen": seen})
    assert faulty.context["seen"] == seen
    knowing = again.context["seen"]
    assert knowing != seen
    assert door.post(page, sent | {"job": "thợ may", "seen": knowing}).status_code == 302
    assert Member.objects.get(pk=lan.pk).job == "thợ may"


# --- Joining ---------------------------------------------------------------------------------------------------------


def test_an_application_is_taken_decided_and_admitted_on(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    sent = door.post("/members/apply/", FORM)
    application = Application.objects.get()
    assert (sent.status_code, application.member.name, application.member.born_year_only) == (302, "Lý Thị Dín", True)
    assert "hạn 20/01/2025" in text(door.get("/members/applications/"))
    assert "Đã quá hạn quyết định ngày 20/01/2025" in text(door.get(f"/members/applications/{application.pk}/"))
    assert "đơn xin gia nhập chờ quyết định" in text(door.get("/"))
    decided = {"day": "07/01/2025", "decision": "12/QĐ", "do": "accept"}
    assert door.post(f"/members/applications/{application.pk}/", decided).status_code == 302
    ceremony = {"day": "08/01/2025", "person": [application.pk], "cards": "on"}
    assert door.post("/members/applications/", ceremony).status_code == 302
    application.member.refresh_from_db()
    assert application.member.card.startswith("CĐ0")
    assert "đang sinh hoạt" in text(door.get(f"/members/{application.member_id}/"))


def test_what_is_wrong_with_an_application_is_said_and_nothing_is_lost(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    wrong = FORM | {"identity": "0101900012345", "phone": "12", "born": "31/06/1990", "name": ""}
    page = door.post("/members/apply/", wrong)
    assert page.status_code == 200
    assert "Tháng 6 chỉ có 30 ngày" in text(page)
    assert "0101900012345" in text(page)
    assert not Application.objects.exists()
    lan_at(desk.world, "plant")
    again = door.post("/members/apply/", FORM | {"name": LAN.name, "born": "1990", "identity": "010190001234"})
    assert "Người này đang sinh hoạt tại Công đoàn plant" in text(again)


def test_nobody_is_taken_down_twice_without_being_asked_who_it_is(desk: Desk, signed_in: Door) -> None:
    lan, door = lan_at(desk.world), signed_in(desk.world.clerk)
    sent = FORM | {"name": LAN.name, "born": "03/05/1990"}
    membership = lan.memberships.get()
    admit(desk.world.officer, unit=desk.world.mill, day=JUNE, people=[NewMember("Lý Thị Dín", "female", born=None)])
    asked_who = door.post("/members/apply/", FORM)
    (choice,) = asked_who.context["people"]
    assert choice.more == "nữ, đang sinh hoạt từ 03/06/2024"
    assert not Application.objects.exists()
    again = door.post("/members/apply/", FORM | {"who": "another", "alike": choice.key, "identity": "12"})
    assert [each.key for each in again.context["people"]] == [choice.key]
    assert door.post("/members/apply/", FORM | {"who": "another"}).status_code == 302
    leave(desk.world.clerk, memberships=[membership], day=JUNE, reason="resigned")
    page = text(door.get(f"/members/{lan.pk}/"))
    assert f"/members/apply/?unit=mill&who={lan.pk}" in page
    form = text(door.get(f"/members/apply/?unit=mill&who={lan.pk}"))
    assert 'value="03/05/1990"' in form
    assert "ra ngày 03/06/2024 (xin thôi)" in form
    assert door.post("/members/apply/", sent | {"who": str(lan.pk)}).status_code == 302
    assert lan.applications.get().state == "waiting"
    assert "Nhận đơn gia nhập lại" not in text(door.get(f"/members/{lan.pk}/"))
    pao = admit(desk.world.officer, unit=desk.world.plant, day=JUNE, people=[NewMember("Mai", "female")])[0].member
    assert door.get(f"/members/apply/?who={pao.pk}").status_code == 404
    assert door.post("/members/apply/", FORM | {"who": str(pao.pk)}).status_code == 404


def test_a_leaving_by_mistake_is_taken_back_on_its_page(desk: Desk, signed_in: Door) -> None:
    lan, door = lan_at(desk.world), signed_in(desk.world.clerk)
    assert door.get(f"/members/{lan.pk}/leave/withdraw/").status_code == 404
    leave(desk.world.clerk, memberships=[lan.memberships.get()], day=JUNE, reason="died")
    assert f"/members/{lan.pk}/leave/withdraw/" in text(door.get(f"/members/{lan.pk}/"))
    page = door.post(f"/members/{lan.pk}/leave/withdraw/", {"reason": "nhầm người"}, follow=True)
    assert "đang sinh hoạt" in text(page)
    again = door.post(f"/members/{lan.pk}/leave/withdraw/", {"reason": "nhầm người"}, follow=True)
    assert "không còn việc ra khỏi công đoàn nào để rút" in text(again)


def test_who_died_does_not_come_back_and_who_was_erased_has_nothing_to_press(desk: Desk, signed_in: Door) -> None:
    lan, door = lan_at(desk.world), signed_in(desk.world.chair)
    leave(desk.world.clerk, memberships=[lan.memberships.get()], day=JUNE, reason="died")
    assert "Nhận đơn gia nhập lại" not in text(door.get(f"/members/{lan.pk}/"))
    erase(desk.world.chair, member=lan, reason="gia đình xin xóa")
    page = text(door.get(f"/members/{lan.pk}/"))
    for said in ("Sửa thông tin", "Hiện số", "Ghi căn cứ hoặc xem"):
        assert said not in page
    assert "Thông tin của người này đã được xóa khỏi sổ" in page


def test_a_scan_that_came_with_faults_is_asked_for_again(desk: Desk, signed_in: Door) -> None:
    sent = FORM | {"identity": "12", "scan": upload("don.pdf", PDF)}
    errors = signed_in(desk.world.clerk).post("/members/apply/", sent).context["form"].errors
    assert "Chọn lại file này" in errors["scan"][0]


def test_all_that_is_wrong_with_an_application_is_said_at_once(desk: Desk, signed_in: Door) -> None:
    sent = FORM | {"born": "31/02/1992", "identity": "12", "phone": "abc", "card": "?"}
    errors = signed_in(desk.world.clerk).post("/members/apply/", sent).context["form"].errors
    assert set(errors) == {"born", "identity", "phone", "card"}
    assert errors["identity"] == ["Số định danh phải có 12 chữ số; mới có 2."]


def test_a_paper_application_is_taken_with_its_scan(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    wrong = door.post("/members/apply/", FORM | {"scan": upload("don.html", SCRIPT)})
    assert "không phải ảnh" in text(wrong)
    assert not Application.objects.exists()
    sent = door.post("/members/apply/", FORM | {"scan": upload("don.pdf", PDF)}).headers["Location"]
    proof = f"/members/{Application.objects.get().member_id}/grounds/{Ground.objects.get().pk}/proof/"
    assert proof in text(door.get(sent))
    assert "don.pdf" in text(door.get(sent))
    assert door.get(proof).content == PDF


def test_an_application_is_signed_on_the_screen_by_drawing_or_by_a_tick(desk: Desk, signed_in: Door) -> None:
    door, form = signed_in(desk.world.clerk), FORM | {"signed": "screen"}
    for unsigned in ({}, {"signature": drawn(ink=None)}, {"signature": "data:image/png;base64,AAAA"}):
        page = door.post("/members/apply/", form | unsigned)
        assert 'class="field signing wrong"' in page.content.decode()
    assert not Application.objects.exists()
    sent = door.post("/members/apply/", form | {"signature": drawn()}).headers["Location"]
    proof = f"/members/{Application.objects.get().member_id}/grounds/{Ground.objects.get().pk}/proof/"
    told = text(door.get(sent))
    assert "ký trên màn hình lúc 08:00 31/01/2025" in told
    assert proof in told
    assert door.get(proof).content.startswith(b"\xff\xd8")
    ticked = FORM | {"name": "Vàng A Chứ", "sex": "male", "signed": "screen", "confirmed": "on"}
    sent = door.post("/members/apply/", ticked).headers["Location"]
    assert "tự đánh dấu xác nhận trên màn hình lúc 08:00 31/01/2025" in text(door.get(sent))


def test_an_application_stays_within_reach_from_the_page_of_its_writer(desk: Desk, signed_in: Door) -> None:
    refused, door = applied(desk), signed_in(desk.world.clerk)
    decide(desk.world.clerk, application=refused, day=APPLIED, accept=False, reason="là chủ doanh nghiệp")
    again = applied(desk, "Lò Thị Ban")
    decide(desk.world.clerk, application=again, day=APPLIED, accept=True)
    admit_applicants(desk.world.clerk, unit=desk.world.mill, day=APPLIED, applications=[again])
    for each, said in ((refused, "là chủ doanh nghiệp"), (again, "Được kết nạp: Công đoàn mill")):
        page = text(door.get(f"/members/{each.member_id}/"))
        assert f'href="/members/applications/{each.pk}/"' in page
        assert said in page


def test_two_hundred_are_admitted_in_one_ceremony(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    for number in range(200):
        found = applied(desk, f"Giàng A {number}")
        decide(world.clerk, application=found, day=APPLIED, accept=True)
    keys = list(Application.objects.values_list("pk", flat=True))
    door = signed_in(world.clerk)
    assert door.get("/members/applications/").context["accepted"][199][1] is True
    assert door.post("/members/applications/", {"day": "20/01/2025", "person": keys}).status_code == 302
    assert Membership.objects.current().filter(unit=world.mill).count() == 203


def test_what_does_not_fit_on_the_page_of_applications_is_told(
    desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, first = signed_in(desk.world.clerk), applied(desk)
    monkeypatch.setattr(joining, "MOST", 1)
    assert "Mỗi bên chỉ hiện" not in text(door.get("/members/applications/"))
    applied(desk, "Giàng A Pao")
    page = door.get("/members/applications/")
    assert "Mỗi bên chỉ hiện 1 đơn nộp sớm nhất" in text(page)
    assert page.context["waiting"] == [first]


def test_a_ceremony_of_nobody_and_a_refusal_without_a_reason_are_refused(desk: Desk, signed_in: Door) -> None:
    door, application = signed_in(desk.world.clerk), applied(desk)
    page = f"/members/applications/{application.pk}/"
    assert "Nêu lý do không đồng ý" in text(door.post(page, {"day": "07/01/2025", "do": "refuse"}))
    assert door.post(page, {"day": "07/01/2025", "do": "?"}).status_code == 404
    door.post(page, {"day": "07/01/2025", "do": "accept"})
    assert "Chưa có ai trong danh sách" in text(door.post("/members/applications/", {"day": "08/01/2025"}))


def test_the_wards_of_a_province_are_listed(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    assert "Xã Mù Cang Chải" in text(door.get("/members/wards/?province=15"))
    assert "chọn tỉnh trước" in text(door.get("/members/wards/?province=x"))


# --- Changes ---------------------------------------------------------------------------------------------------------


def test_a_member_pauses_returns_and_leaves(desk: Desk, signed_in: Door) -> None:
    door, page = signed_in(desk.world.clerk), f"/members/{desk.member.member_id}/"
    assert "nhiều nhất 12 tháng" in text(door.post(f"{page}suspend/", {"day": "03/06/2024", "until": "03/06/2025"}))
    assert door.get(f"{page}resume/").status_code == 404
    assert door.post(f"{page}suspend/", {"day": "03/06/2024"}).status_code == 302
    assert "Tạm dừng sinh hoạt" in text(door.get(page))
    assert door.post(f"{page}resume/", {"day": "03/09/2024"}).status_code == 302
    assert "Chọn lý do" not in text(door.get(f"{page}leave/"))
    assert door.post(f"{page}leave/", {"day": "03/10/2024"}).context["form"].errors["reason"]
    assert door.post(f"{page}leave/", {"day": "03/10/2024", "reason": "retired"}).status_code == 302
    told = text(door.get(page))
    for said in ("không còn là đoàn viên", "Ra khỏi công đoàn", "nghỉ hưu", "Sinh hoạt trở lại"):
        assert said in told
    assert door.get(f"{page}leave/").status_code == 404


def test_a_suspension_by_mistake_is_taken_back_on_its_page(desk: Desk, signed_in: Door) -> None:
    lan, door = lan_at(desk.world), signed_in(desk.world.clerk)
    pause = suspend(desk.world.clerk, membership=lan.memberships.get(), day=JUNE)
    page = f"/members/{lan.pk}/suspensions/{pause.pk}/withdraw/"
    assert page in text(door.get(f"/members/{lan.pk}/"))
    assert "tạm dừng từ ngày 03/06/2024" in text(door.get(page))
    assert "Đã rút" in text(door.post(page, {"reason": "nhầm người"}, follow=True))
    assert "đã được rút rồi" in text(door.post(page, {"reason": "nhầm người"}, follow=True))
    assert "Tạm dừng sinh hoạt" not in text(door.get(f"/members/{lan.pk}/"))


def test_a_form_sent_twice_is_done_once_and_its_sender_is_told(desk: Desk, signed_in: Door) -> None:
    """As where a browser without scripts sends what was pressed twice."""
    door, page = signed_in(desk.world.clerk), f"/members/{desk.member.member_id}/"
    suspend(desk.world.clerk, membership=desk.member, day=JUNE)
    for deed, given, sentence in (
        ("resume", {"day": "03/09/2024"}, "Người này không tạm dừng sinh hoạt."),
        ("leave", {"day": "03/10/2024", "reason": "retired"}, "Người này không còn sinh hoạt tại đơn vị."),
    ):
        for said in ("", sentence):
            answer = door.post(f"{page}{deed}/", given, follow=True)
            assert said in text(answer)
            assert answer.redirect_chain == [(page, 302)]
    assert Deed.objects.filter(verb__in=["resumed", "left"]).count() == 2


def test_home_leads_to_those_whose_suspension_is_over(desk: Desk, signed_in: Door) -> None:
    suspend(desk.world.clerk, membership=desk.member, day=JUNE, until=date(2024, 9, 1))
    page = text(signed_in(desk.world.clerk).get("/"))
    assert "1 người tạm dừng quá hạn" in page
    assert "/members/?unit=mill&state=suspended" in page


def test_an_admission_by_mistake_is_taken_back(desk: Desk, signed_in: Door) -> None:
    door, page = signed_in(desk.world.clerk), f"/members/{desk.member.member_id}/"
    assert door.post(f"{page}withdraw/", {"reason": "nhập nhầm"}).status_code == 302
    assert Membership.objects.current().filter(unit=desk.world.mill).count() == 2


# --- Transfers -------------------------------------------------------------------------------------------------------


def test_somebody_is_pulled_by_their_number_and_the_other_side_answers(desk: Desk, signed_in: Door) -> None:
    lan, mills = lan_at(desk.world, "plant"), signed_in(desk.world.clerk)
    plants = signed_in(plants_clerk(desk.world))
    look = {"identity": "010190001234", "reason": "có giấy giới thiệu", "do": "look"}
    assert "Người này đang sinh hoạt tại Công đoàn plant" in text(mills.post("/members/pull/", look))
    assert "Không ai đang là đoàn viên" in text(mills.post("/members/pull/", look | {"identity": "010190001235"}))
    sent = mills.post("/members/pull/", look | {"do": "ask", "day": "03/06/2024"})
    transfer = Transfer.objects.get()
    assert sent.headers["Location"] == f"/members/transfers/{transfer.pk}/"
    assert "không trả lời đến hết ngày 10/02/2025" in text(mills.get(f"/members/transfers/{transfer.pk}/"))
    assert "được nơi khác đề nghị nhận" in text(plants.get("/"))
    assert mills.post(f"/members/transfers/{transfer.pk}/", {"do": "agree"}).status_code == 200
    assert Transfer.objects.get().state == TransferState.WAITING
    assert plants.post(f"/members/transfers/{transfer.pk}/", {"do": "agree"}).status_code == 302
    assert Membership.objects.current().get(member=lan).unit == desk.world.mill
    assert mills.get(f"/members/{lan.pk}/").status_code == 200
    assert plants.get(f"/members/{lan.pk}/").status_code == 404
    assert "đã chuyển" in text(plants.get(f"/members/transfers/{transfer.pk}/"))


def test_somebody_is_pushed_to_a_unit_found_by_name_and_refused_there(desk: Desk, signed_in: Door) -> None:
    door, page = signed_in(desk.world.clerk), f"/members/{desk.member.member_id}/push/"
    assert "Công đoàn plant" in text(door.get(f"{page}?q=cong doan plant"))
    assert "Chọn đơn vị đến" in text(door.post(page, {"q": "plant", "to": "?", "day": "03/06/2024"}))
    assert door.post(page, {"q": "plant", "to": "plant", "day": "03/06/2024"}).status_code == 302
    transfer, plants = Transfer.objects.get(), signed_in(plants_clerk(desk.world))
    assert "đề nghị chuyển đến, chờ trả lời" in text(plants.get("/"))
    address = f"/members/transfers/{transfer.pk}/"
    assert plants.post(address, {"do": "refuse", "reason": ""}).context["form"].errors["reason"]
    assert plants.post(address, {"do": "refuse", "reason": "không đúng người"}).status_code == 302
    assert "không đúng người" in text(door.get(address))


def test_a_union_above_sees_what_waits_beneath_it(desk: Desk, signed_in: Door) -> None:
    transfer, application, door = asked(desk), applied(desk), signed_in(desk.world.officer)
    page = text(door.get("/members/transfers/?unit=north"))
    assert "Ở cấp dưới, đang chờ trả lời" in page
    assert f"/members/transfers/{transfer.pk}/" in page
    assert "Ở cấp dưới" not in text(door.get("/members/transfers/?unit=mill"))
    Application.objects.filter(pk=application.pk).update(due=date(2025, 1, 20))
    page = text(door.get("/members/applications/?unit=industry"))
    assert "Cấp dưới quá hạn quyết định" in page
    assert f"/members/applications/{application.pk}/" in page
    assert "Cấp dưới quá hạn" not in text(door.get("/members/applications/?unit=mill"))


def test_who_chose_no_unit_to_push_to_is_told(desk: Desk, signed_in: Door) -> None:
    door, page = signed_in(desk.world.clerk), f"/members/{desk.member.member_id}/push/"
    assert "Chọn đơn vị đến trong danh sách." in text(door.post(page, {"q": "plant", "day": "2025-01-31"}))
    assert not Transfer.objects.exists()


def test_whom_silence_has_moved_both_sides_are_told_of(desk: Desk, signed_in: Door) -> None:
    plants = plants_clerk(desk.world)
    asked(desk)
    with the_day(TODAY + 11 * DAY):
        complete_due()
        assert "đã chuyển đến do quá hạn trả lời" in text(signed_in(desk.world.clerk).get("/"))
        assert "đã chuyển đi do quá hạn trả lời" in text(signed_in(plants).get("/"))


def test_a_request_is_taken_back_by_who_made_it_and_a_mistake_by_who_reaches_both(desk: Desk, signed_in: Door) -> None:
    door, first = signed_in(desk.world.clerk), asked(desk)
    address = f"/members/transfers/{first.pk}/"
    assert door.post(address, {"do": "take_back", "reason": "nhầm người"}).status_code == 302
    assert "không còn chờ trả lời" in text(door.post(address, {"do": "take_back", "reason": "nhầm người"}))
    officers = signed_in(desk.world.officer)
    second = officers.post(f"/members/{first.member_id}/push/", {"q": "mine", "to": "mine", "day": "03/06/2024"})
    assert second.status_code == 302
    assert officers.post(f"/members/{first.member_id}/withdraw/", {"reason": "chuyển nhầm"}).status_code == 302
    assert Membership.objects.current().get(member=first.member).unit == desk.world.plant
    assert "chuyển nhầm, đã rút" in text(officers.get("/members/transfers/?unit=mine"))
