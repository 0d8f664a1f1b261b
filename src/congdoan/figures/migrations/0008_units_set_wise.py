"""The units of entries are looked up once for a statement, not for a row: units are never deleted.

Of many entries written at once the row's own look-up took as long as writing it; and two indexes begin with the unit.
"""

import django.db.models.deletion
from django.db import migrations, models

from congdoan.base.sql import Reference, looked_up_at_once


class Migration(migrations.Migration):
    dependencies = [("figures", "0007_laid"), ("org", "0009_portions")]
    operations = [
        looked_up_at_once(
            "figures_entry", Reference(("unit_id",), "org_unit", "entry_unit", "Việc ghi cho đơn vị không có trong sổ.")
        ),
        migrations.AlterField(
            "entry",
            "unit",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="org.unit",
            ),
        ),
    ]
