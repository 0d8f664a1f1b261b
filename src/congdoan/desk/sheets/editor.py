"""One sheet: its table and text while it is written, or as it was sent; its parts, each with its own page."""

import json
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base import clock
from congdoan.catalogue.models import current
from congdoan.desk.door import answers
from congdoan.desk.gate import me
from congdoan.desk.sheets import reading
from congdoan.desk.sheets.chips import Chip
from congdoan.desk.sheets.reading import Around, Readable, readable_or_404, sheet_or_404
from congdoan.desk.sheets.texts import Opens, draft_texts, frozen_texts
from congdoan.figures.rules import BadField
from congdoan.org.models import User
from congdoan.org.rules import Right
from congdoan.reports.actions import (
    SeenAnother,
    may_decide,
    may_reopen,
    redraft_part,
    renew_edition,
    write_part,
)
from congdoan.reports.models import HEAD, Composing, Part, Revision, Sheet, asked_about, due_of, part_keys
from congdoan.reports.rules import Contents, State, ToldLine
from congdoan.reports.rules.calling import period_name
from congdoan.reports.rules.narrative import Bound, bound_from, from_edit, pieces, to_edit

HEAD_LABELS = {
    "number": gettext_lazy("Số văn bản"),
    "place": gettext_lazy("Nơi ban hành"),
    "signer_title": gettext_lazy("Chức vụ người ký"),
    "signer": gettext_lazy("Họ tên người ký"),
}


def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet: to be written while it is a draft or returned, else as it was sent."""
    readable = readable_or_404(request, pk)
    found, is_whole = readable.sheet, readable.is_whole
    passed = reading.history(readable.revisions)
    if request.method == "POST":
        return _redrafted(request, sheet_or_404(request, pk, Right.REPORT))
    asked = request.GET.get("revision", "")
    if found.is_editable and is_whole and not asked:
        return _draft(request, found, passed, readable.may_write)
    return _sent(request, readable, passed, asked)


def common(found: Sheet, unit_name: str) -> dict[str, object]:
    today, period = clock.today(), found.of_period
    due = due_of(found)
    left = (due.day - today).days if due and found.is_editable else None
    late = -left if left is not None and left < 0 and found.first_sent is None else 0
    return {
        "sheet": found,
        "form": found.of_form,
        "of": period,
        "tells_days": f"{period.first_day:%d/%m/%Y}" not in period_name(period),
        "chip": Chip.of("late", late) if late else Chip.of(found.state),
        "due": due,
        "left": left,
        "columns": set(found.of_form.columns),
        "unit_name": unit_name,
    }


def _draft(request: HttpRequest, found: Sheet, passed: list[reading.Passed], may_write: bool) -> HttpResponse:
    composing = Composing(found)
    asked = asked_about(found, composing.lines())
    remarks = reading.remarks_of(passed)
    around = Around(remarks, asked, editable=may_write)
    shown = common(found, composing.draft.unit_name) | {
        "index": _index(request, reading.sections_shown(found, composing.sections, around)),
        "years": composing.draft.years,
        "texts": draft_texts(composing, _opens(found, around, writes=may_write)),
        "head": [(key, HEAD_LABELS[key], _head(composing, key)) for key in HEAD],
        "proposals": list(found.proposals.all()),
        "history": passed,
        "remark": remarks.get("", ""),
        "returned": passed[0].decision if passed and remarks else None,
        "reopened": getattr(passed[0].revision, "reopening", None) if passed else None,
        "open_faults": sum(not each.word for each in asked),
        "renewed": _newer_edition(found),
        "may_write": may_write,
        "is_whole": True,
        "since": clock.now().isoformat(),
        "seen": found.edits,
        "is_draft": True,
    }
    return render(request, "desk/sheets/sheet.html", shown)


def _newer_edition(found: Sheet) -> str:
    """The edition of the form that is valid for the period, where the sheet is of another."""
    editions = current().form_editions[found.form]
    valid = next((form.edition for form in editions if form.is_valid_on(found.last_day)), found.edition)
    return "" if valid == found.edition else valid


def _head(composing: Composing, key: str) -> str:
    return composing.parts[key].text if key in composing.parts else ""


def _opens(found: Sheet, around: Around, *, writes: bool) -> Opens:
    """A box leads whoever writes to its line, a reader to the records."""

    def opens(line: ToldLine) -> str:
        if writes:
            return reverse("desk:sheet_line", args=[found.pk, line.key])
        return reading.address(found, line, found.of_period, around) if around.opens else ""

    return opens


def _sent(request: HttpRequest, readable: Readable, passed: list[reading.Passed], asked: str) -> HttpResponse:
    """What was sent; nothing of it is read anew."""
    found, is_whole = readable.sheet, readable.is_whole
    number = reading.count_in(asked)
    one = next((each for each in passed if not asked or number == each.revision.number), None)
    if one is None:
        raise Http404
    contents = Revision.objects.get(pk=one.revision.pk).contents
    around = Around(known=reading.as_known(one.revision.moment), opens=is_whole, remarks=_remarks(one))
    is_latest = one.revision.number == passed[0].revision.number
    shown = common(found, contents.unit_name) | {
        "index": _index(request, reading.sections_shown(found, contents.sections, around)),
        "years": contents.years,
        "texts": frozen_texts(contents, _opens(found, around, writes=False)),
        "contents": contents,
        "beneath_count": len(contents.certified) + len(contents.missing),
        "head": [(key, HEAD_LABELS[key], contents.head[key]) for key in HEAD if contents.head.get(key)],
        "proposals": contents.proposals,
        "passed": one,
        "history": passed,
        "is_latest": is_latest,
        "asked_revision": f"?revision={one.revision.number}",
        "is_whole": is_whole,
        "columns": set(contents.columns),
        "signatures": list(one.revision.signatures.all()),
        "may_sign": readable.may_write and is_latest and not found.is_editable,
        "may_decide": is_whole and is_latest and _waits(found) and may_decide(me(request), found),
        "may_reopen": is_whole and _reopens(found, contents) and may_reopen(me(request), found),
        "is_topmost": contents.above is None,
        "is_draft": False,
    }
    return render(request, "desk/sheets/sheet.html", shown)


def _index(request: HttpRequest, sections: list[reading.Shown]) -> reading.Index:
    return reading.Index.of(sections, request.GET.get("section", ""))


def _waits(found: Sheet) -> bool:
    return found.of_state is State.SUBMITTED


def _reopens(found: Sheet, contents: Contents) -> bool:
    """Whether it has come so far that it can be opened again: accepted, or sent where nobody accepts it."""
    return found.of_state is (State.SUBMITTED if contents.above is None else State.ACCEPTED)


def _remarks(passed: reading.Passed) -> dict[str, str]:
    if passed.decision is None:
        return {}
    return {remark.line: remark.text for remark in passed.decision.remarks.all()}


def _redrafted(request: HttpRequest, found: Sheet) -> HttpResponse:
    """The form's edition taken anew: the one thing that is done to the whole sheet."""
    try:
        renewed = renew_edition(me(request), sheet=found, seen=reading.count_in(request.POST.get("seen", "")))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Báo cáo dùng bản %(edition)s của mẫu.") % {"edition": renewed.edition})
    return redirect("desk:sheet", found.pk)


