"""Many rows in one statement: what a hub takes in must not cost a placeholder for each value.

PostgreSQL gets the rows as one JSON parameter, so that its statement is always the same; SQLite, which is
called and not sent to, gets them as they are.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    LargeBinary,
    Row,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB

Rows = Sequence[dict[str, Any]]


def keep_new(conn: Connection, table: Table, rows: Rows, key: tuple[str, ...]) -> list[Row[Any]]:
    """Insert rows that name the same columns, leave known ones alone; return the keys of new ones."""
    return _put(conn, table, rows, key, key)


def add(conn: Connection, table: Table, rows: Rows, told: tuple[str, ...] = ()) -> list[Row[Any]]:
    """Insert rows that name the same columns, in their order; return the columns `told` of each."""
    return _put(conn, table, rows, (), told)


def _put(
    conn: Connection, table: Table, rows: Rows, key: tuple[str, ...], told: tuple[str, ...]
) -> list[Row[Any]]:
    if not rows:
        return []
    if conn.dialect.name == "postgresql":
        statement = _from_json(table, tuple(rows[0]), key, told)
        found = conn.execute(statement, {"rows": _json(table, rows)})
    else:
        found = conn.execute(_from_values(table, key, told), rows)
    return list(found) if told else []


@cache
def _from_json(
    table: Table, columns: tuple[str, ...], key: tuple[str, ...], told: tuple[str, ...]
) -> Executable:
    kind: ColumnElement[Any] = literal_column(f'NULL::"{table.name}"')
    given = func.jsonb_populate_recordset(kind, cast(bindparam("rows", type_=Text), JSONB))
    source = given.table_valued(*columns, with_ordinality="ordinality")
    chosen = select(*(source.c[name] for name in columns)).order_by(source.c.ordinality)
    statement = postgresql.insert(table).from_select(list(columns), chosen)
    statement = statement.on_conflict_do_nothing(index_elements=key) if key else statement
    return statement.returning(*(table.c[name] for name in told)) if told else statement


@cache
def _from_values(table: Table, key: tuple[str, ...], told: tuple[str, ...]) -> Executable:
    if key:
        statement = sqlite.insert(table).on_conflict_do_nothing(index_elements=key)
        return statement.returning(*(table.c[name] for name in told))
    statement = insert(table)
    if told:
        return statement.returning(*(table.c[name] for name in told), sort_by_parameter_order=True)
    return statement


def _json(table: Table, rows: Rows) -> str:
    """Write rows as PostgreSQL reads them; what JSON has no form for, bytes, in hex."""
    blobs = [name for name in _blobs(table) if name in rows[0]]
    if blobs:
        rows = [{**row, **{name: rf"\x{row[name].hex()}" for name in blobs}} for row in rows]
    return msgspec.json.encode(rows).decode()


@cache
def _blobs(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.c if isinstance(column.type, LargeBinary))
