"""A database that is missing or empty is never begun anew in silence, and what stands beside it is safe."""

from pathlib import Path

import pytest

from gateway.errors import StoreLostError
from gateway.store import counters, present
from gateway.store.database import Database
from gateway.store.sqlite import open_file
from gateway.store.store import Store
from gateway.store.use import Use
from web.bench.cluster import Cluster

_KEY = b"k" * 32


@pytest.mark.parametrize("key", [None, _KEY])
def test_a_missing_database_is_not_begun_anew(tmp_path: Path, key: bytes | None) -> None:
    with pytest.raises(StoreLostError, match=r"store\.db is not there, and no new one was begun"):
        Store.open(f"sqlite:///{tmp_path}/store.db", key)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", [None, _KEY])
def test_nor_is_an_empty_one(tmp_path: Path, key: bytes | None) -> None:
    path = tmp_path / "store.db"
    path.touch()
    with pytest.raises(StoreLostError, match=r"store\.db is empty, and no new one was begun"):
        Store.open(f"sqlite:///{path}", key)
    assert [one.name for one in tmp_path.iterdir()] == ["store.db"]
    assert path.read_bytes() == b""


@pytest.mark.parametrize("key", [None, _KEY])
def test_a_database_without_our_tables_is_not_filled(tmp_path: Path, key: bytes | None) -> None:
    path = tmp_path / "store.db"
    assert present.create(path, key)
    with pytest.raises(StoreLostError, match="holds no office"):
        Store.open(f"sqlite:///{path}", key)
    Store.make(f"sqlite:///{path}", key).close()
    Store.open(f"sqlite:///{path}", key).close()


def test_nor_is_one_on_a_server(postgres: Cluster) -> None:
    postgres.run("CREATE DATABASE elsewhere")
    for _ in range(2):
        with pytest.raises(StoreLostError, match="holds no office"):
            Store.open(postgres.dsn("elsewhere"), inline=True)
    Store.make(postgres.dsn("elsewhere"), inline=True).close()
    Store.open(postgres.dsn("elsewhere"), inline=True).close()


def test_no_connection_makes_a_file(tmp_path: Path) -> None:
    for use in Use:
        with pytest.raises(Exception, match="unable to open"):
            open_file(tmp_path / "store.db", _KEY, use)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a b.db", "50%.db", "a?mode=memory.db", "a#b.db", "ก.db"])
def test_any_name_of_a_file_is_that_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert present.create(path, _KEY)
    conn = open_file(path, _KEY, Use.WRITE)
    conn.execute("CREATE TABLE here (one)")
    conn.close()
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_making_what_is_there_keeps_it(tmp_path: Path) -> None:
    dsn = f"sqlite:///{tmp_path}/store.db"
    for expected in (1, 2):
        store = Store.make(dsn, _KEY)
        assert store.write_now(lambda c: counters.take(c, "n")) == expected
        store.close()
    assert [one.name for one in tmp_path.iterdir()] == ["store.db"]


def test_what_failed_takes_its_new_file_away_again(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/store.db", _KEY)
    engine = database.engine(Use.MIGRATE)

    def half() -> None:
        with database.made():
            engine.connect().exec_driver_sql("CREATE TABLE half (one)")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    engine.dispose()
    assert list(tmp_path.iterdir()) == []


def test_what_failed_leaves_a_file_that_was_there(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/store.db", _KEY)
    Store.make(database.dsn, _KEY).close()
    with pytest.raises(KeyboardInterrupt), database.made():
        raise KeyboardInterrupt
    Store.open(database.dsn, _KEY).close()


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
def test_nothing_is_made_over_the_log_of_another(tmp_path: Path, end: str, *, empty: bool) -> None:
    log, path = tmp_path / f"store.db{end}", tmp_path / "store.db"
    log.write_bytes(b"the newest reports")
    if empty:
        path.touch()
    with pytest.raises(StoreLostError, match=f"store.db{end} of another still stand there"):
        Store.make(f"sqlite:///{tmp_path}/store.db", _KEY)
    assert log.read_bytes() == b"the newest reports"
    assert sorted(one.name for one in tmp_path.iterdir()) == [*(["store.db"] if empty else []), log.name]
