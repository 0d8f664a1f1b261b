"""Nobody accepts the topmost unit's sheets: what it has sent goes back to a draft when it opens it again itself."""

from django.db import migrations

TOPMOST = """ AND NOT (OLD.state = 'submitted' AND NEW.state = 'draft' AND NOT EXISTS (
        SELECT FROM org_place
        WHERE unit_id = NEW.unit_id AND superseded IS NULL AND upper_inf(span) AND parent_id IS NOT NULL
    ))"""


def steps(unless: str) -> str:
    """The trigger's function; `unless` is said of a step that is none of the usual ones."""
    return f"""
CREATE OR REPLACE FUNCTION check_sheet_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.unit_id, NEW.form, NEW.period, NEW.first_day, NEW.last_day)
        IS DISTINCT FROM (OLD.unit_id, OLD.form, OLD.period, OLD.first_day, OLD.last_day) THEN
        RAISE EXCEPTION 'Báo cáo không đổi đơn vị, mẫu hay kỳ được.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'sheet_stays_what_it_is';
    END IF;
    IF NEW.state <> OLD.state AND NOT (OLD.state || '>' || NEW.state) = ANY (ARRAY[
        'draft>submitted', 'returned>submitted', 'submitted>accepted', 'submitted>returned', 'accepted>draft']){unless} THEN
        RAISE EXCEPTION 'Báo cáo không đi từ bước % sang bước %.', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sheet_goes_its_way';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0011_decisions_have_no_word")]
    operations = [migrations.RunSQL(steps(TOPMOST), steps(""))]
