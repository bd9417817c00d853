"""What a pretend modem must still know after a restart: keys and JSON values, a line appended each change.

A line cut short by a kill is dropped at the next start, when the file is also rewritten, whole, beside
the old one and moved over it. Nothing is forced to the disk: this outlives the process, not the power.
"""

import json
import os
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

_CHANGE = TypeAdapter(tuple[str, object])


class Keep(Protocol):
    """Where changes go: a value for a key, or None to forget it."""

    def __call__(self, key: str, value: object) -> None: ...


def keep_nothing(key: str, value: object) -> None:
    """Forget at once: for a modem that need not outlive its process."""


class Journal:
    """An append-only file of `[key, value]` lines: call it for each change, flush before anyone is told."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.values = read_values(path)
        self._rewrite()
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
        self._unwritten = bytearray()

    def __call__(self, key: str, value: object) -> None:
        self._unwritten += _line(key, value)

    def flush(self) -> None:
        """Append what has changed in one write, so that a kill leaves all of it or none."""
        while self._unwritten:
            del self._unwritten[: os.write(self._file, self._unwritten)]

    def close(self) -> None:
        self.flush()
        os.close(self._file)

    def _rewrite(self) -> None:
        fresh = self._path.with_name(self._path.name + ".new")
        fresh.write_bytes(b"".join(_line(key, value) for key, value in self.values.items()))
        fresh.replace(self._path)


def read_values(path: Path) -> dict[str, object]:
    """Return the last value of each key; a missing file is an empty state, a line that is no JSON ends it."""
    values: dict[str, object] = {}
    if not path.exists():
        return values
    for line in path.read_bytes().split(b"\n"):
        change = _change(line)
        if change is None:
            break
        key, value = change
        if value is None:
            values.pop(key, None)
        else:
            values[key] = value
    return values


def _line(key: str, value: object) -> bytes:
    return json.dumps([key, value], separators=(",", ":")).encode() + b"\n"


def _change(line: bytes) -> tuple[str, object] | None:
    try:
        return _CHANGE.validate_json(line)
    except ValidationError:
        return None
