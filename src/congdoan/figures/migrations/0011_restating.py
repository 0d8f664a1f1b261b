"""A large unit's figures are restated from its tallies and from those units alone that stood elsewhere.

Each unit of a province was asked before: twelve thousand of them took a third of a second, the nation four seconds.
"""

from django.db import migrations, models
from django.db.models import Q

OTHERWISE = """
-- The units that on a day from `since` on stood beneath one otherwise than on the tree of a day: what they recorded before
-- their lives began need not be asked.
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
    dependencies = [("figures", "0010_writers"), ("org", "0013_lives")]
    operations = [
        migrations.RunSQL(OTHERWISE, "DROP FUNCTION placed_otherwise(bigint, date, date)"),
        migrations.AddIndex(
            "declaration",
            models.Index(
                fields=["indicator", "unit"],
                include=["first_day", "last_day"],
                name="declaration_current",
                condition=Q(superseded=None),
            ),
        ),
    ]
