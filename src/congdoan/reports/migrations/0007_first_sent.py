"""A sheet knows the day on which it first came: the board reads thousands at once."""

from django.db import migrations, models

CAME = """
UPDATE reports_sheet sheet SET first_sent = came.day
FROM (
    SELECT sheet_id, (min(at) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day FROM reports_revision GROUP BY sheet_id
) came
WHERE came.sheet_id = sheet.id
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_announced_deadlines")]
    operations = [
        migrations.AddField(model_name="sheet", name="first_sent", field=models.DateField(null=True)),
        migrations.RunSQL(CAME, migrations.RunSQL.noop),
    ]
