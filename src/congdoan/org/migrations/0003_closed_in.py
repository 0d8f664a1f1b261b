"""A unit keeps which transaction closed it, so that what was told before stays told."""

from django.db import migrations

import congdoan.base.knowledge


class Migration(migrations.Migration):
    dependencies = [("org", "0002_guards")]
    operations = [
        migrations.AddField(
            model_name="unit",
            name="closed_in",
            field=congdoan.base.knowledge.XactField(editable=False, null=True),
        ),
    ]
