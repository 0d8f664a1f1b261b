"""What writing many persons need not do: sort each word, index that nobody left, look one unit up ten thousand times.

The words are put together word by word; within one, persons come in the order of their keys, as the index has them.
"""

from django.db import migrations

COME = """
CREATE OR REPLACE FUNCTION members_words_come() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp {settings} AS $$
BEGIN
    INSERT INTO members_word (word, home_id, member_id)
    {words};
    RETURN NULL;
END $$;
"""
GROUPED = """
    SELECT word, home_id, unnest(array_agg(id)) FROM came, LATERAL (
        SELECT DISTINCT unnest(string_to_array(folded, ' ')) COLLATE "C" AS word
    ) AS each
    WHERE home_id IS NOT NULL AND erased_at IS NULL AND word <> ''
    GROUP BY word, home_id
"""
SORTED = """
    SELECT DISTINCT ON (word COLLATE "C", home_id, id) word COLLATE "C", home_id, id
    FROM came, string_to_table(folded, ' ') AS word
    WHERE home_id IS NOT NULL AND erased_at IS NULL AND word <> ''
    ORDER BY word COLLATE "C", home_id, id
"""

LEFT = """
ALTER TABLE members_membership DROP CONSTRAINT members_membership_left_id_key;
CREATE UNIQUE INDEX membership_left ON members_membership (left_id) WHERE left_id IS NOT NULL;
"""
ALL_LEFT = """
DROP INDEX membership_left;
ALTER TABLE members_membership ADD CONSTRAINT members_membership_left_id_key UNIQUE (left_id);
"""

# What rows written together name is looked up once for all that name the same.
ONCE = r"""
DO $do$
DECLARE laid text;
BEGIN
    FOR laid IN SELECT pg_get_functiondef(oid) FROM pg_proc
        WHERE proname LIKE 'look\_up\_%' AND prosrc ~ '[(]SELECT \w+ AS id FROM changed[)]'
    LOOP
        EXECUTE regexp_replace(laid, '[(]SELECT (\w+) AS id FROM changed[)]', '(SELECT DISTINCT \1 AS id FROM changed)', 'g');
    END LOOP;
END $do$;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0020_common_names")]
    operations = [
        migrations.RunSQL(
            COME.format(words=GROUPED, settings="SET enable_sort = off"), COME.format(words=SORTED, settings="")
        ),
        migrations.RunSQL(LEFT, ALL_LEFT),
        migrations.RunSQL(ONCE, migrations.RunSQL.noop),
    ]
