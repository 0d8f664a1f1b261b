"""What a person's data are used for, and what may allow it: one ground for each purpose, as the dated table says."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Purpose(StrEnum):
    """A use of a person's data (Luật 91/2025/QH15, Điều 3: only for a stated purpose)."""

    MEMBERSHIP = "membership"
    CARE = "care"
    MESSAGES = "messages"
    PARTY = "party"
    PUBLICATION = "publication"
    SHARING = "sharing"

    @property
    def label(self) -> Promise:
        return _PURPOSES[self]


class Basis(StrEnum):
    """What allows a use: that the person agrees, that they are a member by the charter, or that a law demands it."""

    CONSENT = "consent"
    CHARTER = "charter"
    LAW = "law"

    @property
    def label(self) -> Promise:
        return _BASES[self]


_PURPOSES: dict[Purpose, Promise] = {
    Purpose.MEMBERSHIP: _("quản lý đoàn viên"),
    Purpose.CARE: _("chăm lo và phúc lợi"),
    Purpose.MESSAGES: _("gửi thông tin của công đoàn"),
    Purpose.PARTY: _("giới thiệu vào Đảng"),
    Purpose.PUBLICATION: _("đăng ảnh, tin bài"),
    Purpose.SHARING: _("cung cấp cho cơ quan, tổ chức khác"),
}
_BASES: dict[Basis, Promise] = {
    Basis.CONSENT: _("sự đồng ý của người ấy"),
    Basis.CHARTER: _("quyền và nghĩa vụ đoàn viên theo Điều lệ"),
    Basis.LAW: _("nghĩa vụ theo luật"),
}
