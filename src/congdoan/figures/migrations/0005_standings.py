"""Standings, steps and what was carried: what holds beneath a unit that keeps tallies, added up as its tallies are.

Of how many units something is known, and on which days (standings); within which bounds a stock lay on the days between
two declarations (steps); and what stocks units brought and took along that came and went (carried). All follow from rows that tell which transaction wrote them; so they have the tallies'
own state, the snapshot up to which they are folded, and the units that changed since are counted beside them.
"""

import django.db.models.deletion
from django.db import migrations, models

from congdoan.base.sql import written_by_functions

ALL = "'{(,)}'::datemultirange"
NONE = "'{}'::datemultirange"
OWNER = "SECURITY DEFINER SET search_path = public, pg_temp"
HASHED = f"{OWNER} SET work_mem = '64MB' SET enable_sort = off"


def known(row: str) -> str:
    """The condition that a superseded row holds, now or as a snapshot `at` sees it."""
    return f"""(CASE WHEN at IS NULL THEN {row}.superseded IS NULL ELSE pg_visible_in_snapshot({row}.xact, at)
        AND ({row}.superseded IS NULL OR NOT pg_visible_in_snapshot({row}.superseded, at)) END)"""


def standing(name: str, those: str = "", narrowed: str = "") -> str:
    """Of all units beneath some, or only of `those`: with a condition for both no plan would find the few."""
    return f"""
-- On which days each unit lived beneath an ancestor (`units`), on which of them not all is known (`gaps`), on which
-- something is (`known`). Indicator 0 stands for all flows and -1 for all stocks as they are where nothing is declared;
-- an indicator of its own tells by how much a unit that declared it differs from that. Level '' stands for all levels.
-- A flow is known on the days from `records_from` on and on declared days; a stock where the unit kept records since it
-- was founded, and from the first declared day on; what is never recorded is known by declaration alone.
CREATE FUNCTION {name}(
    {those}tops bigint[], wanted varchar, indicators bigint[], at pg_snapshot, tree date
) RETURNS TABLE (
    unit_id bigint, indicator_id bigint, level varchar, days datemultirange, units int, gaps int, known int
) LANGUAGE sql STABLE ROWS 1000 AS $$
    WITH beneath AS (
        SELECT l.unit_id, l.ancestor_id, scope.level,
            range_agg(CASE WHEN tree IS NULL THEN l.span * u.life WHEN l.span @> tree THEN u.life ELSE 'empty' END)
                AS days,
            CASE WHEN r.day IS NULL THEN {NONE} ELSE datemultirange(daterange(r.day, NULL)) END AS recorded,
            coalesce(r.day <= coalesce(lower(u.life), '-infinity'), false) AS is_complete
        FROM org_lineage AS l
        JOIN (
            SELECT id, CASE WHEN at IS NULL OR pg_visible_in_snapshot(closed_in, at) IS NOT FALSE THEN span
                ELSE daterange(lower(span), NULL) END AS life
            FROM org_unit
        ) AS u ON u.id = l.unit_id
        LEFT JOIN org_recordsfrom AS r ON r.unit_id = l.unit_id AND {known("r")}
        CROSS JOIN LATERAL (
            SELECT '' AS level WHERE wanted IS NULL OR wanted = '' UNION ALL SELECT l.level WHERE wanted IS NULL OR wanted = l.level
        ) AS scope
        WHERE l.ancestor_id = ANY(tops) {narrowed} AND {known("l")}
        GROUP BY l.unit_id, l.ancestor_id, scope.level, u.life, r.day
    ), declared AS (
        SELECT d.unit_id, d.indicator_id, code.is_stock, code.meaning::jsonb -> 'terms' = '[]' AS is_never_recorded,
            CASE WHEN code.is_stock THEN datemultirange(daterange(min(d.last_day), NULL))
                ELSE range_agg(daterange(d.first_day, d.last_day, '[]')) END AS days
        FROM (SELECT DISTINCT b.unit_id FROM beneath AS b) AS b JOIN figures_declaration AS d ON d.unit_id = b.unit_id
        JOIN catalogue_code AS code ON code.id = d.indicator_id
        WHERE (indicators IS NULL OR d.indicator_id = ANY(indicators)) AND {known("d")}
        GROUP BY d.unit_id, d.indicator_id, code.id
    ), differing AS (
        SELECT b.ancestor_id, d.indicator_id, b.level, b.days, d.days AS told,
            CASE WHEN d.is_never_recorded OR d.is_stock AND NOT b.is_complete THEN {ALL}
                WHEN d.is_stock THEN {NONE} ELSE {ALL} - b.recorded END AS unknown,
            CASE WHEN d.is_never_recorded THEN {NONE} ELSE b.recorded END AS recorded
        FROM beneath AS b JOIN declared AS d ON d.unit_id = b.unit_id
    )
    SELECT b.ancestor_id, class.id, b.level, b.days, 1, (class.id = -1 AND NOT b.is_complete)::int, b.is_complete::int
    FROM beneath AS b CROSS JOIN (VALUES (0::bigint), (-1)) AS class(id) WHERE NOT isempty(b.days)
    UNION ALL
    SELECT b.ancestor_id, class.id, b.level, b.days * b.recorded, 0, 0, 1
    FROM beneath AS b CROSS JOIN (VALUES (0::bigint), (-1)) AS class(id)
    WHERE NOT b.is_complete AND NOT isempty(b.days * b.recorded)
    UNION ALL
    SELECT b.ancestor_id, 0, b.level, b.days - b.recorded, 0, 1, 0
    FROM beneath AS b WHERE NOT b.is_complete AND NOT isempty(b.days - b.recorded)
    UNION ALL
    SELECT d.ancestor_id, d.indicator_id, d.level, part.days, 0, part.gaps, part.known
    FROM differing AS d CROSS JOIN LATERAL (
        VALUES (d.days * d.unknown, -1, 0), (d.days * (d.unknown - d.told), 1, 0),
            (d.days * d.recorded, 0, -1), (d.days * (d.recorded + d.told), 0, 1)
    ) AS part(days, gaps, known)
    WHERE NOT isempty(part.days)
$$;
"""


