"""Statements that go to SQLite's driver themselves: what Core does for each execution costs twice the insert.

Only for what every message pays for. The statement is still Core's, compiled once for each set of columns.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, Insert

Bind = Callable[[Any], Any]
_Driven = tuple[str, tuple[tuple[str, Bind | None], ...]]


def run(conn: Connection, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """Insert rows that name the same columns; yield what the statement returns, as the driver gives it.

    Only on SQLite. Errors are the driver's own, which `faults` reads as well.
    """
    sql, binds = _driven(statement, tuple(rows[0]), conn.dialect)
    cursor = conn.connection.cursor()
    for row in rows:
        cursor.execute(sql, [bind(row[name]) if bind else row[name] for name, bind in binds])
        yield from cursor.fetchall()


@cache
def _driven(statement: Insert, columns: tuple[str, ...], dialect: Dialect) -> _Driven:
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    names = compiled.positiontup or ()  # SQLite's placeholders stand in an order
    types = [statement.table.c[name].type.dialect_impl(dialect) for name in names]
    return str(compiled), tuple(
        (name, kind.bind_processor(dialect)) for name, kind in zip(names, types, strict=True)
    )
