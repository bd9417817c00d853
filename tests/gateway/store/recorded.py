"""A run of the store whose every write and sync was recorded, and the disks that a crash could leave of it.

What came before a file's last sync is there. Of what came after, each write is there, is missing, or is torn
at a sector, each by the dice. Called as a module, it is the run: what is committed is told to `acks`.
"""

import os
import random
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from gateway.store import sqlite
from tests.gateway.store.commit_paths import PATHS
from tests.peers import need

_HEAD = struct.Struct("<cBQI")
_NAMES = ("store.db", "store.db-wal")
_ACKS = 2
_SECTOR = 512
_SHIM = Path(__file__).with_name("recorder.c")


class Step(NamedTuple):
    """One write (w), truncation (t) or sync (s) of a file."""

    op: str
    file: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Recording:
    """The database before the run, and every step of it."""

    base: bytes
    steps: list[Step]

    def told(self, until: int) -> set[bytes]:
        """Return what was acknowledged before step `until`."""
        return {s.data.strip() for s in self.steps[:until] if s.file == _ACKS and s.op == "w"}

    def crash(self, until: int, dice: random.Random, *, syncs: bool = True) -> dict[str, bytes]:
        """Return the files as a crash after `until` steps could leave them; without `syncs` none counted."""
        return {
            name: _left(self._of(number, until), dice, self.base if number == 0 else b"", syncs=syncs)
            for number, name in enumerate(_NAMES)
        }

    def _of(self, file: int, until: int) -> list[Step]:
        return [step for step in self.steps[:until] if step.file == file]


def _left(steps: list[Step], dice: random.Random, base: bytes, *, syncs: bool) -> bytes:
    content = bytearray(base)
    last = max((n for n, step in enumerate(steps) if step.op == "s"), default=-1) if syncs else -1
    for number, step in enumerate(steps):
        _apply(content, step if number <= last else _harmed(step, dice))
    return bytes(content)


def _harmed(step: Step, dice: random.Random) -> Step | None:
    fate = dice.choice(("kept", "missing", "torn"))
    if fate == "kept" or (fate == "torn" and step.op == "t"):
        return step
    if fate == "missing" or len(step.data) <= _SECTOR:
        return None
    return step._replace(data=step.data[: dice.randrange(len(step.data) // _SECTOR) * _SECTOR])


def _apply(content: bytearray, step: Step | None) -> None:
    if step is None or step.op == "s":
        return
    if step.op == "t":
        del content[step.offset :]
        content.extend(bytes(step.offset - len(content)))
        return
    content.extend(bytes(max(0, step.offset - len(content))))
    content[step.offset : step.offset + len(step.data)] = step.data


def record(folder: Path, way: str) -> Recording:
    """Run one of the commit paths in a process of its own, recorded, and kill it."""
    shim, log, path = folder / "recorder.so", folder / "record", folder / "store.db"
    subprocess.run([need("cc"), "-shared", "-fPIC", "-O1", "-o", str(shim), str(_SHIM), "-ldl"], check=True)
    PATHS[way].begin(path)
    base = path.read_bytes()
    environment = {**os.environ, "LD_PRELOAD": str(shim), "RECORD": str(log)}
    command = [sys.executable, "-m", "tests.gateway.store.recorded", str(path), way]
    subprocess.run(command, check=True, env=environment, cwd=Path(__file__).parents[3])
    return Recording(base, list(_steps(log.read_bytes())))


def _steps(log: bytes) -> Iterator[Step]:
    at = 0
    while at < len(log):
        op, file, offset, length = _HEAD.unpack_from(log, at)
        at += _HEAD.size
        yield Step(op.decode(), file, offset, log[at : at + length])
        at += length


def main(path: Path, way: str) -> None:
    sqlite._PAGES_BETWEEN_CHECKPOINTS = 40  # so that crashes fall into checkpoints and new logs too
    acks = os.open(path.with_name("acks"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for name in PATHS[way].run(path):
        os.write(acks, name + b"\n")
    os._exit(0)  # as a crash would: nothing is closed, no log is folded in


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
