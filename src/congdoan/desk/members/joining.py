"""Applications on the desk: taken down, decided, and a hall full of people admitted at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base import clock
from congdoan.base.sealing import Unopened
from congdoan.base.text import number
from congdoan.desk.activities.people import chosen_keys
from congdoan.desk.context import Context, context_of
from congdoan.desk.deeds import FIELDS
from congdoan.desk.door import answers
from congdoan.desk.gate import at_unit_or_404, may, me, standing, unit_or_404
from congdoan.desk.members.form import (
    PROMISES,
    ApplyForm,
    CeremonyForm,
    DecideForm,
    UnmaskForm,
    as_written,
    ask_again,
    paper_in,
    refuse,
    signature_in,
    today_in,
)
from congdoan.desk.members.returning import ANOTHER, choices, meant, shown_before
from congdoan.figures.rules import Reach
from congdoan.org.models import Unit, names_on
from congdoan.org.rules import Right
from congdoan.records.members import actions
from congdoan.records.members.models import OPEN, Application, ApplicationState, Member, proofs_of

MOST = 500
"""So many wait on one page."""
MOST_LATE = 100
WHOLE = "whole-%s"
"""The fields that ask for the whole document stand beside those of the decision."""


def _place(request: HttpRequest) -> tuple[Context, Unit]:
    context = context_of(request)
    return context, unit_or_404(request, context.unit.code, Right.MEMBERS)


def apply(request: HttpRequest) -> HttpResponse:
    """Form 5a: who asks to join the unit of the context bar, for the first time or again."""
    context, unit = _place(request)
    told = answers(request)
    who, people = meant(request, told), shown_before(request)
    form = ApplyForm(told, request.FILES or None, initial=_blank(who))
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            application = actions.apply(
                me(request),
                unit=unit,
                day=given["day"],
                person=form.person(),
                signed=given["signed"],
                scan=paper_in(form, "scan"),
                signature=signature_in(form),
                confirmed=given["confirmed"],
                who=who,
                is_another=request.POST.get("who") == ANOTHER,
            )
        except ValidationError as error:
            form.refuse(error)
            people = [*error.people] if isinstance(error, actions.Alike) else people
        except PermissionDenied as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã nhận đơn của %(name)s.") % {"name": application.member.name})
            if application.not_taken:
                messages.warning(request, _not_taken(application))
            if "again" in request.POST:
                return redirect(f"{reverse('desk:member_apply')}?{context.query}")
            return redirect("desk:application", application.pk)
    elif form.is_bound and request.method != "POST":
        form.errors.clear()
    ask_again(form, "scan", request)
    people = people or ([who] if who else [])
    shown = {
        "context": context,
        "form": form,
        "promises": PROMISES,
        "people": choices(people),
        "who": str(who.pk) if who else (told.get("who", "") if told else ""),
    }
    return render(request, "desk/members/apply.html", shown)


def _blank(who: Member | None) -> dict[str, object]:
    """What the form says before anybody has written in it: nothing, or what is known of who applies again."""
    known: dict[str, object] = as_written(who, "") if who else {"sex": ""}
    return known | {"signed": "paper"} | today_in()


def _not_taken(application: Application) -> str:
    """What stood in the form and is not in the register now."""
    sentence = _(
        "Người này đã có hồ sơ trong sổ, nên những mục sau của đơn chưa ghi vào hồ sơ: %(fields)s. "
        "Kết nạp xong, sửa ở trang của người ấy."
    )
    return sentence % {"fields": ", ".join(str(FIELDS[name]) for name in application.not_taken)}


def applications(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, and whoever was accepted: ticked, they are admitted together on a day."""
    context, unit = _place(request)
    rows = Application.objects.open().filter(unit=unit).select_related("member").order_by("applied", "pk")
    waiting = list(rows.filter(state=ApplicationState.WAITING)[: MOST + 1])
    accepted = list(rows.filter(state=ApplicationState.ACCEPTED)[: MOST + 1])
    late = _late_beneath(context, unit)
    names = names_on({each.unit_id for each in late}, clock.today()) if late else {}
    is_cut = max(len(waiting), len(accepted)) > MOST
    waiting, accepted = waiting[:MOST], accepted[:MOST]
    form = CeremonyForm(answers(request), initial=today_in())
    chosen = set(chosen_keys(request.POST.getlist("person"))) if form.is_bound else {each.pk for each in accepted}
    if request.method == "POST" and form.is_valid():
        try:
            entered = actions.admit_applicants(
                me(request),
                unit=unit,
                day=form.cleaned_data["day"],
                applications=[each for each in accepted if each.pk in chosen],
                cards=form.cleaned_data["cards"],
            )
        except ValidationError as error:
            refuse(form, error)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        else:
            said = {"people": number(len(entered))}
            messages.success(
                request,
                ngettext(
                    "Đã kết nạp %(people)s người. Số của các cấp trên đã thay đổi.",
                    "Đã kết nạp %(people)s người. Số của các cấp trên đã thay đổi.",
                    len(entered),
                )
                % said,
            )
            return redirect(f"{reverse('desk:members')}?{context.query}")
    shown = {
        "context": context,
        "waiting": waiting,
        "late": [(each, names.get(each.unit_id, "")) for each in late],
        "accepted": [(each, each.pk in chosen) for each in accepted],
        "form": form,
        "today": clock.today(),
        "most": MOST if is_cut else 0,
    }
    return render(request, "desk/members/applications.html", shown)


