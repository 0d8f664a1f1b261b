"""The pages of long work: mine in a list, one with how far it is and what it came to, its file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import reselect, retarget

from congdoan.base import clock
from congdoan.base.sealing import Unopened, unseal_bytes
from congdoan.base.text import number
from congdoan.desk.context import Context
from congdoan.desk.gate import me
from congdoan.desk.waiting import Wait
from congdoan.desk.words import day, title
from congdoan.org.actions import WORK_FILE, ask_again, see_work, stop_work
from congdoan.org.models import Work
from congdoan.org.rules import Stage

A_PAGE = 25
SHOWN = 5
"""So much long work stands on home."""
LATE = timedelta(seconds=20)
"""Work that nobody took for so long may have no worker."""
TELLING = timedelta(seconds=5)
"""After so long it can be told how long the rest will take."""


@dataclass(frozen=True)
class Shown:
    """Long work as its page tells it."""

    work: Work
    ahead: int = 0
    """How much work of others is to be done before it."""

    @property
    def stage(self) -> Stage:
        return self.work.of_stage

    @property
    def chip(self) -> tuple[str, str]:
        """The look and the sign of its state."""
        return _CHIPS[self.stage]

    @property
    def how_far(self) -> str:
        """`312 trên 1.400 dòng`; empty where it is not known."""
        if not self.work.total:
            return ""
        said = {"done": number(self.work.done), "total": number(self.work.total), "things": self.things}
        return (_("%(done)s trên %(total)s %(things)s") % said).strip()

    @property
    def things(self) -> str:
        return title(self.work.things) if self.work.things else ""

    @property
    def left(self) -> str:
        """How long the rest will take, at the pace until now."""
        work = self.work
        if self.stage is not Stage.RUNNING or not work.started_at or not 0 < work.done < work.total:
            return ""
        gone = clock.now() - work.started_at
        if gone < TELLING:
            return ""
        seconds = round(gone.total_seconds() * (work.total - work.done) / work.done)
        if seconds < 60:
            return _("còn chừng %s giây") % max(5, -(-seconds // 5) * 5)
        minutes = -(-seconds // 60)
        return ngettext("còn chừng %s phút", "còn chừng %s phút", minutes) % number(minutes)

    @property
    def is_late(self) -> bool:
        """Whether it seems that no worker is there to take it."""
        return self.stage is Stage.WAITING and not self.ahead and clock.now() - self.work.asked_at > LATE

    @property
    def kept_until(self) -> str:
        """The last day on which the file is there."""
        ended = self.work.ended_at
        return day((ended + timedelta(days=settings.WORK_DAYS)).astimezone(clock.HOME).date()) if ended else ""

    @property
    def weight(self) -> str:
        return filesizeformat(self.work.size)


_CHIPS: dict[Stage, tuple[str, str]] = {
    Stage.WAITING: ("plain", "clock"),
    Stage.RUNNING: ("sent", "right"),
    Stage.FINISHED: ("ok", "check"),
    Stage.FAILED: ("bad", "warn"),
    Stage.STOPPED: ("plain", "back"),
}


def works(request: HttpRequest) -> HttpResponse:
    """All that I asked for and that is still kept."""
    page = Paginator(Work.objects.of(me(request)).newest_first(), A_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "rows": [Shown(each) for each in page.object_list], "days": settings.WORK_DAYS}
    return render(request, "desk/works/works.html", shown)


def work_or_404(request: HttpRequest, pk: int) -> Work:
    """Long work that the user asked for; to anyone else it does not exist."""
    return get_object_or_404(Work.objects.of(me(request)).select_related("unit"), pk=pk)


def work(request: HttpRequest, pk: int) -> HttpResponse:
    """One long work: how far it is, what it came to, what went wrong."""
    found = work_or_404(request, pk)
    if request.method == "POST":
        return _done(request, found)
    ahead = 0
    if found.of_stage is Stage.WAITING:
        ahead = Work.objects.unfinished().filter(asked_at__lt=found.asked_at).count()
    if found.is_ended and found.seen_at is None:
        see_work(me(request), work=found)
    shown = {"shown": Shown(found, ahead), "unit": found.unit.name_on(clock.today())}
    response = render(request, "desk/works/work.html", shown)
    if found.is_ended and request.headers.get("HX-Request"):
        return retarget(reselect(response, "#work"), "#work")
    return response


def _done(request: HttpRequest, found: Work) -> HttpResponse:
    deed = {"stop": stop_work, "again": ask_again}.get(request.POST.get("do", ""))
    if deed is None:
        raise Http404
    try:
        deed(me(request), work=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except PermissionDenied:
        messages.error(request, _("Không còn quyền làm việc này."))
    return redirect("desk:work", found.pk)


def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What long work has made, to keep."""
    found = work_or_404(request, pk)
    if not found.file or not default_storage.exists(found.file):
        raise Http404
    try:
        content: Iterable[bytes] = [_unsealed(found.file)] if found.is_sealed else _chunks(found.file)
    except Unopened as error:
        messages.error(request, str(error))
        return redirect("desk:work", found.pk)
    see_work(me(request), work=found)
    response = StreamingHttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name)
    response.headers["Content-Length"] = str(found.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _unsealed(place: str) -> bytes:
    with default_storage.open(place) as opened:
        return unseal_bytes(opened.read(), WORK_FILE)


def _chunks(place: str) -> Iterator[bytes]:
    with default_storage.open(place) as opened:
        yield from opened.chunks()


def waiting_works(request: HttpRequest, context: Context) -> list[Wait]:
    """What I asked for that is being done, or has ended without my having looked."""
    found = Work.objects.waiting_for(me(request)).newest_first()[:SHOWN]
    return [_wait(Shown(each)) for each in found]


def _wait(shown: Shown) -> Wait:
    work = shown.work
    more = {
        Stage.FINISHED: _("Xong, chờ tải về") if work.file else _("Xong, chờ xem"),
        Stage.FAILED: work.said,
        Stage.RUNNING: shown.how_far,
    }.get(shown.stage, "")
    return Wait(
        work.title, reverse("desk:work", args=[work.pk]), str(shown.stage.label), more, late=shown.stage is Stage.FAILED
    )
