"""Accounts: sign-in in our words, secrets kept encrypted, and how the pages look to a person."""

import base64
import hashlib
from typing import ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from congdoan.base import clock
from congdoan.desk.gate import standing
from congdoan.org.models import User, names_on
from congdoan.org.rules import Role

THEMES = ("auto", "light", "dark")
DENSITIES = ("compact", "roomy")
A_YEAR = 365 * 24 * 3600


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are given by the union, never taken by oneself."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Tài khoản này đã ngừng dùng. Hỏi người trao chức danh ở đơn vị."),
        "enter_current_password": _("Nhập mật khẩu đang dùng."),
        "incorrect_code": _("Mã không đúng. Mỗi mã chỉ dùng được trong nửa phút."),
        "incorrect_password": _("Mật khẩu không đúng."),
        "too_many_login_attempts": _("Đã nhập sai nhiều lần. Chờ 5 phút rồi đăng nhập lại."),
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "rate_limited": _("Gửi quá nhiều lần trong một lúc. Chờ một phút rồi làm lại."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """A password of one's own: nobody else knows it any more."""
        user.password_is_given = False
        super().set_password(user, password)


class Codes(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets behind the codes are kept encrypted, so that a copy of the database signs nobody in."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Không tắt được mã xác nhận của tài khoản này."),
        "cannot_generate_recovery_codes": _("Bật mã xác nhận trước, rồi mới tạo mã dự phòng."),
        "incorrect_code": _("Mã không đúng. Mỗi mã chỉ dùng được trong nửa phút."),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    key = hashlib.sha256(b"congdoan.desk.accounts" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def settings_page(request: HttpRequest) -> HttpResponse:
    """Language, light or dark, dense or roomy; the way to password, codes and sessions."""
    if request.method == "POST":
        return _chosen(request)
    held = standing(request).positions
    names = names_on([position.unit_id for position in held], clock.today())
    positions = [f"{Role(position.role).label}, {names[position.unit_id]}" for position in held]
    shown = {"languages": settings.LANGUAGES, "positions": positions}
    return render(request, "desk/accounts/settings.html", shown)


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The switch at the foot of every page, also before sign-in: back to the page it was pressed on."""
    return _chosen(request)


def _chosen(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("back") or urlsplit(request.headers.get("Referer", "")).path
    response = HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, None) else reverse("desk:settings"))
    wanted = {
        settings.LANGUAGE_COOKIE_NAME: (request.POST.get("language"), dict(settings.LANGUAGES)),
        "theme": (request.POST.get("theme"), THEMES),
        "density": (request.POST.get("density"), DENSITIES),
    }
    for cookie, (choice, known) in wanted.items():
        if choice in known:
            response.set_cookie(cookie, str(choice), max_age=A_YEAR, samesite="Lax")
    return response
