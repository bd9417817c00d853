"""A disk that fails at each write and sync of what is taken in: nothing is lost, and nothing is twice."""

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
_ALL = os.environ.get("PATROLWIRE_SOAK") == "1"
_EACH = {"modem": 1 if _ALL else 9, "partner": 1 if _ALL else 3}  # which of the writes fail
_ONCE = {
    "modem": {"segments": 5, "segments twice": 0, "Message": 3, "Stray": 1, "Report": 1, "Delivery": 0},
    "partner": {"Envelope": 1, "Report": 1, "Feed": 1},
}


# One small commit that finds no room makes some and is written again, so that its caller hears of nothing.
_TOLD = {"modem": {"StoreFullError", "StoreLostError"}, "partner": {"StoreLostError"}}


def run(folder: Path, way: str, how: str) -> dict[str, Any]:
    """Run the office in a process of its own, on the failing disk."""
    shim = folder / "failing.so"
    command = [need("cc"), "-shared", "-fPIC", "-O1", "-o", str(shim), str(_SHIM), "-ldl"]
    subprocess.run(command, check=True)
    command = [sys.executable, "-m", "tests.gateway.store.failing", str(folder), str(shim), str(_EACH[way])]
    command += [way, how]
    environment = {**os.environ, "LD_PRELOAD": str(shim)}
    root = Path(__file__).parents[3]
    done = subprocess.run(command, env=environment, cwd=root, check=True, capture_output=True)
    return json.loads(done.stdout.splitlines()[-1])  # the log stands before it


@pytest.fixture(scope="module", params=_ONCE)
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def careful(way: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return run(tmp_path_factory.mktemp("careful"), way, "careful")


def test_what_was_taken_is_there_once_and_the_rest_was_taken_again(
    way: str, careful: dict[str, Any], record_property: Note
) -> None:
    rounds, once = careful["rounds"], _ONCE[way]
    record_property("tried", len(rounds))
    for found, wrong in (("lost", int.__lt__), ("twice", int.__gt__)):
        bad = [one for one in rounds if any(wrong(one["kept"][name], count) for name, count in once.items())]
        record_property(found, len(bad))
    record_property("corrupt", int(careful["sound"] != ["ok"]))
    assert [one for one in rounds if one["told"][-1] != "kept"] == []
    assert [one for one in rounds if one["kept"] != once] == []
    assert careful["sound"] == ["ok"]


def test_the_writes_did_fail_and_were_told_as_what_they_were(way: str, careful: dict[str, Any]) -> None:
    failed = [one for one in careful["rounds"] if one["failed"]]
    assert len(failed) > 0.5 * len(careful["rounds"])
    assert {word for one in careful["rounds"] for word in one["told"]} >= _TOLD[way]


def test_who_forgets_too_early_loses_messages(way: str, tmp_path: Path, record_property: Note) -> None:
    """The negative control: whoever deletes although nothing was told as kept."""
    record_property("control", 1)
    found = run(tmp_path, way, "careless")
    assert len([one for one in found["rounds"] if one["kept"] != _ONCE[way]]) > len(found["rounds"]) // 4
