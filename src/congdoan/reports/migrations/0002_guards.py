"""What the database itself refuses: a step out of order, writing into what is sent, changing what was told."""

from django.db import migrations

from congdoan.base.sql import append_only, never_deleted

SHEETS = """
CREATE FUNCTION check_sheet_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.unit_id, NEW.form, NEW.period, NEW.first_day, NEW.last_day)
        IS DISTINCT FROM (OLD.unit_id, OLD.form, OLD.period, OLD.first_day, OLD.last_day) THEN
        RAISE EXCEPTION 'Báo cáo không đổi đơn vị, mẫu hay kỳ được.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'sheet_stays_what_it_is';
    END IF;
    IF NEW.state <> OLD.state AND NOT (OLD.state || '>' || NEW.state) = ANY (ARRAY[
        'draft>submitted', 'returned>submitted', 'submitted>accepted', 'submitted>returned', 'accepted>draft']) THEN
        RAISE EXCEPTION 'Báo cáo không đi từ bước % sang bước %.', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sheet_goes_its_way';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sheet_step BEFORE UPDATE ON reports_sheet FOR EACH ROW EXECUTE FUNCTION check_sheet_step();

CREATE FUNCTION check_sheet_is_editable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM reports_sheet WHERE id = coalesce(NEW.sheet_id, OLD.sheet_id)
        AND state NOT IN ('draft', 'returned')) THEN
        RAISE EXCEPTION 'Báo cáo đã gửi nên không sửa được.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'sent_sheet_is_not_written';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
"""
NO_SHEETS = """
DROP TRIGGER sheet_step ON reports_sheet;
DROP FUNCTION check_sheet_step();
DROP FUNCTION check_sheet_is_editable();
"""


def editable_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_while_editable BEFORE INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION check_sheet_is_editable();
        """,
        f"DROP TRIGGER {table}_while_editable ON {table}",
    )


DIGEST = """
ALTER TABLE reports_revision ADD CONSTRAINT revision_is_what_its_digest_says
    CHECK (digest = encode(sha256(content), 'hex'))
"""
NO_DIGEST = "ALTER TABLE reports_revision DROP CONSTRAINT revision_is_what_its_digest_says"


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("base", "0001_initial")]
    operations = [
        migrations.RunSQL(SHEETS, NO_SHEETS),
        never_deleted("reports_sheet"),
        editable_only("reports_part"),
        editable_only("reports_word"),
        editable_only("reports_answer"),
        editable_only("reports_proposal"),
        migrations.RunSQL(DIGEST, NO_DIGEST),
        append_only("reports_revision"),
        append_only("reports_line"),
        append_only("reports_decision"),
        append_only("reports_remark"),
        append_only("reports_reopening"),
        append_only("reports_sending"),
        append_only("reports_reminder"),
        append_only("reports_followup"),
    ]
