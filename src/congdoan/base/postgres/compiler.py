"""How statements are written for PostgreSQL: many rows go in as one array for each column, not as a list of rows.

Django does so where all columns are plain. Here it is done for days that last and for bytes too, and a column that the
database itself fills in every row is left out: a thousand entries take half the time to be put into words, a thousand
persons a sixth.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.fields.ranges import RangeField
from django.db import models
from django.db.backends.postgresql import compiler
from django.db.backends.postgresql.compiler import (
    InsertUnnest,
    SQLAggregateCompiler,
    SQLCompiler,
    SQLDeleteCompiler,
    SQLUpdateCompiler,
)
from django.db.models.expressions import DatabaseDefault

__all__ = ["SQLAggregateCompiler", "SQLCompiler", "SQLDeleteCompiler", "SQLInsertCompiler", "SQLUpdateCompiler"]

Rows = Sequence[Sequence[Any]]


class SQLInsertCompiler(compiler.SQLInsertCompiler):
    """Inserts one row or many."""

    def as_sql(self, *given: Any, **named: Any) -> Any:
        rows: Sequence[models.Model] = self.query.objs
        if len(rows) > 1:
            self.query.fields = [field for field in self.query.fields if not _is_filled_in(field, rows)]
        return super().as_sql(*given, **named)

    def assemble_as_sql(self, fields: Iterable[Any], value_rows: Rows) -> Any:
        columns = list(fields)
        if len(value_rows) < 2 or not all(map(self._fits_in_array, columns)) or _has_expressions(value_rows):
            return super().assemble_as_sql(columns, value_rows)
        kinds = [str(field.db_type(self.connection)).split("(")[0] for field in columns]
        arrays = [list(values) for values in zip(*value_rows, strict=True)]
        return InsertUnnest([f"(%s)::{kind}[]" for kind in kinds]), [arrays]

    def _fits_in_array(self, field: Any) -> bool:
        """Whether an array of a column's values is read as what they are; arrays within one would be taken apart."""
        if field is None:
            return False
        kept = field.target_field if field.is_relation else field
        if isinstance(kept, RangeField | models.BinaryField):
            return True
        return not hasattr(field, "get_placeholder") and kept.get_internal_type() in self.connection.data_types


def _is_filled_in(field: Any, rows: Iterable[models.Model]) -> bool:
    """Whether the database fills a column in, in every row."""
    return field.db_default is not models.NOT_PROVIDED and all(
        isinstance(getattr(row, field.attname), DatabaseDefault) for row in rows
    )


def _has_expressions(rows: Rows) -> bool:
    return any(hasattr(value, "as_sql") for row in rows for value in row)
