"""What persons and memberships name and what is never deleted, units and entries, is looked up once for a statement.

Of many written at once the look-ups of each row took as long as writing them. A person may go, so a membership's person
is still looked up row by row.
"""

import django.db.models.deletion
from django.db import migrations, models

CHECKS = """
CREATE FUNCTION check_homes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT home_id FROM changed WHERE home_id IS NOT NULL) AS c
        WHERE NOT EXISTS (SELECT FROM org_unit WHERE id = c.home_id)) THEN
        RAISE EXCEPTION 'Hồ sơ ghi cho đơn vị không có trong sổ.'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'member_home';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER members_come AFTER INSERT ON members_member REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION check_homes();
CREATE TRIGGER members_change AFTER UPDATE ON members_member REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION check_homes();

CREATE FUNCTION check_memberships() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT unit_id FROM changed) AS c
        WHERE NOT EXISTS (SELECT FROM org_unit WHERE id = c.unit_id)) THEN
        RAISE EXCEPTION 'Tư cách đoàn viên ghi cho đơn vị không có trong sổ.'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'membership_unit';
    END IF;
    IF EXISTS (SELECT FROM changed AS c WHERE NOT EXISTS (SELECT FROM figures_entry WHERE id = c.entered_id))
        OR EXISTS (SELECT FROM changed AS c WHERE c.left_id IS NOT NULL
            AND NOT EXISTS (SELECT FROM figures_entry WHERE id = c.left_id)) THEN
        RAISE EXCEPTION 'Tư cách đoàn viên không có chứng từ.'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'membership_entry';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER memberships_come AFTER INSERT ON members_membership REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION check_memberships();
CREATE TRIGGER memberships_change AFTER UPDATE ON members_membership REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION check_memberships();
"""
NO_CHECKS = """
DROP TRIGGER memberships_change ON members_membership;
DROP TRIGGER memberships_come ON members_membership;
DROP FUNCTION check_memberships();
DROP TRIGGER members_change ON members_member;
DROP TRIGGER members_come ON members_member;
DROP FUNCTION check_homes();
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0009_homes"), ("figures", "0008_units_set_wise"), ("org", "0009_portions")]
    operations = [
        migrations.RunSQL(CHECKS, NO_CHECKS),
        migrations.AlterField(
            "member",
            "home",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kept_files",
                to="org.unit",
            ),
        ),
        migrations.AlterField(
            "membership",
            "unit",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="org.unit",
            ),
        ),
        migrations.AlterField(
            "membership",
            "entered",
            models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="membership_entered",
                to="figures.entry",
            ),
        ),
        migrations.AlterField(
            "membership",
            "left",
            models.OneToOneField(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="membership_left",
                to="figures.entry",
            ),
        ),
    ]
