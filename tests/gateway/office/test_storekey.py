"""The store's key: handed over, locked, changed; and one that fits, whenever the power goes."""

import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gateway.errors import ConfigError, StoreLostError
from gateway.office import files, storekey
from gateway.store import audit, dump, messages
from gateway.store.store import Store
from hardware.failpoint import VARIABLE
from tests.gateway.store import rows
from tests.gateway.store.fill import fill

_KILLS = 40 if os.environ.get("PATROLWIRE_SOAK") else 6
_ROTATE = (
    "import sys; from pathlib import Path; from gateway.office import storekey; print('go', flush=True);"
    "storekey.rotate(Path(sys.argv[1]), Path(sys.argv[2]))"
)


@pytest.fixture
def office(tmp_path: Path) -> tuple[Path, Path]:
    """Give a key file and a filled database of some 2 MB under it."""
    file, path = tmp_path / "store.key", tmp_path / "store.db"
    files.write(file, secrets.token_bytes(32))
    store = Store.make(f"sqlite:///{path}", storekey.read(file))
    store.write_now(fill)
    store.write_now(lambda c: [messages.add(c, **rows.message(text="x" * 900)) for _ in range(1500)])
    store.close()
    return file, path


def _held(file: Path, path: Path) -> dict[str, int]:
    store = Store.open(f"sqlite:///{path}", storekey.read(file))
    try:
        assert store.read_now(audit.verify) is None
        assert store.read_now(lambda c: c.exec_driver_sql("PRAGMA integrity_check").scalars().all()) == ["ok"]
        return store.read_now(dump.counts)
    finally:
        store.close()


def _start(file: Path, path: Path, point: str | None = None) -> subprocess.Popen[bytes]:
    env = {**os.environ, **({VARIABLE: f"{point}:1"} if point else {})}
    command = [sys.executable, "-c", _ROTATE, str(file), str(path)]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3])


def test_a_rotated_store_opens_with_the_new_key_only(office: tuple[Path, Path]) -> None:
    file, path = office
    old, before = file.read_bytes(), _held(*office)
    storekey.rotate(file, path)
    assert file.read_bytes() != old
    assert _held(*office) == before
    with pytest.raises(StoreLostError, match="this key"):
        Store.open(f"sqlite:///{path}", old)
    assert sorted(one.name for one in path.parent.iterdir()) == ["store.db", "store.key"]


@pytest.mark.parametrize("empty", [False, True])
def test_the_only_key_stays_while_its_database_is_away(office: tuple[Path, Path], *, empty: bool) -> None:
    """The disk is not mounted: whatever is made in its place, the key belongs to what is on the disk."""
    file, path = office
    key, away = file.read_bytes(), path.with_name("away.db")
    path.rename(away)
    if empty:
        path.touch()
    with pytest.raises(StoreLostError, match="is empty" if empty else "is not there"):
        storekey.rotate(file, path)
    assert file.read_bytes() == key
    assert sorted(one.name for one in path.parent.iterdir()) == [
        "away.db",
        *(["store.db"] if empty else []),
        "store.key",
    ]
    _held(file, away)


def test_nor_is_it_changed_for_a_database_of_another_key(office: tuple[Path, Path]) -> None:
    file, path = office
    before, other = file.read_bytes(), path.with_name("other.db")
    Store.make(f"sqlite:///{other}", bytes(32)).close()
    with pytest.raises(StoreLostError, match="does not open with the key"):
        storekey.rotate(file, other)
    assert [file.read_bytes(), file.with_name("store.key.new").exists()] == [before, False]


def test_a_change_that_was_cut_off_waits_for_its_database(office: tuple[Path, Path]) -> None:
    """Which of the two keys fits is known only when the disk is there again."""
    file, path = office
    before = _held(*office)
    _start(*office, "rotate-rekeyed").communicate(timeout=60)
    key = file.read_bytes()
    path.rename(path.with_name("away.db"))
    assert storekey.read(file) == key
    with pytest.raises(StoreLostError, match="is not there"):
        _held(*office)
    path.with_name("away.db").rename(path)
    assert storekey.read(file) != key
    assert _held(*office) == before


