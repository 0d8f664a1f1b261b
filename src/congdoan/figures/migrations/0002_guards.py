"""What the database itself refuses: days outside a unit's life, unknown references, crossing declarations, edits."""

from django.db import migrations

from congdoan.base.sql import append_only, never_deleted, superseded_only

ENTRIES = """
-- Days are checked for a whole statement at once; the units are held, so that none closes meanwhile.
CREATE FUNCTION check_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
    wrong record;
BEGIN
    PERFORM FROM org_unit WHERE id IN (SELECT unit_id FROM changed) ORDER BY id FOR SHARE;
    IF EXISTS (SELECT FROM changed WHERE last_day > today) THEN
        RAISE EXCEPTION 'Ngày này chưa đến. Sổ chỉ ghi việc đã xảy ra.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_is_not_ahead';
    END IF;
    SELECT e.unit_id, e.first_day, unit.code INTO wrong FROM changed AS e JOIN org_unit AS unit ON unit.id = e.unit_id
    WHERE NOT e.withdrawn AND NOT CASE WHEN e.first_day = e.last_day THEN unit.span @> e.first_day
        ELSE unit.span && daterange(e.first_day, e.last_day, '[]') END LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'Đơn vị % không tồn tại vào ngày %; không ghi được việc ngày đó.',
            wrong.code, to_char(wrong.first_day, 'DD/MM/YYYY')
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_within_the_life_of_its_unit';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER entries_inserted AFTER INSERT ON figures_entry REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION check_entries();
CREATE TRIGGER entries_updated AFTER UPDATE ON figures_entry REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION check_entries();

CREATE FUNCTION check_unit_covers_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM figures_entry AS e WHERE e.unit_id = NEW.id AND NOT e.withdrawn AND e.first_day = e.last_day
        AND NOT NEW.span @> e.first_day) THEN
        RAISE EXCEPTION 'Đơn vị % còn hoạt động ghi ngoài thời gian tồn tại mới.', NEW.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_within_the_life_of_its_unit';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER unit_life_changed BEFORE UPDATE OF span ON org_unit FOR EACH ROW
    WHEN (OLD.span IS DISTINCT FROM NEW.span) EXECUTE FUNCTION check_unit_covers_entries();
"""
NO_ENTRIES = """
DROP TRIGGER unit_life_changed ON org_unit;
DROP FUNCTION check_unit_covers_entries();
DROP TRIGGER entries_updated ON figures_entry;
DROP TRIGGER entries_inserted ON figures_entry;
DROP FUNCTION check_entries();
"""

DECLARATIONS = """
CREATE FUNCTION check_declaration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM org_unit WHERE id = NEW.unit_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM figures_declaration AS d WHERE d.unit_id = NEW.unit_id AND d.indicator_id = NEW.indicator_id
        AND d.superseded IS NULL AND d.entry_id <> NEW.entry_id
        AND d.first_day <= NEW.last_day AND d.last_day >= NEW.first_day
        AND NOT (d.first_day <= NEW.first_day AND d.last_day >= NEW.last_day)
        AND NOT (d.first_day >= NEW.first_day AND d.last_day <= NEW.last_day)) THEN
        RAISE EXCEPTION 'Kỳ kê khai cắt ngang một kỳ đã kê khai. Các kỳ chỉ được lồng nhau hoặc rời nhau.'
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'declarations_never_cross';
    END IF;
    IF extract(day FROM NEW.first_day) <> 1 OR extract(day FROM NEW.last_day + 1) <> 1 THEN
        RAISE EXCEPTION 'Kê khai theo tháng tròn, từ ngày đầu tháng đến ngày cuối tháng.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'declared_for_whole_months';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER declaration_inserted BEFORE INSERT ON figures_declaration
    FOR EACH ROW EXECUTE FUNCTION check_declaration();
"""
NO_DECLARATIONS = """
DROP TRIGGER declaration_inserted ON figures_declaration;
DROP FUNCTION check_declaration();
"""

POSTINGS = """
-- One look for a whole statement: what postings name exists, and they carry the transaction that writes them.
CREATE FUNCTION check_postings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT unit_id FROM appended) AS a
        WHERE NOT EXISTS (SELECT FROM org_unit WHERE id = a.unit_id)) THEN
        RAISE EXCEPTION 'Bút toán ghi cho đơn vị không có trong sổ.'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'posting_unit';
    END IF;
    IF EXISTS (SELECT FROM (SELECT DISTINCT indicator_id FROM appended) AS a
        WHERE NOT EXISTS (SELECT FROM catalogue_code WHERE id = a.indicator_id)) THEN
        RAISE EXCEPTION 'Bút toán ghi cho chỉ tiêu không có trong danh mục.'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'posting_indicator';
    END IF;
    IF EXISTS (SELECT FROM (SELECT DISTINCT entry_id FROM appended) AS a
        WHERE NOT EXISTS (SELECT FROM figures_entry WHERE id = a.entry_id)) THEN
        RAISE EXCEPTION 'Bút toán không có chứng từ.'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'posting_entry';
    END IF;
    IF EXISTS (SELECT FROM (SELECT DISTINCT xact FROM appended) AS a WHERE a.xact <> ledger_xact()) THEN
        RAISE EXCEPTION 'Bút toán phải mang số giao dịch đang ghi nó.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_xact';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER postings_inserted AFTER INSERT ON figures_posting REFERENCING NEW TABLE AS appended
    FOR EACH STATEMENT EXECUTE FUNCTION check_postings();
"""
NO_POSTINGS = """
DROP TRIGGER postings_inserted ON figures_posting;
DROP FUNCTION check_postings();
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial"), ("org", "0002_guards"), ("base", "0001_initial")]
    operations = [
        migrations.RunSQL(ENTRIES, NO_ENTRIES),
        never_deleted("figures_entry"),
        migrations.RunSQL(DECLARATIONS, NO_DECLARATIONS),
        superseded_only("figures_declaration"),
        migrations.RunSQL(POSTINGS, NO_POSTINGS),
        append_only("figures_posting"),
        superseded_only("figures_plan"),
    ]
