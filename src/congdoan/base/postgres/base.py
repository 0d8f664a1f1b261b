"""The engine: each statement that reads or writes rows goes out together with the name of its asker.

Both travel in one message, so they are one transaction even where none is open, and the name ends with it: nothing is
left on a connection that somebody else might take over, here or in a pool between us and the server.
"""

import re
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations as Operations

from congdoan.base.asking import SETTING, asker

_OF_ROWS = re.compile(r"[\s(]*(select|with|insert|update|delete|declare|explain|merge|table|values)\b", re.IGNORECASE)

Execute = Callable[[Any, Any, bool, dict[str, Any]], Any]


class DatabaseOperations(Operations):
    """What our own compiler writes."""

    compiler_module = "congdoan.base.postgres.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that says who asks."""

    ops_class = DatabaseOperations

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.execute_wrappers = [say_who_asks]


def say_who_asks(execute: Execute, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Execute a statement as the asker of this moment; without one it goes out bare, and bounded tables look empty."""
    who = asker()
    if not who or not isinstance(sql, str) or not _OF_ROWS.match(sql):
        return execute(sql, params, many, context)
    said, cursor = f"SET LOCAL {SETTING} = '{who}'", context["cursor"].cursor
    if many or getattr(cursor, "name", None):
        return _said_before(said, execute, sql, params, many, context)
    done = execute(f"{said}; {sql}", params, many, context)
    cursor.nextset()  # past the answer to the first of the two
    return done


def _said_before(said: str, execute: Execute, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """For statements that cannot share a message, as cursors kept on the server: both in one transaction."""
    connection = context["connection"].connection
    with connection.transaction() if connection.autocommit else nullcontext():
        connection.execute(said)
        return execute(sql, params, many, context)
