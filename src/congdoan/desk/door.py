"""The door: only who is signed in comes in, and what somebody was writing when the session ended is kept for them."""

import logging
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.db import IntegrityError
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from congdoan.base.asking import asked_throughout, asking
from congdoan.base.refusals import sentence_of
from congdoan.base.sealing import Unopened, seal, unseal

KEPT = "kept_answers"
MOST = 256_000
"""Longer answers than this (in characters) are not kept."""
DRAFTED = "drafted"
"""By this a form says that the device keeps its draft (`drafts.js`)."""
TAKEN = "taken"
"""The cookie that names the address of the form taken in last, so that the device forgets its draft."""

_WITH_GIVEN_PASSWORD = {"account_change_password", "account_logout", "account_reauthenticate", "mfa_reauthenticate"}
_BESIDE = {"activity_check", "activity_partners", "activity_people", "member_wards", "sheet_meanwhile"}
"""What a page asks by itself while somebody writes on it: it never leads away from what is being written."""
_WHO = "writer"
_SALT = "congdoan.desk.door"
log = logging.getLogger(__name__)


def who_asks(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: what is read for a page, and while its answer is being sent, is read for who signed in."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return get_response(request)
        user = request.user.pk
        with asking(user):
            response = get_response(request)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = asked_throughout(user, cast(Iterable[bytes], response.streaming_content))
        return response

    return answer


class SignedIn(LoginRequiredMiddleware):
    """Lets in who is signed in; the others go to sign-in, and what they had filled in waits for them behind it."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        if "%00" in request.get_full_path():
            return not_there(request)  # a sign that the database keeps in no text: nobody writes it
        if not getattr(view_func, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return self._to_sign_in(request)
        elsewhere = _to_own_password(request)
        request.is_let_in = elsewhere is None  # type: ignore[attr-defined]
        return elsewhere

    def _to_sign_in(self, request: HttpRequest) -> HttpResponse:
        page = page_of(request)
        writer = _writer(request)
        if request.method == "POST" and writer:
            _keep(request, page, writer)
        is_beside = request.method == "GET" and _name_of(request) in _BESIDE
        if is_beside and request.headers.get("HX-Request"):
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return _led(request, redirect_to_login(page, resolve_url(settings.LOGIN_URL)).url)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What the database alone could refuse, since another wrote at that moment, is said where it was written."""
        if request.method != "POST" or not isinstance(exception, IntegrityError):
            return None
        log.warning("refused by the database: %s", request.path, exc_info=exception)
        page = page_of(request)
        request.is_let_in = False  # type: ignore[attr-defined]  # it was not taken in: the device keeps its draft
        messages.warning(request, sentence_of(exception))
        _keep(request, page, request.user.pk, ended=False)
        return _led(request, page)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Remember, signed, who was writing here last: answers that were kept are given back to nobody else.

        Of a form whose draft the device keeps, say that it has been taken in.
        """
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and _writer(request) != user.pk:
            response.set_cookie(
                _WHO,
                signing.dumps(user.pk, salt=_SALT),
                max_age=settings.SESSION_COOKIE_AGE * 2,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        if _is_taken_in(request, response):
            there = quote(request.get_full_path(), safe="")
            response.set_cookie(TAKEN, there, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
        return response


def _led(request: HttpRequest, place: str) -> HttpResponse:
    """A way to another page; a part of a page is not filled with it."""
    return HttpResponseClientRedirect(place) if request.headers.get("HX-Request") else HttpResponseRedirect(place)


def _is_taken_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a form came from a device that keeps its draft, and its page, done with it, leads on."""
    if request.method != "POST" or not getattr(request, "is_let_in", False):
        return False
    return response.status_code == HTTPStatus.FOUND and DRAFTED in request.POST


def _name_of(request: HttpRequest) -> str:
    return (request.resolver_match.url_name if request.resolver_match else None) or ""


def _to_own_password(request: HttpRequest) -> HttpResponse | None:
    """Who came with a password that another gave them first chooses their own."""
    if not getattr(request.user, "password_is_given", False) or _name_of(request) in _WITH_GIVEN_PASSWORD:
        return None
    messages.info(request, _("Mật khẩu này do người khác cấp. Đặt mật khẩu của riêng mình rồi mới dùng tiếp."))
    return redirect("account_change_password")


def page_of(request: HttpRequest) -> str:
    """The address of the page somebody is on: of a form that was sent, the page on which it stands."""
    written_on = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if request.method == "GET" and not request.headers.get("HX-Request"):
        written_on = ""
    if url_has_allowed_host_and_scheme(written_on, {request.get_host()}):
        parts = urlsplit(written_on)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.get_full_path()


def _writer(request: HttpRequest) -> int | None:
    try:
        writer: int = signing.loads(request.COOKIES.get(_WHO, ""), salt=_SALT)
    except signing.BadSignature:
        return None
    return writer


def _keep(request: HttpRequest, page: str, writer: int | None, *, ended: bool = True) -> None:
    """Keep what was filled in, sealed: a form may tell of a person what lies sealed in the register too.

    `ended`: it was sent when the session had ended, and not refused.
    """
    kept = request.POST.copy()
    for name in list(kept):
        if name == "csrfmiddlewaretoken" or "password" in name:
            del kept[name]
    answers = kept.urlencode()
    if len(answers) <= MOST:
        path, sealed = urlsplit(page).path, b64encode(seal(answers, _SALT)).decode()
        request.session[KEPT] = {
            "page": path,
            "by": writer,
            "answers": sealed,
            "files": bool(request.FILES),
            "ended": ended,
        }


def answers(request: HttpRequest) -> QueryDict | None:
    """What the person has filled in: just sent, or kept when their session ended; None on a page newly opened.

    A form takes this as its data and is acted upon only where the method is POST.
    """
    if request.method == "POST":
        return request.POST
    kept = request.session.get(KEPT)
    if not kept or kept["page"] != request.path or kept["by"] != request.user.pk:
        return None
    del request.session[KEPT]
    try:
        written = unseal(b64decode(kept["answers"]), _SALT)
    except (Unopened, ValueError):
        return None
    sentence = _("Những gì đã điền vẫn còn đây.")
    if kept.get("ended", True):
        sentence = _("Bài đang viết khi hết phiên đã được đem lại. Xem lại rồi gửi.")
    if kept["files"]:
        sentence += " " + _("Ảnh và văn bản kèm theo phải chọn lại.")
    messages.info(request, sentence)
    return QueryDict(written)


def sent_from_elsewhere(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose mark is out of date, mostly because its sender signed in again meanwhile: nothing is lost."""
    origin = request.headers.get("Origin", "")
    is_ours = urlsplit(origin).netloc == request.get_host()
    if is_ours and request.user.is_authenticated:
        page = page_of(request)
        _keep(request, page, request.user.pk)
        return _led(request, page)
    if is_ours:
        return _led(request, resolve_url(settings.LOGIN_URL))
    return render(request, "404.html", status=403)


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What is not there and what this account may not see look the same."""
    return render(request, "404.html", status=404)
