"""The bounds that the database keeps: the role of pages and jobs finds persons within its asker's reach alone."""

from django.db import migrations

# Both look past the bounds, as the tables' owner; what they answer are keys.
FUNCTIONS = """
-- Whose file lies elsewhere though they belonged, applied, or were to be transferred, somewhere within the asker's reach.
CREATE FUNCTION asker_known() RETURNS TABLE (member_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH reach AS MATERIALIZED (SELECT unit_id FROM asker_reach())
    SELECT spell.member_id FROM members_membership AS spell
    WHERE spell.left_id IS NOT NULL AND spell.unit_id IN (SELECT unit_id FROM reach)
    UNION ALL
    SELECT asked.member_id FROM members_application AS asked WHERE asked.unit_id IN (SELECT unit_id FROM reach)
    UNION ALL
    SELECT moved.member_id FROM members_transfer AS moved
    WHERE moved.giving_id IN (SELECT unit_id FROM reach) OR moved.to_id IN (SELECT unit_id FROM reach)
$$;

-- The one look across all units, by the whole number or card: whose they are, and nothing more. Nobody asks in vain:
-- without an asker it finds nothing. Actions that call it leave a line in the journal.
CREATE FUNCTION members_holding(marks bytea[], cards text[])
RETURNS TABLE (member_id bigint, identity_mark bytea, card text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT id, identity_mark, card FROM members_member
    WHERE (asker_id() IS NOT NULL OR asker_is_everywhere())
        AND (identity_mark = ANY(marks) OR (card <> '' AND card = ANY(cards)))
$$;
"""
NO_FUNCTIONS = """
DROP FUNCTION members_holding(bytea[], text[]);
DROP FUNCTION asker_known();
"""

# Each question stands in a sub-select of its own: answered once for a statement, not for a row, and the later ones only
# where the first did not let a row in.
_EVERYWHERE = "(SELECT asker_is_everywhere())"
_WITHIN = "{column} IN (SELECT reach.unit_id FROM asker_reach() AS reach)"
_KNOWN = "id IN (SELECT known.member_id FROM asker_known() AS known)"


def bounded(table: str, using: str, check: str = "") -> migrations.RunSQL:
    """Bounds on a table: what may be read and touched, and what a row must be once written."""
    return migrations.RunSQL(
        f"""
        CREATE POLICY within_reach ON {table} USING ({_EVERYWHERE} OR {using})
            WITH CHECK ({_EVERYWHERE} OR {check or using});
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        """,
        f"""
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        DROP POLICY within_reach ON {table};
        """,
    )


def _within(column: str) -> str:
    return _WITHIN.format(column=column)


class Migration(migrations.Migration):
    dependencies = [("members", "0004_home")]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        bounded("members_member", f"{_within('home_id')} OR {_KNOWN}", _within("home_id")),
        bounded("members_membership", _within("unit_id")),
        bounded("members_application", _within("unit_id")),
        bounded("members_transfer", f"{_within('giving_id')} OR {_within('to_id')}"),
    ]
