"""Applications: taken down, decided within the charter's days, admitted one by one or in a ceremony of many."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.desk.files import PDF, drawn
from tests.records.asking import refused, value
from tests.world import BEGINNING, TODAY, World, the_day

from congdoan.org.models import Deed
from congdoan.records.members.actions import (
    NewMember,
    admit,
    admit_applicants,
    apply,
    decide,
    erase,
    give_cards,
    leave,
    open_proof,
    readmit,
    suspend,
    withdraw_admission,
    withdraw_leaving,
)
from congdoan.records.members.models import Application, ApplicationState, Ground, Member, Membership, proofs_of
from congdoan.records.members.rules import months_after, read_proof, read_signature, working_days_after
from congdoan.records.structure.actions import dissolve

DAY = timedelta(days=1)
SPRING, SUMMER, AUTUMN = date(2024, 3, 1), date(2024, 6, 3), date(2024, 9, 3)
LAN = NewMember("Nguyễn Thị Lan", "female", identity="010190001234", team="Tổ may 2")


def applied(world: World, person: NewMember = LAN, day: date = SUMMER, **who: Any) -> Application:
    return apply(world.clerk, unit=world.mill, day=day, person=person, signed="paper", **who)


def accepted(world: World, person: NewMember = LAN, day: date = SUMMER) -> Application:
    return decide(world.clerk, application=applied(world, person, day), day=day, accept=True, decision="12/QĐ-CĐCS")


@pytest.mark.parametrize(
    ("day", "number", "last"),
    [
        (date(2024, 6, 3), 10, date(2024, 6, 17)),
        (date(2024, 4, 25), 3, date(2024, 5, 3)),  # 29/4 in place of 4/5, 30/4 and 1/5 are days off
        (date(2025, 1, 24), 1, date(2025, 2, 3)),  # the lunar New Year
        (date(2024, 6, 8), 0, date(2024, 6, 8)),
    ],
)
def test_working_days_leave_out_weekends_and_vietnams_days_off(day: date, number: int, last: date) -> None:
    assert working_days_after(day, number) == last


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
        (date(2023, 12, 31), 12, date(2024, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_later_is_the_same_day_or_the_last(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


def test_an_application_waits_for_its_decision_and_counts_nothing(world: World) -> None:
    application = applied(world)
    assert (application.due, application.state, application.team) == (date(2024, 6, 17), "waiting", "Tổ may 2")
    assert value("members.total", world.head, TODAY) == 0
    assert Deed.objects.latest("pk").verb == "applied"
    assert "Lan" not in str(Deed.objects.latest("pk").words)


def test_who_is_accepted_is_admitted_in_a_ceremony_with_a_card(world: World) -> None:
    people = [LAN, *[NewMember(f"Giàng A {number}", "male") for number in range(199)]]
    applications = [accepted(world, person) for person in people]
    entered = admit_applicants(world.clerk, unit=world.mill, day=AUTUMN, applications=applications, cards=True)
    assert len(entered) == value("members.admitted", world.head, "2024") == value("members.total", world.mill, AUTUMN)
    assert len(entered) == 200
    assert set(Application.objects.values_list("state", flat=True)) == {ApplicationState.ADMITTED}
    assert len(set(Member.objects.values_list("card", flat=True))) == 200
    assert next(each.team for each in entered if each.member.name == LAN.name) == "Tổ may 2"
    assert give_cards(world.clerk, unit=world.mill, members=list(Member.objects.all())) == 0


def test_the_scan_of_a_paper_application_proves_that_its_writer_agreed(world: World) -> None:
    scan = read_proof("don.pdf", PDF)
    application = apply(world.clerk, unit=world.mill, day=SUMMER, person=LAN, signed="paper", scan=scan)
    (ground,) = proofs_of(application)
    assert (ground.purpose, ground.basis, ground.day, ground.name) == ("membership", "consent", SUMMER, "don.pdf")
    assert open_proof(world.clerk, ground=ground) == PDF
    assert list(Deed.objects.order_by("pk").values_list("verb", flat=True))[-3:] == [
        "consented",
        "applied",
        "opened_proof",
    ]
    assert proofs_of(applied(world, NewMember("Lý Thị Mai", "female"))) == []
    decide(world.clerk, application=application, day=SUMMER, accept=False, reason="là chủ doanh nghiệp")
    erase(world.chair, member=application.member, reason="đơn của người ấy")
    assert not Ground.objects.exists()


def test_a_number_that_somebody_else_bears_is_not_given_as_a_card(world: World) -> None:
    application = accepted(world)
    taken = f"CĐ{application.member_id:09}"
    admit(world.officer, unit=world.plant, day=SPRING, people=[NewMember("Lý A Sơn", "male", card=taken)])
    admit_applicants(world.clerk, unit=world.mill, day=AUTUMN, applications=[application], cards=True)
    assert Member.objects.get(pk=application.member_id).card == f"{taken}-1"


def test_a_form_sent_twice_is_refused_and_what_tells_two_apart_is_taken(world: World) -> None:
    son = NewMember("Lý A Sơn", "male", born=date(1990, 5, 3), phone="0912345678")
    applied(world, son)
    with refused("Đơn như thế này đã nhận trong ngày ấy"):
        applied(world, replace(son, name="LÝ A SƠN", job="thợ điện"))
    applied(world, replace(son, born=date(1991, 5, 3)))
    for other in (replace(son, phone=""), replace(son, identity="010190001234")):
        applied(world, other, is_another=True)
    applied(world, son, SUMMER + DAY, is_another=True)
    assert Application.objects.filter(unit=world.mill).count() == 5


# --- Who is known without a number -----------------------------------------------------------------------------------

SU = NewMember("Vàng A Sử", "male", born=date(1988, 3, 5))


def known(world: World, person: NewMember = SU) -> Membership:
    return admit(world.officer, unit=world.mill, day=SPRING, people=[person])[0]


@pytest.mark.parametrize(
    ("other", "is_alike"),
    [
        (replace(SU, name="VÀNG A SỬ"), True),
        (replace(SU, identity="010088001234", phone="0912345678"), True),
        (replace(SU, born=None), True),
        (replace(SU, born=date(1988, 1, 1), born_year_only=True), True),
        (replace(SU, born=date(1988, 3, 6)), False),
        (replace(SU, born=date(1989, 1, 1), born_year_only=True), False),
        (replace(SU, sex="female"), False),
        (replace(SU, name="Vàng A Sa"), False),
    ],
)
def test_nobody_is_taken_down_twice_unasked(world: World, other: NewMember, is_alike: bool) -> None:
    member = known(world).member
    if not is_alike:
        assert applied(world, other).member != member
        return
    with refused("Đơn vị đã có hồ sơ của người cùng họ tên") as caught:
        applied(world, other)
    assert caught.value.people == [member]
    assert applied(world, other, is_another=True).member != member


def test_who_has_another_number_or_a_file_elsewhere_is_not_asked_about(world: World) -> None:
    known(world, replace(SU, identity="010088001234"))
    admit(world.officer, unit=world.plant, day=SPRING, people=[NewMember("Giàng Thị Pà", "female")])
    applied(world, replace(SU, identity="010088001235"))
    applied(world, NewMember("Giàng Thị Pà", "female"))


def test_who_left_without_a_number_comes_back_to_their_own_file(world: World) -> None:
    membership = known(world)
    with refused("đang sinh hoạt tại Công đoàn mill"):
        applied(world, SU, who=membership.member)
    leave(world.clerk, memberships=[membership], day=SUMMER, reason="resigned")
    with refused("sớm nhất ngày 03/09/2024"):
        applied(world, SU, AUTUMN - DAY, who=membership.member)
    with refused("Họ tên hoặc năm sinh trong đơn khác hồ sơ"):
        applied(world, replace(SU, name="Vàng A Sa"), AUTUMN, who=membership.member)
    again = replace(SU, identity="010088001234", job="thợ điện")
    application = applied(world, again, AUTUMN, who=membership.member)
    assert (application.member, application.not_taken) == (membership.member, ("identity", "job"))
    with refused("đã có đơn xin gia nhập đang chờ"):
        applied(world, again, AUTUMN, who=membership.member)
    decide(world.clerk, application=application, day=AUTUMN, accept=True)
    (entered,) = admit_applicants(world.clerk, unit=world.mill, day=AUTUMN, applications=[application])
    assert (entered.member, entered.entered.noun) == (membership.member, "readmission")
    assert value("members.total", world.mill, AUTUMN) == 1


def test_a_number_that_is_not_theirs_is_refused_with_who_is_meant(world: World) -> None:
    lan, su = known(world, LAN), known(world)
    leave(world.clerk, memberships=[su, lan], day=SUMMER, reason="resigned")
    with refused("trong sổ là của người khác", noted=1):
        applied(world, replace(SU, identity=LAN.identity), AUTUMN, who=su.member)
    with refused("khác số trong hồ sơ của người ấy"):
        applied(world, replace(LAN, identity="010088001234"), AUTUMN, who=lan.member)
    elsewhere = admit(world.officer, unit=world.plant, day=SPRING, people=[NewMember("Mai", "female")])[0].member
    with refused("quyền", PermissionDenied):
        applied(world, NewMember("Mai", "female"), who=elsewhere)


def test_nobody_applies_before_a_unit_is_founded_or_after_it_has_ended(world: World) -> None:
    with refused("Đơn vị thành lập ngày"):
        applied(world, day=BEGINNING - DAY)
    dissolve(world.officer, unit=world.mill, day=SUMMER)
    for day in (SPRING, AUTUMN):
        with refused("kết thúc hoạt động"):
            apply(world.officer, unit=world.mill, day=day, person=LAN, signed="paper")


def test_who_is_refused_is_told_why_and_not_admitted(world: World) -> None:
    application = applied(world)
    with refused("Nêu lý do không đồng ý"):
        decide(world.clerk, application=application, day=SUMMER, accept=False)
    decide(world.clerk, application=application, day=SUMMER, accept=False, reason="là chủ doanh nghiệp")
    with refused("Chỉ kết nạp những đơn đã có quyết định đồng ý"):
        admit_applicants(world.clerk, unit=world.mill, day=AUTUMN, applications=[application])
    with refused("Đơn này đã có quyết định"):
        decide(world.clerk, application=application, day=SUMMER, accept=True)
    assert applied(world, day=AUTUMN).member == application.member


def test_days_of_an_application_follow_one_another(world: World) -> None:
    with refused("Ngày này chưa đến"):
        applied(world, day=TODAY + DAY)
    application = applied(world)
    for day, sentence in ((SUMMER - DAY, "không thể trước ngày nộp đơn"), (TODAY + DAY, "Ngày này chưa đến")):
        with refused(sentence):
            decide(world.clerk, application=application, day=day, accept=True)
    decide(world.clerk, application=application, day=AUTUMN, accept=True)
    for day, sentence in ((AUTUMN - DAY, "không thể trước ngày quyết định"), (TODAY + DAY, "Ngày này chưa đến")):
        with refused(sentence):
            admit_applicants(world.clerk, unit=world.mill, day=day, applications=[application])
    with refused("Chưa có ai trong danh sách"):
        admit_applicants(world.clerk, unit=world.mill, day=AUTUMN, applications=[])


def test_nobody_applies_twice_nor_while_they_belong_somewhere(world: World) -> None:
    application = accepted(world)
    with refused("đã có đơn xin gia nhập đang chờ", noted=1):
        applied(world)
    admit_applicants(world.clerk, unit=world.mill, day=SUMMER, applications=[application])
    with refused("Người này đang sinh hoạt tại Công đoàn mill", noted=1):
        applied(world, day=AUTUMN)
    with refused("Chọn cách ký đơn"):
        apply(world.clerk, unit=world.mill, day=SUMMER, person=NewMember("Mai", "female"), signed="voice")


def test_who_may_not_manage_members_takes_no_application(world: World) -> None:
    with refused("không có quyền quản lý đoàn viên", PermissionDenied):
        apply(world.clerk, unit=world.mine, day=SUMMER, person=LAN, signed="paper")
    application = applied(world)
    with refused("không có quyền quản lý đoàn viên", PermissionDenied):
        decide(world.stranger, application=application, day=SUMMER, accept=True)
    with refused("không có quyền quản lý đoàn viên", PermissionDenied):
        admit_applicants(world.stranger, unit=world.mill, day=SUMMER, applications=[application])


def test_who_left_comes_back_after_three_months_and_is_readmitted(world: World) -> None:
    entered = admit_applicants(world.clerk, unit=world.mill, day=SPRING, applications=[accepted(world, day=SPRING)])
    leave(world.clerk, memberships=entered, day=SUMMER, reason="resigned")
    with refused("sớm nhất ngày 03/09/2024", noted=1):
        applied(world, day=AUTUMN - DAY)
    with refused("sớm nhất ngày 03/09/2024"):
        readmit(world.clerk, unit=world.mill, day=AUTUMN - DAY, members=[entered[0].member])
    (again,) = admit_applicants(world.clerk, unit=world.mill, day=AUTUMN, applications=[accepted(world, day=AUTUMN)])
    assert (again.member, again.entered.noun) == (entered[0].member, "readmission")
    assert (value("members.admitted", world.head, "2024"), value("members.total", world.head, TODAY)) == (1, 1)


def test_who_signs_on_the_screen_draws_a_signature_that_lies_sealed_or_confirms(world: World) -> None:
    def sign(person: NewMember, **signs: Any) -> Application:
        return apply(world.clerk, unit=world.mill, day=SUMMER, person=person, signed="screen", **signs)

    with refused("Mời người nộp đơn ký vào ô, hoặc tự đánh dấu xác nhận"):
        sign(LAN)
    signature = read_signature(drawn())
    assert signature is not None
    (ground,) = proofs_of(sign(LAN, signature=signature))
    assert (ground.basis, ground.name) == ("consent", "chu-ky.jpg")
    assert ground.proof == "người nộp đơn ký trên màn hình lúc 08:00 31/01/2025"
    assert signature.content not in Path(ground.file.path).read_bytes()
    assert open_proof(world.clerk, ground=ground) == signature.content
    (other,) = proofs_of(sign(NewMember("Vàng A Chứ", "male"), confirmed=True))
    assert (other.proof, bool(other.file)) == (
        "người nộp đơn tự đánh dấu xác nhận trên màn hình lúc 08:00 31/01/2025",
        False,
    )


def test_a_paper_application_takes_nothing_from_the_screen(world: World) -> None:
    signature = read_signature(drawn())
    application = apply(
        world.clerk, unit=world.mill, day=SUMMER, person=LAN, signed="paper", signature=signature, confirmed=True
    )
    assert proofs_of(application) == []


@pytest.mark.parametrize(
    "written",
    [
        "data:image/png;base64,@@@@",
        "data:image/png;base64,AAAA",
        "data:text/html;base64,AAAA",
        "khong phai",
        drawn(ink=None),
    ],
    ids=["letters", "no picture", "no png", "words", "blank"],
)
def test_what_is_no_signature_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="bị hỏng hoặc còn trống"):
        read_signature(written)
    assert read_signature("") is None


def test_who_was_expelled_comes_back_through_the_union_above_and_who_died_never(world: World) -> None:
    entered = admit_applicants(world.clerk, unit=world.mill, day=SPRING, applications=[accepted(world, day=SPRING)])
    leave(world.clerk, memberships=entered, day=SUMMER, reason="expelled")
    with refused("không có quyền quản lý đoàn viên tại Công đoàn industry", PermissionDenied, noted=1):
        applied(world, day=AUTUMN)
    apply(world.chair, unit=world.mill, day=AUTUMN, person=LAN, signed="screen", confirmed=True)
    (other,) = world.admit(world.mill, SPRING)
    leave(world.clerk, memberships=[other], day=SUMMER, reason="died")
    with refused("đã qua đời theo sổ"):
        readmit(world.officer, unit=world.mill, day=AUTUMN, members=[other.member])


def test_an_admission_taken_back_leaves_the_application_accepted(world: World) -> None:
    application = accepted(world)
    (membership,) = admit_applicants(world.clerk, unit=world.mill, day=SUMMER, applications=[application])
    withdraw_admission(world.clerk, membership=membership, reason="nhập nhầm ngày")
    application.refresh_from_db()
    assert (application.state, application.membership) == (ApplicationState.ACCEPTED, None)
    admit_applicants(world.clerk, unit=world.mill, day=AUTUMN, applications=[application])
    assert value("members.admitted", world.mill, "2024") == 1


def test_a_suspension_lasts_at_most_twelve_months(world: World) -> None:
    membership, other = world.admit(world.mill, SPRING, 2)
    with refused("nhiều nhất 12 tháng: đến hết ngày 02/06/2025"):
        suspend(world.clerk, membership=membership, day=SUMMER, until=date(2025, 6, 3))
    with refused("Ngày hết tạm dừng không thể trước ngày bắt đầu"):
        suspend(world.clerk, membership=membership, day=SUMMER, until=SPRING)
    assert suspend(world.clerk, membership=membership, day=SUMMER).due == date(2025, 6, 2)
    assert suspend(world.clerk, membership=other, day=SUMMER, until=AUTUMN).due == AUTUMN


def test_before_the_first_terms_of_the_table_none_is_fixed(world: World) -> None:
    with the_day(TODAY):
        (membership,) = world.admit(world.mine, date(2015, 1, 5))
        assert suspend(world.officer, membership=membership, day=date(2016, 1, 5)).due is None


def test_who_was_accepted_may_still_be_refused_and_is_free(world: World) -> None:
    application, later = accepted(world, day=SUMMER), decided_later(world)
    with refused("không thể trước ngày đã quyết định"):
        decide(world.clerk, application=later, day=SUMMER, accept=False, reason="đổi ý")
    with refused("Nêu lý do không đồng ý"):
        decide(world.clerk, application=application, day=AUTUMN, accept=False)
    with refused("Đơn này đã có quyết định"):
        decide(world.clerk, application=application, day=AUTUMN, accept=True)
    decide(world.clerk, application=application, day=AUTUMN, accept=False, reason="người nộp đơn đổi ý")
    assert application.member.applications.open().count() == 0
    assert applied(world, day=AUTUMN).member == application.member


def decided_later(world: World) -> Application:
    """An application that waited, and was accepted in autumn."""
    waiting = applied(world, NewMember("Lý Thị Dín", "female"))
    return decide(world.clerk, application=waiting, day=AUTUMN, accept=True)


def test_who_looked_somebody_up_by_an_application_is_written_down_though_it_is_refused(world: World) -> None:
    (there,) = admit(world.officer, unit=world.plant, day=SPRING, people=[LAN])
    with refused("đang sinh hoạt tại Công đoàn plant", noted=1):
        applied(world)
    deed = Deed.objects.latest("pk")
    assert (deed.verb, deed.subject, deed.unit) == ("looked_up", f"member {there.member_id}", world.mill)
    with refused("Số thẻ của Lý Thị Dín", noted=1):
        Member.objects.filter(pk=there.member_id).update(card="CĐ77")
        applied(world, NewMember("Lý Thị Dín", "female", card="CĐ 77"))


def test_a_number_told_of_somebody_else_tells_nothing_of_them(world: World) -> None:
    admit(world.officer, unit=world.plant, day=SPRING, people=[LAN])
    for wrong in (replace(LAN, name="Lý Thị Dín"), replace(LAN, born=date(1991, 5, 3))):
        Member.objects.update(born=date(1990, 5, 3))
        with refused("là của người có họ tên hoặc năm sinh khác", noted=1) as caught:
            applied(world, wrong)
        assert "plant" not in str(caught.value)


def test_what_stands_in_the_form_of_somebody_known_is_named_as_not_taken(world: World) -> None:
    entered = admit_applicants(world.clerk, unit=world.mill, day=SPRING, applications=[accepted(world, day=SPRING)])
    leave(world.clerk, memberships=entered, day=SUMMER, reason="resigned")
    again = applied(world, replace(LAN, name="Nguyễn thị LAN", phone="0912345678", job="thợ may"), AUTUMN)
    assert again.not_taken == ("phone", "job")
    assert Member.objects.get(pk=again.member_id).phone == ""
    assert applied(world, NewMember("Lý Thị Dín", "female", phone="0912345679")).not_taken == ()


def test_of_who_left_a_unit_out_of_reach_the_day_is_not_told(world: World) -> None:
    left, died = (NewMember(name, "female", identity=f"01019000567{n}") for n, name in enumerate(("Lan", "Mai")))
    for person, reason in ((left, "resigned"), (died, "died")):
        entered = admit(world.officer, unit=world.plant, day=SPRING, people=[person])
        leave(world.officer, memberships=entered, day=SUMMER, reason=reason)
    for person, sentence in ((left, "chưa đủ 3 tháng nên chưa"), (died, "không kết nạp lại được")):
        with refused(sentence, noted=1) as caught:
            applied(world, person, AUTUMN - DAY)
        assert not {"03/09/2024", "qua đời", "plant"} & set(str(caught.value).split())


def test_a_refusal_in_a_ceremony_of_many_says_of_whom_it_is(world: World) -> None:
    ready = [accepted(world), decided_later(world)]
    with refused("Lý Thị Dín: ngày kết nạp không thể trước ngày quyết định"):
        admit_applicants(world.clerk, unit=world.mill, day=SUMMER, applications=ready)
    moved, other = world.admit(world.mill, SPRING, 2)
    _first, late = world.admit(world.mill, SUMMER, 2)
    with refused("Giàng A 1: ngày này phải sau ngày vào đơn vị"):
        leave(world.clerk, memberships=[moved, late], day=SUMMER, reason="retired")
    leave(world.clerk, memberships=[moved, other], day=SUMMER, reason="resigned")
    with refused("Giàng A 0: kết nạp lại phải sau khi ra 3 tháng"):
        readmit(world.clerk, unit=world.mill, day=AUTUMN - DAY, members=[moved.member, other.member])


def test_who_applied_to_a_unit_that_ends_may_apply_elsewhere(world: World) -> None:
    waiting, ready = applied(world), accepted(world, NewMember("Lý A Sơn", "male"))
    with refused("đơn xin gia nhập ghi sau ngày này"):
        dissolve(world.officer, unit=world.mill, day=SPRING)
    dissolve(world.officer, unit=world.mill, day=AUTUMN)
    for each in (waiting, ready):
        each.refresh_from_db()
        assert (each.state, each.decided, each.reason) == ("refused", AUTUMN, "Đơn vị kết thúc hoạt động.")
    assert Deed.objects.filter(verb="decided_against", unit=world.mill).count() == 2
    again = apply(world.officer, unit=world.plant, day=TODAY, person=LAN, signed="paper")
    assert again.member == waiting.member


# --- A leaving by mistake --------------------------------------------------------------------------------------------


def test_a_leaving_by_mistake_is_taken_back_as_if_it_had_never_been(world: World) -> None:
    membership = known(world)
    suspension = suspend(world.clerk, membership=membership, day=SUMMER)
    leave(world.clerk, memberships=[membership], day=AUTUMN, reason="died")
    assert value("members.total", world.head, TODAY) == 0
    with refused("Nêu lý do rút"):
        withdraw_leaving(world.clerk, membership=membership, reason=" ")
    with refused("không có quyền", PermissionDenied):
        withdraw_leaving(world.stranger, membership=membership, reason="nhầm người")
    back = withdraw_leaving(world.clerk, membership=membership, reason="nhầm người")
    suspension.refresh_from_db()
    assert (back.is_open, back.left, suspension.is_open) == (True, None, True)
    assert value("members.total", world.head, TODAY) == 1
    assert Deed.objects.latest("pk").verb == "leaving_undone"
    with refused("không còn việc ra khỏi công đoàn nào để rút"):
        withdraw_leaving(world.clerk, membership=membership, reason="nhầm người")


def test_a_leaving_on_which_something_was_built_stays(world: World) -> None:
    membership = known(world)
    leave(world.clerk, memberships=[membership], day=SUMMER, reason="resigned")
    application = applied(world, SU, AUTUMN, who=membership.member)
    with refused("xin gia nhập hoặc được kết nạp lại sau đó"):
        withdraw_leaving(world.clerk, membership=membership, reason="nhầm người")
    decide(world.clerk, application=application, day=AUTUMN, accept=True)
    admit_applicants(world.clerk, unit=world.mill, day=AUTUMN, applications=[application])
    with refused("xin gia nhập hoặc được kết nạp lại sau đó"):
        withdraw_leaving(world.clerk, membership=membership, reason="nhầm người")


def test_a_leaving_from_a_unit_that_has_ended_or_of_who_was_erased_stays(world: World) -> None:
    first, second = known(world), known(world, NewMember("Mai", "female"))
    leave(world.clerk, memberships=[first, second], day=SUMMER, reason="resigned")
    erase(world.chair, member=first.member, reason="đơn của người ấy")
    with refused("đã được xóa khỏi sổ"):
        withdraw_leaving(world.clerk, membership=first, reason="nhầm người")
    dissolve(world.officer, unit=world.mill, day=AUTUMN)
    with refused("không nhận lại được"):
        withdraw_leaving(world.officer, membership=second, reason="nhầm người")
