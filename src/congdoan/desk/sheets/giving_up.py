"""Giving up a draft that was opened by mistake, once its writer has seen what goes with it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.desk.gate import me
from congdoan.desk.sheets.reading import count_in, sheet_or_404
from congdoan.org.rules import Right
from congdoan.reports.actions import give_up_sheet
from congdoan.reports.models import Sheet


def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, saying what was written; a sheet that was ever sent is left alone."""
    found = sheet_or_404(request, pk, Right.REPORT)
    if found.first_sent is not None or not found.is_editable:
        messages.warning(request, _("Báo cáo này đã gửi một lần nên không bỏ được."))
        return redirect("desk:sheet", found.pk)
    refused: list[str] = []
    if request.method == "POST":
        try:
            give_up_sheet(me(request), sheet=found, seen=count_in(request.POST.get("seen", "")))
        except ValidationError as error:
            refused = error.messages
            found.refresh_from_db(fields=["edits"])
        else:
            messages.success(request, _("Đã bỏ bản nháp."))
            return redirect(f"{reverse('desk:sheets')}?unit={found.unit.code}")
    shown = {
        "sheet": found,
        "report": found.of_form,
        "of": found.of_period,
        "unit_name": found.unit.name_on(found.last_day),
        "refused": refused,
        "written": _written(found),
        "seen": found.edits,
    }
    return render(request, "desk/sheets/give_up.html", shown)


def _written(found: Sheet) -> list[tuple[str, int]]:
    """What people wrote in it, and how much of each; what was drafted from the ledger is drafted again."""
    by_hand = Q(version__gt=1) | ~Q(key__startswith="result-")
    counted = [
        (_("Mục đã viết hoặc sửa"), found.parts.filter(by_hand).exclude(text="").count()),
        (_("Dòng đã kê khai hoặc ghi chú"), found.words.count()),
        (_("Điểm đã giải trình"), found.answers.count()),
        (_("Kiến nghị, đề xuất"), found.proposals.count()),
    ]
    return [(what, count) for what, count in counted if count]
