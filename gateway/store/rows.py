"""From rows to values and back: what every verb does the same way on both engines."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Executable, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.attributes import manager_of_class
from sqlmodel import SQLModel

M = TypeVar("M", bound=SQLModel)
Built = Callable[[Connection], Insert]


def many(
    conn: Connection, model: type[M], query: Executable, given: Mapping[str, Any] | None = None
) -> list[M]:
    """Return every row as a value of its table; changing it changes nothing in the store."""
    found = conn.execute(query, given)
    make, names = manager_of_class(model).new_instance, tuple(found.keys())
    return [_value(make(), names, row) for row in found]


def one(
    conn: Connection, model: type[M], query: Executable, given: Mapping[str, Any] | None = None
) -> M | None:
    """Return the first row as a value of its table, or None."""
    found = conn.execute(query, given)
    names, row = tuple(found.keys()), found.first()
    return None if row is None else _value(manager_of_class(model).new_instance(), names, row)


def _value(value: M, names: tuple[str, ...], row: Iterable[Any]) -> M:
    """Fill a value without SQLModel's own `__init__`, which sets each column by itself: 75 µs a row."""
    vars(value).update(zip(names, row, strict=True))
    return value


def built(make: Callable[[Any], Insert]) -> Built:
    """Build a statement that knows ON CONFLICT once for each engine; `make` is given that engine's INSERT.

    Building one costs more than running it, so the verbs build theirs when they are imported.
    """
    statements = {"sqlite": make(sqlite.insert), "postgresql": make(postgresql.insert)}
    return lambda conn: statements[conn.dialect.name]


def keep_first(table: Table, key: Sequence[str], told: Sequence[str]) -> Built:
    """Build an INSERT that leaves a row of the same key alone and returns the columns `told` of new ones."""
    columns = [table.c[name] for name in told]
    return built(lambda insert: insert(table).on_conflict_do_nothing(index_elements=key).returning(*columns))


def keep_last(
    table: Table,
    key: Sequence[str],
    *,
    only: Callable[[Any], ColumnElement[bool]] | None = None,
    stays: Mapping[str, ColumnElement[Any]] | None = None,
) -> Built:
    """Build an INSERT that writes over a row of the same key, if `only` (given the new row) allows it.

    `stays` says of a column what it becomes, as an expression over the old row.
    """

    def make(insert: Any) -> Insert:  # noqa: ANN401  # either engine's own
        new = insert(table)
        rest = {c.name: new.excluded[c.name] for c in table.c if c.name not in key}
        rest |= stays or {}
        where = None if only is None else only(new.excluded)
        return new.on_conflict_do_update(index_elements=key, set_=rest, where=where)

    return built(make)
