"""The terms of admission and membership, as the catalogue's dated table has them."""

from datetime import date

from congdoan.catalogue.models import current
from congdoan.records.members.rules import Terms

TABLE = "admission-rules"


def terms_on(day: date) -> Terms:
    """The terms that hold on a day; before the first that the table tells, none is fixed."""
    table = current().tables.get(TABLE)
    row = table.row(day) if table else None
    if row is None:
        return Terms()
    return Terms(*(row.threshold(column) for column in ("decide_days", "readmit_after_months", "suspension_months")))
