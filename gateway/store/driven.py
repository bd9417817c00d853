"""Statements that go to SQLite's driver themselves: what Core does for each execution costs twice the insert.

Only for what every message pays for. The statement is still Core's, compiled once for each set of columns.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, LargeBinary
from sqlalchemy.types import TypeEngine

from gateway.store.columns import UtcTime

Bind = Callable[[Any], Any]
_NAIVE = len("2026-11-23 14:00:00.000000")  # without the zone
_Driven = tuple[str, tuple[tuple[str, Bind | None], ...]]


def run(conn: Connection, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Insert rows that name the same columns; return what the statement does, as the driver gives it.

    Only on SQLite. Errors are the driver's own, which `faults` reads as well.
    """
    sql, binds = _driven(statement, tuple(rows[0]), conn.dialect)
    cursor = conn.connection.cursor()
    found: list[tuple[Any, ...]] = []
    for row in rows:
        cursor.execute(sql, [bind(row[name]) if bind else row[name] for name, bind in binds])
        found += cursor.fetchall()
    return found


@cache
def _driven(statement: Insert, columns: tuple[str, ...], dialect: Dialect) -> _Driven:
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    names = compiled.positiontup or ()  # SQLite's placeholders stand in an order
    return str(compiled), tuple((name, binder(statement.table.c[name].type, dialect)) for name in names)


def binder(kind: TypeEngine[Any], dialect: Dialect) -> Bind | None:
    """Return what makes a value of a type what SQLite keeps: what Core does, in a third of its time."""
    if isinstance(kind, LargeBinary):
        return None  # the driver takes bytes as they are
    if isinstance(kind, UtcTime):
        return partial(_moment, kind, dialect)
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _moment(kind: UtcTime, dialect: Dialect, value: datetime | None) -> str | None:
    moment = kind.process_bind_param(value, dialect)
    return None if moment is None else moment.isoformat(" ", "microseconds")[:_NAIVE]
