"""Transfers on the desk: pulled or pushed, one page for both sides, and what happens if nobody answers."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.text import fold
from congdoan.desk.context import Context, context_of
from congdoan.desk.door import answers
from congdoan.desk.gate import me, reach, unit_or_404
from congdoan.desk.members.form import PullForm, PushForm, ReasonForm, refuse, today_in
from congdoan.desk.members.person import known_or_404
from congdoan.desk.words import day
from congdoan.figures.rules import Reach
from congdoan.org.models import Name, Unit, names_on
from congdoan.org.rules import Right
from congdoan.records.members import actions
from congdoan.records.members.models import Membership, Transfer, TransferState

FOUND = 10
LATEST = 100


def pull(request: HttpRequest) -> HttpResponse:
    """Look somebody up by the whole identity number, then ask for them to come to the unit of the context bar."""
    context = context_of(request)
    unit = unit_or_404(request, context.unit.code, Right.MEMBERS)
    told = answers(request)
    look, ask = PullForm(told), PushForm(told if told and told.get("do") == "ask" else None, initial=today_in())
    found: Membership | None = None
    looked = request.method == "POST" and look.is_valid()
    if looked:
        try:
            found = actions.look_up(me(request), unit=unit, **look.cleaned_data)
        except ValidationError as error:
            refuse(look, error)
            looked = False
    if found is not None and ask.is_bound and ask.is_valid():
        try:
            asked = actions.ask_transfer(me(request), membership=found, to=unit, day=ask.cleaned_data["day"])
        except ValidationError as error:
            refuse(ask, error)
        else:
            return _asked(request, asked)
    if request.method != "POST":
        look = PullForm()
    names = names_on({found.unit_id}, clock.today()) if found else {}
    shown = {
        "context": context,
        "look": look,
        "ask": ask,
        "looked": looked,
        "found": found,
        "where": names.get(found.unit_id, "") if found else "",
        "is_here": found is not None and found.unit_id == unit.pk,
    }
    response = render(request, "desk/members/pull.html", shown)
    response.headers["Cache-Control"] = "no-store"
    return response


def push(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for somebody of one's own to go to another unit, found by name anywhere in the federation."""
    known = known_or_404(request, pk)
    if known.current is None:
        raise Http404
    context = context_of(request, known.home)
    told = answers(request)
    text = (told or request.GET).get("q", "").strip()
    form = PushForm(told, initial=today_in())
    if request.method == "POST" and form.is_valid():
        to = Unit.objects.filter(code=request.POST.get("to", "")).first()
        try:
            if to is None:
                raise ValidationError(_("Chọn đơn vị đến trong danh sách."))
            asked = actions.ask_transfer(me(request), membership=known.current, to=to, day=form.cleaned_data["day"])
        except ValidationError as error:
            refuse(form, error)
        else:
            return _asked(request, asked)
    found = _units(text, known.home)
    shown = {
        "context": context,
        "known": known,
        "form": form,
        "text": text,
        "found": found[:FOUND],
        "is_cut": len(found) > FOUND,
        "chosen": request.POST.get("to", ""),
    }
    return render(request, "desk/members/push.html", shown)


def _units(text: str, besides: Unit) -> list[tuple[str, str]]:
    """Open units whose names hold every word: code and name, one more than are shown. A union's name is no secret."""
    words = fold(text).split()
    if not words:
        return []
    names = Name.objects.on(clock.today()).filter(unit__span__endswith=None).exclude(unit=besides)
    for word in words:
        names = names.filter(folded__contains=word)
    return list(names.order_by("sort_key").values_list("unit__code", "name")[: FOUND + 1])


def _asked(request: HttpRequest, asked: Transfer) -> HttpResponse:
    if asked.state == TransferState.DONE:
        messages.success(request, _("Đã chuyển. Số của hai bên và các cấp trên đã thay đổi."))
    else:
        sentence = _("Đã gửi đề nghị. Bên kia trả lời đến hết ngày %(day)s.")
        messages.success(request, sentence % {"day": day(asked.due)})
    return redirect("desk:transfer", asked.pk)


