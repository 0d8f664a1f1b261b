"""Reach is worked out by the index that holds the units beneath one above, whatever the planner thinks of the other.

That other, which keeps two ways up apart, was still taken: the unit above stands in its middle, and among five hundred
thousand rows it takes forty milliseconds to find one, for each bounded table of a statement. It answers no array alone.
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
    dependencies = [("org", "0014_reached")]
    operations = [migrations.RunSQL(REACH, migrations.RunSQL.noop)]
