"""The demo's processes: started, started again when one dies, and ended; these and no others."""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_AGAIN_AFTER = 0.2
_PATIENCE = 6.0
_LONGEST = 200
_LIBC = ctypes.CDLL(None)


@dataclass(slots=True)
class Member:
    """One process of the crew: what it runs, where its log goes, how often it ended, its pid."""

    name: str
    arguments: tuple[str, ...]
    log: Path
    process: asyncio.subprocess.Process | None = field(default=None)
    ended: int = 0

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None


class Crew:
    """Keeps its members alive until it is told to end."""

    def __init__(self, members: Sequence[Member]) -> None:
        self.members = list(members)
        self._keepers: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Start every member once, and keep each from then on."""
        for member in self.members:
            await _spawn(member)
        self._keepers = [asyncio.create_task(_keep(member)) for member in self.members]

    def troubles(self) -> list[str]:
        """Return of each member that ended by itself what it said last, `modem MSI: ...`."""
        return [f"{one.name}: {_last_words(one.log)}" for one in self.members if one.ended]

    async def end(self) -> None:
        """End the members in the reverse order of their start, the stubborn ones by force."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        living = [one.process for one in self.members if one.process and one.process.returncode is None]
        for process in reversed(living):
            process.terminate()
        await asyncio.gather(*(_end(process) for process in living))


async def _keep(member: Member) -> None:
    while member.process:
        await member.process.wait()
        member.ended += 1
        await asyncio.sleep(_AGAIN_AFTER)
        await _spawn(member)


def _last_words(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip(" \n│╰─╯").splitlines()
    return lines[-1][:_LONGEST] if lines else "it said nothing"


async def _spawn(member: Member) -> None:
    with member.log.open("ab") as log:
        member.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "web",
            *member.arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is ours to pass on, in order
            preexec_fn=_die_with_parent,  # one thread, one prctl
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )


async def _end(process: asyncio.subprocess.Process) -> None:
    try:
        await asyncio.wait_for(process.wait(), _PATIENCE)
    except TimeoutError:
        process.kill()
        await process.wait()


def _die_with_parent() -> None:
    # A demo that is killed outright must leave nothing running either.
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
