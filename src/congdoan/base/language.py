"""What the book keeps, and what a union hands out, is said in Vietnamese, whatever language its reader has chosen."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.utils.translation import override

P = ParamSpec("P")
R = TypeVar("R")


def in_vietnamese(function: Callable[P, R]) -> Callable[P, R]:
    """The function, with all its words in Vietnamese."""

    @wraps(function)
    def said(*args: P.args, **more: P.kwargs) -> R:
        with override("vi"):
            return function(*args, **more)

    return said
