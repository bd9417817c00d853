"""An office to try things on, and stores: plain SQLite, SQLCipher and PostgreSQL."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from gateway.store.store import Store
from tests.gateway.offices import House, found_pair
from tests.peers import need
from web.bench import cluster as clusters
from web.bench.cluster import Cluster


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Give Mae Sai, whose store runs in the caller's thread."""
    return found_pair(tmp_path)["MSI"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """Start a server with one database of the newest schema, `fresh`."""
    need(clusters.program("initdb"))
    folder = clusters.create()
    cluster = clusters.start(folder)
    try:
        cluster.run("CREATE DATABASE fresh")
        Store.make(cluster.dsn("fresh"), inline=True).close()
        yield cluster
    finally:
        cluster.stop()
        clusters.remove(folder)


@pytest.fixture
def postgres_dsn(postgres: Cluster) -> Iterator[str]:
    """Give the address of an empty database of the newest schema; emptying costs less than making one."""
    yield postgres.dsn("fresh")
    names = ", ".join(f'"{name}"' for name in SQLModel.metadata.tables)
    postgres.run(f"TRUNCATE {names} RESTART IDENTITY CASCADE", "fresh")


@pytest.fixture(params=["sqlcipher", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Give an empty store on each engine."""
    dsn, key = f"sqlite:///{tmp_path}/store.db", None
    if request.param == "postgresql":
        dsn = request.getfixturevalue("postgres_dsn")
    if request.param == "sqlcipher":
        key = secrets.token_bytes(32)
    opened = Store.make(dsn, key)
    yield opened
    opened.close()
