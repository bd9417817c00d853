"""From the command line: found an office, back it up, erase, restore, change keys, and check the record."""

import subprocess
import sys
from pathlib import Path

import pytest

from gateway.office import card, keys
from gateway.office.config import Config, load
from gateway.store import notices, reports
from gateway.store.store import Store
from tests.gateway.store.fill import fill
from tests.gateway.store.rows import key

ROOT = Path(__file__).parents[2]


def _run(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "web", *words]
    return subprocess.run(
        command, cwd=ROOT, input=typed, capture_output=True, text=True, timeout=100, check=False
    )


def _good(*words: str, typed: str = "") -> str:
    done = _run(*words, typed=typed)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Give the config of a founded office with something in its store."""
    said = _good("init", str(tmp_path / "msi"))
    assert "MSI.recovery-key" in said.replace("\n", "")
    config = tmp_path / "msi" / "office.toml"
    store = _open(load(config))
    store.write_now(fill)
    store.close()
    return config


def _open(found: Config, dsn: str = "") -> Store:
    return Store.open(dsn or found.dsn(), keys.store_key(found.path(found.store.key_file)))


def test_an_erased_report_stays_erased_through_a_restore(office: Path) -> None:
    at, secret = ("--config", str(office)), str(office.parent / "MSI.recovery-key")
    old = str(office.parent / "old.backup")
    assert "was read again" in _good("backup", old, *at)
    head = _good("audit", "verify", *at).rsplit(" ", 1)[1].strip()
    assert "rows were overwritten" in _good("erase", "--report", "MSI-1-1", "--why", "a court", *at)
    assert _run("erase", "--report", "MSI-1-9", "--why", "a court", *at).returncode == 1
    to = f"sqlite:///{office.parent}/again.db"
    _good("restore", old, "--key", secret, "--to", to, *at)
    again = _open(load(office), to)
    report = again.read_now(lambda c: reports.get(c, key(1)))
    assert report
    assert report.fields == {}
    assert "restored" in [one.name for one in again.read_now(notices.standing)]
    again.close()
    assert "agrees with 1 heads" in _good("audit", "verify", "--head", head, *at)
    bad = _run("audit", "verify", "--head", f"99:{head.split(':')[1]}", *at)
    assert (bad.returncode, "old copy" in bad.stderr) == (1, True)


def test_keys_are_changed_locked_and_unlocked(office: Path, tmp_path: Path) -> None:
    at = ("--config", str(office))
    witness = tmp_path / "heads"
    witness.write_text(_good("audit", "heads", *at))
    _good("keys", "rotate", *at)
    _good("keys", "lock", *at, typed="khao niao\n")
    locked = _run("audit", "verify", *at)
    assert (locked.returncode, "passphrase" in locked.stderr) == (1, True)
    file = load(office).path(load(office).store.key_file)
    file.write_bytes(keys.storekey.read(file, lambda: "khao niao"))
    assert "agrees with 1 heads" in _good("audit", "verify", "--witness", str(witness), *at)
    doubted = _run("audit", "verify", "--partner-heads", *at)
    assert (doubted.returncode, "TCL" in doubted.stderr) == (1, True)
    _good("keys", "recovery", "--to", str(tmp_path / "new"), *at)
    _good("backup", str(tmp_path / "b"), *at)
    old = str(office.parent / "MSI.recovery-key")
    refused = _run("restore", str(tmp_path / "b"), "--key", old, "--to", f"sqlite:///{tmp_path}/x.db", *at)
    assert (refused.returncode, "does not open" in refused.stderr) == (1, True)
    _good(
        "restore",
        str(tmp_path / "b"),
        "--key",
        str(tmp_path / "new"),
        "--to",
        f"sqlite:///{tmp_path}/y.db",
        *at,
    )


def test_keys_towards_partners_are_renewed(office: Path) -> None:
    at = ("--config", str(office))
    before = card.read(office.parent / "MSI.card.toml")
    assert "keys renew --finish" in _good("keys", "renew", *at)
    _good("keys", "renew", "--finish", *at)
    after = card.read(office.parent / "MSI.card.toml")
    assert (after.before, keys.load(office.parent / "keys").sign.public_key()) == ((before.sign,), after.sign)


def test_an_office_whose_disk_is_not_mounted_is_not_begun_anew(office: Path) -> None:
    at, path = ("--config", str(office)), office.with_name("station.db")
    path.rename(office.with_name("elsewhere"))
    for words in (("run",), ("export",), ("audit", "verify"), ("backup", str(office.with_name("b")))):
        done = _run(*words, *at)
        assert (done.returncode, "no new one was begun" in done.stderr) == (1, True), done.stderr
    assert [one.name for one in office.parent.glob("station.db*")] == []
