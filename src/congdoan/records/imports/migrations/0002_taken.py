"""What was taken in is not looked up row by row: its upload and entry are written before it and never deleted."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial"), ("figures", "0007_laid")]

    operations = [
        migrations.AlterField(
            model_name="taken",
            name="upload",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="taken",
                to="imports.upload",
            ),
        ),
        migrations.AlterField(
            model_name="taken",
            name="entry",
            field=models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="taken",
                to="figures.entry",
            ),
        ),
    ]
