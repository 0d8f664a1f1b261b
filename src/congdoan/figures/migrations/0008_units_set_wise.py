"""The units of entries are looked up once for a statement, not for a row: units are never deleted.

Of many entries written at once the row's own look-up took as long as writing it; and two indexes begin with the unit.
"""

import django.db.models.deletion
from django.db import migrations, models

BEGINS = """
CREATE OR REPLACE FUNCTION check_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
    wrong record;
BEGIN
    PERFORM FROM org_unit WHERE id IN (SELECT unit_id FROM changed) ORDER BY id FOR SHARE;
"""
UNKNOWN = """
    IF EXISTS (SELECT FROM (SELECT DISTINCT unit_id FROM changed) AS c
        WHERE NOT EXISTS (SELECT FROM org_unit WHERE id = c.unit_id)) THEN
        RAISE EXCEPTION 'Việc ghi cho đơn vị không có trong sổ.'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entry_unit';
    END IF;
"""
ENDS = """
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
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0007_laid"), ("org", "0009_portions")]
    operations = [
        migrations.RunSQL(BEGINS + UNKNOWN + ENDS, BEGINS + ENDS),
        migrations.AlterField(
            "entry",
            "unit",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="org.unit",
            ),
        ),
    ]
