"""From any engine to any other: the same rows, the same audit head, and no number given twice."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Connection, text

from gateway.backup import restore as restoring
from gateway.backup.backup import take
from gateway.backup.restore import restore
from gateway.errors import BackupError, StoreFullError, StoreLostError
from gateway.store import accounts, audit, counters, dump, feed, messages, notices, outbox, reports, sheets
from gateway.store.audit import Event
from gateway.store.database import Database
from gateway.store.dump import Rows
from gateway.store.store import Store
from tests.gateway.store.fill import fill
from tests.gateway.store.rows import NOON, delivery, key, later, message, report

_SECRET = X25519PrivateKey.generate()
_CHANGED = {"session", "notice", "audit", "counter", "tree", "told"}


def _take(store: Store, file: Path) -> None:
    store.write_now(fill)
    store.write_now(lambda c: outbox.queue(c, **delivery("waiting", text="ยาบ้า")))
    take(store, file, [_SECRET.public_key()], NOON)


@pytest.fixture(params=["sqlcipher", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """Give the address of a store that is not there yet."""
    if request.param == "sqlcipher":
        return Database(f"sqlite:///{tmp_path}/new.db", b"n" * 32)
    cluster = request.getfixturevalue("postgres")
    cluster.run("DROP DATABASE IF EXISTS restored WITH (FORCE)")
    cluster.run("CREATE DATABASE restored")
    return Database(cluster.dsn("restored"))


def test_what_was_held_is_held(store: Store, target: Database, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    _take(store, file)
    before = {part.table: part.rows for part in store.read_now(lambda c: list(dump.out(c)))}
    head = store.read_now(audit.head)
    taken = restore(file, _SECRET, target, later(10))
    assert (taken.audit_seq, taken.audit_hash) == head
    new = Store.open(target.dsn, target.key)
    after = {part.table: part.rows for part in new.read_now(lambda c: list(dump.out(c)))}
    same = before.keys() - _CHANGED - {"delivery", "envelope"}
    assert "told" not in after
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert [row[:7] for row in after["envelope"]] == [row[:7] for row in before["envelope"]]
    assert [row[7] for row in after["envelope"]] == ["held"]  # until its partner was asked
    assert after["audit"][:-1] == before["audit"]
    assert new.read_now(audit.verify) is None
    assert new.read_now(lambda c: accounts.sessions_of(c, "som")) == []
    new.close()


def test_nothing_is_numbered_or_sent_twice(store: Store, target: Database, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    _take(store, file)
    last = store.read_now(feed.last)
    restore(file, _SECRET, target, NOON + timedelta(hours=30))
    new = Store.open(target.dsn, target.key)
    assert new.read_now(counters.epoch) > 1
    assert new.read_now(sheets.doubts) == {1: 11}
    assert new.read_now(lambda c: outbox.due(c, "gsm", 9)) == []
    waiting = new.read_now(lambda c: outbox.get(c, 2))
    assert waiting
    assert (waiting.state, waiting.text) == ("unknown", "ยาบ้า")
    assert new.write_now(lambda c: feed.add(c, "tick", NOON)) == last + 1
    assert new.write_now(lambda c: outbox.queue(c, **delivery("next"))) == 3
    assert "2026-03-14 05:00" in new.read_now(notices.standing)[0].sentence
    new.close()


def _each(store: Store, folder: Path, found: Callable[[Connection], int], *times: datetime) -> list[int]:
    """Restore one backup at each of these times, as if each machine before had died; return what is found."""
    _take(store, folder / "backup")
    each: list[int] = []
    for number, at in enumerate(times):
        target = Database(f"sqlite:///{folder}/{number}.db")
        restore(folder / "backup", _SECRET, target, at)
        new = Store.open(target.dsn)
        each.append(new.write_now(found))
        new.close()
    return each


def test_two_restores_never_share_an_epoch(store: Store, tmp_path: Path) -> None:
    found = _each(store, tmp_path, counters.epoch, later(60), later(61), later(120), later(3600 * 30))
    assert found == sorted(set(found))
    assert 1 < found[0] < found[-1] < 2**31


def test_restores_by_a_clock_in_1970_do_not_share_one_either(store: Store, tmp_path: Path) -> None:
    ago = NOON - timedelta(days=20000)
    assert len({1, *_each(store, tmp_path, counters.epoch, ago, ago, ago)}) == 4


def test_a_clock_far_ahead_begins_an_epoch_that_reports_can_be_filed_in(
    store: Store, target: Database, tmp_path: Path
) -> None:
    _take(store, tmp_path / "backup")
    restore(tmp_path / "backup", _SECRET, target, datetime(2099, 1, 1, tzinfo=UTC))
    new = Store.open(target.dsn, target.key)
    epoch = new.read_now(counters.epoch)
    assert 1 < epoch < 2**21
    filed = report(key(1, epoch=epoch))
    assert new.write_now(lambda c: reports.file(c, filed))
    new.close()


def test_restores_by_a_clock_behind_an_epoch_of_the_future_do_not_share_one(
    store: Store, tmp_path: Path
) -> None:
    store.write_now(lambda c: counters.begin_epoch(c, 10**9))
    times = [later(60), later(120), later(180)]
    found = _each(store, tmp_path, counters.epoch, *times)
    assert len(set(found)) == 3
    assert min(found) > 10**9


def test_an_epoch_too_high_is_refused_in_a_sentence(store: Store, target: Database, tmp_path: Path) -> None:
    store.write_now(lambda c: counters.begin_epoch(c, 2**31))
    _take(store, tmp_path / "backup")
    if target.path is not None:
        restore(tmp_path / "backup", _SECRET, target, NOON)
        return
    with pytest.raises(BackupError, match="cannot keep"):
        restore(tmp_path / "backup", _SECRET, target, NOON)
    store.write_now(lambda c: c.execute(text("UPDATE counter SET value = 1 WHERE name = 'epoch'")) and None)
    take(store, tmp_path / "backup", [_SECRET.public_key()], NOON)
    restore(tmp_path / "backup", _SECRET, target, NOON)  # nothing was left of the first


def test_an_old_text_with_a_nul_is_restored_to_either_engine(target: Database, tmp_path: Path) -> None:
    source = Store.make(f"sqlite:///{tmp_path}/old.db")
    source.write_now(lambda c: messages.add(c, **message(text="half\0")))
    source.write_now(lambda c: reports.file(c, report(key(1), fields={"text": ["a\0b"]})))
    take(source, tmp_path / "backup", [_SECRET.public_key()], NOON)
    source.close()
    restore(tmp_path / "backup", _SECRET, target, later(10))
    new = Store.open(target.dsn, target.key)
    kept = "\0" if new.alone else "\ufffd"
    assert [one.text for one in new.read_now(messages.recent)] == [f"half{kept}"]
    found = new.read_now(lambda c: reports.get(c, key(1)))
    assert found
    assert found.fields == {"text": [f"a{kept}b"]}
    new.close()


def test_what_was_filed_between_two_restores_of_one_backup_keeps_its_references(
    store: Store, tmp_path: Path
) -> None:
    times = [later(60 * minutes) for minutes in (1, 61, 60 * 24)]
    first, second, third = _each(store, tmp_path, lambda c: counters.take(c, "report"), *times)
    assert second - first >= 100  # in an hour
    assert third - second >= 2000  # in a day


def test_nor_does_a_clock_in_1970_bring_references_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    says = iter(range(100))
    monkeypatch.setattr(restoring.secrets, "randbelow", lambda most: next(says) % most)
    ago = NOON - timedelta(days=20000)
    found = _each(store, tmp_path, lambda c: counters.take(c, "report"), ago, ago, ago)
    assert all(b - a >= 1000 for a, b in pairwise(found))


def test_a_backup_is_taken_while_others_write(store: Store, tmp_path: Path) -> None:
    store.write_now(fill)
    futures = []
    for n in range(20):
        store.write_now(lambda c, n=n: audit.append(c, NOON, "station", "tick", str(n)))
        futures.append(take(store, tmp_path / f"b{n}", [_SECRET.public_key()], NOON).audit_seq)
    assert futures == list(range(2, 22))
    target = Database(f"sqlite:///{tmp_path}/new.db")
    assert restore(tmp_path / "b7", _SECRET, target, NOON).audit_seq == 9


def test_nothing_is_restored_over_a_store(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    _take(store, file)
    with pytest.raises(BackupError, match="already"):
        restore(file, _SECRET, store._database, NOON)
    assert store.read_now(counters.epoch) == 1


def test_a_bad_backup_leaves_no_store(store: Store, target: Database, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    _take(store, file)
    content = bytearray(file.read_bytes())
    content[-3] ^= 1
    file.write_bytes(content)
    with pytest.raises(BackupError, match="damaged"):
        restore(file, _SECRET, target, NOON)
    assert list(tmp_path.glob("new.db*")) == []
    with pytest.raises(BackupError, match="does not open"):
        restore(file, X25519PrivateKey.generate(), target, NOON)
    file.write_bytes(content[:-3] + bytes([content[-3] ^ 1]) + content[-2:])
    restore(file, _SECRET, target, NOON)


def test_a_broken_audit_log_is_not_restored(store: Store, target: Database, tmp_path: Path) -> None:
    store.write_now(fill)
    store.write_now(lambda c: c.execute(text("UPDATE audit SET actor = 'nobody'")) and None)
    take(store, tmp_path / "backup", [_SECRET.public_key()], NOON)
    with pytest.raises(BackupError, match=r"Row 1 was changed\."):
        restore(tmp_path / "backup", _SECRET, target, NOON)


def test_a_place_that_cannot_be_written_is_a_sentence(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="cannot be written"):
        take(store, tmp_path / "none" / "backup", [_SECRET.public_key()], NOON)
    with pytest.raises(BackupError, match="cannot be read"):
        restore(tmp_path / "none", _SECRET, Database(f"sqlite:///{tmp_path}/new.db"), NOON)
    assert list(tmp_path.glob("new.db*")) == []
    take(store, tmp_path / "b", [_SECRET.public_key()], NOON)
    with pytest.raises((StoreLostError, StoreFullError)):
        restore(tmp_path / "b", _SECRET, Database(f"sqlite:///{tmp_path}/none/new.db"), NOON)


def test_a_backup_for_nobody_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="at least one recovery key"):
        take(store, tmp_path / "backup", [], NOON)
    assert not (tmp_path / "backup").exists()


def test_nothing_readable_and_no_half_file_is_left(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    _take(store, folder / "b")
    assert [path.name for path in folder.iterdir()] == ["b"]
    assert (folder / "b").stat().st_mode & 0o777 == 0o600
    assert b"+6681" not in (folder / "b").read_bytes()
    assert store.read_now(lambda c: reports.get(c, key(1)))


def test_a_slow_stick_is_waited_for_and_no_table_is_held_in_memory(
    postgres_dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server ends a transaction that stands still, and a backup stands still while its disk writes."""
    real, limits, streamed = dump.out, set[str](), list[str]()
    idle = "SHOW idle_in_transaction_session_timeout"

    def watched(conn: Connection) -> Iterator[Rows]:
        for part in real(conn):
            limits.update(conn.execute(text(one)).scalar_one() for one in (idle, "SHOW statement_timeout"))
            if part.table == "audit":
                streamed.extend(conn.execute(text("SELECT statement FROM pg_cursors")).scalars())
            yield part

    monkeypatch.setattr(dump, "out", watched)
    store = Store.open(postgres_dsn)
    try:
        events = [Event(NOON, "station", "tick", str(n)) for n in range(600)]  # more than one part
        store.write_now(lambda c: audit.append_all(c, events))
        _take(store, tmp_path / "backup")
        assert store.read_now(lambda c: c.execute(text(idle)).scalar_one()) == "1min"  # as it was
    finally:
        store.close()
    assert limits == {"0"}
    assert any("FROM audit" in one for one in streamed)
