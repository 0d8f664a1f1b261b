"""Views too long for one request: offered as long work, and opened again by the worker as they were asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congdoan.desk.context import Context
from congdoan.desk.gate import me
from congdoan.org.actions import ask_for
from congdoan.org.models import Work

ROWS = 5_000
"""A table with more rows than these is no longer made while its asker waits."""


def offer(request: HttpRequest, context: Context, *, kind: str, title: str, rows: int) -> HttpResponse:
    """The page that offers to make a long file of this very address; once pressed, the page of the work."""
    if request.method == "POST":
        try:
            work = ask_for(
                me(request),
                kind=kind,
                unit=context.unit,
                title=title,
                asked=_asked(request, context),
                total=rows,
                things=gettext_noop("dòng"),
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("desk:works")
        return redirect("desk:work", work.pk)
    return render(request, "desk/works/offer.html", {"context": context, "title": title, "rows": rows})


def _asked(request: HttpRequest, context: Context) -> dict[str, object]:
    """The address as a link, with what the session would have added; where the desk is, for links in the file."""
    query = request.GET.copy()
    query.update({name: value for name, value in parse_qsl(context.query) if name not in query})
    scheme = request.scheme or "http"
    return {"path": request.path, "query": query.urlencode(), "host": request.get_host(), "scheme": scheme}


@contextmanager
def asked_again(work: Work, **words: str) -> Iterator[HttpRequest]:
    """The request of long work as it was made: the same address by the same person, with what they may read now.

    `words` are said in the query besides.

    Raises ValidationError where what they asked for is there for them no longer.
    """
    request = HttpRequest()
    request.method, request.path = "GET", str(work.asked["path"])
    request.GET = QueryDict(f"{work.asked['query']}&{urlencode(words)}")
    request.META = {"HTTP_HOST": str(work.asked["host"]), "wsgi.url_scheme": str(work.asked["scheme"])}
    request.user, request.session = work.by, SessionStore()
    try:
        yield request
    except Http404:
        raise ValidationError(_("Không còn được xem đơn vị này nên không làm được file.")) from None
