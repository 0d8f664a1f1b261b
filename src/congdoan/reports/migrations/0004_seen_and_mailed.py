"""Words on lines count their changes and know what they posted; what became of letters stands beside reminders."""

import django.db.models.deletion
from django.db import migrations, models

from congdoan.base.sql import append_only

POSTED = """
ALTER TABLE reports_word DISABLE TRIGGER reports_word_while_editable;
UPDATE reports_word word SET is_posted = true
FROM reports_sheet sheet, figures_entry entry
WHERE sheet.id = word.sheet_id AND entry.id = word.declaration_id AND (
    sheet.state IN ('submitted', 'accepted')
    OR entry.quantities->'value' = jsonb_build_array(word.low, word.high, word.rough)
    OR (word.low = word.high AND NOT word.rough AND entry.quantities->'value' = to_jsonb(word.low))
);
ALTER TABLE reports_word ENABLE TRIGGER reports_word_while_editable;
"""

# Whoever was reminded until now has had the letter.
MAILED = """
INSERT INTO reports_mailing (reminder_id, at, refused)
SELECT id, at, '' FROM reports_reminder WHERE address <> ''
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_signatures")]
    operations = [
        migrations.AddField(model_name="word", name="is_posted", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="word", name="version", field=models.PositiveIntegerField(default=1)),
        migrations.RunSQL(POSTED, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Mailing",
            fields=[
                (
                    "reminder",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="mailing",
                        serialize=False,
                        to="reports.reminder",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("refused", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(condition=~models.Q(address=""), fields=["at"], name="reminder_to_mail"),
        ),
        append_only("reports_mailing"),
        migrations.RunSQL(MAILED, migrations.RunSQL.noop),
    ]
