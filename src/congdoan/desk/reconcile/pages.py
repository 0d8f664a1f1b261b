"""The pages of checked texts: the list with a place to paste, one text with its figures, its words, a binding."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base import clock
from congdoan.base.text import number
from congdoan.catalogue.rules import Level
from congdoan.claims import actions
from congdoan.claims.models import CheckedClaim, CheckedText, Mentions
from congdoan.claims.rules import Verdict
from congdoan.claims.rules.calendar import day_of
from congdoan.claims.rules.layout import body
from congdoan.desk.context import UNION, Context, context_of
from congdoan.desk.door import answers
from congdoan.desk.gate import at_unit_or_404, may, me, reach
from congdoan.desk.reconcile.form import BindForm, CheckForm, EditForm
from congdoan.desk.reconcile.reading import Figure, Reading
from congdoan.desk.reconcile.records import records_beneath
from congdoan.desk.reconcile.waiting import have_judged, judging
from congdoan.figures.rules import Reach
from congdoan.org.models import Unit, UnitQuerySet
from congdoan.org.rules import Right

A_PAGE = 25
MOST_LISTED = 60
SCOPES = (Reach.SUBTREE, Reach.OWN, Level.PROVINCIAL, Level.SUPERIOR, Level.GRASSROOTS)


@dataclass(frozen=True)
class Row:
    """A checked text in the list."""

    text: CheckedText
    figures: int
    wrong: int


def texts(request: HttpRequest) -> HttpResponse:
    """The texts checked at the unit and beneath it, and the place where one is pasted or sent."""
    context = context_of(request)
    units = [(context.unit.code, context.name)]
    form = CheckForm(units, answers(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("desk:reconcile_text", _check(request, context, form).pk)
        except ValidationError as error:
            form.add_error(None, error)
    found = CheckedText.objects.kept().filter(unit__in=_beneath(request, context))
    page = Paginator(found.select_related("keeper").newest_first(), A_PAGE).get_page(request.GET.get("page"))
    shown = {"context": context, "form": form, "page": page, "rows": _rows(list(page.object_list))}
    return render(request, "desk/reconcile/texts.html", shown)


def _beneath(request: HttpRequest, context: Context) -> UnitQuerySet:
    return reach(request, Right.READ).filter(pk__in=Unit.objects.under([context.unit.pk], on=context.day).values("pk"))


def _rows(kept: Sequence[CheckedText]) -> list[Row]:
    verdicts = CheckedClaim.objects.filter(text__in=kept).values_list("text", "verdict", "reason")
    figures: dict[int, int] = {}
    wrong: dict[int, int] = {}
    for key, verdict, reason in verdicts:
        figures[key] = figures.get(key, 0) + 1
        wrong[key] = wrong.get(key, 0) + (verdict == Verdict.DIFFERS.value and not reason)
    return [Row(each, figures.get(each.pk, 0), wrong.get(each.pk, 0)) for each in kept]


def _check(request: HttpRequest, context: Context, form: CheckForm) -> CheckedText:
    """Keep and judge what was sent: its unit the one named in it, if that may be read, else the one looked at."""
    said = form.cleaned_data
    text = form.opened.text
    dated = said["dated"] or day_of(body(text), clock.today()) or clock.today()
    unit = context.unit
    if not said["unit"]:
        named = Mentions(body(text), dated).text_unit()
        if named is not None and may(request, Right.READ, named.pk):
            unit = named
    notes = form.opened.notes
    kept = actions.check_text(me(request), unit=unit, title=form.name, text=text, dated=dated, notes=notes)
    if kept.judged_at is None:
        have_judged(request, kept)
    return kept


def text_or_404(request: HttpRequest, pk: int) -> CheckedText:
    """A checked text of a unit that the user may read."""
    kept = CheckedText.objects.kept().select_related("unit", "keeper")
    return at_unit_or_404(request, kept, Right.READ, pk=pk)


def text_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One text: its figures underlined, the one in hand beside it, what should be looked at beneath."""
    text = text_or_404(request, pk)
    if request.method == "POST":
        return _done(request, text)
    context = context_of(request, text.unit)
    reading = Reading(request, text)
    verdict = request.GET.get("verdict", "")
    listed = reading.of(verdict)
    figure = reading.in_hand(request.GET.get("claim", ""), listed)
    number_of = request.GET.get("field", "")
    field = next((each for each in reading.fields if str(each.number) == number_of), None)
    at = _page_asked(request, reading, figure)
    paragraphs = list(reading.paragraphs(at))
    shown: dict[str, object] = {
        "context": context,
        "text": text,
        "reading": reading,
        "paragraphs": paragraphs,
        "tail": [each for each in paragraphs if each.left == "tail"],
        "at": at,
        "pages": len(reading.pages),
        "listed": listed[:MOST_LISTED],
        "count": len(listed),
        "unlisted": max(0, len(listed) - MOST_LISTED),
        "verdict": verdict,
        "verdict_label": Verdict(verdict).label if verdict in {each.value for each in Verdict} else "",
        "may_work": actions.may_work_on(me(request), text) and text.frozen_at is None,
        "waits": text.judged_at is None,
        "shown": judging(request, text),
    }
    if field:
        shown["field"] = field
    elif figure:
        same = [each for each in reading.figures if each.verdict is figure.verdict]
        shown |= {
            "figure": figure,
            "nth": same.index(figure) + 1,
            "of_same": len(same),
            "mend": actions.mended(figure.row) if figure.verdict is Verdict.DIFFERS else None,
            "records": records_beneath(request, figure),
        }
    return render(request, "desk/reconcile/text.html", shown)


