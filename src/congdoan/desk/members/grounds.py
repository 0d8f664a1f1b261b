"""By what right a person's data are used: all that was written about it, and writing what is new or withdrawn."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.base.sealing import Unopened
from congdoan.catalogue.rules import Basis, Purpose
from congdoan.desk.context import context_of
from congdoan.desk.days import DayField, DayInput
from congdoan.desk.door import answers
from congdoan.desk.gate import me
from congdoan.desk.members.form import ask_again, paper_in, refuse, today_in
from congdoan.desk.members.person import Known, known_or_404
from congdoan.records.members.actions import open_proof, record_ground, withdraw_consent
from congdoan.records.members.models import Ground, grounds_of


class ProofForm(forms.Form):
    """A day and what proves it: where the paper lies, or its scan."""

    day = DayField(label=gettext_lazy("Từ ngày"), widget=DayInput())
    proof = forms.CharField(label=gettext_lazy("Giấy tờ làm chứng"), required=False, max_length=300)
    file = forms.FileField(label=gettext_lazy("Bản chụp hoặc văn bản kèm theo"), required=False)

    def given(self) -> dict[str, Any]:
        """The answers, the file as it is kept. Raises ValidationError where it is none that can be."""
        return self.cleaned_data | {"file": paper_in(self, "file")}


class GroundForm(ProofForm):
    """What allows one purpose; nothing is chosen beforehand (NĐ 356/2025: no default consent)."""

    purpose = forms.ChoiceField(label=gettext_lazy("Việc dùng thông tin"))
    basis = forms.ChoiceField(label=gettext_lazy("Căn cứ"), widget=forms.RadioSelect)
    field_order = ("purpose", "basis", "day", "proof", "file")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, choices in (("purpose", Purpose), ("basis", Basis)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("chọn"))] if name == "purpose" else []
            field.choices += [(each.value, each.label) for each in choices]

    def given(self) -> dict[str, Any]:
        told = super().given()
        return told | {"purpose": Purpose(told["purpose"]), "basis": Basis(told["basis"])}


def grounds(request: HttpRequest, pk: int) -> HttpResponse:
    """What was written about each purpose, the last first, and the form for what is new."""
    known = known_or_404(request, pk)
    asked = request.GET.get("purpose", "")
    form = GroundForm(answers(request), request.FILES or None, initial=today_in() | {"purpose": asked})
    if request.method == "POST" and form.is_valid():

        def write() -> None:
            record_ground(me(request), member=known.member, **form.given())

        if _done(form, write):
            messages.success(request, _("Đã ghi căn cứ."))
            return redirect("desk:member", pk)
    ask_again(form, "file", request)
    shown = {
        "context": context_of(request, known.home),
        "known": known,
        "form": form,
        "written": grounds_of(known.member)[::-1],
    }
    return render(request, "desk/members/grounds.html", shown)


def withdraw(request: HttpRequest, pk: int, purpose: str) -> HttpResponse:
    """The question before a consent is withdrawn: from when, and by which paper."""
    known = known_or_404(request, pk)
    last = next((each for each in reversed(grounds_of(known.member)) if each.purpose == purpose), None)
    if last is None or last.ends or last.basis != Basis.CONSENT:
        if request.method != "POST" or last is None:
            raise Http404
        messages.info(request, _("Sự đồng ý này không còn để rút."))  # mostly the same form sent twice
        return redirect("desk:member", pk)
    form = ProofForm(answers(request), request.FILES or None, initial=today_in())
    if request.method == "POST" and form.is_valid():

        def write() -> None:
            withdraw_consent(me(request), member=known.member, purpose=Purpose(purpose), **form.given())

        if _done(form, write):
            messages.success(request, _("Đã ghi việc rút lại sự đồng ý."))
            return redirect("desk:member", pk)
    ask_again(form, "file", request)
    shown = {"context": context_of(request, known.home), "known": known, "form": form, "last": last}
    return render(request, "desk/members/withdraw_consent.html", shown)


def proof(request: HttpRequest, pk: int, ground: int) -> HttpResponse:
    """The scan of a proof, always as a file to be kept; opening it leaves a line in the journal."""
    known = known_or_404(request, pk)
    found = _ground_or_404(known, ground)
    try:
        content = open_proof(me(request), ground=found)
    except FileNotFoundError:
        raise Http404 from None
    except Unopened as error:
        messages.error(request, str(error))
        return redirect("desk:member", pk)
    response = HttpResponse(content, content_type=found.sort.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response


def _ground_or_404(known: Known, key: int) -> Ground:
    found = next((each for each in grounds_of(known.member) if each.pk == key), None)
    if found is None:
        raise Http404
    found.member = known.member
    return found


def _done(form: forms.Form, write: Callable[[], None]) -> bool:
    """Do it; what was refused is shown beside its field."""
    try:
        write()
    except ValidationError as error:
        refuse(form, error)
        return False
    return True
