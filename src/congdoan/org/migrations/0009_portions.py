"""Long work in portions, which several hands share."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("org", "0008_reach")]

    operations = [
        migrations.CreateModel(
            name="Portion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=60)),
                ("done", models.BooleanField(default=False)),
                ("said", models.CharField(blank=True, max_length=500)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("made", models.BinaryField(null=True)),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="portions", to="org.work"
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
                "indexes": [
                    models.Index(condition=models.Q(("done", False)), fields=["work", "place"], name="portion_to_do")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("work", "place"),
                        name="portions_are_numbered",
                        violation_error_message="Phần này của việc dài đã có.",
                    )
                ],
            },
        ),
    ]
