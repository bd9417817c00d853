"""Column types and helpers that both engines share."""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, Column, DateTime, Dialect, ForeignKey, Integer, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

# SQLite numbers rows only when the key is a plain INTEGER, which holds 64 bits there.
BIG = BigInteger().with_variant(Integer(), "sqlite")
CONTENT: Final = "content"  # a column's mark: what erasing writes over it
GOES: Final = "goes"  # a table's mark: erasing takes whole rows away
TREE = JSON().with_variant(JSONB(), "postgresql")


class UtcTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def table(model: type[SQLModel]) -> Table:
    """Return the Core table of a model; SQLModel's own attribute has no type."""
    found: Any = getattr(model, "__table__")  # noqa: B009  # the attribute exists only at run time
    return found


def time(*, null: bool = False, index: bool = False) -> Any:  # noqa: ANN401  # what Field returns
    """Keep a moment."""
    return Field(sa_column=Column(UtcTime, nullable=null, index=index))


def id_() -> Any:  # noqa: ANN401  # the same
    """Give each row a number."""
    return Field(default=None, sa_column=Column(BIG, primary_key=True))


def row_of(of: str, *, null: bool = False, index: bool = False) -> Any:  # noqa: ANN401  # the same
    """Point at a row of another table, `table.id`."""
    key = Column(BIG, ForeignKey(of), nullable=null, index=index)
    return Field(default=None, sa_column=key) if null else Field(sa_column=key)


def big(*, index: bool = False) -> Any:  # noqa: ANN401  # the same
    """Keep a number of 64 bits."""
    return Field(default=0, sa_column=Column(BIG, nullable=False, default=0, index=index))


def json(*, erased: Any = None) -> Any:  # noqa: ANN401  # the same
    """Keep a tree of plain values; `erased` marks it as content."""
    mark = {} if erased is None else {CONTENT: erased}
    return Field(sa_column=Column(TREE, nullable=False, info=mark))


def content(erased: Any, **more: Any) -> Any:  # noqa: ANN401  # the same
    """Keep what was said, or who a person is: erasing writes `erased` over it."""
    return Field(sa_column_kwargs={"info": {CONTENT: erased}}, **more)
