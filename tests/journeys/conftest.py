"""A real browser at a real server: a small committed world, people with secrets of their own, and who looks on.

Every page that a journey opens is looked at: axe-core finds no serious fault in it, it is no wider than its window, it
asks no other host for anything, and the browser has nothing to complain of.
"""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache as kept
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client, override_settings
from playwright.sync_api import Browser, Locator, Page, Response, sync_playwright
from pytest_django import DjangoDbBlocker
from tests.conftest import HOME
from tests.journeys.looking import NARROWEST, axe, grave_faults, widths
from tests.world import TODAY, World, lasting, the_day
from waitress.server import create_server
from waitress.task import ThreadedTaskDispatcher

from congdoan.org.models import User

PASSWORD = "mua xuan o Sa Pa 1994"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WIDTHS = {"desk": (1280, 800), "phone": (390, 844)}
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
# Playwright's own list, whose place this takes; and the bar of addresses: in each window a page that nobody sees.
_UNUSED = (
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    "AimEnabled",
    "PreloadTopChromeWebUI",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(_UNUSED)}",
]
SHOTS = HOME / "journeys"
"""What each window showed at the end of its journey."""
PATIENCE = 60_000
"""Milliseconds before a journey says that something did not come: many, for machines that do much else."""
STEP = 30
"""Seconds for which a code holds."""


@pytest.fixture
def browser() -> Browser:
    """Debian's chromium. Where it is missing journeys are skipped, but never in CI."""
    if not Path(CHROMIUM).exists():
        reason = "Không có chromium: apt-get install chromium (make check tự cài khi chạy bằng root trên Debian)."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return _launched()


@cache
def _launched() -> Browser:
    """Once for all the journeys that follow one another."""
    patch = _while_journeys_last.enter_context(pytest.MonkeyPatch.context())
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running in the tests' own thread
    SHOTS.mkdir(parents=True, exist_ok=True)
    play = _while_journeys_last.enter_context(sync_playwright())
    return _while_journeys_last.enter_context(play.chromium.launch(executable_path=CHROMIUM, args=FLAGS))


_while_journeys_last = ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Any:
    """No browser stays open behind tests that are no journeys: its loop would run in their thread."""
    try:
        return (yield)
    finally:
        if "browser" not in getattr(nextitem, "fixturenames", ()):
            _while_journeys_last.close()
            _launched.cache_clear()


@dataclass(frozen=True)
class Town:
    """The world with members at the mill, served at an address on loopback, on its own day."""

    world: World
    address: str


