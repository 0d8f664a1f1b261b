"""What sorts of directives there are, and over what years one is reviewed."""

from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congdoan.base.period import Period, parse_period


class Sort(StrEnum):
    """What a directive is called (QĐ 933/QĐ-TLĐ)."""

    RESOLUTION = "resolution"
    PROGRAMME = "programme"
    PLAN = "plan"
    DECISION = "decision"
    INSTRUCTION = "instruction"
    CONCLUSION = "conclusion"

    @property
    def label(self) -> Promise:
        return _LABELS[self]


_LABELS: dict[Sort, Promise] = {
    Sort.RESOLUTION: _("Nghị quyết"),
    Sort.PROGRAMME: _("Chương trình hành động"),
    Sort.PLAN: _("Kế hoạch"),
    Sort.DECISION: _("Quyết định"),
    Sort.INSTRUCTION: _("Chỉ thị"),
    Sort.CONCLUSION: _("Kết luận"),
}


def review_period(issued: date, until: date) -> Period:
    """From the year in which a directive was issued to the month of a day: `2008..2024-05`."""
    return parse_period(f"{issued.year}..{until:%Y-%m}")
