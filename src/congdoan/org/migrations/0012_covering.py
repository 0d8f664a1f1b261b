"""All that is asked of the rows beneath a unit stands in their index: a province has twelve thousand of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("org", "0011_users_stay")]
    operations = [
        migrations.RemoveIndex("lineage", "lineage_current"),
        migrations.AddIndex(
            "lineage",
            models.Index(
                fields=["ancestor", "unit"],
                include=["span", "level", "depth"],
                name="lineage_current",
                condition=models.Q(superseded=None),
            ),
        ),
    ]
