"""Indexes by which is found what begins or ends within some days: beneath a unit, among a hundred thousand others."""

from django.contrib.postgres.fields.ranges import RangeEndsWith, RangeStartsWith
from django.db import migrations, models

CURRENT = models.Q(superseded=None)


class Migration(migrations.Migration):
    dependencies = [("org", "0005_what_changed")]
    operations = [
        migrations.AddIndex(
            "lineage", models.Index("ancestor", RangeStartsWith("span"), condition=CURRENT, name="lineage_begins")
        ),
        migrations.AddIndex(
            "lineage", models.Index("ancestor", RangeEndsWith("span"), condition=CURRENT, name="lineage_ends")
        ),
        migrations.AddIndex("recordsfrom", models.Index(condition=CURRENT, fields=["day"], name="records_from_day")),
        migrations.AddIndex("unit", models.Index(RangeStartsWith("span"), name="unit_begins")),
        migrations.AddIndex("unit", models.Index(RangeEndsWith("span"), name="unit_ends")),
    ]
