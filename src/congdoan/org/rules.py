"""Who may do what: roles and the rights that come with them. How far long work is, and what it makes."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Right(StrEnum):
    """What a position lets its holder do, in its unit and beneath."""

    READ = "read"
    RECORD = "record"
    MEMBERS = "members"
    UNMASK = "unmask"
    DECLARE = "declare"
    PLAN = "plan"
    REPORT = "report"
    REVIEW = "review"
    STRUCTURE = "structure"
    APPOINT = "appoint"
    JOURNAL = "journal"

    @property
    def label(self) -> Promise:
        return RIGHT_LABELS[self]


class Role(StrEnum):
    """A user's standing at a unit."""

    CHAIR = "chair"
    CLERK = "clerk"
    OFFICER = "officer"
    INSPECTOR = "inspector"

    @property
    def label(self) -> Promise:
        return ROLE_LABELS[self]


RIGHT_LABELS: dict[Right, Promise] = {
    Right.READ: _("xem"),
    Right.RECORD: _("ghi hoạt động"),
    Right.MEMBERS: _("quản lý đoàn viên"),
    Right.UNMASK: _("xem thông tin nhạy cảm"),
    Right.DECLARE: _("kê khai số liệu"),
    Right.PLAN: _("giao kế hoạch"),
    Right.REPORT: _("lập và gửi báo cáo"),
    Right.REVIEW: _("nhận, trả lại báo cáo của cấp dưới"),
    Right.STRUCTURE: _("sắp xếp tổ chức"),
    Right.APPOINT: _("trao chức danh"),
    Right.JOURNAL: _("xem nhật ký"),
}
ROLE_LABELS: dict[Role, Promise] = {
    Role.CHAIR: _("Chủ tịch"),
    Role.CLERK: _("Cán bộ nghiệp vụ"),
    Role.OFFICER: _("Cán bộ tổng hợp"),
    Role.INSPECTOR: _("Người kiểm tra"),
}
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.CHAIR: frozenset(Right),
    Role.OFFICER: frozenset(Right),
    Role.CLERK: frozenset(
        {Right.READ, Right.RECORD, Right.MEMBERS, Right.DECLARE, Right.PLAN, Right.REPORT, Right.REVIEW}
    ),
    Role.INSPECTOR: frozenset({Right.READ, Right.JOURNAL}),
}


def roles_with(right: Right) -> list[Role]:
    """The roles that carry a right."""
    return [role for role, rights in RIGHTS.items() if right in rights]


class Stage(StrEnum):
    """How far long work is."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def label(self) -> Promise:
        return STAGE_LABELS[self]


STAGE_LABELS: dict[Stage, Promise] = {
    Stage.WAITING: _("chờ đến lượt"),
    Stage.RUNNING: _("đang làm"),
    Stage.FINISHED: _("xong"),
    Stage.FAILED: _("không xong"),
    Stage.STOPPED: _("đã dừng"),
}
ENDED = frozenset({Stage.FINISHED, Stage.FAILED, Stage.STOPPED})


class WorkStopped(Exception):
    """The work is no longer to be done by whoever does it: its asker stopped it, or another worker has it."""


@dataclass(frozen=True)
class Made:
    """What long work came to: the name of the file it wrote, a sentence, the page where the result is seen.

    Any may be missing; without a name there is no file. The file `is_sealed` where it holds what lies sealed elsewhere.
    """

    name: str = ""
    said: str = ""
    link: str = ""
    is_sealed: bool = False


Tell = Callable[[int, int], None]
"""`tell(done, total)`: how far the work is. As often as one likes; raises WorkStopped where it is to be left."""
