"""All that a store holds as rows that any engine can take in, in an order that respects foreign keys."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, MetaData, Table, func, insert, select, text

from gateway.store.sought import own

_ROWS = 500
_NOT_OURS = {"alembic_version", "sqlite_sequence"}


class Rows(NamedTuple):
    """Some rows of one table: the names of the columns once, then a list a row."""

    table: str
    columns: list[str]
    rows: list[list[Any]]


def out(conn: Connection) -> Iterator[Rows]:
    """Give every row of every table as it stands at this one moment; times are aware, in UTC."""
    for table in _tables(conn):
        names = [column.name for column in table.columns]
        query = select(table).order_by(*table.primary_key.columns)
        # Streamed, or the driver would hold the whole table in memory.
        for part in conn.execute(query, execution_options={"yield_per": _ROWS}).partitions():
            yield Rows(table.name, names, [[_plain(value) for value in row] for row in part])


def into(conn: Connection, parts: Iterable[Rows]) -> None:
    """Take rows into an empty store of the same schema, and let it number on from there."""
    tables = {table.name: table for table in _tables(conn)}
    keep = _without_nul if conn.dialect.name == "postgresql" else _as_it_is
    for part in parts:
        rows = [dict(zip(part.columns, map(keep, row), strict=True)) for row in part.rows]
        conn.execute(insert(tables[part.table]), rows)
    if conn.dialect.name == "postgresql":
        _number_on(conn, tables.values())


def counts(conn: Connection) -> dict[str, int]:
    """Return how many rows each table holds."""
    return {
        table.name: conn.execute(select(func.count()).select_from(table)).scalar_one()
        for table in _tables(conn)
    }


def schema(conn: Connection) -> str:
    """Return the name of the schema the store is in."""
    return conn.execute(text("SELECT version_num FROM alembic_version")).scalar_one()


def _tables(conn: Connection) -> Sequence[Table]:
    """Return the tables as the database has them, for an old backup has an old schema."""
    found = MetaData()
    found.reflect(conn)
    return [one for one in found.sorted_tables if one.name not in _NOT_OURS and not own(one.name)]


def _plain(value: Any) -> Any:  # noqa: ANN401  # a column of any type
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return value


def _as_it_is(value: Any) -> Any:  # noqa: ANN401  # a column of any type
    return value


def _without_nul(value: Any) -> Any:  # noqa: ANN401  # the same
    """Return what PostgreSQL can keep: intake lets no NUL into a text, but a file may hold an old one."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, list):
        return [_without_nul(one) for one in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {_without_nul(k): _without_nul(v) for k, v in cast("dict[Any, Any]", value).items()}
    return value


def _number_on(conn: Connection, tables: Iterable[Table]) -> None:
    quote = conn.dialect.identifier_preparer.quote
    for table in tables:
        for column in table.primary_key.columns:
            sequence = text("SELECT pg_get_serial_sequence(:table, :column)")
            name = conn.execute(sequence, {"table": quote(table.name), "column": column.name}).scalar_one()
            if name is not None:
                last = conn.execute(select(func.max(column))).scalar_one()
                move = text("SELECT setval(:name, :last, :used)")
                conn.execute(move, {"name": name, "last": last or 1, "used": last is not None})
