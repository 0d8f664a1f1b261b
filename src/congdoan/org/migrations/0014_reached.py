"""Reach is worked out by the index that holds the units beneath one above.

The index that keeps two ways up apart is asked for a unit above and a day, which is in its middle: among five hundred
thousand rows it took forty milliseconds to find one, for each bounded table of a statement. What compares the day is
written so that no index answers it.
"""

from django.db import migrations

REACH = """
CREATE OR REPLACE FUNCTION asker_reach() RETURNS TABLE (unit_id bigint) LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT lineage.unit_id FROM org_position AS held
    JOIN org_lineage AS lineage ON lineage.ancestor_id = held.unit_id AND lineage.superseded IS NULL
    WHERE held.user_id = (SELECT asker_id()) AND held.span @> (SELECT asker_day())
        AND (lineage.span @> (SELECT asker_day())) IS TRUE
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("org", "0013_lives")]
    operations = [migrations.RunSQL(REACH, migrations.RunSQL.noop)]