def _page_asked(request: HttpRequest, reading: Reading, figure: Figure | None) -> int:
    asked = request.GET.get("page", "")
    if asked.isdecimal() and 1 <= int(asked) <= len(reading.pages):
        return int(asked)
    return reading.page_of(figure.row.start) if figure and request.GET.get("claim") else 1


def _done(request: HttpRequest, text: CheckedText) -> HttpResponse:
    """Do what was pressed, and say so or why not."""
    do = DEEDS.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    back = reverse("desk:reconcile_text", args=[text.pk])
    try:
        messages.success(request, do(request, text))
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    except PermissionDenied:
        raise Http404 from None
    if request.POST.get("do") == "shelve":
        return redirect("desk:reconcile")
    kept = {name: request.POST[name] for name in ("verdict", "page") if request.POST.get(name)}
    claim = request.POST.get("claim", "")
    if claim.isdecimal() and text.claims.filter(pk=claim).exists():
        kept["claim"] = claim
    return redirect(f"{back}?{urlencode(kept)}" if kept else back)


def _claim(request: HttpRequest, text: CheckedText) -> CheckedClaim:
    key = request.POST.get("claim", "")
    if not key.isdecimal() or not text.claims.filter(pk=key).exists():
        raise ValidationError(_("Văn bản đã đổi. Xem lại rồi thử lại."))
    return get_object_or_404(text.claims.select_related("text"), pk=key)


def _again(request: HttpRequest, text: CheckedText) -> str:
    changed = actions.judge_again(me(request), text=text)
    return _("Đã xét lại: có kết luận khác trước.") if changed else _("Đã xét lại: không có gì khác trước.")


def _correct(request: HttpRequest, text: CheckedText) -> str:
    claim = _claim(request, text)
    words = actions.correct_claim(me(request), claim=claim)
    return _("Đã sửa trong văn bản: “%(after)s” thay cho “%(before)s”.") % {"after": words, "before": claim.words}


def _keep(request: HttpRequest, text: CheckedText) -> str:
    reason = request.POST.get("reason", "").strip()
    if not reason and "reason" in request.POST and not request.POST.get("undo"):
        raise ValidationError(_("Nêu lý do giữ số này."))
    actions.keep_claim(me(request), claim=_claim(request, text), reason=reason)
    return _("Đã ghi lý do giữ số này.") if reason else _("Đã bỏ lý do; số này lại được xét.")


def _unbind(request: HttpRequest, text: CheckedText) -> str:
    actions.unbind_claim(me(request), claim=_claim(request, text))
    return _("Đã bỏ gắn; số được xét theo lời trong văn bản.")


def _field(request: HttpRequest, text: CheckedText) -> str:
    actions.write_fields(me(request), text=text, claims=[_claim(request, text)])
    return _("Đã gắn số vào sổ: từ nay văn bản luôn nêu số của sổ.")


def _fields(request: HttpRequest, text: CheckedText) -> str:
    wanted = text.claims.filter(verdict=Verdict.AGREES.value)
    count = actions.write_fields(me(request), text=text, claims=wanted)
    return ngettext("Đã gắn %(n)s số vào sổ.", "Đã gắn %(n)s số vào sổ.", count) % {"n": number(count)}


