"""The commands that keep: backup, restore and audit, on an office made by `init`."""

import subprocess
import sys
from pathlib import Path

import pytest


def _run(*words: str | Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "web", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    assert _run("init", tmp_path / "office").returncode == 0
    return next((tmp_path / "office").glob("*.toml"))


def test_an_office_comes_back_from_its_backup(config: Path, tmp_path: Path) -> None:
    key, file, place = tmp_path / "recovery", tmp_path / "backup", ("--config", config)
    assert _run("backup", "--new-key", key).returncode == 0
    assert key.stat().st_mode & 0o777 == 0o600
    taken = _run("backup", file, "--key", f"{key}.pub", *place)
    head = taken.stdout.split()[-1]
    over = _run("restore", file, "--key", key, *place)
    assert (over.returncode, "already" in over.stderr) == (1, True)
    other = f"sqlite:///{tmp_path}/other.db"
    assert head in _run("restore", file, "--key", key, "--to", other, *place).stdout
    assert _run("audit", "verify", "--head", head, *place).returncode == 0


def test_what_goes_wrong_is_one_sentence(config: Path, tmp_path: Path) -> None:
    place = ("--config", config)
    cases = [
        _run("audit", "verify", "--head", f"9:{bytes(32).hex()}", *place),
        _run("backup", tmp_path / "backup", "--key", tmp_path / "none.pub", *place),
        _run("restore", config, "--key", config, *place),
    ]
    for case in cases:
        assert case.returncode == 1
        assert case.stderr.startswith("patrolwire: ")
        assert case.stderr.count("\n") == 1
