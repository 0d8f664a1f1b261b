"""Whether what a text was compared to has changed in the ledger since."""

from django.db import connection

from congdoan.catalogue.models import numbers
from congdoan.claims.models.texts import CheckedText

# Later: not visible in the snapshot at which the text was judged.
_LATER = (
    "NOT pg_visible_in_snapshot({0}, %(snapshot)s::pg_snapshot) AND {0} >= pg_snapshot_xmin(%(snapshot)s::pg_snapshot)"
)
_UNITS = "SELECT l.unit_id FROM org_lineage AS l WHERE l.ancestor_id = ANY(%(units)s)"
_CHANGED = f"""
    SELECT EXISTS (
        SELECT 1 FROM figures_posting AS p
        WHERE {_LATER.format("p.xact")} AND p.indicator_id = ANY(%(indicators)s) AND p.unit_id IN ({_UNITS})
    ) OR EXISTS (
        SELECT 1 FROM figures_plan AS p WHERE p.unit_id = ANY(%(units)s) AND p.indicator_id = ANY(%(indicators)s)
        AND ({_LATER.format("p.xact")} OR ({_LATER.format("p.superseded")}))
    ) OR EXISTS (
        SELECT 1 FROM org_lineage AS l WHERE l.ancestor_id = ANY(%(units)s)
        AND ({_LATER.format("l.xact")} OR ({_LATER.format("l.superseded")}))
    )
"""


def has_aged(text: CheckedText) -> bool:
    """Whether postings, plans or places that its figures are counted from came or went since it was judged."""
    if text.snapshot is None:
        return True
    known = numbers()
    asked = {
        "snapshot": text.snapshot,
        "units": text.asked.get("units", []),
        "indicators": [known[code] for code in text.asked.get("codes", []) if code in known],
    }
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, asked)
        (changed,) = cursor.fetchone()
    return bool(changed)
