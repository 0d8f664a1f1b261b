"""The door: sign-in with a password and a code, limits on guessing, and nothing written is lost."""

import re
from base64 import b64decode
from datetime import date, timedelta
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.desk.conftest import Desk, Door

from congdoan.base.sealing import unseal
from congdoan.config.jobs import clear_ended_sessions
from congdoan.org.models import User
from congdoan.records.members.actions import NewMember, admit, applying
from congdoan.records.members.models import Application

WORD = "một mật khẩu dài"


@pytest.fixture(autouse=True)
def _nobody_has_guessed_yet() -> None:
    cache.clear()


@pytest.fixture
def chair(desk: Desk) -> User:
    desk.world.chair.set_password(WORD)
    desk.world.chair.save()
    return desk.world.chair


def opened(kept: dict[str, str]) -> str:
    return unseal(b64decode(kept["answers"]), "congdoan.desk.door")


def sign_in(client: Client, user: User, word: str = WORD, **more: str) -> str:
    response = client.post("/account/login/", {"login": user.username, "password": word, **more})
    return response.headers.get("Location", "")


def test_a_password_opens_the_desk(chair: User) -> None:
    client = Client()
    assert sign_in(client, chair) == "/"
    assert client.get("/").status_code == 200


def test_a_wrong_password_is_refused_in_our_words(chair: User) -> None:
    response = Client().post("/account/login/", {"login": chair.username, "password": "sai"})
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in response.content.decode()


def test_guessing_is_limited(chair: User) -> None:
    client = Client()
    for _ in range(5):
        sign_in(client, chair, "sai")
    response = client.post("/account/login/", {"login": chair.username, "password": WORD})
    assert "Đã nhập sai nhiều lần. Chờ 5 phút rồi đăng nhập lại." in response.content.decode()


def test_nobody_signs_up(db: None) -> None:
    assert Client().get("/account/signup/").status_code == 404


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_a_code_is_asked_for_once_it_is_set_up_and_its_secret_is_not_in_the_open(chair: User) -> None:
    client = Client()
    sign_in(client, chair)
    assert client.get("/account/codes/on/").headers["Location"].startswith("/account/confirm/")
    client.post("/account/confirm/", {"password": WORD})
    page = client.get("/account/codes/on/").content.decode()
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    secret = found[1].replace(" ", "")
    client.post("/account/codes/on/", {"code": _code(secret)})
    kept = Authenticator.objects.get(user=chair, type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)
    assert TOTP(kept).validate_code(_code(secret))

    later = Client()
    assert sign_in(later, chair) == "/account/codes/enter/"
    assert later.get("/").status_code == 302
    codes = client.get("/account/codes/recovery/").content.decode()
    one = re.findall(r"<code>([\w-]+)</code>", codes)[0]
    assert later.post("/account/codes/enter/", {"code": one}).headers["Location"] == "/"
    assert later.get("/").status_code == 200


def test_sessions_are_listed_and_ended(chair: User) -> None:
    here, there = Client(), Client(headers={"User-Agent": "Điện thoại cũ"})
    sign_in(here, chair)
    sign_in(there, chair)
    assert "Điện thoại cũ" in here.get("/account/sessions/").content.decode()
    here.post("/account/sessions/")
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200


def test_what_was_being_written_comes_back_after_sign_in(chair: User) -> None:
    client = Client()
    sign_in(client, chair)
    client.get("/")
    del client.cookies["sessionid"]
    sent = client.post(
        "/settings/", {"theme": "dark", "password": "bí mật"}, headers={"Referer": "http://testserver/settings/?a=1"}
    )
    assert sent.headers["Location"] == "/account/login/?next=/settings/%3Fa%3D1"
    assert "Đã hết phiên. Đăng nhập lại, bài đang viết vẫn còn." in client.get("/account/login/").content.decode()
    assert sign_in(client, chair, next="/settings/?a=1") == "/settings/?a=1"
    kept = client.session["kept_answers"]
    assert kept["page"] == "/settings/"
    assert opened(kept) == "theme=dark"


def test_what_somebody_wrote_is_kept_for_nobody_else(chair: User, desk: Desk) -> None:
    client = Client()
    sign_in(client, chair)
    client.get("/")
    del client.cookies["sessionid"]
    client.post("/settings/", {"theme": "dark"}, headers={"Referer": "http://testserver/settings/"})
    assert client.session["kept_answers"]["by"] == chair.pk

    unknown = Client()
    unknown.post("/settings/", {"theme": "dark"})
    assert "kept_answers" not in unknown.session