# ---------- a part of the text


@dataclass(frozen=True)
class Writing:
    """A part being written: what is in the box, what its figures are bound to, the version it began from."""

    text: str
    bound: str
    seen: int


@dataclass(frozen=True)
class Outcome:
    """What became of what was sent: the part as it is kept, or the sentence, or what another wrote meanwhile."""

    part: Part | None = None
    fault: str = ""
    theirs: Part | None = None


def part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Write a part; what somebody else wrote meanwhile is shown beside it, and neither is lost."""
    found = sheet_or_404(request, pk, Right.REPORT)
    titles = dict(part_keys(found.of_form)) | {key: str(label) for key, label in HEAD_LABELS.items()}
    if part not in titles:
        raise Http404
    if request.method == "GET" and (away := reading.gone_on(request, found)):
        return away
    composing = Composing(found)
    told = answers(request)
    outcome = Outcome()
    if told is not None and request.method == "POST":
        outcome = _kept(me(request), composing, part, told)
        if outcome.part:
            return _saved(request, outcome.part, told)
    theirs = outcome.theirs
    writing = _opened(composing, part) if told is None else _sent_back(told, theirs)
    shown = common(found, composing.draft.unit_name) | {
        "part": part,
        "title": titles[part],
        "writing": writing,
        "is_head": part in HEAD,
        "is_drafted": part.startswith("result-"),
        "lines": composing.lines(),
        "fault": outcome.fault,
        "since": clock.now().isoformat(),
        "seen": writing.seen,
        "meanwhile": theirs,
        "theirs": _as_read(composing, theirs) if theirs else "",
    }
    template = "desk/sheets/saved.html" if request.headers.get("HX-Request") else "desk/sheets/part.html"
    return render(request, template, shown)


def _kept(by: User, composing: Composing, part: str, told: QueryDict) -> Outcome:
    given = told.get
    found, text, seen = composing.sheet, given("text", ""), reading.count_in(given("seen", ""))
    try:
        if given("do") == "redraft":
            return Outcome(redraft_part(by, sheet=found, key=part, seen=seen))
        if part not in HEAD:
            text = from_edit(text, _bound(given("bound", "")), composing.setting)
        return Outcome(write_part(by, sheet=found, key=part, text=text, seen=seen))
    except BadField as error:
        return Outcome(fault=str(error))
    except SeenAnother as error:
        composing.__dict__.pop("parts", None)
        return Outcome(fault="" if part in composing.parts else error.messages[0], theirs=composing.parts.get(part))
    except ValidationError as error:
        return Outcome(fault=" ".join(error.messages))


def _saved(request: HttpRequest, kept: Part, told: QueryDict) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        messages.success(request, _("Đã lưu."))
        return redirect("desk:sheet", kept.sheet_id)
    shown = {"writing": _sent_back(told, kept), "at": clock.now(), "kept": True, "part": kept.key}
    return render(request, "desk/sheets/saved.html", shown)


def _opened(composing: Composing, part: str) -> Writing:
    """A part as its page is newly opened."""
    held = composing.parts.get(part)
    text, seen = (held.text, held.version) if held else ("", 0)
    if part in HEAD:
        return Writing(text, "[]", seen)
    written, bound = to_edit(text, composing.setting)
    kept = json.dumps([[each.says, each.key, each.way] for each in bound], ensure_ascii=False)
    return Writing(written, kept, seen)


def _sent_back(told: QueryDict, known: Part | None) -> Writing:
    """What somebody wrote, with what they began from: that moves on only to a version that they are shown, or wrote."""
    seen = known.version if known else reading.count_in(told.get("seen", ""))
    return Writing(told.get("text", ""), told.get("bound", ""), seen)


def _as_read(composing: Composing, part: Part) -> str:
    return "".join(piece.words for piece in pieces(part.text, composing.setting.show))


def _bound(written: str) -> list[Bound]:
    try:
        rows = json.loads(written or "[]")
    except ValueError:
        rows = None
    if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) == 3 for row in rows):
        raise BadField(_("Trang này đã cũ. Tải lại trang rồi sửa."))
    return bound_from([[str(cell) for cell in row] for row in rows])