def steps(name: str, those: str = "", narrowed: str = "") -> str:
    return f"""
-- Between two declarations of a stock nobody knows how much of the step came when: from none to all of it, for each unit.
-- The bounds hold at the ends of the months from `first_day` to `last_day`.
CREATE FUNCTION {name}({those}tops bigint[], indicators bigint[], at pg_snapshot) RETURNS TABLE (
    unit_id bigint, indicator_id bigint, level varchar, first_day date, last_day date,
    low numeric, high numeric, open bigint, rough bigint
) LANGUAGE sql STABLE ROWS 1000 AS $$
    WITH steps AS (
        SELECT p.unit_id, p.indicator_id, p.first_day, p.last_day, least(0, sum(p.low)) AS low,
            greatest(0, sum(p.high)) AS high, greatest(0, sum(p.open)) AS open, greatest(0, sum(p.rough)) AS rough
        FROM figures_posting AS p
        WHERE p.first_day < p.last_day AND p.indicator_id IN (SELECT id FROM catalogue_code WHERE is_stock)
            AND (indicators IS NULL OR p.indicator_id = ANY(indicators)) {narrowed.replace("l.", "p.")}
            AND (at IS NULL OR pg_visible_in_snapshot(p.xact, at))
        GROUP BY 1, 2, 3, 4
    )
    SELECT l.ancestor_id, s.indicator_id, l.level, months.first_day, months.last_day, s.low, s.high, s.open, s.rough
    FROM steps AS s
    JOIN org_lineage AS l ON l.unit_id = s.unit_id AND l.ancestor_id = ANY(tops) AND {known("l")}
        AND l.span && daterange(s.first_day, s.last_day)
    CROSS JOIN LATERAL (
        SELECT month_begin(greatest(s.first_day, lower(l.span))) AS first_day,
            month_begin(least(s.last_day, upper(l.span))) - 1 AS last_day
    ) AS months
    WHERE months.first_day <= months.last_day AND (s.low, s.high, s.open, s.rough) <> (0, 0, 0, 0)
$$;
"""


NUMBERS = ("low", "high", "open", "rough", "declared")


