"""The unit of a membership has one index, of those that stand: whoever looks by unit passes the withdrawn over."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0011_redacted")]
    operations = [
        migrations.AlterField(
            "membership",
            "unit",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="org.unit",
            ),
        ),
    ]
