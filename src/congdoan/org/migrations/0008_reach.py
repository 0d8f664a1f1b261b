"""Who asks, and the units that lie within their reach, as the database itself works them out."""

from django.db import migrations

FUNCTIONS = """
-- The key of the user who asks, told by the statement itself (`12 2025-01-31`); null where nobody or the system does.
CREATE FUNCTION asker_id() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT substring(current_setting('congdoan.asker', true) FROM '^([0-9]+) ')::bigint
$$;

-- The day on which they ask: positions are held for days.
CREATE FUNCTION asker_day() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT substring(current_setting('congdoan.asker', true) FROM '^[0-9]+ ([0-9]{4}-[0-9]{2}-[0-9]{2})$')::date
$$;

-- Whether no unit is out of reach: the system asks, or somebody with a position at the root of the tree.
CREATE FUNCTION asker_is_everywhere() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(current_setting('congdoan.asker', true), '') ~ '^system:[a-z_]+$' OR EXISTS (
        SELECT FROM org_position AS held
        JOIN org_place AS place ON place.unit_id = held.unit_id AND place.superseded IS NULL
        WHERE held.user_id = asker_id() AND held.span @> asker_day()
            AND place.span @> asker_day() AND place.parent_id IS NULL
    )
$$;

-- The units within reach: those where the asker holds a position, and all beneath them.
CREATE FUNCTION asker_reach() RETURNS TABLE (unit_id bigint) LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT lineage.unit_id FROM org_position AS held
    JOIN org_lineage AS lineage ON lineage.ancestor_id = held.unit_id AND lineage.superseded IS NULL
    WHERE held.user_id = (SELECT asker_id()) AND held.span @> (SELECT asker_day())
        AND lineage.span @> (SELECT asker_day())
$$;
"""

NO_FUNCTIONS = """
DROP FUNCTION asker_reach();
DROP FUNCTION asker_is_everywhere();
DROP FUNCTION asker_day();
DROP FUNCTION asker_id();
"""


class Migration(migrations.Migration):
    dependencies = [("org", "0007_works")]
    operations = [migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS)]
