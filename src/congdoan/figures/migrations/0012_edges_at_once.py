"""The days of cut months are asked together, whatever the number of indicators, and their coverage has a kept plan."""

from django.db import migrations

POSTED_BENEATH = """
DROP FUNCTION posted_beneath(bigint, varchar, bigint, date, date, date);

-- Which units beneath a large one have postings in the days of cut months, or on their last days; `edge` is the place in
-- the arrays.
CREATE FUNCTION posted_beneath(
    top bigint, wanted varchar, indicators bigint[], since date[], until date[], month_ends date[]
) RETURNS TABLE (edge bigint, unit_id bigint, level varchar, span daterange, day date)
LANGUAGE plpgsql STABLE ROWS 1000 SET plan_cache_mode = force_generic_plan SET enable_nestloop = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT DISTINCT edge.number, l.unit_id, l.level, l.span, p.last_day
    FROM unnest(indicators, since, until, month_ends) WITH ORDINALITY AS edge(indicator, since, until, ends, number)
    CROSS JOIN LATERAL (
        SELECT p.unit_id, p.last_day FROM figures_posting AS p
        WHERE p.indicator_id = edge.indicator AND p.last_day BETWEEN edge.since AND edge.ends
            AND (p.last_day <= edge.until OR p.last_day = edge.ends) OFFSET 0
    ) AS p JOIN org_lineage AS l
        ON l.unit_id = p.unit_id AND l.ancestor_id = top AND l.superseded IS NULL AND l.span @> p.last_day
    WHERE wanted = '' OR l.level = wanted;
END $$;
"""
ONE_BY_ONE = """
DROP FUNCTION posted_beneath(bigint, varchar, bigint[], date[], date[], date[]);
CREATE FUNCTION posted_beneath(
    top bigint, wanted varchar, indicator bigint, since date, until date, month_ends date
) RETURNS TABLE (unit_id bigint, level varchar, span daterange, day date)
LANGUAGE plpgsql STABLE ROWS 1000 SET plan_cache_mode = force_generic_plan SET enable_nestloop = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT DISTINCT l.unit_id, l.level, l.span, p.last_day
    FROM figures_posting AS p JOIN org_lineage AS l
        ON l.unit_id = p.unit_id AND l.ancestor_id = top AND l.superseded IS NULL AND l.span @> p.last_day
    WHERE p.indicator_id = indicator AND p.last_day BETWEEN since AND month_ends
        AND (p.last_day <= until OR p.last_day = month_ends) AND (wanted = '' OR l.level = wanted);
END $$;
"""
CURRENT = "superseded IS NULL"
RESTLESS = " UNION ALL ".join(
    f"SELECT unit FROM edge CROSS JOIN LATERAL (SELECT {key} AS unit FROM {table} WHERE {narrowed} {day} OFFSET 0) AS one"
    for key, table, narrowed, day in (
        (
            "unit_id",
            "org_lineage",
            f"ancestor_id = top AND {CURRENT} AND",
            "lower(span) BETWEEN edge.first AND edge.last",
        ),
        (
            "unit_id",
            "org_lineage",
            f"ancestor_id = top AND {CURRENT} AND",
            "upper(span) BETWEEN edge.first AND edge.last",
        ),
        ("id", "org_unit", "", "lower(span) BETWEEN edge.first AND edge.last"),
        ("id", "org_unit", "", "upper(span) BETWEEN edge.first AND edge.last"),
        ("unit_id", "org_recordsfrom", f"{CURRENT} AND", "day BETWEEN edge.first AND edge.last"),
        ("unit_id", "figures_declaration", f"{CURRENT} AND", "first_day BETWEEN edge.first AND edge.last"),
        ("unit_id", "figures_declaration", f"{CURRENT} AND", "last_day BETWEEN edge.first - 1 AND edge.last"),
    )
)

TOLD_AT_EDGES = f"""
-- Where days are asked and not months: by how much the units differ, at a unit that keeps standings, of which something
-- begins or ends in those months.
CREATE FUNCTION told_at_edges(
    top bigint, wanted varchar, indicators bigint[],
    places int[], codes text[], stocks bool[], firsts date[], lasts date[]
) RETURNS TABLE (place int, indicator_id bigint, units int, gaps int, known int)
LANGUAGE plpgsql STABLE ROWS 100 SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY WITH asked AS MATERIALIZED (
        SELECT look.place, each.indicator, look.is_stock, look.first, look.last,
            CASE WHEN look.is_stock THEN month_end(look.last) ELSE month_begin(look.first) END AS first_month,
            month_end(look.last) AS last_month
        FROM unnest(places, codes, stocks, firsts, lasts) AS look(place, codes, is_stock, first, last),
            unnest(look.codes::bigint[]) AS each(indicator)
    ), edge AS MATERIALIZED (
        SELECT DISTINCT first_month + 1 AS first, asked.first AS last FROM asked
        WHERE NOT is_stock AND first_month < asked.first
        UNION SELECT DISTINCT asked.last + 1, last_month FROM asked WHERE asked.last < last_month
    )
    SELECT s.place, s.indicator, sum(sign * s.units)::int, sum(sign * s.gaps)::int, sum(sign * s.known)::int
    FROM (
        SELECT asked.place, asked.indicator, s.units, s.gaps, s.known,
            (s.days && daterange(asked.first, asked.last, '[]'))::int
                - (s.days && daterange(asked.first_month, asked.last_month, '[]'))::int AS sign
        FROM standing_beneath(ARRAY({RESTLESS}), top, wanted, indicators, NULL, NULL) AS s
            JOIN asked ON s.indicator_id = asked.indicator
    ) AS s GROUP BY 1, 2;
END $$;
"""
GONE = "DROP FUNCTION told_at_edges(bigint, varchar, bigint[], int[], text[], bool[], date[], date[]);"


class Migration(migrations.Migration):
    dependencies = [("figures", "0011_restating")]
    operations = [migrations.RunSQL(POSTED_BENEATH, ONE_BY_ONE), migrations.RunSQL(TOLD_AT_EDGES, GONE)]
