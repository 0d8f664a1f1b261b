"""Of a book kept before, in which only the nation and its provinces had tallies: lay what all others keep now."""

from django.db import migrations

LAYING = """
SELECT rebuild_tallies(unit_id) FROM (
    SELECT DISTINCT unit_id FROM org_place
    WHERE level = 'superior' AND unit_id NOT IN (SELECT unit_id FROM figures_tallied)
) AS came;
SELECT rebuild_standings(array_agg(unit_id)) FROM figures_tallied;
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0006_beginnings_and_ends")]
    operations = [migrations.RunSQL(LAYING, migrations.RunSQL.noop)]
