"""What the doctor says of the machine: impossible clocks, full disks, open keys, foreign databases."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway.doctor import database, machine
from gateway.founding import Founded, found
from gateway.office.config import Config, load
from gateway.office.keys import store_key
from gateway.store import present
from gateway.store.store import Store
from hardware.finding import Grade
from hardware.gsm import modem_manager

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    made = load(found(tmp_path / "msi", Founded("MSI", "Mae Sai", "TH")))
    Store.make(made.dsn(), store_key(made.path(made.store.key_file))).close()
    return made


@pytest.mark.parametrize(
    ("now", "newest", "grade"),
    [
        (NOW, None, Grade.GOOD),
        (NOW, NOW - timedelta(days=1), Grade.GOOD),
        (NOW, NOW + timedelta(minutes=1), Grade.GOOD),
        (NOW, NOW + timedelta(days=1), Grade.WRONG),
        (datetime(1970, 1, 1, 0, 5, tzinfo=UTC), None, Grade.WRONG),
        (datetime(2069, 1, 1, tzinfo=UTC), None, Grade.WRONG),
    ],
)
def test_a_clock_must_be_possible(now: datetime, newest: datetime | None, grade: Grade) -> None:
    assert machine.clock(now, newest).grade is grade


def test_a_disk_must_take_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.disk(tmp_path).grade is not Grade.WRONG
    monkeypatch.setattr(machine, "LOW_DISK", 1 << 60)
    assert "make room" in machine.disk(tmp_path).sentence

    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(machine.tempfile, "TemporaryFile", full)
    assert "No space left" in machine.disk(tmp_path).sentence


def test_keys_must_be_there_and_ours_alone(config: Config) -> None:
    file = config.folder / "office.toml"

    def grades() -> dict[str, Grade]:
        return {one.check: one.grade for one in machine.secrets(config, file)}

    assert grades() == {"keys": Grade.GOOD, "config": Grade.GOOD}
    file.chmod(0o644)
    (config.folder / "keys/seal.key").chmod(0o640)
    assert grades() == {"keys": Grade.WRONG, "config": Grade.WRONG}
    (config.folder / "keys/seal.key").chmod(0o600)
    (config.folder / "keys/seal.key").write_bytes(b"short")
    assert grades()["keys"] is Grade.WRONG
    (config.folder / "keys/store.key").unlink()
    assert "missing" in next(iter(machine.secrets(config, file))).sentence


def test_a_sound_database_is_tried_and_left_as_it_was(config: Config) -> None:
    before = sorted(path.name for path in config.folder.iterdir())
    for _ in range(2):
        finding, _newest = database.look(config)
        assert (finding.grade, "forces each commit" in finding.sentence) == (Grade.GOOD, True)
    store = Store.open(config.dsn(), store_key(config.path(config.store.key_file)))
    assert database.look(config)[0].grade is Grade.GOOD  # beside a station
    store.close()
    after = {path.name for path in config.folder.iterdir()}
    assert after - {"station.db-wal", "station.db-shm"} == set(before) - {"station.db-wal", "station.db-shm"}


def test_what_is_wrong_with_a_database_is_said(config: Config, tmp_path: Path) -> None:
    path = config.folder / "station.db"
    kept = tmp_path / "kept.db"
    shutil.copy(path, kept)
    path.write_bytes(b"this is no database at all" * 1000)
    assert "key" in database.look(config)[0].sentence
    path.unlink()
    assert "not there" in database.look(config)[0].sentence
    assert not path.exists()
    path.touch()
    assert "is empty" in database.look(config)[0].sentence
    assert path.read_bytes() == b""
    path.unlink()
    present.create(path, store_key(config.path(config.store.key_file)))
    assert "holds no office" in database.look(config)[0].sentence
    shutil.copy(kept, path)
    assert database.look(config)[0].grade is Grade.GOOD
    (config.folder / "keys/store.key").write_bytes(bytes(32))
    assert database.look(config)[0].grade is Grade.WRONG
    (config.folder / "keys/store.key").unlink()
    assert "missing" in database.look(config)[0].sentence


def test_modem_manager_is_told_to_leave_the_ports_alone(tmp_path: Path) -> None:
    proc, rules = tmp_path / "proc", tmp_path / "rules.d"
    (proc / "812").mkdir(parents=True)
    rules.mkdir()
    (proc / "812" / "comm").write_text("systemd\n")
    assert modem_manager.look(proc, (rules,)).grade is Grade.GOOD
    (proc / "812" / "comm").write_text("ModemManager\n")
    asked = modem_manager.look(proc, (rules,))
    assert (asked.grade, "--udev" in asked.sentence) == (Grade.WRONG, True)
    (rules / modem_manager.RULE).write_text(modem_manager.rule())
    assert modem_manager.look(proc, (rules,)).grade is Grade.GOOD
