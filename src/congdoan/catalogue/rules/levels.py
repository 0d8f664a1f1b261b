"""The levels of union organisation, from the confederation down to a section within a workplace."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Level(StrEnum):
    """The rung on which a unit stands (Law on Trade Unions 50/2024, Article 8); trees may skip rungs."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    SUPERIOR = "superior"
    GRASSROOTS = "grassroots"
    SECTION = "section"

    @property
    def label(self) -> Promise | str:
        return _LABELS[self]

    @property
    def rank(self) -> int:
        """0 for the confederation, larger further down."""
        return list(Level).index(self)

    @classmethod
    def choices(cls) -> list[tuple[str, Promise | str]]:
        """Pairs of value and label, as Django's fields take them."""
        return [(level.value, level.label) for level in cls]


_LABELS: dict[Level, Promise | str] = {
    Level.NATIONAL: _("Tổng Liên đoàn"),
    Level.PROVINCIAL: _("Liên đoàn Lao động tỉnh, công đoàn ngành trung ương"),
    Level.SUPERIOR: _("Công đoàn cấp trên trực tiếp cơ sở"),
    Level.GRASSROOTS: _("Công đoàn cơ sở, nghiệp đoàn"),
    Level.SECTION: _("Công đoàn bộ phận, tổ công đoàn"),
}
