"""Killed in the middle: a backup that has its name is whole, and a restore is all or nothing."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from gateway.backup import sealed
from gateway.backup.backup import Taken, _packed
from gateway.backup.restore import restore
from gateway.store import audit, dump
from gateway.store.database import Database
from gateway.store.store import Store
from gateway.store.use import Use
from hardware.failpoint import VARIABLE
from tests.gateway.store.fill import fill
from tests.gateway.store.rows import NOON, later

_SECRET = X25519PrivateKey.generate()
_WORK = """
import sys; from datetime import datetime, UTC; from pathlib import Path
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from gateway.backup.backup import take; from gateway.backup.restore import restore
from gateway.store.database import Database; from gateway.store.store import Store
folder, now = Path(sys.argv[2]), datetime(2026, 3, 14, 6, tzinfo=UTC)
secret = X25519PrivateKey.from_private_bytes(bytes.fromhex(sys.argv[3]))
if sys.argv[1] == "take":
    take(Store.open(f"sqlite:///{folder}/store.db"), folder / "backup", [secret.public_key()], now)
else:
    restore(folder / "backup", secret, Database(f"sqlite:///{folder}/new.db"), now)
"""


def _run(what: str, folder: Path, point: str | None = None) -> int:
    env = {**os.environ, **({VARIABLE: f"{point}:1"} if point else {})}
    command = [sys.executable, "-c", _WORK, what, str(folder), _SECRET.private_bytes_raw().hex()]
    root = Path(__file__).parents[3]
    return subprocess.run(command, env=env, cwd=root, timeout=100, check=False).returncode


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = Store.make(f"sqlite:///{tmp_path}/store.db")
    store.write_now(fill)
    store.close()
    return tmp_path


def _restored(folder: Path, name: str) -> dict[str, int]:
    target = Database(f"sqlite:///{folder}/{name}.db")
    restore(folder / "backup", _SECRET, target, later(99))
    store = Store.open(target.dsn)
    assert store.read_now(audit.verify) is None
    counts = store.read_now(dump.counts)
    store.close()
    return counts


def test_a_backup_killed_before_it_was_read_again_has_no_name(folder: Path) -> None:
    assert _run("take", folder, "backup-written") == -signal.SIGKILL
    assert not (folder / "backup").exists()
    assert _run("take", folder) == 0
    assert _restored(folder, "x")["report"] == 1
    assert not (folder / "backup.part").exists()


def test_a_backup_killed_after_it_had_its_name_is_whole(folder: Path) -> None:
    assert _run("take", folder, "backup-named") == -signal.SIGKILL
    assert _restored(folder, "x")["report"] == 1


def test_a_restore_killed_before_its_commit_left_nothing_and_can_be_done_again(folder: Path) -> None:
    _run("take", folder)
    assert _run("restore", folder, "restore-filled") == -signal.SIGKILL
    assert _run("restore", folder) == 0
    assert _run("restore", folder) == 1  # and it is there: the negative control


def test_a_restore_leaves_the_log_of_the_old_store_alone(folder: Path) -> None:
    """Killed, the old store has its last reports in its log; a restore over that name would delete them."""
    assert _run("take", folder) == 0
    path, log = folder / "new.db", folder / "new.db-wal"
    assert _run("restore", folder, "restore-committed") == -signal.SIGKILL
    kept = log.read_bytes()
    path.rename(folder / "old.db")
    assert kept
    assert _run("restore", folder) == 1
    assert (log.read_bytes(), path.exists()) == (kept, False)
    for beside in folder.glob("new.db-*"):
        beside.rename(folder / beside.name.replace("new", "old"))
    assert _run("restore", folder) == 0
    old = Store.open(f"sqlite:///{folder}/old.db")
    assert old.read_now(dump.counts)["report"] == 1
    old.close()


def test_a_restore_killed_after_its_commit_is_a_store(folder: Path) -> None:
    _run("take", folder)
    assert _run("restore", folder, "restore-committed") == -signal.SIGKILL
    store = Store.open(f"sqlite:///{folder}/new.db")
    assert store.read_now(audit.verify) is None
    assert store.read_now(dump.counts)["report"] == 1
    store.close()


def test_a_backup_of_the_schema_before_is_restored_with_its_chain(tmp_path: Path) -> None:
    """A backup that an older edition took: its head is the last hash of a chain."""
    old = sqlite3.connect(tmp_path / "old.db")
    old.executescript((Path(__file__).parents[2] / "data/store/0002.sql").read_text(encoding="utf-8"))
    seq, kept = old.execute("SELECT seq, hash FROM audit ORDER BY seq DESC").fetchone()
    old.close()
    engine = Database(f"sqlite:///{tmp_path}/old.db").engine(Use.READ)
    with engine.connect() as conn, conn.begin(), (tmp_path / "backup").open("wb") as file:
        taken = Taken(NOON, dump.schema(conn), dump.counts(conn), seq, kept)
        sealed.write(file, {"at": NOON}, _packed(taken, dump.out(conn)), [_SECRET.public_key()])
    engine.dispose()
    assert _restored(tmp_path, "x")["audit"] == seq + 1
