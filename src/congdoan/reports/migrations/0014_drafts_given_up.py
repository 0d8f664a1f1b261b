"""A draft that was never sent may be given up, with all that was written in it; what was sent stays for good."""

from django.conf import settings
from django.db import migrations

GIVEN_UP = f"""
DROP TRIGGER reports_sheet_never_deleted ON reports_sheet;
CREATE TRIGGER reports_sheet_never_truncated BEFORE TRUNCATE ON reports_sheet
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION check_sheet_was_never_sent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' OR OLD.first_sent IS NOT NULL
        OR EXISTS (SELECT FROM reports_revision WHERE sheet_id = OLD.id) THEN
        RAISE EXCEPTION 'Báo cáo đã gửi nên không bỏ được.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'sent_sheet_stays';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER sheet_given_up BEFORE DELETE ON reports_sheet
    FOR EACH ROW EXECUTE FUNCTION check_sheet_was_never_sent();
DO $do$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{settings.APP_ROLE}') THEN
        GRANT DELETE ON reports_sheet TO "{settings.APP_ROLE}";
    END IF;
END $do$;
"""
KEPT = f"""
DROP TRIGGER sheet_given_up ON reports_sheet;
DROP FUNCTION check_sheet_was_never_sent();
DROP TRIGGER reports_sheet_never_truncated ON reports_sheet;
CREATE TRIGGER reports_sheet_never_deleted BEFORE DELETE OR TRUNCATE ON reports_sheet
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DO $do$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{settings.APP_ROLE}') THEN
        REVOKE DELETE ON reports_sheet FROM "{settings.APP_ROLE}";
    END IF;
END $do$;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0013_board_from_one_index")]
    operations = [migrations.RunSQL(GIVEN_UP, KEPT)]
