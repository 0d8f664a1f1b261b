"""Tallies: what national and provincial units would have to add up from a hundred million postings, added up.

The state of folding is one snapshot: every posting visible in it is in the tallies, every other is read beside them.
So no writer does anything for a tally, and a committed record stands in every figure at once.
"""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import congdoan.base.knowledge
from congdoan.base.sql import written_by_functions

LOCK = 7_201_500_002

STOCK = "p.indicator_id = ANY((SELECT array_agg(id) FROM catalogue_code WHERE is_stock)::bigint[])"

# What a posting `p` gives to the tallies of an ancestor under a row `l` of the tree, which holds from `begins` to
# before `ends`. A flow counts in its month under the row that holds its last day. A stock counts under every row that
# ends after that day: plus in the month of the later of that day and the row's beginning, minus in the month in which
# the row ends. What runs over several months is a declaration's, and is kept by its own months.
# So two rows that follow one another give what one row over both would give.
GIVES = """
    SELECT l.ancestor_id, p.indicator_id, l.level, l.sign * {sign} AS sign,
        CASE WHEN p.last_day >= l.begins AND p.last_day > month_end(p.first_day) THEN p.first_day
            ELSE month_begin(greatest(p.last_day, l.begins)) END AS first_day,
        CASE WHEN p.last_day >= l.begins AND p.last_day > month_end(p.first_day) THEN p.last_day END AS last_day,
        p.low, p.high, p.open, p.rough, p.declared
    FROM {joined} WHERE p.last_day < l.ends AND (p.last_day >= l.begins OR {stock})
    UNION ALL
    SELECT l.ancestor_id, p.indicator_id, l.level, -l.sign * {sign}, month_begin(l.ends), NULL,
        p.low, p.high, p.open, p.rough, p.declared
    FROM {joined} WHERE p.last_day < l.ends AND l.ends < 'infinity' AND {stock}
"""

# The units' own postings, out of the covering index alone: a move reads what it moves, and nothing else.
ALL = """{moves} AS l CROSS JOIN LATERAL (
    SELECT * FROM figures_posting WHERE unit_id = l.unit_id AND last_day < l.ends {narrowed} OFFSET 0
) AS p"""


def gives(joined: str, sign: int = 1) -> str:
    return GIVES.format(joined=joined, sign=sign, stock=STOCK)


def folded(moves: str, narrowed: str = "") -> str:
    """What folded postings give under rows: all that are visible, less those not folded."""
    fresh = f"{moves} AS l JOIN fresh AS p ON p.unit_id = l.unit_id"
    return f"{gives(ALL.format(moves=moves, narrowed=narrowed))} UNION ALL {gives(fresh, -1)}"


def write(given: str) -> str:
    """Add what is given to the tallies."""
    return f"""
    INSERT INTO figures_tally AS tally
        (unit_id, indicator_id, level, first_day, last_day, low, high, open, rough, declared)
    SELECT ancestor_id, indicator_id, level, first_day, coalesce(last_day, month_end(first_day)),
        sum(sign * low), sum(sign * high), sum(sign * open), sum(sign * rough), sum(sign * declared)
    FROM ({given}) AS given GROUP BY ancestor_id, indicator_id, level, first_day, given.last_day
    HAVING (sum(sign * low), sum(sign * high), sum(sign * open), sum(sign * rough), sum(sign * declared))
        <> (0, 0, 0, 0, 0)
    ON CONFLICT (unit_id, indicator_id, last_day, first_day, level) DO UPDATE SET
        low = tally.low + EXCLUDED.low, high = tally.high + EXCLUDED.high, open = tally.open + EXCLUDED.open,
        rough = tally.rough + EXCLUDED.rough, declared = tally.declared + EXCLUDED.declared
    """


def rows(lineage: str, sign: str = "1") -> str:
    """Rows of the tree beneath units that keep tallies, as the rows `l` of GIVES."""
    return f"""(
        SELECT l.unit_id, l.ancestor_id, l.level, {sign} AS sign, coalesce(lower(l.span), '-infinity') AS begins,
            coalesce(upper(l.span), 'infinity') AS ends
        FROM {lineage}
    )"""


CURRENT = rows("org_lineage AS l JOIN figures_tallied AS t ON t.unit_id = l.ancestor_id WHERE l.superseded IS NULL")
BENEATH = rows("org_lineage AS l WHERE l.superseded IS NULL AND l.ancestor_id = top")

