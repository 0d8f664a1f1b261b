"""What writing many persons need not keep: nobody looks for a whole folded name outside of one unit any more.

Words of names are written in the order of their index, which is several times less work for it.
"""

from django.db import migrations, models

COME = """
CREATE OR REPLACE FUNCTION members_words_come() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO members_word (word, home_id, member_id)
    SELECT DISTINCT word COLLATE "C", home_id, id FROM came, string_to_table(folded, ' ') AS word
    WHERE home_id IS NOT NULL AND erased_at IS NULL AND word <> ''
    ORDER BY 1, 2, 3;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0007_grounds")]
    operations = [
        migrations.AlterField(
            model_name="member",
            name="folded",
            field=models.CharField(max_length=120, editable=False),
        ),
        migrations.RunSQL(COME, migrations.RunSQL.noop),
    ]
