"""Photos and documents of a recorded activity: added, captioned, removed."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.desk.activities import waiting
from congdoan.desk.activities.opening import activity_or_404, too_late
from congdoan.desk.activities.telling import kind_named
from congdoan.desk.context import context_of
from congdoan.desk.door import answers
from congdoan.desk.gate import me
from congdoan.org.rules import Right
from congdoan.records.activities.actions import (
    add_document,
    add_photo,
    caption_photo,
    remove_document,
    remove_photo,
)
from congdoan.records.activities.models import Activity


def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Add photos and documents; what is refused is named, what is right is kept."""
    found = activity_or_404(request, pk, Right.RECORD)
    if found.withdrawn:
        return too_late(request, found)
    form, files = forms.Form(request.POST if request.method == "POST" else None), waiting.Files()
    if request.method == "POST":
        files = waiting.files_of(request)
        form.is_valid()
        for name, error in files.refused:
            form.add_error(None, ValidationError(error.messages[0], code=name))
        kept = _kept(request, found, files, form)
        if kept and not form.errors:
            messages.success(
                request, ngettext("Đã thêm %(count)s file.", "Đã thêm %(count)s file.", kept) % {"count": kept}
            )
            return redirect("desk:activity", pk)
        if kept:
            messages.success(
                request,
                ngettext(
                    "Đã thêm %(count)s file đúng; các file dưới đây thì chưa.",
                    "Đã thêm %(count)s file đúng; các file dưới đây thì chưa.",
                    kept,
                )
                % {"count": kept},
            )
        elif not form.errors:
            form.add_error(None, _("Chưa chọn file nào."))
    refused = waiting.Files(refused=files.refused)
    shown = {"activity": found, "form": form, "kind_name": kind_named(found.kind), "files": refused}
    return render(request, "desk/activities/attach.html", shown | {"context": context_of(request, found.unit)})


def photo_page(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """A photo's caption, and the way to remove it."""
    found = activity_or_404(request, pk, Right.RECORD)
    if found.withdrawn:
        return too_late(request, found)
    shot = found.photos.filter(pk=photo).first()
    if shot is None:
        return _gone(request, found, _("Ảnh này đã được bỏ."))
    shot.activity, told = found, answers(request)
    caption = shot.caption if told is None else told.get("caption", "")
    if request.method == "POST":
        if request.POST.get("do") == "remove":
            remove_photo(me(request), photo=shot)
            messages.success(request, _("Đã bỏ ảnh."))
        else:
            caption_photo(me(request), photo=shot, caption=caption)
            messages.success(request, _("Đã ghi chú thích."))
        return redirect("desk:activity", pk)
    shown = {"activity": found, "photo": shot, "caption": caption, "kind_name": kind_named(found.kind)}
    return render(request, "desk/activities/photo.html", shown | {"context": context_of(request, found.unit)})


def document_page(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """The question before a document is removed."""
    found = activity_or_404(request, pk, Right.RECORD)
    if found.withdrawn:
        return too_late(request, found)
    paper = found.documents.filter(pk=document).first()
    if paper is None:
        return _gone(request, found, _("Văn bản này đã được bỏ."))
    paper.activity = found
    if request.method == "POST":
        remove_document(me(request), document=paper)
        messages.success(request, _("Đã bỏ văn bản."))
        return redirect("desk:activity", pk)
    shown = {"activity": found, "document": paper, "kind_name": kind_named(found.kind)}
    return render(request, "desk/activities/document.html", shown | {"context": context_of(request, found.unit)})


def _gone(request: HttpRequest, found: Activity, sentence: str) -> HttpResponse:
    """What was pressed twice, or by two at once, is done already. Raises Http404 for a link to what is not there."""
    if request.method != "POST":
        raise Http404
    messages.warning(request, sentence)
    return redirect("desk:activity", found.pk)


def _kept(request: HttpRequest, found: Activity, files: waiting.Files, form: forms.Form) -> int:
    """How many files were kept beside the activity."""
    kept = 0
    for each in files.waiting:
        try:
            if each.is_photo:
                picture = waiting.picture_of(request, each.key)
                add_photo(me(request), activity=found, picture=picture, caption=each.caption)
            else:
                add_document(me(request), activity=found, paper=waiting.paper_of(request, each))
            kept += 1
        except ValidationError as error:
            form.add_error(None, error.messages)
    waiting.forget(request, files)
    return kept
