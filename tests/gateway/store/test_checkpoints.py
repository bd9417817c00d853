"""Readers while the log is folded into the database: one moment, however long they look; and the log ends."""

from pathlib import Path

from sqlalchemy import Connection, text

from gateway.store import audit
from gateway.store.audit import Event
from gateway.store.sqlite import open_file
from gateway.store.store import Store
from gateway.store.use import Use
from tests.gateway.store.rows import NOON

_KEY = b"k" * 32
_MOST = 24 << 20  # the log that is kept is 16 MB; a burst may stand beyond it


def _burst(store: Store, rounds: int) -> None:
    events = [Event(NOON, "duty", "read", "x" * 3000) for _ in range(500)]
    for _ in range(rounds):
        store.write_now(lambda c: audit.append_all(c, events))


def test_a_reader_sees_one_moment_over_checkpoints(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = Store.make(f"sqlite:///{path}", _KEY)
    _burst(store, 1)
    busy: list[int] = []

    def look(conn: Connection) -> tuple[int, int, bool]:
        first = conn.execute(text("SELECT count(*) FROM audit")).scalar_one()
        _burst(store, 14)
        other = open_file(path, _KEY, Use.WRITE)
        other.execute("PRAGMA busy_timeout = 50")
        busy.append(other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
        other.close()
        again = conn.execute(text("SELECT count(*) FROM audit")).scalar_one()
        return first, again, audit.verify(conn) is None

    assert store.read_now(look) == (500, 500, True)
    assert busy == [1]  # the negative control: the reader did stand in the checkpoint's way
    assert store.read_now(audit.head).seq == 7500
    assert store.read_now(audit.verify) is None
    store.close()


def test_the_log_does_not_grow_without_end(tmp_path: Path) -> None:
    store = Store.make(f"sqlite:///{tmp_path}/store.db", _KEY)
    log, largest, written = tmp_path / "store.db-wal", 0, 0
    for _ in range(12):
        _burst(store, 4)
        largest = max(largest, log.stat().st_size)
        written = (tmp_path / "store.db").stat().st_size
        assert store.read_now(audit.head).seq
    store.close()
    assert written > 2 * _MOST
    assert largest < _MOST
    assert not log.exists() or not log.stat().st_size


def test_after_a_long_reader_the_log_shrinks_again(tmp_path: Path) -> None:
    store = Store.make(f"sqlite:///{tmp_path}/store.db", _KEY)
    log = tmp_path / "store.db-wal"
    _burst(store, 1)

    def hold(conn: Connection) -> int:
        conn.execute(text("SELECT count(*) FROM audit")).scalar_one()
        _burst(store, 24)
        return log.stat().st_size

    held = store.read_now(hold)
    assert held > _MOST
    _burst(store, 2)
    assert log.stat().st_size < held
    store.close()
