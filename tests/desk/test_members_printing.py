"""An application as a printed form 5a: what it says, how it was signed, who reads it, and what stays masked."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from tests.desk.conftest import Desk, Door
from tests.desk.files import drawn
from tests.desk.people import APPLIED, applied
from tests.world import TODAY, World, the_day

from congdoan.org.models import Deed, Employer, User, Workplace
from congdoan.records.members.actions import NewMember, admit_applicants, apply, decide, erase, leave, transfer
from congdoan.records.members.models import Application, proofs_of
from congdoan.records.members.rules import read_signature

LAN = NewMember(
    "Nguyễn Thị Lan",
    "female",
    born=date(1990, 5, 3),
    identity="010190001234",
    ethnicity="Giáy",
    phone="0912345678",
    health="viêm gan",
    party="yes",
    job="thợ may",
)
AUTUMN = date(2025, 1, 20)


def signed(world: World, **how: Any) -> Application:
    return apply(world.clerk, unit=world.mill, day=APPLIED, person=LAN, **({"signed": "screen"} | how))


def signed_by_hand(world: World) -> Application:
    return signed(world, signature=read_signature(drawn()))


def page(application: Application) -> str:
    return f"/members/applications/{application.pk}/document/"


def pdf(response: Any) -> PdfReader:
    assert response.status_code == 200
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/pdf", "no-store")
    return PdfReader(BytesIO(response.content))


def words(response: Any) -> str:
    return " ".join(" ".join(each.extract_text() for each in pdf(response).pages).split())


def pictures(response: Any) -> int:
    return sum(len(each.images) for each in pdf(response).pages)


def test_a_drawn_signature_stands_on_the_form_and_opening_it_is_noted(desk: Desk, signed_in: Door) -> None:
    form = signed_in(desk.world.clerk).get(page(signed_by_hand(desk.world)))
    assert pictures(form) == 1
    told = words(form)
    for said in (
        "ĐƠN GIA NHẬP CÔNG ĐOÀN VIỆT NAM",
        "Kính gửi: Ban Chấp hành Công đoàn mill",
        "Tôi tên là: Nguyễn Thị Lan",
        "Ngày sinh: 03/05/1990",
        "Công việc: thợ may",
        "tự nguyện xin gia nhập Công đoàn Việt Nam",
        "ngày 06 tháng 01 năm 2025",
        "người nộp đơn ký trên màn hình lúc 08:00 31/01/2025",
    ):
        assert said in told
    assert len(pdf(form).pages) == 1
    assert Deed.objects.filter(verb="opened_proof", by=desk.world.clerk).count() == 1


def test_a_tick_stands_for_a_signature_and_a_paper_form_leaves_room_for_one(desk: Desk, signed_in: Door) -> None:
    door, ticked = signed_in(desk.world.clerk), signed(desk.world, confirmed=True)
    told = words(door.get(page(ticked)))
    assert "Tôi là người nộp đơn, tôi xác nhận đơn này." in told
    assert "tự đánh dấu xác nhận trên màn hình lúc 08:00 31/01/2025" in told
    on_paper = door.get(page(applied(desk)))
    assert "(Ký, ghi rõ họ tên)" in words(on_paper)
    assert "trên màn hình" not in words(on_paper)
    assert pictures(on_paper) == 0
    assert not Deed.objects.filter(verb="opened_proof").exists()


def test_the_form_names_the_workplace_of_its_day(desk: Desk, signed_in: Door) -> None:
    world, application = desk.world, signed(desk.world, confirmed=True)
    works = Employer.objects.create(name="Công ty May Cốc Lếu")
    Workplace.objects.create(unit=world.mill, employer=works, span=(date(2024, 1, 1), None))
    assert "Nơi làm việc: Công ty May Cốc Lếu" in words(signed_in(world.clerk).get(page(application)))


def test_what_is_sealed_is_masked_unless_a_reason_is_given_by_who_may(desk: Desk, signed_in: Door) -> None:
    world, application = desk.world, signed_by_hand(desk.world)
    door = signed_in(world.chair)
    masked = words(door.get(page(application)))
    assert "•••••••1234" in masked
    assert not {said for said in ("010190001234", "Giáy", "viêm gan") if said in masked}
    unasked = door.post(page(application), {"reason": " "})
    assert unasked["Content-Type"].startswith("text/html")
    assert not Deed.objects.filter(verb="unmasked").exists()
    whole = words(door.post(page(application), {"reason": "lưu hồ sơ kết nạp"}))
    assert {said for said in ("010190001234", "Giáy", "viêm gan") if said in whole} == {"010190001234", "Giáy"}
    assert Deed.objects.get(verb="unmasked").words["reason"] == "lưu hồ sơ kết nạp"
    clerk = signed_in(world.clerk)
    assert clerk.post(page(application), {"reason": "lưu hồ sơ kết nạp"}).status_code == 404
    assert "đủ thông tin" not in clerk.get(f"/members/applications/{application.pk}/").content.decode()


def test_who_does_not_keep_the_file_reads_no_form_and_of_who_was_erased_there_is_none(
    desk: Desk, signed_in: Door
) -> None:
    world, application = desk.world, signed_by_hand(desk.world)
    assert signed_in(User.objects.create(username="nobody")).get(page(application)).status_code == 404
    decide(world.clerk, application=application, day=AUTUMN, accept=True)
    (here,) = admit_applicants(world.clerk, unit=world.mill, day=AUTUMN, applications=[application])
    there = transfer(world.officer, membership=here, to=world.plant, day=date(2025, 1, 25))
    assert signed_in(world.clerk).get(page(application)).status_code == 404
    assert pictures(signed_in(world.officer).get(page(application))) == 1
    leave(world.officer, memberships=[there], day=date(2025, 1, 28), reason="resigned")
    erase(world.officer, member=application.member, reason="đơn của người ấy")
    assert signed_in(world.officer).get(page(application)).status_code == 404


def test_a_signature_whose_file_is_gone_leaves_its_words(desk: Desk, signed_in: Door) -> None:
    application = signed_by_hand(desk.world)
    (proof,) = proofs_of(application)
    proof.file.delete(save=False)
    form = signed_in(desk.world.clerk).get(page(application))
    assert pictures(form) == 0
    assert "ký trên màn hình lúc" in words(form)


@pytest.mark.parametrize("who", ["clerk", "chair"])
def test_the_page_of_an_application_leads_to_its_form(desk: Desk, signed_in: Door, who: str) -> None:
    application = signed(desk.world, confirmed=True)
    shown = signed_in(getattr(desk.world, who)).get(f"/members/applications/{application.pk}/").content.decode()
    assert f'href="{page(application)}"' in shown
    assert (f'action="{page(application)}"' in shown) is (who == "chair")


def test_a_second_application_of_a_day_bears_its_own_signature(desk: Desk, signed_in: Door) -> None:
    world, first = desk.world, signed_by_hand(desk.world)
    decide(world.clerk, application=first, day=APPLIED, accept=False, reason="thiếu giấy tờ")
    with the_day(TODAY + timedelta(days=1)):
        second = signed(world, confirmed=True)
    door = signed_in(world.clerk)
    assert pictures(door.get(page(first))) == 1
    assert pictures(told := door.get(page(second))) == 0
    assert "lúc 08:00 01/02/2025" in words(told)
