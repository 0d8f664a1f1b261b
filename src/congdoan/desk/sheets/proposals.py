"""Proposals of a sheet: made while it is written, followed up once it was sent."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.desk.door import answers
from congdoan.desk.gate import may, me
from congdoan.desk.sheets.reading import count_in, sheet_or_404
from congdoan.org.rules import Right
from congdoan.reports.actions import drop_proposal, follow_up, propose
from congdoan.reports.models import Sheet
from congdoan.reports.rules import Reply


class ProposalForm(forms.Form):
    """To whom, and what is asked."""

    to = forms.CharField(label=gettext_lazy("Nơi nhận kiến nghị"), max_length=200)
    text = forms.CharField(label=gettext_lazy("Nội dung"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class ReplyForm(forms.Form):
    """What became of it."""

    proposal = forms.IntegerField(widget=forms.HiddenInput)
    reply = forms.ChoiceField(label=gettext_lazy("Kết quả"), choices=[(reply, reply.label) for reply in Reply])
    word = forms.CharField(label=gettext_lazy("Trả lời"), max_length=500)


def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposals of a sheet with what became of each."""
    found = sheet_or_404(request, pk, Right.READ)
    may_write = may(request, Right.REPORT, found.unit_id)
    given = answers(request)
    do = given.get("do", "") if given else ""
    form = ProposalForm(given if do == "propose" else None)
    reply = ReplyForm(given if do == "reply" else None)
    if request.method == "POST" and _done(request, found, do, form, reply):
        return redirect("desk:sheet_proposals", found.pk)
    shown = {
        "sheet": found,
        "report": found.of_form,
        "of": found.of_period,
        "unit_name": found.unit.name_on(found.last_day),
        "proposals": list(found.proposals.select_related("by").prefetch_related("follow_ups__by")),
        "form": form,
        "reply": reply,
        "may_write": may_write and found.is_editable,
        "may_follow": may_write and found.revisions.exists(),
    }
    return render(request, "desk/sheets/proposals.html", shown)


def _done(request: HttpRequest, found: Sheet, do: str, form: ProposalForm, reply: ReplyForm) -> bool:
    try:
        if do == "propose":
            if not form.is_valid():
                return False
            propose(me(request), sheet=found, **form.cleaned_data)
            messages.success(request, _("Đã ghi kiến nghị."))
        elif do == "reply":
            if not reply.is_valid():
                return False
            said = reply.cleaned_data
            one = found.proposals.filter(pk=said["proposal"]).first()
            if one is None:
                raise Http404
            follow_up(me(request), proposal=one, reply=Reply(said["reply"]), word=said["word"])
            messages.success(request, _("Đã ghi kết quả trả lời."))
        else:
            one = found.proposals.filter(pk=count_in(request.POST.get("drop", ""))).first()
            if one is None:
                raise Http404
            drop_proposal(me(request), proposal=one)
            messages.success(request, _("Đã bỏ kiến nghị."))
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        _refuse(form if do == "propose" else reply, error)
        return False
    return True


def _refuse(form: forms.Form, error: ValidationError) -> None:
    if not form.is_bound:
        form.is_bound, form.data = True, {}
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, sentences in error.error_dict.items():
        form.add_error(name if name in form.fields else None, sentences)