READING = """
CREATE FUNCTION month_begin(day date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT date_trunc('month', day::timestamp)::date $$;
CREATE FUNCTION month_end(day date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT (date_trunc('month', day::timestamp) + interval '1 month - 1 day')::date $$;

-- The postings not visible in a snapshot, as a condition with its numbers in it: so the planner knows how few they are.
-- It says the same as pg_visible_in_snapshot, but finds them in the index on xact, also while a long transaction lasts.
CREATE FUNCTION after_snapshot(snapshot pg_snapshot) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT format('(xact >= %L::xid8 OR xact = ANY(%L::xid8[]))', pg_snapshot_xmax(snapshot),
        ARRAY(SELECT pg_snapshot_xip(snapshot)))
$$;

-- The postings that are not in the tallies yet. Stable: it sees what the statement sees that asks.
CREATE FUNCTION unfolded_postings(indicators bigint[] DEFAULT NULL) RETURNS SETOF figures_posting
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 1000 AS $$
BEGIN
    RETURN QUERY EXECUTE 'SELECT * FROM figures_posting WHERE '
        || (SELECT after_snapshot(snapshot) FROM figures_fold)
        || CASE WHEN indicators IS NULL THEN '' ELSE ' AND indicator_id = ANY($1)' END USING indicators;
END $$;
"""

# Written by the functions here alone, which run as their owner.
OWNER = "SECURITY DEFINER SET search_path = public, pg_temp"

# However many are folded, there are few months to add them up to: sorting them first took three times as long.
HASHED = f"{OWNER} SET work_mem = '64MB' SET enable_sort = off"

FOLDING = f"""
-- One at a time. What is folded must fit what the statements after this one see, so each must see what is there now.
CREATE FUNCTION lock_tallies() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'Số lũy kế chỉ đổi trong giao dịch READ COMMITTED.'
            USING ERRCODE = 'invalid_transaction_state', CONSTRAINT = 'tallies_read_committed';
    END IF;
    PERFORM pg_advisory_xact_lock({LOCK});
END $$;

-- Fold what was committed since; null where somebody else is at it. One statement reads, writes and marks: one snapshot.
-- It is never told what it folded by a clock or by a number that only grows, but by that very snapshot.
CREATE FUNCTION fold_tallies() RETURNS bigint LANGUAGE plpgsql {HASHED} AS $$
DECLARE
    before pg_snapshot;
    after pg_snapshot;
    counted bigint;
BEGIN
    IF NOT pg_try_advisory_xact_lock({LOCK}) THEN RETURN NULL; END IF;
    PERFORM lock_tallies();
    SELECT snapshot INTO before FROM figures_fold;
    IF pg_snapshot_xmax(ledger_snapshot()) < pg_snapshot_xmax(before) THEN
        RAISE EXCEPTION 'Sổ được khôi phục từ bản sao: chạy “congdoan db restored” trước.'
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fold_goes_forward';
    END IF;
    EXECUTE format($fold$
        WITH state AS MATERIALIZED (SELECT ledger_snapshot() AS now),
        written AS ({
    write(
        gives(
            f"{CURRENT} AS l JOIN (SELECT figures_posting.* FROM figures_posting, state WHERE %1$s "
            "AND pg_visible_in_snapshot(xact, now) OFFSET 0) AS p ON p.unit_id = l.unit_id"
        )
    )
})
        UPDATE figures_fold SET snapshot = (SELECT now FROM state), at = now() RETURNING snapshot
    $fold$, after_snapshot(before)) INTO after;
    EXECUTE format('SELECT count(*) FROM figures_posting WHERE %s AND pg_visible_in_snapshot(xact, %L)',
        after_snapshot(before), after) INTO counted;
    RETURN counted;
END $$;

-- Lay the tallies of one unit anew from the postings that are folded, of all indicators or of some.
CREATE FUNCTION rebuild_tallies(top bigint, indicators bigint[] DEFAULT NULL) RETURNS void LANGUAGE plpgsql {
    HASHED
} AS $$
BEGIN
    PERFORM lock_tallies();
    PERFORM shift_tallies();
    INSERT INTO figures_tallied VALUES (top) ON CONFLICT DO NOTHING;
    DELETE FROM figures_tally WHERE unit_id = top AND (indicators IS NULL OR indicator_id = ANY(indicators));
    WITH fresh AS MATERIALIZED (SELECT * FROM unfolded_postings(indicators))
    {write(folded(BENEATH, "AND (indicators IS NULL OR indicator_id = ANY(indicators))"))};
END $$;
"""

