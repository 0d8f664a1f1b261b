"""Indexes by which rows are found that came or went since a snapshot."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("org", "0004_given_passwords")]
    operations = [
        migrations.AddIndex("lineage", models.Index(fields=["xact"], name="lineage_came")),
        migrations.AddIndex(
            "lineage",
            models.Index(condition=models.Q(("superseded__isnull", False)), fields=["superseded"], name="lineage_went"),
        ),
        migrations.AddIndex("recordsfrom", models.Index(fields=["xact"], name="records_from_came")),
        migrations.AddIndex(
            "recordsfrom",
            models.Index(
                condition=models.Q(("superseded__isnull", False)), fields=["superseded"], name="records_from_went"
            ),
        ),
        migrations.AddIndex(
            "unit",
            models.Index(condition=models.Q(("closed_in__isnull", False)), fields=["closed_in"], name="unit_closed"),
        ),
    ]
