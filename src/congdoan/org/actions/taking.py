"""Taking lists of people out of the book: whoever does leaves a line in the journal."""

from collections.abc import Sequence

from django.db import transaction

from congdoan.org.actions.journal import note
from congdoan.org.actions.positions import require
from congdoan.org.models import Unit, User
from congdoan.org.rules import Right


@transaction.atomic
def take_list(by: User, *, unit: Unit, rows: int, columns: Sequence[str], ending: str) -> None:
    """Say that somebody takes a list of the members of a unit, with those beneath, as a file.

    Raises PermissionDenied.
    """
    require(by, Right.MEMBERS, unit)
    note(by, "exported", unit, unit=unit, words={"rows": rows, "columns": list(columns), "file": ending})
