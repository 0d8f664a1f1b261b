"""What the database refuses, as a sentence for the user."""

from django.apps import apps
from django.db import Error
from django.utils.translation import gettext as _


def sentence_of(error: Error) -> str:
    """The sentence of the constraint that an error of the database names, or a plain general one."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if name == constraint.name:
                return str(constraint.violation_error_message)
    return told_by_the_book(error) or _("Việc này trái với quy tắc của sổ nên không được ghi.")


def told_by_the_book(error: Error) -> str:
    """The sentence with which a trigger or a function of the book refused; empty where it was none of them."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is None or not diagnosis.constraint_name or diagnosis.source_function != "exec_stmt_raise":
        return ""
    return str(diagnosis.message_primary)
