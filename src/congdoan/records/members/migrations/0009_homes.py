"""Persons whom a mistaken entry left at no unit find one again; and no session looks past the functions of the bounds.

What a session has made for itself (`pg_temp`) is looked at last by the functions that run as the tables' owner: named
nowhere, it would come first.
"""

from django.db import migrations

HOMES = """
UPDATE members_member AS person SET home_id =
    (SELECT unit_id FROM members_membership AS spell WHERE spell.member_id = person.id ORDER BY span DESC LIMIT 1)
WHERE home_id IS NULL;
"""

FUNCTIONS = (
    "asker_known()",
    "members_holding(bytea[], text[])",
    "members_words_come()",
    "members_words_go()",
    "members_words_change()",
)


def searched(path: str) -> str:
    """Each function searches the schema in which it was made, and then what the path says."""
    return "DO $do$ BEGIN " + " ".join(_altered(name, path) for name in FUNCTIONS) + " END $do$;"


def _altered(function: str, path: str) -> str:
    schema = f"(SELECT pronamespace::regnamespace::text FROM pg_proc WHERE oid = '{function}'::regprocedure)"
    return f"EXECUTE format('ALTER FUNCTION {function} SET search_path = %s{path}', {schema});"


class Migration(migrations.Migration):
    dependencies = [("members", "0008_leaner")]
    operations = [
        migrations.RunSQL(HOMES, migrations.RunSQL.noop),
        migrations.RunSQL(searched(", pg_temp"), searched("")),
    ]
