"""What a page of a unit's list asks stands in indexes: who belongs there and when, by name, of which sex, suspended or not.

The list of a union of ten thousand reads no row but those of its page.
"""

import django.db.models.deletion
from django.db import migrations, models

# The unit of a membership never changes, so what is written once stays right.
FILLED_IN = """
CREATE FUNCTION members_suspension_unit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    NEW.unit_id := (SELECT unit_id FROM members_membership WHERE id = NEW.membership_id);
    RETURN NEW;
END $$;
CREATE TRIGGER members_suspension_unit BEFORE INSERT ON members_suspension
    FOR EACH ROW EXECUTE FUNCTION members_suspension_unit();
"""
NOT_FILLED_IN = """
DROP TRIGGER members_suspension_unit ON members_suspension;
DROP FUNCTION members_suspension_unit();
"""
OF_BEFORE = """
UPDATE members_suspension AS pause SET unit_id = spell.unit_id
FROM members_membership AS spell WHERE spell.id = pause.membership_id;
"""


def unit(**more: bool) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        blank=True,
        db_constraint=False,
        db_index=False,
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="suspensions",
        to="org.unit",
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [("members", "0015_words_sorted")]
    operations = [
        migrations.AddField("suspension", "unit", unit(null=True)),
        migrations.RunSQL(OF_BEFORE, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("suspension", "unit", unit()),
        migrations.RunSQL(FILLED_IN, NOT_FILLED_IN),
        migrations.AddIndex(
            "suspension",
            models.Index(fields=["unit"], include=["membership", "span"], name="suspension_unit"),
        ),
        migrations.RemoveIndex("membership", "membership_current"),
        migrations.AddIndex(
            "membership",
            models.Index(
                fields=["unit"],
                include=["id", "member", "span"],
                name="membership_current",
                condition=models.Q(withdrawn=False),
            ),
        ),
        migrations.RemoveIndex("member", "member_home"),
        migrations.AddIndex(
            "member",
            models.Index(fields=["home", "sort_key", "id"], include=["sex"], name="member_home"),
        ),
    ]
