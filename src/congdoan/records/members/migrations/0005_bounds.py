"""The bounds that the database keeps: the role of pages and jobs finds persons within its asker's reach alone."""

from django.db import migrations

# These look past the bounds, as the tables' owner, for one person each: what they answer is yes or no, or a key.
FUNCTIONS = """
-- Whether somebody belonged, applied, or was to be transferred, somewhere within the asker's reach.
CREATE FUNCTION asker_knows(person bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT FROM members_membership WHERE member_id = person AND asker_reaches(unit_id))
        OR EXISTS (SELECT FROM members_application WHERE member_id = person AND asker_reaches(unit_id))
        OR EXISTS (
            SELECT FROM members_transfer
            WHERE member_id = person AND (asker_reaches(giving_id) OR asker_reaches(to_id))
        )
$$;

-- Whether the asker keeps somebody's file, or is a side of a transfer of theirs that waits: then the whole life is read.
CREATE FUNCTION asker_keeps(person bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT FROM members_member WHERE id = person AND asker_reaches(home_id))
        OR EXISTS (
            SELECT FROM members_transfer
            WHERE member_id = person AND state = 'waiting' AND (asker_reaches(giving_id) OR asker_reaches(to_id))
        )
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
DROP FUNCTION asker_keeps(bigint);
DROP FUNCTION asker_knows(bigint);
"""

# Each question stands in a sub-select of its own, so that it is answered once for a statement, not for a row.
_EVERYWHERE = "(SELECT asker_is_everywhere())"
_WITHIN = "{column} IN (SELECT reach.unit_id FROM asker_reach() AS reach)"


def bounded(table: str, using: str, check: str) -> migrations.RunSQL:
    """Bounds on a table: what may be read and touched, and what a row must be once written."""
    return migrations.RunSQL(
        f"""
        CREATE POLICY within_reach ON {table} USING ({_EVERYWHERE} OR {using}) WITH CHECK ({_EVERYWHERE} OR {check});
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
        bounded("members_member", f"{_within('home_id')} OR asker_knows(id)", _within("home_id")),
        bounded("members_membership", f"{_within('unit_id')} OR asker_keeps(member_id)", _within("unit_id")),
        bounded("members_application", f"{_within('unit_id')} OR asker_keeps(member_id)", _within("unit_id")),
        bounded(
            "members_transfer",
            f"{_within('giving_id')} OR {_within('to_id')} OR asker_keeps(member_id)",
            f"{_within('giving_id')} OR {_within('to_id')}",
        ),
    ]
