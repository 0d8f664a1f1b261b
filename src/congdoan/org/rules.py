"""Who may do what: roles and the rights that come with them."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Right(StrEnum):
    """What a position lets its holder do, in its unit and beneath."""

    READ = "read"
    RECORD = "record"
    MEMBERS = "members"
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
