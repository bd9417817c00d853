"""Statements compiled once for all lives of all offices: a station compiles its own at its start."""

from typing import Final

from sqlalchemy import Engine

from gateway.store.store import Store

_FIRST: Final[dict[str, Engine]] = {}


def share_statements(store: Store) -> None:
    """Have a store's connections use what the first one's have compiled; a dialect keeps no other state."""
    for engine in (store._writing, store._reading):
        first = _FIRST.setdefault(engine.dialect.name + type(engine.dialect).__name__, engine)
        engine.dialect = engine.pool._dialect = first.dialect
        engine._compiled_cache = first._compiled_cache
