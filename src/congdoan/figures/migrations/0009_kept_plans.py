"""The tallies, and what came since the last folding, are read by statements whose plans are kept for a session.

They were planned anew for each reading, which took most of the time of one figure.
"""

from django.db import migrations

ONCE = """
    SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
    SET max_parallel_workers_per_gather = 0
"""
"""By index, whatever the numbers are: plans made once."""

LAST = "'18446744073709551615'::xid8"
"""No transaction has a later number: what is bounded on both sides is taken for narrow, whatever the number is."""


def after(table: str, columns: str, column: str = "xact") -> str:
    """Rows that a snapshot does not see and the statement sees: by index, also while a long transaction lasts."""
    return f"""(
        SELECT {columns} FROM {table} WHERE {column} BETWEEN later AND {LAST}
        UNION ALL SELECT {columns} FROM unnest(running) AS one(xact) CROSS JOIN LATERAL (
            SELECT * FROM {table} WHERE {column} = one.xact OFFSET 0
        ) AS {table}
    )"""


def bounds_of(snapshot: str) -> str:
    """What a snapshot does not see: transactions from a number on, and those that ran then."""
    return f"""
    later xid8 := pg_snapshot_xmax({snapshot});
    running xid8[] := ARRAY(SELECT pg_snapshot_xip({snapshot}));
    """


FRESH = after("figures_posting", "figures_posting.*")
COMING_AND_GOING = " UNION ALL ".join(
    after(table, f"{table}.unit_id", column)
    for table in ("org_lineage", "org_recordsfrom", "figures_declaration")
    for column in ("xact", "superseded")
)

BESIDE = f"""
-- The postings that are not in the tallies yet. Stable: it sees what the statement sees that asks.
CREATE OR REPLACE FUNCTION unfolded_postings(indicators bigint[] DEFAULT NULL) RETURNS SETOF figures_posting
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 1000 {ONCE} AS $$
DECLARE
    folded pg_snapshot NOT NULL := (SELECT snapshot FROM figures_fold); {bounds_of("folded")}
BEGIN
    IF indicators IS NULL THEN
        RETURN QUERY {FRESH};
    ELSE
        RETURN QUERY SELECT * FROM ({FRESH} OFFSET 0) AS fresh WHERE indicator_id = ANY(indicators);
    END IF;
END $$;

-- The units of which something changed that a snapshot does not see yet. Stable: it sees what the statement sees.
CREATE OR REPLACE FUNCTION changed_units(since pg_snapshot) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE ROWS 100 {ONCE} AS $$
DECLARE
    {bounds_of("since")}
BEGIN
    RETURN QUERY SELECT DISTINCT unit_id FROM (
        {COMING_AND_GOING}
        UNION ALL {after("org_unit", "org_unit.id", "closed_in")}
        UNION ALL SELECT p.unit_id FROM (
            SELECT unit_id, min(first_day) FILTER (WHERE is_stock) AS day, bool_or(first_day < last_day) AS is_span
            FROM ({FRESH} OFFSET 0) AS fresh JOIN catalogue_code AS code ON code.id = fresh.indicator_id
            GROUP BY unit_id
        ) AS p WHERE is_span OR EXISTS (
            SELECT FROM org_lineage AS l WHERE l.unit_id = p.unit_id AND (lower(l.span) > p.day OR upper(l.span) > p.day)
        )
        OFFSET 0
    ) AS changed;
END $$;
"""

# A row for each indicator of each look: `settled` is the last day until which the tallies tell a stock.
ASKED = """
    SELECT look.place, each.indicator, look.is_stock, look.first, look.last, look.settled
    FROM unnest(places, codes, stocks, firsts, lasts, settled_on)
        AS look(place, codes, is_stock, first, last, settled), unnest(look.codes::bigint[]) AS each(indicator)
"""
WHOLE = "{0}.last_day BETWEEN asked.first AND asked.last AND {0}.first_day >= asked.first"
CUT = "{0}.first_day <= asked.last AND {0}.last_day >= asked.first AND NOT (" + WHOLE + ")"
IN_ONE_MONTH = "p.last_day <= month_end(p.first_day)"
IN_NO_EDGE = f"""
    (NOT {IN_ONE_MONTH} OR month_begin(p.last_day) >= asked.first AND month_end(p.last_day) <= asked.last)
"""


def five(row: str) -> str:
    """The sums of a row's five numbers."""
    return ", ".join(f"sum({row}.{number})::bigint" for number in ("low", "high", "open", "rough", "declared"))


