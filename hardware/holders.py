"""Who has a device open, as far as this user may see (proc(5): /proc/PID/fd, /proc/PID/comm)."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hardware.sentence import Sentence

PROC: Final = Path("/proc")
MODEM_MANAGER: Final = "ModemManager"


@dataclass(frozen=True, slots=True)
class Holder:
    """One process that has the device open."""

    pid: int
    name: str


def holders(device: str, proc: Path = PROC) -> tuple[Holder, ...]:
    """Return who has `device` open, ourselves left out; nothing when that cannot be seen."""
    try:
        wanted = os.stat(device).st_rdev  # noqa: PTH116  # a URL is no path
    except OSError:
        return ()
    found = (pid for pid in _pids(proc) if pid != os.getpid() and _has_open(proc / str(pid) / "fd", wanted))
    return tuple(Holder(pid, name_of(pid, proc)) for pid in found)


def running(name: str, proc: Path = PROC) -> bool:
    """Tell whether a program of that name runs."""
    return any(name_of(pid, proc) == name[:15] for pid in _pids(proc))  # the kernel keeps 15 letters


def name_of(pid: int, proc: Path = PROC) -> str:
    try:
        return (proc / str(pid) / "comm").read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def said(found: tuple[Holder, ...]) -> Sentence:
    """Say who holds a port, and what to do about it."""
    if any(one.name == MODEM_MANAGER[:15] for one in found):
        return Sentence(
            "ModemManager holds the modem's port: tell it to leave it alone, see `patrolwire doctor --udev`."
        )
    if not found:
        return Sentence("Another program holds the modem's port: stop ModemManager or whatever else uses it.")
    who = ", ".join(f"{one.name} ({one.pid})" if one.name else str(one.pid) for one in found)
    return Sentence(
        "Process {processes} holds the modem's port: stop it, or give it another port.", processes=who
    )


def _pids(proc: Path) -> Iterator[int]:
    for entry in proc.iterdir():
        if entry.name.isdecimal():
            yield int(entry.name)


def _has_open(folder: Path, wanted: int) -> bool:
    try:
        return any(_rdev(entry) == wanted for entry in folder.iterdir())
    except OSError:
        return False


def _rdev(entry: Path) -> int:
    try:
        return entry.stat().st_rdev
    except OSError:
        return 0
