"""Positions on the desk: given, ended and listed as of a day; accounts opened; nobody gives a right they lack."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from tests.desk.conftest import Desk, Door
from tests.desk.saying import text
from tests.world import BEGINNING, TODAY, World, the_day

from congdoan.base.period import DAY
from congdoan.org.actions import appoint, give_password, open_account, relieve
from congdoan.org.models import Deed, Position, User
from congdoan.org.rules import RIGHTS, Right, Role

LIST, GIVE = "/positions/?unit=north", "/positions/at/mill/"
GIVEN = re.compile(r'<span class="given">([^<]+)</span>')


@pytest.fixture
def half_trusted(world: World, monkeypatch: pytest.MonkeyPatch) -> User:
    """Somebody who may give positions, and otherwise only read."""
    monkeypatch.setitem(RIGHTS, Role.INSPECTOR, frozenset({Right.READ, Right.APPOINT}))
    user = User.objects.create(username="half")
    appoint(world.officer, user=user, unit=world.industry, role=Role.INSPECTOR, day=BEGINNING)
    return user


def roles(user: User) -> set[tuple[str, str]]:
    return {(position.unit.code, position.role) for position in user.positions.all() if position.is_open}


# --- The rules -------------------------------------------------------------------------------------------------------


def test_rights_at_a_unit_come_from_positions_there_and_above(world: World) -> None:
    assert world.chair.rights_at(world.mill) == RIGHTS[Role.CHAIR]
    assert world.clerk.rights_at(world.mill) == RIGHTS[Role.CLERK]
    assert world.clerk.rights_at(world.industry) == world.stranger.rights_at(world.mill) == frozenset()


def test_only_whoever_may_appoint_gives_anything(world: World) -> None:
    assert world.chair.givable_roles(world.mill) == list(Role)
    assert world.clerk.givable_roles(world.mill) == []


def test_nobody_gives_a_right_they_lack(world: World, half_trusted: User) -> None:
    assert half_trusted.givable_roles(world.mill) == [Role.INSPECTOR]
    for role in (Role.CHAIR, Role.CLERK, Role.OFFICER):
        with pytest.raises(PermissionDenied):
            appoint(half_trusted, user=world.stranger, unit=world.mill, role=role, day=TODAY)
        with pytest.raises(PermissionDenied):
            open_account(half_trusted, name="Lý Thị Dín", unit=world.mill, role=role, day=TODAY)
    assert not User.objects.filter(last_name="Lý Thị Dín").exists()


def test_an_account_is_opened_with_a_position_and_a_password_that_is_noted_nowhere(world: World) -> None:
    opened = open_account(world.chair, name="  Lý  Thị Dín ", unit=world.mill, role=Role.CHAIR, day=TODAY)
    assert (opened.user.username, opened.user.get_full_name()) == ("dinlt", "Lý Thị Dín")
    assert opened.user.check_password(opened.password)
    assert opened.user.password_is_given
    assert roles(opened.user) == {("mill", "chair")}
    told = [f"{deed.verb} {deed.words}" for deed in Deed.objects.filter(by=world.chair)]
    assert [line.split()[0] for line in told] == ["opened", "appointed"]
    assert opened.password not in " ".join(told)


def test_a_second_person_of_a_name_gets_another_username(world: World) -> None:
    names = [
        open_account(world.chair, name=name, unit=world.mill, role=Role.CLERK, day=TODAY).user.username
        for name in ("Nguyễn Thị Hoa", "Nguyễn Thu Hoa", "Ngô Thị Hoa")
    ]
    assert names == ["hoant", "hoant2", "hoant3"]


def test_a_username_that_is_taken_is_refused_whatever_its_case(world: World) -> None:
    with pytest.raises(ValidationError, match="đã có người dùng"):
        open_account(world.chair, name="Lý Thị Dín", username="Clerk", unit=world.mill, role=Role.CLERK, day=TODAY)


def test_a_new_password_is_given_only_by_whoever_gives_all_the_positions_of_the_person(world: World) -> None:
    password = give_password(world.chair, user=world.clerk)
    world.clerk.refresh_from_db()
    assert world.clerk.check_password(password)
    assert world.clerk.password_is_given
    for user in (world.officer, world.stranger):
        with pytest.raises(PermissionDenied):
            give_password(world.chair, user=user)


def test_a_position_that_ends_later_still_guards_the_account(world: World) -> None:
    appoint(world.officer, user=world.clerk, unit=world.south, role=Role.CHAIR, day=date(2024, 1, 2))
    relieve(world.officer, position=world.clerk.positions.get(unit=world.south), day=TODAY + DAY)
    with pytest.raises(PermissionDenied, match="không có quyền"):
        give_password(world.chair, user=world.clerk)
    with the_day(TODAY + DAY):
        assert give_password(world.chair, user=world.clerk)


def test_whoever_lacks_the_person_s_rights_gives_no_password(world: World, half_trusted: User) -> None:
    with pytest.raises(PermissionDenied):
        give_password(half_trusted, user=world.clerk)


def test_nobody_is_given_a_position_whose_account_is_closed(world: World) -> None:
    User.objects.filter(pk=world.stranger.pk).update(is_active=False)
    world.stranger.refresh_from_db()
    with pytest.raises(ValidationError, match="ngừng dùng"):
        appoint(world.chair, user=world.stranger, unit=world.mill, role=Role.CLERK, day=TODAY)


# --- The pages -------------------------------------------------------------------------------------------------------


def test_the_list_is_as_of_a_day(desk: Desk, signed_in: Door) -> None:
    world, door = desk.world, signed_in(desk.world.chair)
    relieve(world.chair, position=world.clerk.positions.get(), day=date(2024, 6, 1))
    assert "clerk" not in text(door.get(LIST))
    page = text(door.get(f"{LIST}&day=2024-05-31"))
    assert "clerk Công đoàn mill Cán bộ nghiệp vụ" in page
    assert "ngày 31/05/2024" in page


def test_the_list_is_searched_without_marks_and_by_role(desk: Desk, signed_in: Door) -> None:
    open_account(desk.world.chair, name="Lý Thị Dín", unit=desk.world.mill, role=Role.CLERK, day=TODAY)
    door = signed_in(desk.world.chair)
    found = text(door.get(f"{LIST}&q=ly din"))
    assert "Lý Thị Dín" in found
    assert "Công đoàn north" not in found.split("Thời gian")[1]
    assert "Lý Thị Dín" not in text(door.get(f"{LIST}&role=chair"))
    assert "bỏ bộ lọc" in text(door.get(f"{LIST}&q=khong co ai"))


def test_a_day_that_does_not_exist_is_named(desk: Desk, signed_in: Door) -> None:
    page = signed_in(desk.world.chair).get(f"{LIST}&day=31/06/2024")
    assert "Tháng 6 chỉ có 30 ngày" in text(page)
    assert 'value="31/06/2024"' in page.content.decode()


def test_a_day_before_the_position_began_is_refused_beside_the_day(desk: Desk, signed_in: Door) -> None:
    position = desk.world.clerk.positions.get()
    door = signed_in(desk.world.chair)
    refused = door.post(f"/positions/{position.pk}/", {"do": "end", "day": "01/01/1999"})
    began = f"{position.span.lower:%d/%m/%Y}"
    sentence = f"Chức danh bắt đầu ngày {began}; ngày thôi phải sau ngày đó."
    assert refused.context["form"].errors == {"day": [sentence]}
    assert 'value="01/01/1999"' in refused.content.decode()
    position.refresh_from_db()
    assert position.is_open


def test_a_position_is_given_to_somebody_found(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.chair)
    assert "stranger" in text(door.get(f"{GIVE}?q=stranger"))
    answers = {"do": "give", "user": "stranger", "role": "clerk", "day": "2025-01-15"}
    assert door.post(GIVE, answers).status_code == 302
    assert roles(desk.world.stranger) == {("mill", "clerk")}


def test_people_elsewhere_are_found_only_by_their_exact_username(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.chair)
    assert "Không tìm thấy" in text(door.get(f"{GIVE}?q=strange"))
    assert "Không tìm thấy" not in text(door.get(f"{GIVE}?q=cler"))


def test_who_is_to_hold_a_position_is_asked_for_beside_the_choice(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.chair)
    refused = door.post(f"{GIVE}?q=cler", {"do": "give", "role": "clerk", "day": "2025-01-15"}).content.decode()
    assert '<a href="#id_user">' in refused
    assert 'id="id_user" tabindex="-1" aria-describedby="id_user-error"' in refused
    assert 'id="id_user-error"' in refused


def test_a_role_with_a_right_one_lacks_is_not_offered_and_is_refused(
    world: World, signed_in: Door, half_trusted: User
) -> None:
    door = signed_in(half_trusted)
    page = door.get(f"{GIVE}?q=clerk").content.decode()
    assert 'value="inspector"' in page
    assert 'value="chair"' not in page
    answers = {"do": "give", "user": "clerk", "role": "chair", "day": "2025-01-15"}
    assert door.post(GIVE, answers).status_code == 200
    assert roles(world.clerk) == {("mill", "clerk")}


def test_an_account_is_opened_and_its_password_shown_once(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.chair)
    answers = {"do": "open", "new-name": "Lý Thị Dín", "new-username": "", "new-role": "clerk", "new-day": "2025-01-15"}
    response = door.post(GIVE, answers)
    (password,) = GIVEN.findall(response.content.decode())
    assert response.headers["Cache-Control"] == "no-store"
    assert User.objects.get(username="dinlt").check_password(password)
    again = door.post(GIVE, answers | {"new-username": "dinlt"})
    assert "đã có người dùng" in text(again)
    assert 'value="Lý Thị Dín"' in again.content.decode()


def test_a_form_sent_twice_opens_one_account(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.chair)
    key = re.search(r'name="new-key" value="([0-9a-f-]{36})"', door.get(GIVE).content.decode())
    assert key
    answers = {"do": "open", "new-name": "Lý Thị Dín", "new-role": "clerk", "new-day": "2025-01-15", "new-key": key[1]}
    wrong = door.post(GIVE, answers | {"new-username": "clerk"})
    assert "đã có người dùng" in text(wrong)
    assert door.post(GIVE, answers).status_code == 200
    again = door.post(GIVE, answers, follow=True)
    assert "Tài khoản này đã được mở." in text(again)
    assert User.objects.filter(username__startswith="dinlt").count() == 1


def test_whoever_comes_with_a_given_password_first_chooses_their_own(desk: Desk) -> None:
    opened = open_account(desk.world.chair, name="Lý Thị Dín", unit=desk.world.mill, role=Role.CLERK, day=TODAY)
    door = Client()
    door.post("/account/login/", {"login": "dinlt", "password": opened.password})
    change = "/account/password/"
    for address in ("/", "/units/", GIVE):
        assert door.get(address).headers["Location"] == change
    own = "mua xuan o Sa Pa 1994"
    door.post(change, {"oldpassword": opened.password, "password1": own, "password2": own})
    assert door.get("/units/").status_code == 200


def test_a_password_is_refused_in_the_words_of_its_page(desk: Desk, signed_in: Door) -> None:
    desk.world.chair.set_password("mua xuan o Sa Pa 1994")
    desk.world.chair.save()
    sent = {"oldpassword": "sai", "password1": "xk7", "password2": "xk7"}
    page = text(signed_in(desk.world.chair).post("/account/password/", sent))
    assert "Mật khẩu đang dùng: Nhập mật khẩu đang dùng." in page
    assert "Mật khẩu mới: Mật khẩu phải có ít nhất 8 ký tự." in page
    assert "assword" not in page


def test_a_position_ends_on_its_page_and_not_before_it_began(desk: Desk, signed_in: Door) -> None:
    door, held = signed_in(desk.world.chair), desk.world.clerk.positions.get()
    page = f"/positions/{held.pk}/"
    assert "ngày thôi phải sau ngày đó" in text(door.post(page, {"do": "end", "day": "2009-01-01"}))
    assert door.post(page, {"do": "end", "day": "2025-01-31"}).status_code == 302
    assert not roles(desk.world.clerk)


def test_a_lost_password_is_given_anew_on_the_page_of_a_position(desk: Desk, signed_in: Door) -> None:
    door, held = signed_in(desk.world.chair), desk.world.clerk.positions.get()
    (password,) = GIVEN.findall(door.post(f"/positions/{held.pk}/", {"do": "password"}).content.decode())
    assert User.objects.get(username="clerk").check_password(password)


def test_a_password_is_refused_where_the_person_also_stands_elsewhere(desk: Desk, signed_in: Door) -> None:
    world = desk.world
    appoint(world.officer, user=world.clerk, unit=world.head, role=Role.OFFICER, day=TODAY)
    held = Position.objects.get(user=world.clerk, unit=world.mill)
    page = text(signed_in(world.chair).post(f"/positions/{held.pk}/", {"do": "password"}))
    assert "không có quyền trao chức danh tại Tổng Liên đoàn" in page


def test_a_clerk_sees_who_holds_what_and_may_change_none_of_it(desk: Desk, signed_in: Door) -> None:
    door, held = signed_in(desk.world.clerk), desk.world.clerk.positions.get()
    page = door.get("/positions/?unit=mill").content.decode()
    assert "Cán bộ nghiệp vụ" in page
    assert f"/positions/{held.pk}/" not in page
    for address in (GIVE, f"/positions/{held.pk}/"):
        assert door.get(address).status_code == 404
        assert door.post(address, {"do": "end", "day": "2025-01-31"}).status_code == 404


def test_the_list_is_of_the_level_that_the_bar_names(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.chair)
    grassroots = text(door.get(f"{LIST}&scope=grassroots"))
    assert "Công đoàn mill" in grassroots
    assert "Công đoàn north Chủ tịch" not in grassroots
    assert "Công đoàn mill" not in text(door.get(f"{LIST}&scope=own"))