def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """One page for both sides: from where to where, from when, what happens if nobody answers, and the answer."""
    mine = reach(request, Right.MEMBERS)
    rows = Transfer.objects.select_related("member", "giving", "to", "closed_by", "asked_by")
    found = rows.filter(pk=pk).first()
    held = set(mine.filter(pk__in=[found.giving_id, found.to_id]).values_list("pk", flat=True)) if found else set()
    if found is None or not held:
        raise Http404
    form = ReasonForm(answers(request) if request.POST.get("do") in {"refuse", "take_back"} else None)
    fault = ""
    if request.method == "POST":
        try:
            if _answered(request, found, form):
                return redirect("desk:transfer", pk)
        except (ValidationError, PermissionDenied) as error:
            fault = " ".join(getattr(error, "messages", [str(error)]))
    near = found.to if found.to_id in held else found.giving
    names = names_on({found.giving_id, found.to_id}, clock.today())
    shown = {
        "context": context_of(request, near),
        "transfer": found,
        "giving": names.get(found.giving_id, found.giving.code),
        "to": names.get(found.to_id, found.to.code),
        "answering": names.get(found.answering.pk, ""),
        "may_answer": found.state == TransferState.WAITING and found.answering.pk in held,
        "may_take_back": found.state == TransferState.WAITING and found.asking.pk in held,
        "is_waiting": found.state == TransferState.WAITING,
        "opens": (found.to_id if found.arrived_id and found.state == TransferState.DONE else found.giving_id) in held,
        "form": form,
        "fault": fault,
    }
    return render(request, "desk/members/transfer.html", shown)


def _answered(request: HttpRequest, found: Transfer, form: ReasonForm) -> bool:
    """Whether something was done. Raises ValidationError, PermissionDenied."""
    deed = request.POST.get("do", "")
    if deed == "agree":
        actions.answer_transfer(me(request), transfer=found, agree=True)
        messages.success(request, _("Đã chuyển. Số của hai bên và các cấp trên đã thay đổi."))
        return True
    if deed not in {"refuse", "take_back"} or not form.is_valid():
        return False
    reason = form.cleaned_data["reason"]
    if deed == "refuse":
        actions.answer_transfer(me(request), transfer=found, agree=False, reason=reason)
        messages.success(request, _("Đã trả lời không đồng ý. Người này vẫn ở đơn vị cũ."))
    else:
        actions.take_back_transfer(me(request), transfer=found, reason=reason)
        messages.success(request, _("Đã rút đề nghị. Người này vẫn ở đơn vị cũ."))
    return True


def transfers(request: HttpRequest) -> HttpResponse:
    """The transfers of the unit of the context bar: what waits for an answer first, then the latest; and what waits
    beneath it.
    """
    context = context_of(request)
    unit = unit_or_404(request, context.unit.code, Right.MEMBERS)
    rows = Transfer.objects.filter(Q(giving=unit) | Q(to=unit)).select_related("member", "giving", "to")
    found = list(rows.annotate(open=Q(state=TransferState.WAITING)).order_by("-open", "-pk")[:LATEST])
    beneath = _waiting_beneath(context, unit)
    names = names_on({key for each in (*found, *beneath) for key in (each.giving_id, each.to_id)}, clock.today())

    def told(those: Sequence[Transfer]) -> list[tuple[Transfer, str, str, bool]]:
        return [
            (each, names.get(each.giving_id, ""), names.get(each.to_id, ""), each.to_id == unit.pk) for each in those
        ]

    parts = [(_("Của đơn vị"), told(found))]
    if beneath:
        parts.append((_("Ở cấp dưới, đang chờ trả lời"), told(beneath)))
    return render(request, "desk/members/transfers.html", {"context": context, "parts": parts})


def _waiting_beneath(context: Context, unit: Unit) -> list[Transfer]:
    """What waits for an answer between others within the unit's reach: they may answer, or ask who should."""
    if context.scope == Reach.OWN:
        return []
    under = Unit.objects.under([unit.pk], on=clock.today()).values("pk")
    rows = Transfer.objects.waiting().filter(Q(giving__in=under) | Q(to__in=under)).exclude(Q(giving=unit) | Q(to=unit))
    return list(rows.select_related("member", "giving", "to").order_by("due", "pk")[:LATEST])