def held(postings: str, visible: str = "TRUE", sign: int = 1) -> str:
    return f"""
    SELECT l.ancestor_id, p.indicator_id, l.level, month_begin(l.day),
        {", ".join(f"sum({sign} * l.sign * p.{number})" for number in NUMBERS)}
    FROM moves AS l CROSS JOIN LATERAL (
        SELECT * FROM {postings} AS p WHERE p.unit_id = l.unit_id AND p.last_day < l.day
            AND p.indicator_id = ANY((SELECT ids FROM stocks)::bigint[]) AND {visible} OFFSET 0
    ) AS p GROUP BY 1, 2, 3, 4
    """


def carried(name: str, those: str = "", narrowed: str = "") -> str:
    visible = "(at IS NULL OR pg_visible_in_snapshot(p.xact, at))"
    return f"""
-- What units held of stocks that came beneath an ancestor, less what those held that went, each on its day, by month.
-- What was declared over that day came or went within its bounds.
CREATE FUNCTION {name}({those}tops bigint[], indicators bigint[], at pg_snapshot) RETURNS TABLE (
    unit_id bigint, indicator_id bigint, level varchar, month date,
    low numeric, high numeric, open numeric, rough numeric, declared numeric
) LANGUAGE sql STABLE ROWS 1000 AS $$
    WITH moves AS MATERIALIZED (
        SELECT l.unit_id, l.ancestor_id, l.level, move.day, sum(move.sign) AS sign
        FROM org_lineage AS l CROSS JOIN LATERAL (VALUES (lower(l.span), 1), (upper(l.span), -1)) AS move(day, sign)
        WHERE l.ancestor_id = ANY(tops) {narrowed} AND {known("l")} AND move.day IS NOT NULL
        GROUP BY 1, 2, 3, 4 HAVING sum(move.sign) <> 0
    ), stocks AS MATERIALIZED (
        SELECT array_agg(id) AS ids FROM catalogue_code WHERE is_stock AND (indicators IS NULL OR id = ANY(indicators))
    ), cut AS (
        SELECT l.ancestor_id, p.indicator_id, l.level, l.day, l.sign, sum(p.low) AS low, sum(p.high) AS high,
            sum(p.open) AS open, sum(p.rough) AS rough
        FROM moves AS l JOIN figures_posting AS p ON p.unit_id = l.unit_id AND p.first_day < l.day AND p.last_day >= l.day
        WHERE p.first_day < p.last_day AND p.indicator_id = ANY((SELECT ids FROM stocks)::bigint[]) AND {visible}
        GROUP BY 1, 2, 3, 4, 5, p.unit_id, p.first_day, p.last_day
    )
    {held("figures_posting", visible if those else "TRUE")}
    {"" if those else "UNION ALL" + held("unfolded_postings(indicators)", sign=-1)}
    UNION ALL
    SELECT ancestor_id, indicator_id, level, month_begin(day), sum(sign * least(0, low)), sum(sign * greatest(0, high)),
        sum(sign * greatest(0, open)), sum(sign * greatest(0, rough)), 0
    FROM cut GROUP BY 1, 2, 3, 4
$$;
"""


THOSE = ("those bigint[], ", "AND l.unit_id = ANY(those)")

