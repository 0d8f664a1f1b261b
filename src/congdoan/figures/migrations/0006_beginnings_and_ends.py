"""Indexes by which is found what happened within some days, among many units, and what was declared from or to them."""

from django.db import migrations, models

CURRENT = models.Q(superseded=None)


class Migration(migrations.Migration):
    dependencies = [("figures", "0005_standings")]
    operations = [
        migrations.AddIndex("posting", models.Index(fields=["indicator", "last_day", "unit"], name="posting_days")),
        migrations.AddIndex(
            "declaration", models.Index(condition=CURRENT, fields=["first_day"], name="declaration_begins")
        ),
        migrations.AddIndex(
            "declaration", models.Index(condition=CURRENT, fields=["last_day"], name="declaration_ends")
        ),
    ]