MOVING = f"""
-- What a statement took away from the tree (-1) or put there (1), until the tallies have followed, one row for each
-- statement. Nobody else ever sees a row of it.
CREATE TYPE tally_move AS (unit_id bigint, ancestor_id bigint, level varchar(12), span daterange, sign int);
CREATE UNLOGGED TABLE figures_moving (moves tally_move[] NOT NULL);

-- A change of the tree takes what is folded from under the old rows and puts it under the new ones: only for the days,
-- the ancestors and the levels that did change.
CREATE FUNCTION shift_tallies() RETURNS void LANGUAGE plpgsql {OWNER} AS $$
DECLARE net tally_move[];
BEGIN
    WITH taken AS (DELETE FROM figures_moving RETURNING moves),
    sides AS (
        SELECT unit_id, ancestor_id, level, coalesce(range_agg(span) FILTER (WHERE sign > 0), '{{}}') AS comes,
            coalesce(range_agg(span) FILTER (WHERE sign < 0), '{{}}') AS goes
        FROM taken, unnest(taken.moves) GROUP BY 1, 2, 3
    ), changes AS (
        SELECT unit_id, ancestor_id, level, unnest(comes - goes) AS span, 1 AS sign FROM sides
        UNION ALL SELECT unit_id, ancestor_id, level, unnest(goes - comes), -1 FROM sides
    )
    SELECT array_agg(ROW(c.*)::tally_move ORDER BY unit_id) INTO net FROM changes AS c;
    IF net IS NULL THEN RETURN; END IF;
    PERFORM lock_tallies();
    WITH fresh AS MATERIALIZED (SELECT * FROM unfolded_postings()),
    moves AS MATERIALIZED (SELECT * FROM {rows("unnest(net) AS l", "l.sign")} AS each)
    {write(folded("moves"))};
END $$;

-- A unit that this transaction founded has nothing folded: founding waits for nobody.
CREATE FUNCTION note_moves() RETURNS trigger LANGUAGE plpgsql {OWNER} AS $$
DECLARE this xid8 := ledger_xact();
BEGIN
    INSERT INTO figures_moving SELECT array_agg(
        ROW(c.unit_id, c.ancestor_id, c.level, c.span, CASE TG_OP WHEN 'UPDATE' THEN -1 ELSE 1 END)::tally_move
    )
    FROM changed AS c JOIN figures_tallied AS t ON t.unit_id = c.ancestor_id
    WHERE EXISTS (SELECT FROM org_lineage AS l WHERE l.unit_id = c.unit_id AND l.xact < this)
        OR EXISTS (SELECT FROM figures_posting AS p WHERE p.unit_id = c.unit_id)
    HAVING count(*) > 0;
    IF TG_OP = 'INSERT' THEN PERFORM shift_tallies(); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER lineage_superseded AFTER UPDATE ON org_lineage REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_moves();
CREATE TRIGGER lineage_appended AFTER INSERT ON org_lineage REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_moves();

-- Rows taken away for which none are put there: at the latest when the transaction ends.
CREATE FUNCTION shift_the_rest() RETURNS trigger LANGUAGE plpgsql {OWNER} AS $$
BEGIN
    IF EXISTS (SELECT FROM figures_moving) THEN PERFORM shift_tallies(); END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER moving_ends AFTER INSERT ON figures_moving DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION shift_the_rest();

-- A unit that becomes national or provincial keeps tallies from then on, of all its past.
CREATE FUNCTION begin_tallies() RETURNS trigger LANGUAGE plpgsql {OWNER} AS $$
DECLARE top bigint;
BEGIN
    FOR top IN SELECT DISTINCT unit_id FROM changed WHERE level IN ('national', 'provincial')
        AND NOT EXISTS (SELECT FROM figures_tallied AS t WHERE t.unit_id = changed.unit_id) ORDER BY 1
    LOOP
        IF EXISTS (SELECT FROM org_lineage WHERE ancestor_id = top) THEN
            PERFORM rebuild_tallies(top);
        ELSE
            INSERT INTO figures_tallied VALUES (top) ON CONFLICT DO NOTHING;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER place_appended AFTER INSERT ON org_place REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION begin_tallies();

-- What is being written cannot have been folded, unless transactions count from a low number again.
CREATE FUNCTION refuse_folded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT pg_visible_in_snapshot(ledger_xact(), snapshot) FROM figures_fold) THEN
        RAISE EXCEPTION 'Sổ được khôi phục từ bản sao: chạy “congdoan db restored” trước khi ghi.'
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'posting_is_not_folded';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER postings_not_folded AFTER INSERT ON figures_posting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_folded();

INSERT INTO figures_fold (id, snapshot, at) VALUES (1, '1:1:', now());
"""

