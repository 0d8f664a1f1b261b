"""What persons and memberships name and what is never deleted, units and entries, is looked up once for a statement.

Of many written at once the look-ups of each row took as long as writing them. A person may go, so a membership's person
is still looked up row by row.
"""

import django.db.models.deletion
from django.db import migrations, models

from congdoan.base.sql import Reference, looked_up_at_once

HOME = Reference(("home_id",), "org_unit", "member_home", "Hồ sơ ghi cho đơn vị không có trong sổ.")
UNIT = Reference(("unit_id",), "org_unit", "membership_unit", "Tư cách đoàn viên ghi cho đơn vị không có trong sổ.")
ENTRY = Reference(
    ("entered_id", "left_id"), "figures_entry", "membership_entry", "Tư cách đoàn viên không có chứng từ."
)


class Migration(migrations.Migration):
    dependencies = [("members", "0009_homes"), ("figures", "0008_units_set_wise"), ("org", "0009_portions")]
    operations = [
        looked_up_at_once("members_member", HOME),
        looked_up_at_once("members_membership", UNIT, ENTRY),
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
