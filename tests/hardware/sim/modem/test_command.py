"""`patrolwire sim modem` as a program: it starts, is killed, remembers, says what is wrong in one line."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

START = [sys.executable, "-c", "from web.commands.sim import app; app()", "modem"]
WITHIN = 20.0  # seconds; only a hang takes so long


@contextmanager
def running(folder: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    where = ["--pty", str(folder / "tty"), "--control", str(folder / "ctl")]
    process = subprocess.Popen([*START, *where, *more], text=True, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert "tty" in process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.communicate()


def ask(folder: Path, **request: object) -> dict[str, object]:
    with socket.socket(socket.AF_UNIX) as client, client.makefile("rwb") as lines:
        client.settimeout(WITHIN)
        client.connect(str(folder / "ctl"))
        lines.write(json.dumps(request).encode() + b"\n")
        lines.flush()
        answer: dict[str, object] = json.loads(lines.readline())
    return answer


def say(folder: Path, typed: bytes, end: bytes) -> bytes:
    line = os.open(folder / "tty", os.O_RDWR | os.O_NOCTTY)
    heard, deadline = b"", time.monotonic() + WITHIN
    try:
        os.write(line, typed)
        while end not in heard and time.monotonic() < deadline:
            heard += os.read(line, 4096)
    finally:
        os.close(line)
    return heard


def test_the_state_outlives_a_kill(tmp_path: Path) -> None:
    state = ("--state", str(tmp_path / "state"), "--capacity", "3", "--preload", "5")
    with running(tmp_path, *state) as process:
        say(tmp_path, b"AT+CMGD=2\r", b"OK\r\n")
        say(tmp_path, b"AT+CMGS=15\r0021000B916618325476F8000002C834\x1a", b"OK\r\n")
        before = [ask(tmp_path, op=op) for op in ("stored", "ledger", "sent")]
        process.send_signal(signal.SIGKILL)
        process.wait(WITHIN)
    with running(tmp_path, *state):
        after = [ask(tmp_path, op=op) for op in ("stored", "sent")]
        ledger = ask(tmp_path, op="ledger")["counts"]
    assert after == [before[0], before[2]]
    assert ledger == {
        "offered": 6, "given": 5, "waiting": 1, "stored": 3, "deleted": 1, "handed": 0, "discarded": 1,
    }  # fmt: skip


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, "quit"])
def test_it_ends_clean(tmp_path: Path, end: signal.Signals | str) -> None:
    with running(tmp_path) as process:
        if isinstance(end, str):
            assert ask(tmp_path, op=end) == {"ok": True}
        else:
            process.send_signal(end)
        assert process.wait(WITHIN) == 0
    assert [path.name for path in tmp_path.iterdir()] == []


def test_a_killed_ones_leavings_are_taken_over(tmp_path: Path) -> None:
    with running(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait(WITHIN)
    assert (tmp_path / "ctl").is_socket()
    with running(tmp_path):
        assert ask(tmp_path, op="stats")["plugged"] is True


@pytest.mark.parametrize(
    "more",
    [
        ("--latency", "CMGR=soon"),
        ("--number", "home"),
        ("--state", "/dev/null/state"),
        ("--control", "/dev/null"),
        ("--control", "x" * 200),
    ],
)
def test_what_is_wrong_is_one_line(tmp_path: Path, more: tuple[str, str]) -> None:
    where = ["--pty", str(tmp_path / "tty"), "--control", str(tmp_path / "ctl")]
    done = subprocess.run([*START, *where, *more], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert list(tmp_path.iterdir()) == []
