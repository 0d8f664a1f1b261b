"""What is asked of each unit of a province stands in an index: its life, and since when it keeps records."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("org", "0012_covering")]
    operations = [
        migrations.AddIndex("unit", models.Index(fields=["id"], include=["span"], name="unit_life")),
        migrations.RemoveConstraint("recordsfrom", "one_records_from"),
        migrations.AddConstraint(
            "recordsfrom",
            models.UniqueConstraint(
                fields=["unit"],
                include=["day"],
                condition=models.Q(superseded=None),
                name="one_records_from",
                violation_error_message="Một đơn vị chỉ có một ngày bắt đầu ghi sổ.",
            ),
        ),
    ]
