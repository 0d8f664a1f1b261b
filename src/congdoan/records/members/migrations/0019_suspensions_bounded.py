"""That somebody's activity is suspended lies within the bounds, as their membership does."""

from django.db import migrations

BOUNDS = """
CREATE POLICY within_reach ON members_suspension USING (
    (SELECT asker_is_everywhere()) OR unit_id IN (SELECT reach.unit_id FROM asker_reach() AS reach)
);
ALTER TABLE members_suspension ENABLE ROW LEVEL SECURITY;
"""
NO_BOUNDS = """
ALTER TABLE members_suspension DISABLE ROW LEVEL SECURITY;
DROP POLICY within_reach ON members_suspension;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0017_named")]
    operations = [migrations.RunSQL(BOUNDS, NO_BOUNDS)]
