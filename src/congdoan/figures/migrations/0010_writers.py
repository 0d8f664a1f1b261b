"""Who wrote entries is looked up once for a statement, as their units are: users are never deleted.

Whoever looks for what they wrote looks for activities; of an import's entries that index was half a second of ten.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from congdoan.base.sql import Reference, looked_up_at_once

TABLE = "figures_entry"
UNIT = Reference(("unit_id",), "org_unit", "entry_unit", "Việc ghi cho đơn vị không có trong sổ.")
WRITER = Reference(("by_id",), "org_user", "entry_by", "Việc ghi của người dùng không có trong sổ.")


class Migration(migrations.Migration):
    dependencies = [("figures", "0009_kept_plans"), ("org", "0011_users_stay")]
    operations = [
        migrations.RunSQL(looked_up_at_once(TABLE, UNIT).reverse_sql, looked_up_at_once(TABLE, UNIT).sql),
        looked_up_at_once(TABLE, UNIT, WRITER),
        migrations.AlterField(
            "entry",
            "by",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            "entry", models.Index(fields=["by", "id"], name="entry_recorded", condition=models.Q(noun="activity"))
        ),
    ]
