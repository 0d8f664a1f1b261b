"""The bounds that the database keeps on workbooks: they hold names, so nobody finds those of units beyond their reach."""

from django.db import migrations

BOUNDS = """
CREATE POLICY within_reach ON imports_upload USING (
    (SELECT asker_is_everywhere()) OR unit_id IN (SELECT reach.unit_id FROM asker_reach() AS reach)
);
ALTER TABLE imports_upload ENABLE ROW LEVEL SECURITY;
"""
NO_BOUNDS = """
ALTER TABLE imports_upload DISABLE ROW LEVEL SECURITY;
DROP POLICY within_reach ON imports_upload;
"""


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_taken"), ("org", "0008_reach")]
    operations = [migrations.RunSQL(BOUNDS, NO_BOUNDS)]