@pytest.fixture
def town(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[Town]:
    kept.clear()  # a code is taken only once, and the people of the journey before had the same
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(override_settings(MEDIA_ROOT=tmp_path))
        world = stack.enter_context(lasting())
        world.admit(world.mill, TODAY.replace(day=6), 4)
        for user in (world.officer, world.chair, world.clerk, world.stranger):
            _give_secrets(user)
        yield Town(world, stack.enter_context(_served()))


def _give_secrets(user: User) -> None:
    user.password = _hashed()
    user.save()
    TOTP.activate(user, SECRET)


@cache
def _hashed() -> str:
    """The password as it is kept, which takes long to make."""
    return make_password(PASSWORD)


class _Hands(ThreadedTaskDispatcher):
    """The threads of a server; as they end, so do their sessions with the database: no later test trips over them."""

    def handler_thread(self, thread_no: int) -> None:
        try:
            super().handler_thread(thread_no)
        finally:
            connections.close_all()


@contextmanager
def _served() -> Iterator[str]:
    """The server of `congdoan serve`, on a free port, on the world's day."""
    pages = StaticFilesHandler(get_wsgi_application())

    def on_the_day(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        with the_day(TODAY, 9):
            return pages(environ, start)

    sockets: dict[int, Any] = {}
    hands = _Hands()
    hands.set_thread_count(4)
    server: Any = create_server(on_the_day, map=sockets, host="127.0.0.1", port=0, _dispatcher=hands)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        hands.shutdown()
        # In the thread that listens: a socket closed from outside may be one that it is just asking about.
        server.trigger.pull_trigger(lambda: [each.close() for each in list(sockets.values())])
        thread.join(10)


def code_now(secret: str = SECRET) -> str:
    """The six digits that the person's telephone shows, with time left to type them in."""
    left = STEP - time.time() % STEP
    if left < 5:
        time.sleep(left + 0.1)
    return str(format_hotp_value(hotp_value(secret, int(time.time() // STEP))))


@dataclass
class Visitor:
    """Somebody before a window; what is wrong with any page they see is kept until the end of the journey."""

    page: Page
    address: str
    has_script: bool = True
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Response | None:
        response = self.page.goto(self.address + path)
        self.look()
        return response

    def is_page(self, path: str) -> bool:
        """Whether an address, which must answer, gives a whole page: no file and no part of one."""
        response = self.page.request.get(self.address + path)
        assert response.ok, f"{path}: {response.status}"
        is_text = response.headers["content-type"].startswith("text/html")
        return is_text and _is_whole(response.text())

    def tour(self, path: str) -> None:
        """Open a page, which must be there and whole, and look at it at all widths."""
        response = self.page.goto(self.address + path)
        assert response is not None
        assert response.ok, f"{path}: {response.status}"
        assert _is_whole(response.text()), f"{path}: không phải cả trang"
        self.look_at_all_widths()

    def press(self, name: str, *, role: Any = "link", exact: bool = True) -> None:
        """Press a link or a button, and look at where it leads."""
        self.follow(self.page.get_by_role(role, name=name, exact=exact).first)

    def follow(self, what: Locator) -> None:
        with self.page.expect_navigation():
            what.click()
        self.look()

    def says(self, *sentences: str) -> None:
        words = " ".join(self.page.inner_text("body").split()).replace("\u00a0", " ")
        for sentence in sentences:
            assert sentence in words, f"{self.page.url}: {sentence!r} không có trong: {words}"

    def sign_in(self, username: str) -> None:
        """Be at home as who came in by the door, which is gone through where it is what a journey is about."""
        door = Client()
        door.force_login(User.objects.get(username=username), backend=BACKEND)
        key = door.cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.address}])
        self.open("/")

    def sign_in_at_the_door(self, username: str) -> None:
        self.open("/account/login/")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.press("Đăng nhập", role="button")
        self.page.fill("[name=code]", code_now())
        self.press("Đăng nhập", role="button")

    def look(self) -> None:
        """What is wrong with this page, by axe-core in the light and in the dark, and by its width."""
        self.faults += widths(self.page)
        if self.has_script:
            self.faults += grave_faults(self.page)

    def look_at_all_widths(self) -> None:
        """As `look`, and once more as the narrowest phone has the same page."""
        window = self.page.viewport_size
        assert window
        self.look()
        with self._finger():
            self.page.set_viewport_size({"width": NARROWEST, "height": window["height"]})
            self.look()
        self.page.set_viewport_size(window)

    @contextmanager
    def _finger(self) -> Iterator[None]:
        """Let the page be touched instead of pointed at, while this lasts."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})
        yield
        session.detach()


def _is_whole(html: str) -> bool:
    return html.lstrip().lower().startswith("<!doctype html")


class Open(Protocol):
    """Opens a window with a person of its own."""

    def __call__(self, *, script: bool = True) -> Visitor: ...


@pytest.fixture(params=WIDTHS)
def window(request: pytest.FixtureRequest, browser: Browser, town: Town) -> Iterator[Open]:
    """Opens windows of one width, each with a person of its own; at the end nothing was wrong in any of them."""
    with _windows(browser, town, request.param, f"{request.node.originalname}-{request.param}") as opened:
        yield opened


@pytest.fixture
def wide_window(request: pytest.FixtureRequest, browser: Browser, town: Town) -> Iterator[Open]:
    """As `window`, at a desk alone."""
    with _windows(browser, town, "desk", request.node.originalname) as opened:
        yield opened


@contextmanager
def _windows(browser: Browser, town: Town, size: str, name: str) -> Iterator[Open]:
    width, height = WIDTHS[size]
    visitors: list[Visitor] = []

    def open_window(*, script: bool = True) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            is_mobile=size == "phone",
            has_touch=size == "phone",
            locale="vi-VN",
            java_script_enabled=script,
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(axe())
        visitor = Visitor(context.new_page(), town.address, script)
        _listen(visitor)
        visitors.append(visitor)
        return visitor

    yield open_window
    for place, visitor in enumerate(visitors):
        visitor.page.screenshot(path=SHOTS / f"{name}-{place}.png", full_page=True)
        visitor.page.context.close()
    faults = [fault for visitor in visitors for fault in visitor.faults]
    assert not faults, "\n" + "\n".join(dict.fromkeys(faults))


def _listen(visitor: Visitor) -> None:
    """Keep what the browser complains of, and every request that leaves our own address."""

    def complained(message: Any) -> None:
        # htmx tells of a request that was still on its way when the person went on: nothing is wrong with that.
        is_left_behind = message.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))
        if message.type == "error" and "404" not in message.text and not is_left_behind:
            visitor.faults.append(f"{visitor.page.url}: {message.text}")

    def asked(request: Any) -> None:
        if not request.url.startswith((visitor.address, "blob:", "data:")):
            visitor.faults.append(f"{visitor.page.url}: hỏi {request.url}")

    visitor.page.on("console", complained)
    visitor.page.on("pageerror", lambda error: visitor.faults.append(f"{visitor.page.url}: {error}"))
    visitor.page.on("request", asked)
