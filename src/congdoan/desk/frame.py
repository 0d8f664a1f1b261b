"""The frame around every page: the menu by right, the context bar, how the person likes it to look."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from congdoan.base import clock
from congdoan.desk.accounts import DENSITIES, THEMES
from congdoan.desk.context import context_shown
from congdoan.desk.gate import Standing, standing
from congdoan.org.rules import Right, Role


@dataclass(frozen=True)
class Item:
    """A link of the menu: drawn for who holds the right, and nobody whose role leaves it out."""

    label: str | Promise
    page: str
    right: Right = Right.READ
    icon: str = "more"
    more: bool = False
    """Whether it stands beneath `Thêm`."""
    tab: int = 0
    """Its place in the bar at the foot of a phone, 1 to 4; 0 is not there."""
    not_for: frozenset[Role] = frozenset()
    """Roles that have the right but never need the page, where the user holds no other."""
    short: str | Promise = ""
    spare: bool = False
    """Whether it takes a place at the foot of a phone that nothing else takes."""


_WATCHES = frozenset({Role.INSPECTOR})
_BELOW = frozenset({Role.CHAIR})

# A page that is not there yet is not drawn.
MENU = (
    Item(_("Trang chính"), "desk:home", icon="home", tab=1),
    Item(_("Hoạt động"), "desk:activities", icon="draft", not_for=_WATCHES),
    Item(_("Đoàn viên"), "desk:members", Right.MEMBERS, icon="people", tab=3, not_for=_WATCHES),
    Item(_("Số liệu"), "desk:figures", icon="sheet", spare=True),
    Item(_("Báo cáo"), "desk:sheets", icon="sheet", tab=4),
    Item(_("Đối soát"), "desk:reconcile", icon="check", not_for=_BELOW, spare=True),
    Item(_("Đơn vị"), "desk:units", icon="book"),
    Item(_("Kế hoạch"), "desk:plans", Right.PLAN, more=True),
    Item(_("Kiến nghị"), "desk:petitions", Right.RECORD, more=True),
    Item(_("Nghị quyết"), "desk:directives", more=True),
    Item(_("Chức danh"), "desk:positions", Right.APPOINT, more=True),
    Item(_("Nhập từ Excel"), "desk:imports", Right.MEMBERS, more=True),
    Item(_("Ban chấp hành"), "desk:committees", more=True),
    Item(_("Nghỉ hưu"), "desk:retirement", Right.MEMBERS, more=True),
    Item(_("Nhật ký"), "desk:journal", Right.JOURNAL, more=True),
    Item(_("Việc dài"), "desk:works", more=True),
)
PLACES = 4
"""So many links stand at the foot of a phone, beside `Thêm`."""
RECORD = Item(_("Ghi hoạt động"), "desk:record", Right.RECORD, icon="plus", tab=2, short=_("Ghi"))


@dataclass(frozen=True)
class Link:
    """A link as it is drawn."""

    label: str | Promise
    url: str
    icon: str
    current: bool = False


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: what the base template draws around a page."""
    context = context_shown(request)
    shown: dict[str, object] = {
        "theme": _choice(request, "theme", THEMES),
        "density": _choice(request, "density", DENSITIES),
        "other_languages": [(code, name) for code, name in settings.LANGUAGES if code != get_language()],
        "bar": context,
        "printed_at": clock.now(),
    }
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return shown
    held = standing(request)
    query = f"?{context.query}" if context else ""
    items = [(item, link) for item in MENU if (link := _link(request, item, held, query))]
    record = _link(request, RECORD, held, query)
    tabs = {item.tab: link for item, link in items if item.tab} | ({RECORD.tab: record} if record else {})
    spare = [link for item, link in items if item.spare][: PLACES - len(tabs)]
    return shown | {
        "rights": {right.value for right in held.rights},
        "menu": [link for item, link in items if not item.more],
        "more": [link for item, link in items if item.more],
        "tabs": [tabs[place] for place in sorted(tabs)] + spare,
        "record": record,
    }


def _link(request: HttpRequest, item: Item, held: Standing, query: str) -> Link | None:
    if item.right not in held.rights or (item.not_for and held.roles <= item.not_for):
        return None
    url = _address(item.page)
    if not url:
        return None
    current = request.path == url or (url != "/" and request.path.startswith(url))
    return Link(item.short or item.label, url + query, item.icon, current)


@cache
def _address(page: str) -> str:
    """Where a page of the menu is; empty for one that is not there yet."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


def _choice(request: HttpRequest, cookie: str, known: tuple[str, ...]) -> str:
    chosen = request.COOKIES.get(cookie, "")
    return chosen if chosen in known else known[0]
