"""Database triggers that several rooms put on their tables."""

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
