"""The tables and the migrations tell the same story, and old databases open."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from gateway.errors import ConfigError, StoreLostError
from gateway.store import reports
from gateway.store.database import Database
from gateway.store.migrate import newest, upgrade
from gateway.store.sought import own
from gateway.store.store import Store
from gateway.store.use import Use
from tests.gateway.store.rows import key, report

_OLD = Path(__file__).parents[2] / "data" / "store"


def _differences(conn: Connection) -> list[object]:
    ours = {"include_object": lambda _, name, *__: not own(name)}
    return compare_metadata(MigrationContext.configure(conn, opts=ours), SQLModel.metadata)


def test_tables_and_migrations_agree(store: Store) -> None:
    assert store.read_now(_differences) == []


def test_every_landed_schema_has_a_filled_database() -> None:
    versions = Path(__file__).parents[3] / "gateway/store/migrations/versions"
    landed = {path.name.split("_")[0] for path in versions.glob("0*.py")}
    assert {path.stem for path in _OLD.glob("*.sql")} == landed
    assert newest() in landed


@pytest.mark.parametrize("old", sorted(_OLD.glob("*.sql")), ids=lambda path: path.stem)
def test_a_database_of_an_old_schema_opens_with_all_it_held(old: Path, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    before = sqlite3.connect(path)
    before.executescript(old.read_text(encoding="utf-8"))
    tables = [row[0] for row in before.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    held = {name: before.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608
    before.close()
    assert all(count for name, count in held.items())
    store = Store.open(f"sqlite:///{path}")
    try:
        for name, count in held.items():
            query = text(f'SELECT count(*) FROM "{name}"')  # noqa: S608
            assert store.read_now(lambda c, q=query: c.execute(q).scalar_one()) == count
        found = store.read_now(lambda c: reports.get(c, key(1)))
        assert found is not None
        assert store.read_now(_differences) == []
        assert store.read_now(lambda c: c.execute(text("PRAGMA foreign_key_check")).all()) == []
    finally:
        store.close()


def test_a_database_from_the_future_says_so(tmp_path: Path) -> None:
    dsn = f"sqlite:///{tmp_path}/store.db"
    Store.make(dsn).close()
    engine = Database(dsn).engine(Use.MIGRATE)
    with engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreLostError, match="newer Patrolwire"):
        Store.open(dsn)


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    dsn = f"sqlite:///{tmp_path}/store.db"
    Store.make(dsn).close()
    before = (tmp_path / "store.db").read_bytes()
    Store.open(dsn).close()
    assert (tmp_path / "store.db").read_bytes() == before


def test_an_address_that_is_none_says_so() -> None:
    for dsn in ("sqlite://", "mysql://root:secret@localhost/x"):
        with pytest.raises(ConfigError, match="address") as raised:
            Store.make(dsn)
        assert "secret" not in str(raised.value)


def test_a_wrong_key_is_a_sentence(tmp_path: Path) -> None:
    dsn = f"sqlite:///{tmp_path}/store.db"
    Store.make(dsn, b"a" * 32).close()
    shutil.copy(tmp_path / "store.db", tmp_path / "copy.db")
    for key_ in (b"b" * 32, None):
        with pytest.raises(StoreLostError, match="this key"):
            Store.open(dsn, key_)
    Store.open(dsn, b"a" * 32).close()


def test_nothing_readable_lies_on_the_disk(tmp_path: Path) -> None:
    store = Store.make(f"sqlite:///{tmp_path}/store.db", b"a" * 32)
    store.write_now(lambda c: reports.file(c, report(key(1), canonical="ZEBRA " * 50)))
    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    store.close()
    assert b"ZEBRA" not in on_disk
    assert b"CREATE TABLE" not in on_disk
    assert len(on_disk) > 1000


def test_upgrading_needs_no_second_run(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/store.db")
    with database.made():
        engine = database.engine(Use.MIGRATE)
        upgrade(engine, new=True)
        upgrade(engine)
        engine.dispose()