def test_htmx_is_led_to_sign_in_as_a_page(desk: Desk) -> None:
    response = Client().get(
        "/pick/unit/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/figures/"}
    )
    assert response.headers["HX-Redirect"] == "/account/login/?next=/figures/"


@pytest.mark.parametrize("asked", ["/activities/record/dialogue/check/?unit=mill", "/sheets/1/meanwhile/?part=tasks"])
def test_what_a_page_asks_by_itself_leads_nobody_away_from_what_they_write(desk: Desk, asked: str) -> None:
    response = Client().get(asked, headers={"HX-Request": "true"})
    assert response.status_code == HTTPStatus.NO_CONTENT
    assert "HX-Redirect" not in response.headers


def test_a_form_with_an_old_mark_is_kept_and_its_page_opened_again(desk: Desk, signed_in: Door) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = signed_in(desk.world.officer).cookies
    response = careful.post(
        "/settings/",
        {"theme": "dark"},
        headers={"Origin": "http://testserver", "Referer": "http://testserver/settings/"},
    )
    assert response.headers["Location"] == "/settings/"
    assert opened(careful.session["kept_answers"]) == "theme=dark"
    elsewhere = careful.post("/settings/", {"theme": "dark"}, headers={"Origin": "https://elsewhere.example"})
    assert elsewhere.status_code == 403


def test_a_session_is_told_by_its_browser_in_short(chair: User) -> None:
    words = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
    client = Client(headers={"User-Agent": words})
    sign_in(client, chair)
    page = client.get("/account/sessions/").content.decode()
    assert "Chrome trên Android" in page
    assert "AppleWebKit" not in page


def test_what_is_kept_is_sealed_and_comes_back_and_ended_sessions_are_forgotten(desk: Desk, signed_in: Door) -> None:
    client, page = signed_in(desk.world.clerk), "/members/apply/"
    client.get("/")
    del client.cookies["sessionid"]
    told = {"name": "Lý Thị Dín", "identity": "010190005678", "party": "yes"}
    client.post(page, told, headers={"Referer": f"http://testserver{page}"})
    kept = Session.objects.latest("expire_date")
    assert "010190005678" not in str(kept.get_decoded())
    session = client.session
    client.force_login(desk.world.clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    if "kept_answers" not in client.session:
        renewed = client.session
        renewed["kept_answers"] = session["kept_answers"]
        renewed.save()
    assert "010190005678" in client.get(page).content.decode()

    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    clear_ended_sessions()
    assert not Session.objects.exists()


@pytest.mark.parametrize("by_htmx", [False, True])
def test_what_the_database_alone_refuses_is_said_where_it_was_written_and_nothing_is_lost(
    desk: Desk, signed_in: Door, monkeypatch: pytest.MonkeyPatch, by_htmx: bool
) -> None:
    """As where another clerk has entered the same person between the look and the writing."""
    world, number, page = desk.world, "010190005678", "/members/apply/"
    admit(
        world.officer,
        unit=world.mine,
        day=date(2024, 4, 2),
        people=[NewMember("Lý Thị Dín", "female", identity=number)],
    )
    monkeypatch.setattr(applying, "by_identity", lambda numbers: {})
    monkeypatch.setattr(applying, "refuse_known", lambda members: None)
    client = signed_in(world.clerk)
    told = {"name": "Lý Thị Dín", "sex": "female", "identity": number, "signed": "paper", "day": "06/01/2025"}
    told["drafted"] = "1"
    headers = {"Referer": f"http://testserver{page}"} | ({"HX-Request": "true"} if by_htmx else {})
    answer = client.post(page, told, headers=headers)
    assert answer.headers["HX-Redirect" if by_htmx else "Location"] == page
    shown = client.get(page).content.decode()
    assert "taken" not in answer.cookies
    assert "Số định danh này đã có trong sổ." in shown
    assert "Những gì đã điền vẫn còn đây." in shown
    assert "khi hết phiên" not in shown
    assert f'value="{number}"' in shown
    assert not Application.objects.exists()


def test_a_part_of_a_page_is_never_filled_with_another_page(desk: Desk, signed_in: Door) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = signed_in(desk.world.officer).cookies
    headers = {
        "Origin": "http://testserver",
        "HX-Request": "true",
        "HX-Current-URL": "http://testserver/sheets/1/parts/tasks/",
    }
    led = careful.post("/sheets/1/parts/tasks/", {"text": "Đang viết"}, headers=headers)
    assert led.headers["HX-Redirect"] == "/sheets/1/parts/tasks/"
    assert "Location" not in led.headers
    assert opened(careful.session["kept_answers"]) == "text=%C4%90ang+vi%E1%BA%BFt"
