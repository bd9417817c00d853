"""What erasing writes over content: for each column of a table what its mark says, and how it is written."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, update

from gateway.store import tables
from gateway.store.columns import CONTENT, table

ERASED = "erased"
_TABLES = tuple(table(getattr(tables, name)) for name in tables.__all__)


def blanks() -> dict[Table, Mapping[str, Any]]:
    """Return what is written over each column that is marked as content, by table."""
    found = {one: _of(one) for one in _TABLES}
    return {one: values for one, values in found.items() if values}


def blank(conn: Connection, rows: Table, which: ColumnElement[bool]) -> int:
    """Overwrite the content of some rows; return how many."""
    return conn.execute(update(rows).where(which).values(_BLANK[rows])).rowcount


def _of(rows: Table) -> dict[str, Any]:
    return {one.name: one.info[CONTENT] for one in rows.columns if CONTENT in one.info}


_BLANK = blanks()
