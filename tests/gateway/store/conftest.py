"""Stores to test on."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.store.store import Store


@pytest.fixture(params=["sqlcipher", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Give an empty store on each engine."""
    key = secrets.token_bytes(32) if request.param == "sqlcipher" else None
    opened = Store.open(f"sqlite:///{tmp_path}/store.db", key)
    yield opened
    opened.close()