READING = f"""
-- The units of which something changed that a snapshot does not see yet. Stable: it sees what the statement sees.
CREATE FUNCTION changed_units(since pg_snapshot) RETURNS SETOF bigint LANGUAGE plpgsql STABLE ROWS 100 AS $$
DECLARE
    came text := after_snapshot(since);
    went text := replace(came, 'xact ', 'superseded ');
BEGIN
    RETURN QUERY EXECUTE format($query$
        SELECT unit_id FROM org_lineage WHERE %1$s UNION SELECT unit_id FROM org_lineage WHERE %2$s
        UNION SELECT unit_id FROM org_recordsfrom WHERE %1$s UNION SELECT unit_id FROM org_recordsfrom WHERE %2$s
        UNION SELECT unit_id FROM figures_declaration WHERE %1$s UNION SELECT unit_id FROM figures_declaration WHERE %2$s
        UNION SELECT id FROM org_unit WHERE %3$s
        UNION SELECT unit_id FROM figures_posting WHERE first_day < last_day AND %1$s
        UNION SELECT p.unit_id FROM (
            SELECT unit_id, min(first_day) AS day FROM figures_posting
            WHERE indicator_id IN (SELECT id FROM catalogue_code WHERE is_stock) AND %1$s GROUP BY unit_id
        ) AS p WHERE EXISTS (
            SELECT FROM org_lineage AS l WHERE l.unit_id = p.unit_id AND (lower(l.span) > p.day OR upper(l.span) > p.day)
        )
    $query$, came, went, replace(came, 'xact ', 'closed_in '));
END $$;

{standing("standing_of")}
{standing("standing_of_some", *THOSE)}
-- The same of one unit's subtree: its plan is made once a session, which takes longer than counting a few units.
CREATE FUNCTION standing_beneath(
    those bigint[], top bigint, wanted varchar, indicators bigint[], at pg_snapshot, tree date
) RETURNS TABLE (
    unit_id bigint, indicator_id bigint, level varchar, days datemultirange, units int, gaps int, known int
) LANGUAGE plpgsql STABLE ROWS 1000 AS $$
BEGIN
    IF those IS NOT NULL THEN
        RETURN QUERY SELECT * FROM standing_of_some(those, ARRAY[top], wanted, indicators, at, tree);
    ELSIF at IS NULL THEN
        RETURN QUERY SELECT * FROM standing_of(ARRAY[top], wanted, indicators, NULL::pg_snapshot, tree);
    ELSE
        RETURN QUERY SELECT * FROM standing_of(ARRAY[top], wanted, indicators, at, tree);
    END IF;
END $$;

-- By how much the standings of a unit differ from what is folded: what changed units tell now, less what they told then.
CREATE FUNCTION standing_beside(top bigint, wanted varchar, indicators bigint[]) RETURNS TABLE (
    unit_id bigint, indicator_id bigint, level varchar, days datemultirange, units int, gaps int, known int
) LANGUAGE plpgsql STABLE ROWS 10 AS $$
DECLARE
    folded pg_snapshot := (SELECT snapshot FROM figures_fold);
    those bigint[] := ARRAY(SELECT changed_units(folded));
BEGIN
    IF those = '{{}}' THEN RETURN; END IF;
    RETURN QUERY SELECT * FROM standing_of_some(those, ARRAY[top], wanted, indicators, NULL, NULL);
    RETURN QUERY SELECT s.unit_id, s.indicator_id, s.level, s.days, -s.units, -s.gaps, -s.known
        FROM standing_of_some(those, ARRAY[top], wanted, indicators, folded, NULL) AS s;
END $$;

{steps("steps_of")}
{steps("steps_of_some", *THOSE)}
CREATE FUNCTION steps_beside(top bigint, indicators bigint[]) RETURNS TABLE (
    unit_id bigint, indicator_id bigint, level varchar, first_day date, last_day date,
    low numeric, high numeric, open bigint, rough bigint
) LANGUAGE plpgsql STABLE ROWS 10 AS $$
DECLARE
    folded pg_snapshot := (SELECT snapshot FROM figures_fold);
    those bigint[] := ARRAY(SELECT changed_units(folded));
BEGIN
    IF those = '{{}}' THEN RETURN; END IF;
    RETURN QUERY SELECT * FROM steps_of_some(those, ARRAY[top], indicators, NULL);
    RETURN QUERY SELECT s.unit_id, s.indicator_id, s.level, s.first_day, s.last_day, -s.low, -s.high, -s.open, -s.rough
        FROM steps_of_some(those, ARRAY[top], indicators, folded) AS s;
END $$;

{carried("carried_of_all")}
{carried("carried_of_some", *THOSE)}
CREATE FUNCTION carried_beside(top bigint, indicators bigint[]) RETURNS TABLE (
    unit_id bigint, indicator_id bigint, level varchar, month date,
    low numeric, high numeric, open numeric, rough numeric, declared numeric
) LANGUAGE plpgsql STABLE ROWS 10 AS $$
DECLARE
    folded pg_snapshot := (SELECT snapshot FROM figures_fold);
    those bigint[] := ARRAY(SELECT changed_units(folded));
BEGIN
    IF those = '{{}}' THEN RETURN; END IF;
    RETURN QUERY SELECT * FROM carried_of_some(those, ARRAY[top], indicators, NULL);
    RETURN QUERY SELECT c.unit_id, c.indicator_id, c.level, c.month, -c.low, -c.high, -c.open, -c.rough, -c.declared
        FROM carried_of_some(those, ARRAY[top], indicators, folded) AS c;
END $$;
"""

