"""A day that holds again after another, even of the same day, is told of again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_days_known_already")]
    operations = [
        migrations.AddField(model_name="reminder", name="again", field=models.PositiveSmallIntegerField(default=0)),
        migrations.RemoveConstraint(model_name="reminder", name="reminded_once"),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("unit", "form", "period", "user", "due", "days_left", "again"),
                name="reminded_once",
                violation_error_message="Đã nhắc lần này rồi.",
            ),
        ),
    ]
