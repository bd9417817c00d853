"""Each column that could hold content or a person is marked, or is on the list of harmless ones."""

from pathlib import Path
from typing import Any

from sqlalchemy import Column
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from gateway.store.blank import blanks
from gateway.store.columns import CONTENT, GOES

_LIST = Path(__file__).parents[2] / "data" / "store" / "harmless.txt"
_SAYS = (str, bytes, dict, list, object)  # of a tree SQLAlchemy knows only that it is an object


def _harmless() -> set[str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    pairs = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    assert all(len(pair) == 2 for pair in pairs), "each says why"
    return {pair[0] for pair in pairs}


def _holds(column: Column[Any]) -> type:
    kind = column.type
    return kind.impl_instance.python_type if isinstance(kind, TypeDecorator) else kind.python_type


def _unmarked() -> set[str]:
    """Return the columns of text, bytes or trees that erasing leaves as they are."""
    return {
        f"{rows.name}.{column.name}"
        for rows in SQLModel.metadata.tables.values()
        for column in rows.columns
        if not rows.info.get(GOES) and CONTENT not in column.info and _holds(column) in _SAYS
    }


def test_every_column_is_content_or_harmless() -> None:
    found = _unmarked()
    assert found - _harmless() == set(), "mark it with content(...), or say in harmless.txt why it may stay"
    assert _harmless() - found == set(), "these are marked, or are no columns"


def test_what_is_marked_can_be_overwritten() -> None:
    for rows, values in blanks().items():
        for name, value in values.items():
            column = rows.columns[name]
            assert value is not None or column.nullable
            assert value is None or isinstance(value, _holds(column))
