"""The entries that an import made are kept many in a row, not each in a row of its own with three indexes."""

import django.contrib.postgres.fields
from django.db import migrations, models

TOGETHER = """
CREATE TEMP TABLE held ON COMMIT DROP AS
    SELECT upload_id, array_agg(entry_id ORDER BY entry_id) AS entries FROM imports_taken GROUP BY upload_id;
TRUNCATE imports_taken;
ALTER TABLE imports_taken DROP COLUMN entry_id, ADD COLUMN entries bigint[] NOT NULL;
INSERT INTO imports_taken (upload_id, entries) SELECT upload_id, entries FROM held;
DROP TABLE held;
"""
APART = """
CREATE TEMP TABLE held ON COMMIT DROP AS SELECT upload_id, unnest(entries) AS entry_id FROM imports_taken;
TRUNCATE imports_taken;
ALTER TABLE imports_taken DROP COLUMN entries, ADD COLUMN entry_id bigint NOT NULL UNIQUE;
INSERT INTO imports_taken (upload_id, entry_id) SELECT upload_id, entry_id FROM held;
DROP TABLE held;
"""


class Migration(migrations.Migration):
    dependencies = [("imports", "0004_sealed")]
    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(TOGETHER, APART)],
            [
                migrations.RemoveField("taken", "entry"),
                migrations.AddField(
                    "taken",
                    "entries",
                    django.contrib.postgres.fields.ArrayField(models.BigIntegerField()),
                    preserve_default=False,
                ),
            ],
        )
    ]