def _unfield(request: HttpRequest, text: CheckedText) -> str:
    asked = request.POST.get("number", "")
    actions.unbind_field(me(request), text=text, number=int(asked) if asked.isdecimal() else -1)
    return _("Đã bỏ gắn: số thành chữ thường trong văn bản.")


def _freeze(request: HttpRequest, text: CheckedText) -> str:
    actions.freeze_text(me(request), text=text)
    return _("Đã chốt: các số đã gắn giữ nguyên như hôm nay.")


def _seen(request: HttpRequest, text: CheckedText) -> str:
    actions.see_changes(me(request), text=text)
    return _("Đã xem các kết luận mới.")


def _shelve(request: HttpRequest, text: CheckedText) -> str:
    actions.put_away(me(request), text=text)
    return _("Đã cất “%(title)s” khỏi danh sách.") % {"title": text.title}


DEEDS: dict[str, Callable[[HttpRequest, CheckedText], str]] = {
    "again": _again,
    "correct": _correct,
    "keep": _keep,
    "unbind": _unbind,
    "field": _field,
    "fields": _fields,
    "unfield": _unfield,
    "freeze": _freeze,
    "seen": _seen,
    "shelve": _shelve,
}
"""What can be pressed on the page of a text; each says what it did."""


def _own_or_404(request: HttpRequest, pk: int) -> CheckedText:
    """A text that the user may work on."""
    text = text_or_404(request, pk)
    if not actions.may_work_on(me(request), text) or text.frozen_at is not None:
        raise Http404
    return text


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of a text, to be changed; it is judged anew."""
    text = _own_or_404(request, pk)
    context = context_of(request, text.unit)
    initial = {"title": text.title, "dated": f"{text.dated:%d/%m/%Y}", "text": text.text}
    form = EditForm(answers(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.amend_text(me(request), text=text, title=said["title"], words=said["text"], dated=said["dated"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã sửa lời và xét lại."))
            return redirect("desk:reconcile_text", text.pk)
    return render(request, "desk/reconcile/edit.html", {"context": context, "text": text, "form": form})


def bind(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Say by hand what a figure is: its indicator, unit, period and scope."""
    text = _own_or_404(request, pk)
    row = get_object_or_404(text.claims.select_related("text"), place=place)
    context = context_of(request, text.unit)
    told = row.told
    likely = [each["indicator"] for each in told["candidates"]]
    form = BindForm(likely, SCOPES, answers(request), initial=_as_bound(row, context))
    if request.method == "POST" and form.is_valid():
        try:
            _bind(request, row, form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã gắn. Lần sau, lời như thế sẽ được gắn sẵn như vậy."))
            again = text.claims.filter(place=place).first()
            claim = f"?claim={again.pk}" if again else ""
            return redirect(f"{reverse('desk:reconcile_text', args=[text.pk])}{claim}")
    shown = {"context": context, "text": text, "row": row, "form": form, "around": _around(text, row, request)}
    return render(request, "desk/reconcile/bind.html", shown)


def _bind(request: HttpRequest, row: CheckedClaim, form: BindForm) -> None:
    said = form.cleaned_data
    unit = reach(request, Right.READ).filter(code__iexact=said["unit"].strip()).first()
    if unit is None:
        raise ValidationError(_("Không có đơn vị mang mã “%(code)s” trong phạm vi được xem.") % {"code": said["unit"]})
    actions.bind_claim(
        me(request),
        claim=row,
        indicator=said["indicator"],
        unit=unit,
        period=said["period"],
        scope=said["scope"],
    )


def _as_bound(row: CheckedClaim, context: Context) -> dict[str, object]:
    """What the figure is bound to, or what it was judged as, or what the page looks at."""
    told = row.bound or row.told
    cutoff = str(told.get("cutoff") or context.period.cutoff)
    return {
        "indicator": told.get("indicator") or "",
        "unit": told.get("unit") or context.unit.code,
        "period": told.get("period") if told.get("cutoff") else str(context.period),
        "union": cutoff == str(UNION),
        "scope": told.get("scope") or str(Reach.SUBTREE),
    }


def _around(text: CheckedText, row: CheckedClaim, request: HttpRequest) -> tuple[str, str]:
    """The words before and after a figure."""
    shown = Reading(request, text).laid.shown
    return shown[max(0, row.start - 80) : row.start], shown[row.end : row.end + 80]
