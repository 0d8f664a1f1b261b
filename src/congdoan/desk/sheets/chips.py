"""Chips: where a sheet stands, by sign and word."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext

from congdoan.reports.models import Mark

CHIPS: dict[str, tuple[str, str, str | Promise]] = {
    Mark.DRAFT: ("draft", "draft", gettext_lazy("nháp")),
    Mark.SENT: ("sent", "sent", gettext_lazy("đã gửi")),
    Mark.ACCEPTED: ("ok", "check", gettext_lazy("đã nhận")),
    Mark.RETURNED: ("warn", "back", gettext_lazy("trả lại")),
    Mark.LATE: ("bad", "clock", gettext_lazy("trễ")),
    Mark.NONE: ("draft", "more", gettext_lazy("chưa có")),
}


@dataclass(frozen=True)
class Chip:
    """Where a sheet stands, by sign and word."""

    tone: str
    icon: str
    word: str

    @classmethod
    def of(cls, mark: str, days: int = 0) -> "Chip":
        tone, icon, word = CHIPS[mark]
        said = (
            ngettext("trễ %(n)s ngày", "trễ %(n)s ngày", days) % {"n": days}
            if mark == Mark.LATE and days
            else str(word)
        )
        return cls(tone, icon, said)

    @cached_property
    def _said(self) -> SafeString:
        return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>{}', self.icon, self.word)

    @cached_property
    def html(self) -> SafeString:
        return format_html('<span class="chip {}">{}</span>', self.tone, self._said)

    def opening(self, url: str) -> SafeString:
        """The chip as a link."""
        return format_html('<a class="chip {}" href="{}">{}</a>', self.tone, url, self._said)