@pytest.mark.parametrize("point", ["rotate-pending", "rotate-rekeyed", "rotate-named"])
def test_killed_at_each_step_one_key_fits_and_the_next_try_succeeds(
    office: tuple[Path, Path], point: str
) -> None:
    before = _held(*office)
    killed = _start(*office, point)
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert _held(*office) == before
    storekey.rotate(*office)
    assert _held(*office) == before


def test_without_what_was_written_beside_it_no_key_would_fit(office: tuple[Path, Path]) -> None:
    """The negative control: the same kill, and the next key was kept nowhere."""
    file, _ = office
    _start(*office, "rotate-rekeyed").communicate(timeout=60)
    files.remove(file.with_name("store.key.new"))
    with pytest.raises(StoreLostError, match="this key"):
        _held(*office)


def test_killed_at_any_moment_of_the_writing_one_key_fits(office: tuple[Path, Path]) -> None:
    """Kill by the clock, spread over the time that a whole change takes."""
    before, halves = _held(*office), 0
    whole = _start(*office)
    assert whole.stdout
    whole.stdout.readline()
    began = time.monotonic()
    whole.communicate(timeout=60)
    took = time.monotonic() - began
    for number in range(_KILLS):
        running = _start(*office)
        assert running.stdout
        running.stdout.readline()
        time.sleep(took * (number + 0.5) / _KILLS)
        running.kill()
        running.communicate(timeout=60)
        halves += office[1].with_name("store.db-journal").exists()
        assert _held(*office) == before
    assert halves or _KILLS < 20, "no kill fell into the writing"


def test_killed_while_the_last_change_is_wiped_the_new_key_fits(office: tuple[Path, Path]) -> None:
    """Between the zeros and the end of the file beside the key, which a kill by the clock rarely meets."""
    file, path = office
    storekey.rotate(file, path)
    key, pending = file.read_bytes(), file.with_name("store.key.new")
    for size in (0, 1, 80):
        files.write(pending, bytes(size))
        assert storekey.read(file) == key
        assert not pending.exists()


def test_a_store_in_use_is_left_alone(office: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.store.sqlite.BUSY_S", 0.1)
    file, path = office
    store = Store.open(f"sqlite:///{path}", storekey.read(file))
    store.read_now(audit.head)
    with pytest.raises(StoreLostError, match="stop the station"):
        storekey.rotate(file, path)
    store.write_now(lambda c: messages.add(c, **rows.message()))
    store.close()
    _held(*office)


def test_a_locked_key_opens_with_its_passphrase_and_rotates_locked(office: tuple[Path, Path]) -> None:
    file, path = office
    key = storekey.read(file)
    storekey.lock(file, "ข้าวเหนียว")
    assert key not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(ConfigError, match="passphrase"):
        storekey.read(file, lambda: "wrong")
    with pytest.raises(ConfigError, match="nobody is here"):
        storekey.read(file)
    asked: list[str] = []

    def ask() -> str:
        asked.append("")
        return "ข้าวเหนียว"

    assert storekey.read(file, ask) == key
    storekey.rotate(file, path, ask)
    assert len(asked) == 2
    assert storekey.locked(file)
    assert storekey.read(file, ask) != key
    storekey.unlock(file, ask)
    _held(*office)


def test_a_credential_comes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "store.key").write_bytes(b"c" * 32)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    file = tmp_path / "elsewhere" / "store.key"
    assert storekey.read(file) == b"c" * 32
    with pytest.raises(ConfigError, match="systemd"):
        storekey.rotate(file, tmp_path / "store.db")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "other"))
    with pytest.raises(ConfigError, match="missing"):
        storekey.read(file)
