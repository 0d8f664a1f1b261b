"""A day having been taken back, those for whom another holds in its place are told of that once."""

import django.db.models.deletion
from django.db import migrations, models

from congdoan.base.sql import append_only


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_first_sent")]
    operations = [
        migrations.CreateModel(
            name="Retelling",
            fields=[
                (
                    "deadline",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="retelling",
                        serialize=False,
                        to="reports.deadline",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        append_only("reports_retelling"),
    ]
