"""Before a sheet goes: what looks wrong, each answerable with a word; then who gets it, and one button."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.desk.gate import me
from congdoan.desk.sheets.editor import HEAD_LABELS
from congdoan.desk.sheets.reading import Around, address, count_in, gone_on, sheet_or_404
from congdoan.desk.words import moment, title
from congdoan.figures.rules import BadField
from congdoan.org.rules import Right
from congdoan.reports.actions import SeenAnother, answer_fault, submit_sheet
from congdoan.reports.models import HEAD, Composing, Sheet, asked_about, part_keys
from congdoan.reports.rules import Asked
from congdoan.reports.rules.owing import closed_from

WORDS, SHOWN = "word:", "shown:"


def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is asked about the numbers, with a box for a word on each."""
    found = sheet_or_404(request, pk, Right.REPORT)
    if away := gone_on(request, found):
        return away
    mine: dict[str, str] = {}
    if request.method == "POST":
        mine = _answered(request, found)
        if not mine:
            return redirect("desk:sheet_send" if request.POST.get("do") == "send" else "desk:sheet_check", found.pk)
    composing = Composing(found)
    asked = asked_about(found, composing.lines())
    shown = {
        "sheet": found,
        "form": found.of_form,
        "of": found.of_period,
        "unit_name": composing.draft.unit_name,
        "rows": [(each, _opens(found, composing, each), each.fault.key, mine.get(each.fault.key)) for each in asked],
        "open_faults": sum(not each.word for each in asked),
    }
    return render(request, "desk/sheets/check.html", shown)


def _opens(found: Sheet, composing: Composing, each: Asked) -> str:
    return address(found, composing.setting.lines[each.fault.line], found.of_period, Around())


def _answered(request: HttpRequest, found: Sheet) -> dict[str, str]:
    """Keep the words that are other than the page had shown; answers those that are not kept, by fault."""
    left: dict[str, str] = {}
    for name, word in request.POST.items():
        fault, said, shown = name.removeprefix(WORDS), str(word), request.POST.get(f"{SHOWN}{name.removeprefix(WORDS)}")
        if not name.startswith(WORDS) or said == shown:
            continue
        try:
            answer_fault(me(request), sheet=found, fault=fault, word=said, seen=shown)
        except SeenAnother:
            left[fault] = said
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            left[fault] = said
    if not left:
        messages.success(request, _("Đã lưu lời giải trình."))
    return left


def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Faults first, then who will receive it, then one button."""
    found = sheet_or_404(request, pk, Right.REPORT)
    if away := gone_on(request, found):
        return away
    refused: list[str] = []
    if request.method == "POST":
        try:
            revision = submit_sheet(me(request), sheet=found, seen=_seen(request))
        except SeenAnother as error:
            refused = error.messages
            found.refresh_from_db()
        except ValidationError as error:
            refused = error.messages
        else:
            messages.success(request, _("Đã gửi lúc %(at)s. Số đã được chốt.") % {"at": moment(revision.at)})
            return redirect("desk:sheet", found.pk)
    composing = Composing(found)
    asked = asked_about(found, composing.lines())
    try:
        contents = composing.contents()
    except BadField as error:
        refused.append(str(error))
        contents = None
    shown = {
        "sheet": found,
        "form": found.of_form,
        "of": found.of_period,
        "unit_name": composing.draft.unit_name,
        "asked": asked,
        "open_faults": sum(not each.word for each in asked),
        "contents": contents,
        "declared": [line for line in composing.lines() if line.declared is not None],
        "empty_texts": _empty(composing),
        "head": [(label, contents.head.get(key, "")) for key, label in HEAD_LABELS.items() if key in HEAD]
        if contents
        else [],
        "refused": refused,
        "is_over": found.last_day < clock.today(),
        "closed": _closed(found),
    }
    return render(request, "desk/sheets/send.html", shown)


def _empty(composing: Composing) -> list[str]:
    """The parts of the text that nobody wrote."""
    parts = composing.parts
    return [title(name) for key, name in part_keys(composing.form) if key not in parts or not parts[key].text]


def _seen(request: HttpRequest) -> int:
    return count_in(request.POST.get("seen", ""))


def _closed(found: Sheet) -> date | None:
    """Since when nothing of the period is sent; nothing while it is, and of what was sent before."""
    closed = closed_from(found.of_form, found.of_period)
    return closed if closed and closed <= clock.today() and not found.revisions.exists() else None
