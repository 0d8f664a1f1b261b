"""Whether few units stood elsewhere is known as soon as there are too many: the rest need not be looked at."""

from django.db import migrations

PLACED = """
DROP FUNCTION placed_otherwise(bigint, date, date);

-- The units that on a day from `since` on stood beneath one otherwise than on the tree of a day, `most` of them where there
-- are more: what they recorded before their lives began need not be asked.
CREATE FUNCTION placed_otherwise(top bigint, tree date, since date, most bigint DEFAULT NULL) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE ROWS 100 SET plan_cache_mode = force_generic_plan SET max_parallel_workers_per_gather = 0
SET enable_hashagg = off AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT l.unit_id FROM org_lineage AS l
    WHERE l.ancestor_id = top AND l.superseded IS NULL AND CASE
        WHEN l.span @> tree THEN upper(l.span) IS NOT NULL OR coalesce(lower(l.span), '-infinity') > since
            AND lower(l.span) > (SELECT coalesce(lower(u.span), '-infinity') FROM org_unit AS u WHERE u.id = l.unit_id)
        ELSE coalesce(upper(l.span), 'infinity') > since
    END LIMIT most;
END $$;
"""
ALL = """
DROP FUNCTION placed_otherwise(bigint, date, date, bigint);
CREATE FUNCTION placed_otherwise(top bigint, tree date, since date) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE ROWS 100 SET plan_cache_mode = force_generic_plan SET max_parallel_workers_per_gather = 0 AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT l.unit_id FROM org_lineage AS l
    WHERE l.ancestor_id = top AND l.superseded IS NULL AND CASE
        WHEN l.span @> tree THEN upper(l.span) IS NOT NULL OR coalesce(lower(l.span), '-infinity') > since
            AND lower(l.span) > (SELECT coalesce(lower(u.span), '-infinity') FROM org_unit AS u WHERE u.id = l.unit_id)
        ELSE coalesce(upper(l.span), 'infinity') > since
    END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0012_edges_at_once")]
    operations = [migrations.RunSQL(PLACED, ALL)]
