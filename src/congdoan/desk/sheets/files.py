"""A sheet as a file to keep: Word, PDF, Excel, of a draft or of what was sent."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from congdoan.desk.sheets.reading import Readable, count_in, readable_or_404
from congdoan.desk.sheets.restating import tree_of
from congdoan.figures.rules import BadField
from congdoan.reports.models import Sheet, file_name, file_of, unopened_document
from congdoan.reports.rules.drawing import Format, drawn


def document(request: HttpRequest, pk: int, shape: str) -> HttpResponse:
    """The draft, or the revision asked for; whoever was told of a sheet gets what was sent, no more."""
    readable = readable_or_404(request, pk)
    if shape not in set(Format):
        raise Http404
    sheet, kind = readable.sheet, Format(shape)
    if readable.is_whole and "tree" in request.GET:
        return _restated(request, sheet, kind)
    revision = _revision(request, readable)
    try:
        drawn = file_of(sheet, kind, revision=revision)
    except BadField as error:
        messages.error(request, str(error))
        return redirect("desk:sheet", sheet.pk)
    return as_file(drawn, file_name(sheet, kind, revision=revision), kind.content_type)


def _restated(request: HttpRequest, sheet: Sheet, kind: Format) -> HttpResponse:
    """What the sheet would say on the tree of another day; it was sent to nobody."""
    day, fault = tree_of(request)
    if day is None:
        messages.error(request, fault)
        return redirect("desk:sheet_restated", sheet.pk)
    told = unopened_document(sheet.unit, sheet.of_form, sheet.of_period, tree_on=day)
    name = f"bao-cao-{sheet.form}-{sheet.unit.code}-{sheet.period}-cay-{day}".replace("/", "-").replace("..", "-")
    return as_file(drawn(told, kind), f"{name}.{kind}", kind.content_type)


def _revision(request: HttpRequest, readable: Readable) -> int | None:
    """The revision asked for; of a draft none, unless the reader may see only what was sent."""
    asked = request.GET.get("revision", "")
    numbers = list(readable.revisions.order_by("-number").values_list("number", flat=True))
    if asked:
        number = count_in(asked)
        if number not in numbers:
            raise Http404
        return number
    if readable.sheet.is_editable and readable.is_whole:
        return None
    if not numbers:
        raise Http404
    return numbers[0]


def as_file(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file that is kept, not shown."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
