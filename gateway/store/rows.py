"""From rows to values and back: what every verb does the same way on both engines."""

from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, RowMapping, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

M = TypeVar("M", bound=SQLModel)


def many(conn: Connection, model: type[M], query: Executable) -> list[M]:
    """Return every row as a value of its table; changing it changes nothing in the store."""
    return [_value(model, row) for row in conn.execute(query).mappings()]


def one(conn: Connection, model: type[M], query: Executable) -> M | None:
    """Return the first row as a value of its table, or None."""
    row = conn.execute(query).mappings().first()
    return None if row is None else _value(model, row)


def _value(model: type[M], row: RowMapping) -> M:
    return model(**{str(name): column for name, column in row.items()})


def upsert(conn: Connection, table: Table) -> Any:  # noqa: ANN401  # both engines' own insert, of one shape
    """Return an INSERT that knows ON CONFLICT; both engines spell it alike."""
    return (postgresql if conn.dialect.name == "postgresql" else sqlite).insert(table)
