"""The demo's offices as real processes that a test may kill, starve and cut off one by one."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx

from web.demo.control import ask
from web.demo.crew import Member
from web.demo.play import Play
from web.demo.stage import USER, Set, set_stage


class Road:
    """The whole demo, run from a test."""

    def __init__(self, folder: Path) -> None:
        self.stage = set_stage(folder, any_ports=True)
        self.play = Play(folder, self.stage)

    def office(self, code: str) -> Set:
        return next(one for one in self.stage.sets if one.role.code == code)

    def station(self, code: str) -> Member:
        return next(one for one in self.play.crew.members if one.name == f"station {code}")

    def kill(self, code: str) -> None:
        """Kill a station as a power cut would; the crew starts it again."""
        process = self.station(code).process
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)

    async def text(self, code: str, words: str, sender: str | None = None) -> None:
        one = self.office(code)
        number = sender or one.role.officers[0].number
        await ask(one.control, op="receive", **{"from": number, "text": words})

    async def modem(self, code: str, op: str, **more: object) -> dict[str, Any]:
        return await ask(self.office(code).control, op=op, **more)

    async def held(self, code: str) -> list[dict[str, Any]]:
        """Return what `patrolwire export` prints of an office."""
        return await asyncio.to_thread(export, self.office(code).config)


@contextlib.asynccontextmanager
async def road(folder: Path) -> AsyncIterator[Road]:
    """Start the demo in `folder` and end it, whatever the test does."""
    found = await asyncio.to_thread(Road, folder)
    try:
        await found.play.start()
        await found.play.ready()
        yield found
    finally:
        await found.play.end()


@contextlib.asynccontextmanager
async def signed_in(office: Set) -> AsyncIterator[httpx.AsyncClient]:
    """Sign in as staff do; a sign-in has to be kept, so not while the disk is full."""
    async with httpx.AsyncClient(base_url=office.console, trust_env=False, follow_redirects=True) as staff:
        _, _, rest = (await staff.get("/")).text.partition('name="pre" value="')
        form = {"pre": rest.partition('"')[0], "name": USER, "password": office.password}
        assert (await staff.post("/sign-in", data=form)).url.path == "/"
        yield staff


def export(config: Path) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "web", "export", "--config", str(config)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return [json.loads(line) for line in done.stdout.splitlines()]


async def until(holds: Callable[[], Any], seconds: float, *, every: float = 0.2) -> float:
    """Wait until `holds()` (plain or awaitable) is true; return how long it took, fail after `seconds`."""
    begun = time.monotonic()
    while True:
        found = holds()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return time.monotonic() - begun
        assert time.monotonic() - begun < seconds, f"still not so after {seconds} s"
        await asyncio.sleep(every)
