"""Of the days that unions set those who owe are told once; a reminder says until when, and whose day it tells of."""

import django.db.models.deletion
from django.db import migrations, models

from congdoan.base.sql import append_only

DUE = """
ALTER TABLE reports_reminder DISABLE TRIGGER reports_reminder_append_only;
UPDATE reports_reminder SET due = (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date + days_left;
ALTER TABLE reports_reminder ENABLE TRIGGER reports_reminder_append_only;
"""


class Migration(migrations.Migration):
    dependencies = [("org", "0009_portions"), ("reports", "0005_deadlines")]

    operations = [
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "deadline",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="announcement",
                        serialize=False,
                        to="reports.deadline",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        append_only("reports_announcement"),
        migrations.AddField(model_name="reminder", name="due", field=models.DateField(null=True)),
        migrations.RunSQL(DUE, migrations.RunSQL.noop),
        migrations.AlterField(model_name="reminder", name="due", field=models.DateField()),
        migrations.AddField(
            model_name="reminder",
            name="set_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.RemoveConstraint(model_name="reminder", name="reminded_once"),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("unit", "form", "period", "user", "due", "days_left"),
                name="reminded_once",
                violation_error_message="Đã nhắc lần này rồi.",
            ),
        ),
    ]