def _late_beneath(context: Context, unit: Unit) -> list[Application]:
    """What units beneath did not decide in time: the applicant may ask the union above."""
    if context.scope == Reach.OWN:
        return []
    under = Unit.objects.under([unit.pk], on=clock.today()).exclude(pk=unit.pk).values("pk")
    rows = Application.objects.filter(state=ApplicationState.WAITING, due__lt=clock.today(), unit__in=under)
    return list(rows.select_related("member").order_by("due", "pk")[:MOST_LATE])


def application(request: HttpRequest, pk: int) -> HttpResponse:
    """One application: by when it is decided, and the decision; who was accepted may still be refused."""
    found = _application_or_404(request, pk)
    form = DecideForm(answers(request), initial=today_in())
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") not in {"accept", "refuse"}:
            raise Http404
        try:
            actions.decide(me(request), application=found, accept=request.POST["do"] == "accept", **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Đã ghi quyết định."))
            return redirect(f"{reverse('desk:applications')}?{context_of(request, found.unit).query}")
    return _opened(request, found, form, UnmaskForm(auto_id=WHOLE))


def application_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Form 5a as PDF; what is sealed is masked, unless a POST tells a reason, which is kept in the journal."""
    found, shown = _application_or_404(request, pk), dict[str, str]()
    form = UnmaskForm(request.POST or None, auto_id=WHOLE)
    if found.member.erased_at or not _is_kept_near(request, found):
        raise Http404
    from congdoan.desk.members.printing import PRINTED, as_pdf  # typesetting is heavy, and most pages set nothing

    if request.method == "POST":
        if not form.is_valid():
            return _opened(request, found, DecideForm(initial=today_in()), form)
        try:
            shown = actions.unmask(me(request), member=found.member, fields=PRINTED, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            refuse(form, error)
            return _opened(request, found, DecideForm(initial=today_in()), form)
        except PermissionDenied:
            raise Http404 from None
    try:
        drawn = as_pdf(me(request), application=found, shown=shown)
    except Unopened as error:
        messages.error(request, str(error))
        return redirect("desk:application", pk)
    response = HttpResponse(drawn, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="don-gia-nhap-{pk}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _application_or_404(request: HttpRequest, pk: int) -> Application:
    standing(request)  # once it is read, whoever may see the application is not asked about its unit again
    return at_unit_or_404(request, Application.objects.select_related("member", "unit"), Right.MEMBERS, pk=pk)


def _is_kept_near(request: HttpRequest, found: Application) -> bool:
    """Whether the file of whoever applied is kept within reach."""
    home = found.member.home_id
    return home is not None and may(request, Right.MEMBERS, home)


def _opened(request: HttpRequest, found: Application, form: DecideForm, whole: UnmaskForm) -> HttpResponse:
    """The page of an application; `whole` asks why what is sealed is to stand in its document."""
    is_near, home = _is_kept_near(request, found), found.member.home_id
    shown = {
        "context": context_of(request, found.unit),
        "application": found,
        "proofs": proofs_of(found) if is_near else [],
        "form": form,
        "whole": whole,
        "is_late": bool(found.due and found.state == ApplicationState.WAITING and found.due < clock.today()),
        "is_waiting": found.state == ApplicationState.WAITING,
        "is_open": found.state in OPEN,
        "is_near": is_near,
        "is_erased": found.member.erased_at is not None,
        "may_unmask": is_near and home is not None and may(request, Right.UNMASK, home),
    }
    return render(request, "desk/members/application.html", shown)
