"""Signing what was sent with a PKCS#12 certificate, and the signed file; neither key nor password is kept."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.desk.gate import me
from congdoan.desk.sheets.files import as_file
from congdoan.desk.sheets.reading import readable_or_404, sheet_or_404
from congdoan.org.rules import Right
from congdoan.reports.actions import sign_revision
from congdoan.reports.models import Signature, file_name
from congdoan.reports.rules.drawing import Format
from congdoan.reports.rules.signing import LARGEST


class SignForm(forms.Form):
    """A certificate and what opens it."""

    certificate = forms.FileField(
        label=gettext_lazy("File chứng thư (.p12, .pfx)"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Chọn file chứng thư.")},
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Mật khẩu của chứng thư"),
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the latest revision; what is wrong with a certificate is said beside it."""
    found = sheet_or_404(request, pk, Right.REPORT)
    revision = found.revisions.order_by("number").last()
    if revision is None or found.is_editable:
        raise Http404
    form = SignForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = sign_revision(
                me(request),
                revision=revision,
                pkcs12=given["certificate"].read(LARGEST + 1),
                password=given["password"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã ký bằng chứng thư của %(holder)s.") % {"holder": made.holder})
            return redirect("desk:sheet", found.pk)
    shown = {
        "sheet": found,
        "report": found.of_form,
        "of": found.of_period,
        "unit_name": found.unit.name_on(found.last_day),
        "form": form,
        "revision": revision,
    }
    return render(request, "desk/sheets/sign.html", shown)


def signed(request: HttpRequest, pk: int, signature: int) -> HttpResponse:
    """A signed PDF, to the byte; whoever may read what was sent may have it."""
    readable = readable_or_404(request, pk)
    known = Signature.objects.select_related("revision").filter(revision__in=readable.revisions)
    one = get_object_or_404(known, pk=signature)
    name = file_name(readable.sheet, Format.PDF, revision=one.revision.number).replace(".pdf", "-da-ky.pdf")
    return as_file(bytes(one.content), name, Format.PDF.content_type)
