"""The engines of the store's own tests."""

from tests.gateway.store.conftest import postgres, postgres_dsn, store

__all__ = ["postgres", "postgres_dsn", "store"]
