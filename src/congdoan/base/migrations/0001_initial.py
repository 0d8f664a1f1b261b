"""Moments, and the functions that count transactions and refuse changes."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import congdoan.base.knowledge

FUNCTIONS = """
-- The running transaction in the ledger's count: the cluster's own, raised after each restore by dump.
CREATE FUNCTION ledger_xact() RETURNS xid8 LANGUAGE sql VOLATILE PARALLEL UNSAFE AS $$
    SELECT (pg_current_xact_id()::text::bigint + (SELECT coalesce(max(raised_by), 0) FROM base_restoration))::text::xid8
$$;

-- Stable, so that it tells the snapshot of the statement that asks. PostgreSQL leaves the asking transaction itself out
-- of those in progress; what it goes on to write was not visible, so here it is among them.
CREATE FUNCTION ledger_snapshot() RETURNS pg_snapshot LANGUAGE sql STABLE AS $$
    WITH told AS (
        SELECT pg_current_snapshot() AS snapshot, (SELECT coalesce(max(raised_by), 0) FROM base_restoration) AS raised
    )
    SELECT (
        (pg_snapshot_xmin(snapshot)::text::bigint + raised)::text || ':' ||
        (pg_snapshot_xmax(snapshot)::text::bigint + raised)::text || ':' ||
        coalesce((SELECT string_agg((xip::text::bigint + raised)::text, ',' ORDER BY xip::text::bigint)
                  FROM (SELECT pg_snapshot_xip(snapshot) UNION SELECT pg_current_xact_id_if_assigned()) AS running(xip)
                  WHERE xip < pg_snapshot_xmax(snapshot)), '')
    )::pg_snapshot FROM told
$$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Sổ chỉ ghi thêm: không sửa, không xóa dòng nào của %.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END $$;

CREATE FUNCTION refuse_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.superseded IS NOT NULL OR NEW.superseded IS DISTINCT FROM ledger_xact()
        OR to_jsonb(OLD) - 'superseded' IS DISTINCT FROM to_jsonb(NEW) - 'superseded' THEN
        RAISE EXCEPTION 'Dòng của % không được sửa; chỉ được thay bằng dòng mới.', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_superseded_only';
    END IF;
    RETURN NEW;
END $$;
"""

NO_FUNCTIONS = """
DROP FUNCTION refuse_edit();
DROP FUNCTION refuse_change();
DROP FUNCTION ledger_snapshot();
DROP FUNCTION ledger_xact();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Restoration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("raised_by", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.CreateModel(
            name="Moment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True)),
                ("snapshot", congdoan.base.knowledge.SnapshotField(db_default=congdoan.base.knowledge.ThisSnapshot())),
            ],
            options={"ordering": ["at", "id"]},
        ),
    ]
