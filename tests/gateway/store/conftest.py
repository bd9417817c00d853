"""Stores to test on: plain SQLite, SQLCipher and PostgreSQL."""

import itertools
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.store.store import Store
from tests.gateway.store import cluster as clusters
from tests.gateway.store.cluster import Cluster

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """Start a server with one database of the newest schema, `fresh`, to copy from."""
    folder = clusters.create()
    cluster = clusters.start(folder)
    try:
        cluster.run("CREATE DATABASE fresh")
        Store.open(cluster.dsn("fresh"), inline=True).close()
        yield cluster
    finally:
        cluster.stop()
        clusters.remove(folder)


@pytest.fixture
def postgres_dsn(postgres: Cluster) -> Iterator[str]:
    """Give the address of an empty database of the newest schema."""
    name = f"t{next(_NUMBERS)}"
    postgres.run(f"CREATE DATABASE {name} TEMPLATE fresh")
    yield postgres.dsn(name)
    postgres.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlcipher", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Give an empty store on each engine."""
    dsn, key = f"sqlite:///{tmp_path}/store.db", None
    if request.param == "postgresql":
        dsn = request.getfixturevalue("postgres_dsn")
    if request.param == "sqlcipher":
        key = secrets.token_bytes(32)
    opened = Store.open(dsn, key)
    yield opened
    opened.close()