def beside(days: str, stock_on: str) -> str:
    """The postings that are in no tally yet: they are few, and so come before the tree."""
    return f"""
        FROM fresh AS p
        JOIN org_lineage AS l ON l.unit_id = p.unit_id AND l.ancestor_id = top AND l.superseded IS NULL
            AND (wanted = '' OR l.level = wanted)
        JOIN asked ON asked.indicator = p.indicator_id AND {days.format("p")}
        WHERE l.span @> CASE WHEN asked.is_stock THEN {stock_on} ELSE p.last_day END
    """


def told(by: str) -> str:
    """The sums of each look by a group, an expression over a row `t`."""
    of_posting, of_step = by.replace("t.level", "l.level").replace("t.", "p."), by.replace("t.", "s.")
    mine = "t.unit_id = top AND t.indicator_id = asked.indicator AND (wanted = '' OR t.level = wanted)"
    steps = "SELECT s.indicator_id, s.level, s.first_day, s.last_day, s.low, s.high, s.open, s.rough FROM"
    return f"""
        RETURN QUERY WITH asked AS MATERIALIZED ({ASKED}),
        fresh AS MATERIALIZED (SELECT * FROM unfolded_postings(indicators))
        SELECT asked.place, asked.indicator, t.* FROM asked CROSS JOIN LATERAL (
            SELECT {by}, {five("t")} FROM figures_tally AS t
            WHERE {mine} AND {WHOLE.format("t")} {"GROUP BY 1" if "t." in by else "HAVING count(*) > 0"}
        ) AS t
        UNION ALL
        SELECT asked.place, p.indicator_id, {of_posting}, {five("p")}
        {beside(WHOLE, "greatest(p.last_day, asked.settled)")} AND {IN_NO_EDGE} GROUP BY 1, 2, 3
        UNION ALL
        SELECT cut.place, cut.indicator_id, cut.by, 0::bigint, greatest(0, sum(cut.high))::bigint,
            greatest(0, sum(cut.open))::bigint, greatest(0, sum(cut.rough))::bigint, 0::bigint
        FROM (
            SELECT asked.place, t.indicator_id, {by} AS by, t.high, t.open, t.rough
            FROM asked CROSS JOIN LATERAL (
                SELECT * FROM figures_tally AS t
                WHERE {mine} AND t.last_day > (t.first_day + 30) AND {CUT.format("t")} OFFSET 0
            ) AS t
            WHERE NOT asked.is_stock
            UNION ALL
            SELECT asked.place, p.indicator_id, {of_posting}, p.high, p.open, p.rough
            {beside(CUT, "asked.last")} AND NOT asked.is_stock AND NOT {IN_ONE_MONTH}
        ) AS cut GROUP BY 1, 2, 3
        UNION ALL
        SELECT asked.place, s.indicator_id, {of_step}, sum(s.low)::bigint, sum(s.high)::bigint, sum(s.open)::bigint,
            sum(s.rough)::bigint, 0::bigint
        FROM asked JOIN (
            {steps} figures_step AS s WHERE s.unit_id = top
            UNION ALL {steps} steps_beside(top, indicators) AS s
        ) AS s ON asked.is_stock AND asked.settled = asked.last AND s.indicator_id = asked.indicator
            AND asked.last BETWEEN s.first_day AND s.last_day AND (wanted = '' OR s.level = wanted)
        GROUP BY 1, 2, 3;
    """


def posted(scope: str) -> str:
    """The sums of each look over the rows of the tree in a scope."""
    bounds = ("low", "least"), ("high", "greatest"), ("open", "greatest"), ("rough", "greatest")
    sums = ", ".join(
        f"sum(CASE WHEN t.cut IS NULL THEN t.{name} ELSE {of}(0, t.{name}) END)::bigint" for name, of in bounds
    )
    return f"""
        RETURN QUERY WITH asked AS MATERIALIZED ({ASKED})
        SELECT t.place, t.indicator_id, {sums}, coalesce(sum(t.declared) FILTER (WHERE t.cut IS NULL), 0)::bigint
        FROM (
            SELECT asked.place, p.indicator_id,
                CASE WHEN NOT ({WHOLE.format("p")}) THEN (p.unit_id, p.first_day, p.last_day) END AS cut,
                sum(p.low) AS low, sum(p.high) AS high, sum(p.open) AS open, sum(p.rough) AS rough,
                sum(p.declared) AS declared
            FROM (
                SELECT * FROM org_lineage AS l
                WHERE l.ancestor_id = top AND l.superseded IS NULL AND {scope} OFFSET 0
            ) AS l CROSS JOIN LATERAL (
                SELECT * FROM figures_posting AS p
                WHERE p.unit_id = l.unit_id AND p.indicator_id = ANY(indicators) AND p.last_day >= earliest OFFSET 0
            ) AS p JOIN asked ON asked.indicator = p.indicator_id
                AND p.first_day <= asked.last AND p.last_day >= asked.first
            WHERE l.span @> CASE WHEN asked.is_stock THEN asked.last ELSE p.last_day END
            GROUP BY 1, 2, 3
        ) AS t GROUP BY 1, 2;
    """


