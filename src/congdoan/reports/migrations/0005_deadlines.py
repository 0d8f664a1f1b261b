"""Unions set until when those beneath them send a sheet."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import congdoan.base.knowledge
from congdoan.base.sql import superseded_only


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0009_portions"),
        ("reports", "0004_seen_and_mailed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Deadline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "xact",
                    congdoan.base.knowledge.XactField(db_default=congdoan.base.knowledge.ThisXact(), editable=False),
                ),
                ("superseded", congdoan.base.knowledge.XactField(editable=False, null=True)),
                ("form", models.CharField(max_length=60)),
                ("period", models.CharField(max_length=30)),
                ("level", models.CharField(max_length=12)),
                ("last_day", models.DateField()),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deadlines", to="org.unit"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("superseded", None)), fields=["form", "period"], name="deadline_of"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded", None)),
                        fields=("unit", "form", "period", "level"),
                        name="one_deadline_a_level",
                        violation_error_message="Đơn vị đã đặt hạn này cho kỳ đó.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("day__gt", models.F("last_day"))),
                        name="deadline_comes_after_the_period",
                        violation_error_message="Hạn nộp phải sau ngày cuối của kỳ báo cáo.",
                    ),
                ],
            },
        ),
        superseded_only("reports_deadline"),
    ]