FOLDING = f"""
-- Days are told in whole months, for only whole months are asked of standings: of a flow, the months that a span of days
-- touches; of a stock, the months at whose end it holds. A row counts where `first_day` is not after the asked days and
-- `last_day` not before them. A span with both ends is kept as its beginning and its end, less one: few rows for many
-- units. Between two spans of one unit, a row with its days the other way round takes off what would be counted twice.
CREATE FUNCTION add_standings(those bigint[], tops bigint[], at pg_snapshot, sign int) RETURNS void
LANGUAGE plpgsql {HASHED} AS $$
BEGIN
    WITH pieces AS MATERIALIZED (
        SELECT s.*, s.indicator_id = -1 OR s.indicator_id IN (SELECT id FROM catalogue_code WHERE is_stock) AS is_stock,
            datemultirange(range_merge(s.days)) = s.days AS is_one
        FROM (
            SELECT * FROM standing_of(tops, NULL, NULL, at, NULL) WHERE those IS NULL
            UNION ALL SELECT * FROM standing_of_some(those, tops, NULL, NULL, at, NULL) WHERE those IS NOT NULL
        ) AS s
    ), spans AS (
        SELECT unit_id, indicator_id, level, is_stock, FALSE AS is_between, lower(days) AS begins, upper(days) AS ends,
            units, gaps, known
        FROM pieces WHERE is_one
        UNION ALL
        SELECT unit_id, indicator_id, level, is_stock, FALSE, lower(span), upper(span), units, gaps, known
        FROM pieces, unnest(days) AS span WHERE NOT is_one
        UNION ALL
        SELECT unit_id, indicator_id, level, is_stock, TRUE, upper(span), lower(span), -units, -gaps, -known
        FROM pieces, unnest(datemultirange(range_merge(days)) - days) AS span WHERE NOT is_one AND NOT is_stock
    ), months AS (
        SELECT unit_id, indicator_id, level, is_between, coalesce(month_begin(begins), '-infinity') AS first_day,
            CASE WHEN ends IS NULL THEN 'infinity' WHEN is_stock THEN month_begin(ends) - 1
                ELSE month_end(ends - 1) END AS last_day,
            sum(units) AS units, sum(gaps) AS gaps, sum(known) AS known
        FROM spans GROUP BY 1, 2, 3, 4, 5, 6
    ), halves AS (
        SELECT unit_id, indicator_id, level, first_day, CASE WHEN is_between THEN last_day ELSE 'infinity' END AS last_day,
            units, gaps, known
        FROM months WHERE is_between OR first_day <= last_day
        UNION ALL
        SELECT unit_id, indicator_id, level, '-infinity', half.last_day, half.sign * units, half.sign * gaps,
            half.sign * known
        FROM months CROSS JOIN LATERAL (VALUES (last_day, 1), ('infinity', -1)) AS half(last_day, sign)
        WHERE NOT is_between AND first_day <= months.last_day AND months.last_day < 'infinity'
    )
    INSERT INTO figures_standing AS standing (unit_id, indicator_id, level, first_day, last_day, units, gaps, known)
    SELECT unit_id, indicator_id, level, first_day, last_day, add_standings.sign * sum(units),
        add_standings.sign * sum(gaps), add_standings.sign * sum(known)
    FROM halves GROUP BY 1, 2, 3, 4, 5 HAVING (sum(units), sum(gaps), sum(known)) <> (0, 0, 0)
    ON CONFLICT (unit_id, level, indicator_id, first_day, last_day) DO UPDATE SET
        units = standing.units + EXCLUDED.units, gaps = standing.gaps + EXCLUDED.gaps,
        known = standing.known + EXCLUDED.known;
END $$;

CREATE FUNCTION add_steps(those bigint[], tops bigint[], at pg_snapshot, sign int) RETURNS void
LANGUAGE plpgsql {HASHED} AS $$
BEGIN
    INSERT INTO figures_step AS step (unit_id, indicator_id, level, first_day, last_day, low, high, open, rough)
    SELECT s.unit_id, s.indicator_id, s.level, s.first_day, s.last_day, sign * sum(s.low), sign * sum(s.high),
        sign * sum(s.open), sign * sum(s.rough)
    FROM (
        SELECT * FROM steps_of(tops, NULL, at) WHERE those IS NULL
        UNION ALL SELECT * FROM steps_of_some(those, tops, NULL, at) WHERE those IS NOT NULL
    ) AS s GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT (unit_id, indicator_id, last_day, first_day, level) DO UPDATE SET low = step.low + EXCLUDED.low,
        high = step.high + EXCLUDED.high, open = step.open + EXCLUDED.open, rough = step.rough + EXCLUDED.rough;
END $$;

CREATE FUNCTION add_carried(those bigint[], tops bigint[], at pg_snapshot, sign int) RETURNS void
LANGUAGE plpgsql {HASHED} AS $$
BEGIN
    INSERT INTO figures_carried AS carried
        (unit_id, indicator_id, level, month, low, high, open, rough, declared)
    SELECT c.unit_id, c.indicator_id, c.level, c.month,
        {", ".join(f"add_carried.sign * sum(c.{number})" for number in NUMBERS)}
    FROM (
        SELECT * FROM carried_of_all(tops, NULL, at) WHERE those IS NULL
        UNION ALL SELECT * FROM carried_of_some(those, tops, NULL, at) WHERE those IS NOT NULL
    ) AS c GROUP BY 1, 2, 3, 4
    HAVING ({", ".join(f"sum(c.{number})" for number in NUMBERS)}) <> (0, 0, 0, 0, 0)
    ON CONFLICT (unit_id, indicator_id, month, level) DO UPDATE SET
        {", ".join(f"{number} = carried.{number} + EXCLUDED.{number}" for number in NUMBERS)};
END $$;

-- Count the units anew of which something changed between two snapshots.
CREATE FUNCTION fold_standings(before pg_snapshot, after pg_snapshot) RETURNS void LANGUAGE plpgsql {OWNER} AS $$
DECLARE
    those bigint[] := ARRAY(SELECT changed_units(before));
    tops bigint[] := ARRAY(SELECT unit_id FROM figures_tallied);
BEGIN
    IF those = '{{}}' THEN RETURN; END IF;
    PERFORM add_standings(those, tops, before, -1);
    PERFORM add_standings(those, tops, after, 1);
    PERFORM add_steps(those, tops, before, -1);
    PERFORM add_steps(those, tops, after, 1);
    PERFORM add_carried(those, tops, before, -1);
    PERFORM add_carried(those, tops, after, 1);
END $$;

-- They are folded by the same transaction that folds the tallies, whoever that is.
CREATE FUNCTION follow_fold() RETURNS trigger LANGUAGE plpgsql {OWNER} AS $$
BEGIN
    PERFORM fold_standings(OLD.snapshot, NEW.snapshot);
    RETURN NULL;
END $$;
CREATE TRIGGER fold_moves_on AFTER UPDATE ON figures_fold FOR EACH ROW EXECUTE FUNCTION follow_fold();

-- Lay the standings, the steps and what was carried of some units anew, as of what is folded.
CREATE FUNCTION rebuild_standings(tops bigint[]) RETURNS void LANGUAGE plpgsql {OWNER} AS $$
DECLARE folded pg_snapshot;
BEGIN
    PERFORM lock_tallies();
    SELECT snapshot INTO folded FROM figures_fold;
    DELETE FROM figures_standing WHERE unit_id = ANY(tops);
    DELETE FROM figures_step WHERE unit_id = ANY(tops);
    PERFORM add_standings(NULL, tops, folded, 1);
    PERFORM add_steps(NULL, tops, folded, 1);
    DELETE FROM figures_carried WHERE unit_id = ANY(tops);
    PERFORM add_carried(NULL, tops, folded, 1);
END $$;

-- A unit that comes above the grassroots keeps all of these from then on, of all its past.
CREATE OR REPLACE FUNCTION begin_tallies() RETURNS trigger LANGUAGE plpgsql {OWNER} AS $$
DECLARE top bigint;
BEGIN
    FOR top IN SELECT DISTINCT unit_id FROM changed WHERE level IN ('national', 'provincial', 'superior')
        AND NOT EXISTS (SELECT FROM figures_tallied AS t WHERE t.unit_id = changed.unit_id) ORDER BY 1
    LOOP
        IF EXISTS (SELECT FROM org_lineage WHERE ancestor_id = top) THEN
            PERFORM rebuild_tallies(top), rebuild_standings(ARRAY[top]);
        ELSE
            INSERT INTO figures_tallied VALUES (top) ON CONFLICT DO NOTHING;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
"""

