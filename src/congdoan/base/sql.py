"""Database triggers that several rooms put on their tables."""

from dataclasses import dataclass

from django.conf import settings
from django.db.migrations.operations import RunSQL


def _grant(statement: str) -> str:
    """A statement about the application's role, where there is one."""
    role = settings.APP_ROLE
    return f"""
        DO $do$ BEGIN
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN {statement.format(role=f'"{role}"')}; END IF;
        END $do$;
    """


def append_only(table: str) -> RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE on a table, by trigger and by grant."""
    return RunSQL(
        f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        """
        + _grant(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {{role}}"),
        f"DROP TRIGGER {table}_append_only ON {table}",
    )


def superseded_only(table: str) -> RunSQL:
    """Refuse every change to a table's rows but marking one as superseded now, and DELETE and TRUNCATE."""
    return RunSQL(
        f"""
        CREATE TRIGGER {table}_superseded_only BEFORE UPDATE ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_edit();
        CREATE TRIGGER {table}_never_deleted BEFORE DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        """
        + _grant(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {{role}}")
        + _grant(f"GRANT UPDATE (superseded) ON {table} TO {{role}}"),
        f"""
        DROP TRIGGER {table}_superseded_only ON {table};
        DROP TRIGGER {table}_never_deleted ON {table};
        """,
    )


def never_deleted(table: str) -> RunSQL:
    """Refuse DELETE and TRUNCATE on a table."""
    return RunSQL(
        f"""
        CREATE TRIGGER {table}_never_deleted BEFORE DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        """
        + _grant(f"REVOKE DELETE, TRUNCATE ON {table} FROM {{role}}"),
        f"DROP TRIGGER {table}_never_deleted ON {table}",
    )


def never_edited(table: str) -> RunSQL:
    """Refuse UPDATE and TRUNCATE on a table: rows come, and go with whom they are about, and never change."""
    return RunSQL(
        f"""
        CREATE TRIGGER {table}_never_edited BEFORE UPDATE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        """
        + _grant(f"REVOKE UPDATE, TRUNCATE ON {table} FROM {{role}}"),
        f"DROP TRIGGER {table}_never_edited ON {table}",
    )


def written_by_functions(table: str) -> RunSQL:
    """Let only functions that run as the tables' owner write to a table."""
    return RunSQL(_grant(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {{role}}"), RunSQL.noop)


@dataclass(frozen=True)
class Reference:
    """Columns that name rows of a table from which nothing is ever deleted; the refusal bears `name` and a sentence."""

    columns: tuple[str, ...]
    into: str
    name: str
    sentence: str

    @property
    def check(self) -> str:
        """What refuses a statement whose new rows name what is not there."""
        once = "DISTINCT " if len(self.columns) == 1 else ""  # of several, UNION names each once
        named = " UNION ".join(f"SELECT {once}{column} AS id FROM changed" for column in self.columns)
        return f"""
            IF EXISTS (SELECT FROM ({named}) AS named WHERE id IS NOT NULL
                AND NOT EXISTS (SELECT FROM {self.into} AS there WHERE there.id = named.id)) THEN
                RAISE EXCEPTION '{self.sentence}'
                    USING ERRCODE = 'foreign_key_violation', CONSTRAINT = '{self.name}';
            END IF;
        """


def looked_up_at_once(table: str, *references: Reference) -> RunSQL:
    """Foreign keys of a table that are looked up once for a statement, in this order, and not for each row.

    Of many rows written at once the look-ups of each took as long as writing them.
    """
    function, events = f"look_up_{table}", {"comes": "INSERT", "changes": "UPDATE"}
    laid = "".join(
        f"CREATE TRIGGER {table}_{when} AFTER {event} ON {table} REFERENCING NEW TABLE AS changed "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}();"
        for when, event in events.items()
    )
    return RunSQL(
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f"{''.join(each.check for each in references)} RETURN NULL; END $$; {laid}",
        "".join(f"DROP TRIGGER {table}_{when} ON {table};" for when in events) + f"DROP FUNCTION {function}();",
    )
