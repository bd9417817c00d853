"""kill -9 between any two steps of an escalation: nobody is texted twice, and in the end everybody was."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hardware.failpoint import VARIABLE
from tests.gateway.alarms.test_escalation import HUB, NOI, SOM, Watchers, _envelopes
from tests.gateway.offices import found_pair

DEATHS = ["batch-written:1", "batch-committed:1", "batch-written:2", "batch-committed:2", "batch-committed:3"]


def _looks_after(folder: Path, point: str) -> int:
    command = [sys.executable, "-m", "tests.gateway.alarms.dying", str(folder)]
    environment = {**os.environ, VARIABLE: point} if point else {**os.environ}
    return subprocess.run(command, env=environment, check=False, timeout=120).returncode


@pytest.mark.timeout(300)
def test_a_station_that_is_killed_texts_each_phone_once(tmp_path: Path) -> None:
    office = Watchers(found_pair(tmp_path, HUB)["MSI"])
    office.sos()
    for point in DEATHS:
        assert _looks_after(tmp_path / "MSI", point) == -signal.SIGKILL
        told = [one.to for one in office.texts()]
        assert len(told) == len(set(told))
    assert _looks_after(tmp_path / "MSI", "") == 0
    assert [one.to for one in office.texts()] == [SOM, NOI]
    assert office.house.store.read_now(_envelopes) == [("BKK", "alarm", 0)]
