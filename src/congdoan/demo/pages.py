"""The demo's one open page: its two reports, until officials sign in at the desk.

It is served by `congdoan demo serve` alone; no other installation has its address.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from congdoan.base.text import number
from congdoan.catalogue.models import current
from congdoan.figures.rules import in_words, share
from congdoan.org.models import Unit
from congdoan.reports.models import draft_sheet, period_of
from congdoan.reports.rules import Draft, DraftLine

REPORTS = [("LCA", "review-20nq", "2008..2024-05"), ("LCA-CT", "sector-half-year", "2024-H1")]


@dataclass(frozen=True)
class Row:
    """A line as the page shows it: every number already in words."""

    line: DraftLine

    @property
    def this(self) -> str:
        return in_words(self.line.this)

    @property
    def before(self) -> str:
        return in_words(self.line.before) if self.line.before else "–"

    @property
    def plan(self) -> str:
        return number(self.line.target.value) if self.line.target else "–"

    @property
    def plan_rate(self) -> str:
        return number(self.line.plan_rate, 1) if self.line.plan_rate is not None else "–"

    @property
    def backed(self) -> str:
        return share(self.line.this.backed) if self.line.this.known else "–"

    @property
    def is_weakly_backed(self) -> bool:
        return self.line.this.known and self.line.this.backed < 0.6


def _draft(code: str, form_code: str, period: str) -> Draft:
    unit = get_object_or_404(Unit, code=code)
    form = current().forms[form_code]
    return draft_sheet(unit, form, period_of(form, period))


def figures(request: HttpRequest) -> HttpResponse:
    """Both reports, each line with its share backed by records."""
    drafts = [_draft(*report) for report in REPORTS]
    shown = [
        (draft, [(section.title, [Row(line) for line in section.lines]) for section in draft.sections])
        for draft in drafts
    ]
    return render(request, "demo/figures.html", {"reports": shown})


urlpatterns = [path("", figures, name="figures")]
