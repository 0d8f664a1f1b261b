"""The unit that keeps a person's file, beside their names: the bounds of the database are drawn by it."""

import django.db.models.deletion
from django.db import migrations, models

HOMES = """
UPDATE members_member AS person SET home_id = coalesce(
    (SELECT unit_id FROM members_membership AS spell
     WHERE spell.member_id = person.id ORDER BY withdrawn, span DESC LIMIT 1),
    (SELECT unit_id FROM members_application AS asked WHERE asked.member_id = person.id ORDER BY id DESC LIMIT 1)
);
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0003_life"), ("org", "0008_reach")]
    operations = [
        migrations.AddField(
            model_name="member",
            name="home",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kept_files",
                to="org.unit",
            ),
        ),
        migrations.RunSQL(HOMES, migrations.RunSQL.noop),
        # Both are checked or built while rows still wait for their keys to be checked, were it done in one transaction.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["home", "sort_key", "id"], name="member_home"),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                fields=["unit", "member"],
                name="membership_ended",
                condition=models.Q(left__isnull=False),
            ),
        ),
    ]
