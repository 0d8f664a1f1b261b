"""Indexes by which declarations are found that begin or end within some days."""

from django.db import migrations, models

CURRENT = models.Q(superseded=None)


class Migration(migrations.Migration):
    dependencies = [("figures", "0005_standings")]
    operations = [
        migrations.AddIndex(
            "declaration", models.Index(condition=CURRENT, fields=["first_day"], name="declaration_begins")
        ),
        migrations.AddIndex(
            "declaration", models.Index(condition=CURRENT, fields=["last_day"], name="declaration_ends")
        ),
    ]
