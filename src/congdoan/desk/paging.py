"""Which page of a list a link asks for."""

from django.http import HttpRequest

_DIGITS = 7
"""No list has a page whose number is longer."""


def page_asked(request: HttpRequest) -> int:
    """Counted from 1; the first, where the link names none that there can be."""
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) <= _DIGITS else 1