# Who keeps tallies from then on, as before; what they have already does no harm.
NO_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION begin_tallies() RETURNS trigger LANGUAGE plpgsql {OWNER} AS $$
DECLARE top bigint;
BEGIN
    FOR top IN SELECT DISTINCT unit_id FROM changed WHERE level IN ('national', 'provincial')
        AND NOT EXISTS (SELECT FROM figures_tallied AS t WHERE t.unit_id = changed.unit_id) ORDER BY 1
    LOOP
        PERFORM rebuild_tallies(top);
    END LOOP;
    RETURN NULL;
END $$;
DROP TRIGGER fold_moves_on ON figures_fold;
DROP FUNCTION follow_fold();
DROP FUNCTION add_carried(bigint[], bigint[], pg_snapshot, int);
DROP FUNCTION carried_beside(bigint, bigint[]);
DROP FUNCTION carried_of_some(bigint[], bigint[], bigint[], pg_snapshot);
DROP FUNCTION carried_of_all(bigint[], bigint[], pg_snapshot);
DROP FUNCTION rebuild_standings(bigint[]);
DROP FUNCTION fold_standings(pg_snapshot, pg_snapshot);
DROP FUNCTION add_steps(bigint[], bigint[], pg_snapshot, int);
DROP FUNCTION add_standings(bigint[], bigint[], pg_snapshot, int);
DROP FUNCTION steps_beside(bigint, bigint[]);
DROP FUNCTION steps_of_some(bigint[], bigint[], bigint[], pg_snapshot);
DROP FUNCTION steps_of(bigint[], bigint[], pg_snapshot);
DROP FUNCTION standing_beside(bigint, varchar, bigint[]);
DROP FUNCTION standing_beneath(bigint[], bigint, varchar, bigint[], pg_snapshot, date);
DROP FUNCTION standing_of_some(bigint[], bigint[], varchar, bigint[], pg_snapshot, date);
DROP FUNCTION standing_of(bigint[], varchar, bigint[], pg_snapshot, date);
DROP FUNCTION changed_units(pg_snapshot);
"""


def _reference(to: str) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=to,
    )


ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies = [("figures", "0004_entry_latest"), ("catalogue", "0001_initial"), ("org", "0005_what_changed")]
    operations = [
        migrations.CreateModel(
            name="Standing",
            fields=[
                ID,
                ("unit", _reference("org.unit")),
                ("indicator_id", models.BigIntegerField()),
                ("level", models.CharField(blank=True, max_length=12)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("units", models.IntegerField()),
                ("gaps", models.IntegerField()),
                ("known", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "level", "indicator_id", "first_day", "last_day"),
                        include=("units", "gaps", "known"),
                        name="one_standing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ID,
                ("unit", _reference("org.unit")),
                ("indicator", _reference("catalogue.code")),
                ("level", models.CharField(max_length=12)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("low", models.BigIntegerField()),
                ("high", models.BigIntegerField()),
                ("open", models.BigIntegerField()),
                ("rough", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "indicator", "last_day", "first_day", "level"),
                        include=("low", "high", "open", "rough"),
                        name="one_step",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Carried",
            fields=[
                ID,
                ("unit", _reference("org.unit")),
                ("indicator", _reference("catalogue.code")),
                ("level", models.CharField(max_length=12)),
                ("month", models.DateField()),
                *((number, models.BigIntegerField()) for number in NUMBERS),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "indicator", "month", "level"), include=NUMBERS, name="one_carried"
                    )
                ],
            },
        ),
        migrations.AddIndex("declaration", models.Index(fields=["xact"], name="declaration_came")),
        migrations.AddIndex(
            "declaration",
            models.Index(
                condition=models.Q(("superseded__isnull", False)), fields=["superseded"], name="declaration_went"
            ),
        ),
        migrations.RunSQL(READING + FOLDING, NO_FUNCTIONS),
        written_by_functions("figures_standing"),
        written_by_functions("figures_step"),
        written_by_functions("figures_carried"),
    ]
