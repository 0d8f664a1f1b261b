"""The people who sign in: what they are called, and what they are at which unit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from secrets import token_urlsafe

from congdoan.demo.book import Act, Book, Turn
from congdoan.demo.superiors import BEGUN, CHAIR_SINCE, CHAIRED, CLERK_SINCE, INDUSTRY, LAOCAI, MERGED, YENBAI
from congdoan.org.actions import appoint, relieve
from congdoan.org.models import User
from congdoan.org.rules import Role


@dataclass(frozen=True)
class Account:
    """A user of the demo; the password is known only to who built it. None means that nobody signs in so."""

    username: str
    what: str
    password: str | None


@dataclass(frozen=True)
class Post:
    """A user's position."""

    username: str
    unit: str
    role: Role
    by: str
    since: date = BEGUN


_USERS = {
    "national": "cán bộ tổng hợp của Tổng Liên đoàn",
    "officer": "cán bộ tổng hợp của Liên đoàn Lao động tỉnh Lào Cai",
    "inspector": "người kiểm tra, xem được cả tỉnh Lào Cai",
    "clerk": "cán bộ nghiệp vụ của Công đoàn ngành Công Thương",
    "chair": f"chủ tịch công đoàn cơ sở {CHAIRED}",
    "stranger": "người không có chức danh nào",
}
_UNSEEN = ("yenbai",)
"""Those who wrote the past, and whom nobody is to sign in as."""
_POSTS = (
    Post("officer", LAOCAI, Role.OFFICER, "national"),
    Post("yenbai", YENBAI, Role.OFFICER, "national"),
    Post("inspector", LAOCAI, Role.INSPECTOR, "officer"),
    Post("clerk", INDUSTRY, Role.CLERK, "officer", CLERK_SINCE),
    Post("chair", CHAIRED, Role.CHAIR, "officer", CHAIR_SINCE),
)


def open_accounts(book: Book) -> list[Account]:
    """Users with passwords of their own, drawn anew at every build."""
    accounts = [Account(name, what, token_urlsafe(9)) for name, what in _USERS.items()]
    accounts += [Account(name, "", None) for name in _UNSEEN]
    for account in accounts:
        book.users[account.username] = User.objects.create_user(account.username, password=account.password)
    return [account for account in accounts if account.password]


def draw_positions() -> list[Act]:
    """Positions given when the book is begun, after the units are there, and the one that ends with Yên Bái."""
    return [Act(post.since, Turn.FOUND, f"appoint {post}", _giving(post)) for post in _POSTS] + [_end_of_yenbai(MERGED)]


def _giving(post: Post) -> Callable[[Book], None]:
    def enter(book: Book) -> None:
        user, unit = book.users[post.username], book.units[post.unit]
        appoint(book.users[post.by], user=user, unit=unit, role=post.role, day=post.since)

    return enter


def _end_of_yenbai(day: date) -> Act:
    def enter(book: Book) -> None:
        relieve(book.users["officer"], position=book.users["yenbai"].positions.get(), day=day)

    return Act(day, Turn.PLAN, "relieve yenbai", enter)
