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
    if diagnosis is not None and name and diagnosis.source_function == "exec_stmt_raise":
        return str(diagnosis.message_primary)
    return _("Việc này trái với quy tắc của sổ nên không được ghi.")
