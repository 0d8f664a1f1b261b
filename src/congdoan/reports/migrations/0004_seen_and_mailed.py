"""Words on lines count their changes and know what they posted."""

from django.db import migrations, models

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

class Migration(migrations.Migration):
    dependencies = [("reports", "0003_signatures")]
    operations = [
        migrations.AddField(model_name="word", name="is_posted", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="word", name="version", field=models.PositiveIntegerField(default=1)),
        migrations.RunSQL(POSTED, migrations.RunSQL.noop),
    ]
