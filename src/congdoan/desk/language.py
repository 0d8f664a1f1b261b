"""Vietnamese, unless the person chose otherwise: what the browser speaks is not asked."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Page = Callable[[HttpRequest], HttpResponse]


def language_by_choice(get_response: Page) -> Page:
    """Middleware: the language of the person's choice, kept in a cookie."""
    known = dict(settings.LANGUAGES)

    def answer(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    return answer