MONTH = "to_char(t.first_day, 'YYYY-MM') || to_char(t.last_day, 'YYYY-MM')"

TELLING = f"""
-- The sums of looks at a unit that keeps tallies: from them and the postings not in them yet, over the whole months in
-- their days. What is asked stands in `figures.models.reading` too: both change together.
-- The bounds of cut flows add up over units, for what a unit declares of a flow is never negative. Those of stocks do
-- not: they are kept as steps, at the ends of months.
CREATE FUNCTION told_by_tallies(
    top bigint, wanted varchar, by_what text, indicators bigint[],
    places int[], codes text[], stocks bool[], firsts date[], lasts date[], settled_on date[]
) RETURNS TABLE (
    place int, indicator_id bigint, by text, low bigint, high bigint, open bigint, rough bigint, declared bigint
) LANGUAGE plpgsql STABLE ROWS 100 SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    IF by_what = 'level' THEN {told("t.level::text")}
    ELSIF by_what = 'month' THEN {told(MONTH)}
    ELSE {told("''")}
    END IF;
END $$;

-- The same from postings alone, of any days: at the unit itself, at it and all beneath it, or at those of a level. A flow
-- stands under the tree of its day, a stock under that of the last day asked for.
-- What a look cuts gives its bound alone, for each unit and span.
CREATE FUNCTION told_by_postings(
    top bigint, is_own bool, wanted varchar, indicators bigint[], earliest date,
    places int[], codes text[], stocks bool[], firsts date[], lasts date[], settled_on date[]
) RETURNS TABLE (
    place int, indicator_id bigint, low bigint, high bigint, open bigint, rough bigint, declared bigint
) LANGUAGE plpgsql STABLE ROWS 100 SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    IF is_own THEN {posted("l.unit_id = top AND l.depth = 0")}
    ELSE {posted("(wanted = '' OR l.level = wanted)")}
    END IF;
END $$;

-- Which units beneath a large one have postings in the days of a cut month, or on its last day.
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

-- Of how many units something holds in the months of looks at a unit that keeps standings.
CREATE FUNCTION told_by_standings(
    top bigint, wanted varchar, indicators bigint[],
    places int[], codes text[], stocks bool[], firsts date[], lasts date[]
) RETURNS TABLE (place int, indicator_id bigint, units int, gaps int, known int)
LANGUAGE plpgsql STABLE ROWS 100 SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY WITH asked AS MATERIALIZED (
        SELECT look.place, each.indicator,
            CASE WHEN look.is_stock THEN month_end(look.last) ELSE month_begin(look.first) END AS first_month,
            month_end(look.last) AS last_month
        FROM unnest(places, codes, stocks, firsts, lasts) AS look(place, codes, is_stock, first, last),
            unnest(look.codes::bigint[]) AS each(indicator)
    )
    SELECT asked.place, asked.indicator, s.* FROM asked CROSS JOIN LATERAL (
        SELECT sum(s.units)::int, sum(s.gaps)::int, sum(s.known)::int FROM figures_standing AS s
        WHERE s.unit_id = top AND s.level = wanted AND s.indicator_id = asked.indicator
            AND s.first_day <= asked.last_month AND s.last_day >= asked.first_month
        HAVING count(*) > 0
    ) AS s
    UNION ALL
    SELECT asked.place, asked.indicator, sum(s.units)::int, sum(s.gaps)::int, sum(s.known)::int
    FROM standing_beside(top, wanted, indicators) AS s
        JOIN asked ON s.indicator_id = asked.indicator AND s.days && daterange(asked.first_month, asked.last_month, '[]')
    GROUP BY 1, 2;
END $$;
"""

# What is only told in another way stays: it tells the same as before.
GONE = """
DROP FUNCTION posted_beneath(bigint, varchar, bigint, date, date, date);
DROP FUNCTION told_by_tallies(bigint, varchar, text, bigint[], int[], text[], bool[], date[], date[], date[]);
DROP FUNCTION told_by_postings(
    bigint, bool, varchar, bigint[], date, int[], text[], bool[], date[], date[], date[]
);
DROP FUNCTION told_by_standings(bigint, varchar, bigint[], int[], text[], bool[], date[], date[]);
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0008_units_set_wise")]
    operations = [migrations.RunSQL(BESIDE + TELLING, GONE)]
