"""Of the days that were set before days were told of, nobody is written to weeks later.

Those whose period is still to come are told of when it begins, as any other.
"""

from datetime import date
from typing import Any

from django.db import migrations

from congdoan.base import clock
from congdoan.base.period import UnknownPeriod, parse_period


def keep_as_told(apps: Any, schema_editor: Any) -> None:
    """Let the days that stand, and those that were taken back, count as told of."""
    alias, today, at = schema_editor.connection.alias, clock.today(), clock.now()
    deadlines, announcements, retellings = (
        apps.get_model("reports", name).objects.using(alias) for name in ("Deadline", "Announcement", "Retelling")
    )
    standing = deadlines.filter(superseded=None, announcement=None).values_list("pk", "period", "last_day")
    announcements.bulk_create(
        announcements.model(deadline_id=key, at=at)
        for key, period, last_day in standing
        if _has_begun(period, last_day, today)
    )
    gone = deadlines.filter(superseded__isnull=False, retelling=None).values_list("pk", flat=True)
    retellings.bulk_create(retellings.model(deadline_id=key, at=at) for key in gone)


def _has_begun(period: str, last_day: date, today: date) -> bool:
    """The row tells on which day its period ends, by its form's calendar; it begins as long before as by any."""
    try:
        told = parse_period(period)
    except UnknownPeriod:
        return True
    return last_day - (told.last_day - told.first_day) <= today


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_retellings")]
    operations = [migrations.RunPython(keep_as_told, migrations.RunPython.noop)]