UPKEEP = """
-- Nothing dies in the ledger, so autovacuum would wait until a fifth more was inserted: twenty million postings. Till then
-- their pages are not known to be visible to all, and a union of 200 over fifteen years reads 17,000 pages of the table
-- instead of 1,900 of the index. A row never changes: it is frozen at once, not read again years later.
ALTER TABLE figures_posting SET (autovacuum_vacuum_insert_threshold = 20000, autovacuum_freeze_min_age = 0,
    autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.01);
-- Folding writes the newest months over and over; the index alone answers while the rest is known to be visible.
ALTER TABLE figures_tally SET (autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0.02);
"""
NO_UPKEEP = """
ALTER TABLE figures_tally RESET (autovacuum_vacuum_threshold, autovacuum_vacuum_scale_factor);
ALTER TABLE figures_posting RESET (autovacuum_vacuum_insert_threshold, autovacuum_freeze_min_age,
    autovacuum_vacuum_insert_scale_factor, autovacuum_analyze_scale_factor);
"""

NO_FUNCTIONS = """
DROP TRIGGER postings_not_folded ON figures_posting;
DROP FUNCTION refuse_folded();
DROP TRIGGER place_appended ON org_place;
DROP FUNCTION begin_tallies();
DROP TRIGGER lineage_appended ON org_lineage;
DROP TRIGGER lineage_superseded ON org_lineage;
DROP FUNCTION note_moves();
DROP TABLE figures_moving;
DROP TYPE tally_move;
DROP FUNCTION shift_the_rest();
DROP FUNCTION shift_tallies();
DROP FUNCTION rebuild_tallies(bigint, bigint[]);
DROP FUNCTION fold_tallies();
DROP FUNCTION lock_tallies();
DROP FUNCTION unfolded_postings(bigint[]);
DROP FUNCTION after_snapshot(pg_snapshot);
DROP FUNCTION month_end(date);
DROP FUNCTION month_begin(date);
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0002_guards"), ("catalogue", "0001_initial"), ("org", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="Fold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("snapshot", congdoan.base.knowledge.SnapshotField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Tallied",
            fields=[
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="org.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.CharField(max_length=12)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("low", models.BigIntegerField()),
                ("high", models.BigIntegerField()),
                ("open", models.BigIntegerField()),
                ("rough", models.BigIntegerField()),
                ("declared", models.BigIntegerField()),
            ],
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(
                condition=models.Q(("first_day__lt", models.F("last_day"))),
                fields=["indicator", "unit"],
                include=("first_day", "last_day"),
                name="posting_spans",
            ),
        ),
        migrations.AddConstraint(
            model_name="fold",
            constraint=models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_fold"),
        ),
        migrations.AddField(
            model_name="tally",
            name="indicator",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalogue.code",
            ),
        ),
        migrations.AddField(
            model_name="tally",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="org.unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(
                fields=("unit", "indicator", "last_day", "first_day", "level"),
                include=("low", "high", "open", "rough", "declared"),
                name="one_tally",
            ),
        ),
        migrations.AddIndex(
            model_name="tally",
            index=models.Index(
                condition=models.Q(
                    (
                        "last_day__gt",
                        models.ExpressionWrapper(
                            django.db.models.expressions.CombinedExpression(
                                models.F("first_day"), "+", models.Value(30)
                            ),
                            models.DateField(),
                        ),
                    )
                ),
                fields=["unit", "indicator"],
                include=("first_day", "last_day", "level", "low", "high", "open", "rough", "declared"),
                name="tally_spans",
            ),
        ),
        migrations.RunSQL(READING + FOLDING + MOVING, NO_FUNCTIONS),
        migrations.RunSQL(UPKEEP, NO_UPKEEP),
        written_by_functions("figures_fold"),
        written_by_functions("figures_moving"),
        written_by_functions("figures_tallied"),
        written_by_functions("figures_tally"),
    ]
