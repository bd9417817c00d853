"""A disk that fails at each write and sync of intake in turn: nothing taken is lost, and nothing is twice."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.peers import need
from tests.soak import Note

_SHIM = Path(__file__).with_name("failing_disk.c")
_EACH = 1 if os.environ.get("PATROLWIRE_SOAK") == "1" else 9  # which of the writes fail: all, or each ninth
_ONCE = {"segments": 5, "segments twice": 0, "Message": 3, "Stray": 1, "Report": 1, "Delivery": 0}


def run(folder: Path, how: str) -> dict[str, Any]:
    """Run the office in a process of its own, on the failing disk."""
    shim = folder / "failing.so"
    command = [need("cc"), "-shared", "-fPIC", "-O1", "-o", str(shim), str(_SHIM), "-ldl"]
    subprocess.run(command, check=True)
    command = [sys.executable, "-m", "tests.gateway.store.failing", str(folder), str(shim), str(_EACH), how]
    environment = {**os.environ, "LD_PRELOAD": str(shim)}
    root = Path(__file__).parents[3]
    done = subprocess.run(command, env=environment, cwd=root, check=True, capture_output=True)
    return json.loads(done.stdout.splitlines()[-1])  # the log stands before it


@pytest.fixture(scope="module")
def careful(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return run(tmp_path_factory.mktemp("careful"), "careful")


def test_what_was_taken_is_there_once_and_the_rest_was_taken_again(
    careful: dict[str, Any], record_property: Note
) -> None:
    record_property("tried", len(careful["rounds"]))
    record_property("lost", sum(one["kept"]["segments"] < _ONCE["segments"] for one in careful["rounds"]))
    record_property("twice", sum(one["kept"]["segments twice"] > 0 for one in careful["rounds"]))
    record_property("corrupt", int(careful["sound"] != ["ok"]))
    assert [one for one in careful["rounds"] if one["told"][-1] != "kept"] == []
    assert [one for one in careful["rounds"] if one["kept"] != _ONCE] == []
    assert careful["sound"] == ["ok"]


def test_the_writes_did_fail_and_were_told_as_what_they_were(careful: dict[str, Any]) -> None:
    failed = [one for one in careful["rounds"] if one["failed"]]
    assert len(failed) > 0.5 * len(careful["rounds"])
    assert {word for one in careful["rounds"] for word in one["told"]} >= {"StoreFullError", "StoreLostError"}


def test_a_modem_that_forgets_too_early_loses_messages(tmp_path: Path, record_property: Note) -> None:
    """The negative control: whoever deletes although nothing was told as kept."""
    record_property("control", 1)
    found = run(tmp_path, "careless")
    assert len([one for one in found["rounds"] if one["kept"] != _ONCE]) > len(found["rounds"]) // 4
