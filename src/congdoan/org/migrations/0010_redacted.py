"""The one change that the journal takes: of lines about a person who was erased the free text goes, and that is noted.

Nobody but one function makes it, and it leaves a line of its own; whatever else is done to a line is refused as before.
"""

from django.db import migrations

REDACTING = """
CREATE FUNCTION without_free_text(words jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT (words - 'reason') || '{"redacted": true}' $$;

CREATE FUNCTION refuse_edit_of_deed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.words IS DISTINCT FROM without_free_text(OLD.words)
        OR to_jsonb(OLD) - 'words' IS DISTINCT FROM to_jsonb(NEW) - 'words' THEN
        RAISE EXCEPTION 'Sổ chỉ ghi thêm: không sửa, không xóa dòng nào của %.', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER org_deed_append_only ON org_deed;
CREATE TRIGGER org_deed_append_only BEFORE DELETE OR TRUNCATE ON org_deed
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER org_deed_not_edited BEFORE UPDATE ON org_deed FOR EACH STATEMENT
    WHEN (current_setting('congdoan.redacting', true) IS DISTINCT FROM 'yes') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER org_deed_only_redacted BEFORE UPDATE ON org_deed
    FOR EACH ROW EXECUTE FUNCTION refuse_edit_of_deed();

-- Runs as the tables' owner: the role of pages and jobs may not touch a line in any other way.
CREATE FUNCTION redact_deeds(about text, subjects text[], told_unit bigint, told_by bigint, told_at timestamptz)
RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE lines int;
BEGIN
    PERFORM set_config('congdoan.redacting', 'yes', true);
    UPDATE org_deed SET words = without_free_text(words) WHERE subject = ANY(subjects) AND words ? 'reason';
    GET DIAGNOSTICS lines = ROW_COUNT;
    PERFORM set_config('congdoan.redacting', '', true);
    IF lines > 0 THEN
        INSERT INTO org_deed (at, by_id, verb, subject, unit_id, words)
        VALUES (told_at, told_by, 'redacted', about, told_unit, jsonb_build_object('lines', lines));
    END IF;
    RETURN lines;
END $$;
"""
NO_REDACTING = """
DROP FUNCTION redact_deeds(text, text[], bigint, bigint, timestamptz);
DROP TRIGGER org_deed_only_redacted ON org_deed;
DROP TRIGGER org_deed_not_edited ON org_deed;
DROP TRIGGER org_deed_append_only ON org_deed;
DROP FUNCTION refuse_edit_of_deed();
DROP FUNCTION without_free_text(jsonb);
CREATE TRIGGER org_deed_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON org_deed
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("org", "0009_portions")]
    operations = [migrations.RunSQL(REDACTING, NO_REDACTING)]
