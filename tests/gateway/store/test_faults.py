"""What a crash, a full disk and a broken file may do to the store: nothing acknowledged is lost."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from gateway.errors import StoreFullError, StoreLostError
from gateway.store import messages, notices, segments
from gateway.store.store import Store
from gateway.store.writer import submit
from hardware.sentence import Sentence
from tests.gateway.store.rows import NOON, keys_heard, message, segment
from tests.gateway.store.stream import EARLY, KEPT, Stream
from tests.peers import need
from tests.soak import Note

_KEY = b"k" * 32


def _killed(dsn: str, rounds: int, when: str = KEPT) -> tuple[set[bytes], set[bytes]]:
    """Kill a stream of commits some times; return what it said to be kept in all, and what of it is gone."""
    acknowledged: set[bytes] = set()
    gone: set[bytes] = set()
    for round_ in range(rounds):
        stream = Stream(dsn, _KEY, round_ * 10**6, when=when)
        stream.hear(150 + 130 * round_)
        acknowledged |= stream.kill()
        store = Store.open(dsn, _KEY)
        gone |= acknowledged - store.read_now(keys_heard)
        checked = store.read_now(lambda c: c.execute(text("PRAGMA integrity_check")).scalars().all())
        store.close()
        assert checked == ["ok"]
    return acknowledged, gone


def test_kill_9_in_a_stream_of_commits_loses_nothing_acknowledged(
    tmp_path: Path, record_property: Note
) -> None:
    acknowledged, gone = _killed(f"sqlite:///{tmp_path}/store.db", 4)
    record_property("tried", 4)
    record_property("lost", len(gone))
    assert len(acknowledged) > 1000
    assert not gone


def test_had_they_been_acknowledged_before_the_commit_some_would_be_gone(
    tmp_path: Path, record_property: Note
) -> None:
    """The negative control of the kills."""
    record_property("control", 1)
    _, gone = _killed(f"sqlite:///{tmp_path}/store.db", 3, EARLY)
    assert gone


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of two megabytes: four times an empty store."""
    mount, umount = need("mount"), need("umount")
    if os.geteuid() != 0:
        if os.environ.get("CI") == "true":
            pytest.fail("under CI this must run as root, to mount a small disk")
        pytest.skip("NOT ROOT: the full disk was not tried")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run([mount, "-t", "tmpfs", "-o", "size=2m", "none", str(disk)], check=True)
    yield disk
    subprocess.run([umount, "-l", str(disk)], check=True)


def test_a_full_disk_keeps_nothing_loses_nothing_and_recovers(small: Path) -> None:
    store = Store.make(f"sqlite:///{small}/store.db", _KEY)
    try:
        kept = _write_until_full(store)
        with pytest.raises(StoreFullError, match="Free some space"):
            store.write_now(lambda c: [_big(c, n) for n in range(8)])  # one by itself might still fit
        assert _ids(store) == kept
        _grow(small)
        for n in range(5):
            kept.append(store.write_now(lambda c, n=n: _big(c, n)))
        assert _ids(store) == kept
    finally:
        store.close()
    again = Store.open(f"sqlite:///{small}/store.db", _KEY)
    assert _ids(again) == kept
    assert again.read_now(lambda c: c.execute(text("PRAGMA integrity_check")).scalars().all()) == ["ok"]
    again.close()


def _rewrite(store: Store, times: int) -> None:
    """Write one row again and again: the log grows, and what it holds does not."""
    for n in range(times):
        said = f"{n} " + "x" * 3000
        store.write_now(lambda c, said=said: notices.post(c, "same", NOON, "warning", Sentence(said)))


def test_a_log_that_fills_the_disk_is_emptied_and_the_write_is_tried_again(small: Path) -> None:
    store = Store.make(f"sqlite:///{small}/store.db", _KEY)
    try:
        _rewrite(store, 400)
        [notice] = store.read_now(notices.standing)
        assert notice.sentence.startswith("399 ")
    finally:
        store.close()


def test_a_reader_that_holds_the_log_keeps_the_disk_full_until_it_ends(small: Path) -> None:
    """The negative control as well: without the emptying this many writes do not fit."""
    store = Store.make(f"sqlite:///{small}/store.db", _KEY)
    try:
        with store._reading.connect() as conn, conn.begin():
            conn.execute(text("SELECT count(*) FROM notice")).scalar_one()
            with pytest.raises(StoreFullError):
                _rewrite(store, 400)
        _rewrite(store, 20)
    finally:
        store.close()


def _write_until_full(store: Store) -> list[int]:
    kept: list[int] = []
    for _ in range(200):
        futures: list[Future[int]] = [submit(store._writer, lambda c, n=n: _big(c, n)) for n in range(4)]
        told = [f.exception(60) for f in futures]
        kept += [f.result() for f in futures if f.exception() is None]
        if any(told):
            assert all(isinstance(e, StoreFullError) for e in told if e)
            return kept
    pytest.fail("the disk never filled up")


def _big(conn: Connection, n: int) -> int:
    return messages.add(conn, **message(text=f"{n}" + os.urandom(4000).hex()))


def _ids(store: Store) -> list[int]:
    return sorted(m.id for m in store.read_now(lambda c: messages.recent(c, limit=10**6)))


def _grow(disk: Path) -> None:
    subprocess.run([need("mount"), "-o", "remount,size=8m", str(disk)], check=True)


def test_a_disk_full_of_others_is_told_as_full_and_recovers(small: Path) -> None:
    store = Store.make(f"sqlite:///{small}/store.db", _KEY)
    kept = [store.write_now(lambda c: _big(c, 1))]
    ballast = small / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    kept += _write_until_full(store)
    with pytest.raises(StoreFullError):
        Store.make(f"sqlite:///{small}/other.db", _KEY)
    ballast.unlink()
    kept.append(store.write_now(lambda c: _big(c, 2)))
    assert _ids(store) == kept
    store.close()


def test_a_folder_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreLostError, match="folder"):
        Store.make(f"sqlite:///{tmp_path}/none/store.db")


def test_a_damaged_database_is_a_sentence(tmp_path: Path) -> None:
    dsn = f"sqlite:///{tmp_path}/store.db"
    Store.make(dsn, _KEY).close()
    path = tmp_path / "store.db"
    content = bytearray(path.read_bytes())
    content[4096 * 3 :] = os.urandom(len(content) - 4096 * 3)
    path.write_bytes(content)
    with pytest.raises(StoreLostError, match=r"damaged|this key"):
        _open_and_keep(dsn)


def _open_and_keep(dsn: str) -> None:
    store = Store.open(dsn, _KEY)
    try:
        store.write_now(lambda c: segments.keep(c, [segment(b"a")]))
    finally:
        store.close()
