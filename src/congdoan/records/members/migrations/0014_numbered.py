"""A person's memberships are numbered, so that only those of whoever has several are compared with one another.

Most people have one membership. That they have no other is then what a plain unique index says, and only who has several
is in the index that refuses days in common, which costs ten times as much to write to. Nobody slips between the two:
a membership after the first names the one before it as `followed`, by a foreign key; so of somebody who has several the
first is `followed`, and all of them are compared.
"""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

MESSAGE = "Người này đang sinh hoạt tại một đơn vị khác trong thời gian đó."

NUMBERS = """
UPDATE members_membership AS spell SET number = told.number, followed = told.followed FROM (
    SELECT id, row_number() OVER later AS number, lead(id) OVER later IS NOT NULL AS followed FROM members_membership
    WHERE member_id IN (SELECT member_id FROM members_membership GROUP BY 1 HAVING count(*) > 1)
    WINDOW later AS (PARTITION BY member_id ORDER BY id)
) AS told WHERE told.id = spell.id;
"""

# What writes a membership does not know of others, which may lie beyond the asker's reach: it is numbered here.
CHAIN = """
ALTER TABLE members_membership
    ADD COLUMN after_number smallint GENERATED ALWAYS AS (CASE WHEN number > 1 THEN (number - 1)::smallint END) STORED,
    ADD COLUMN after_followed boolean GENERATED ALWAYS AS (CASE WHEN number > 1 THEN TRUE END) STORED,
    ADD CONSTRAINT membership_after_another FOREIGN KEY (member_id, after_number, after_followed)
        REFERENCES members_membership (member_id, number, followed) DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION number_membership() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE before smallint;
BEGIN
    SELECT max(number) INTO before FROM members_membership WHERE member_id = NEW.member_id;
    IF before IS NOT NULL THEN
        UPDATE members_membership SET followed = TRUE
        WHERE member_id = NEW.member_id AND number = before AND NOT followed;
    END IF;
    NEW.number := coalesce(before, 0) + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER membership_numbered BEFORE INSERT ON members_membership FOR EACH ROW WHEN (NEW.number = 0)
    EXECUTE FUNCTION number_membership();
"""
NO_CHAIN = """
DROP TRIGGER membership_numbered ON members_membership;
DROP FUNCTION number_membership();
ALTER TABLE members_membership DROP COLUMN after_number, DROP COLUMN after_followed;
"""


def never_two(condition: models.Q) -> django.contrib.postgres.constraints.ExclusionConstraint:
    return django.contrib.postgres.constraints.ExclusionConstraint(
        name="memberships_do_not_overlap",
        expressions=[("member", "="), ("span", "&&")],
        condition=condition,
        violation_error_message=MESSAGE,
    )


class Migration(migrations.Migration):
    dependencies = [("members", "0013_sealed_proofs")]
    operations = [
        migrations.AddField("membership", "number", models.PositiveSmallIntegerField(db_default=1, editable=False)),
        migrations.AddField("membership", "followed", models.BooleanField(db_default=False, editable=False)),
        migrations.RunSQL(NUMBERS, migrations.RunSQL.noop),
        migrations.AlterField("membership", "number", models.PositiveSmallIntegerField(db_default=0, editable=False)),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                name="memberships_are_numbered", condition=models.Q(number__gte=1), violation_error_message=MESSAGE
            ),
        ),
        migrations.AddConstraint(
            "membership",
            models.UniqueConstraint(
                name="one_membership_a_number", fields=["member", "number"], violation_error_message=MESSAGE
            ),
        ),
        migrations.AddConstraint(
            "membership",
            models.UniqueConstraint(
                name="membership_followed_or_not",
                fields=["member", "number", "followed"],
                violation_error_message=MESSAGE,
            ),
        ),
        migrations.RemoveConstraint("membership", "memberships_do_not_overlap"),
        migrations.AddConstraint(
            "membership",
            never_two(models.Q(("withdrawn", False), models.Q(("number__gt", 1), ("followed", True), _connector="OR"))),
        ),
        migrations.AlterField(
            "membership",
            "member",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="members.member",
            ),
        ),
        migrations.RunSQL(CHAIN, NO_CHAIN),
    ]
