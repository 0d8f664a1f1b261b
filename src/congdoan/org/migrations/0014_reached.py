"""Reach is worked out by the index that holds the units beneath one above.

The index that keeps two ways up apart is asked for a unit above and a day, which is in its middle: among five hundred
thousand rows it took forty milliseconds to find one, for each bounded table of a statement. What compares the day is
written so that no index answers it, and the units above are one array, which that index does not answer alone.
"""

from django.db import migrations

REACH = """
CREATE OR REPLACE FUNCTION asker_reach() RETURNS TABLE (unit_id bigint) LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT lineage.unit_id FROM org_lineage AS lineage
    WHERE lineage.superseded IS NULL AND (lineage.span @> (SELECT asker_day())) IS TRUE
        AND lineage.ancestor_id = ANY (ARRAY(
            SELECT held.unit_id FROM org_position AS held
            WHERE held.user_id = (SELECT asker_id()) AND held.span @> (SELECT asker_day())
        ))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("org", "0013_lives")]
    operations = [migrations.RunSQL(REACH, migrations.RunSQL.noop)]
