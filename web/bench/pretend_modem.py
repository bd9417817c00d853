"""A pretend modem as a process of its own, so that every program meets it over the same kind of line."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from web.demo.control import ask

UP_S = 30.0
LOOK_S = 0.05


@dataclass(frozen=True, slots=True)
class PretendModem:
    """Where the modem is, and what the network knows of its messages."""

    pty: Path
    control: Path

    async def ask(self, op: str, **more: object) -> dict[str, Any]:
        return await ask(self.control, op=op, **more)

    async def receive(self, sender: str, text: str) -> int:
        """Let a text come in; return its number in the ledger."""
        answer = await self.ask("receive", **{"from": sender, "text": text})
        return int(answer["entries"][0]["id"])

    async def deleted(self, count: int, within_s: float) -> bool:
        """Wait until `count` messages have been deleted; False when that takes too long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while (await self.ask("stats"))["counts"]["deleted"] < count:  # noqa: ASYNC110  # the modem tells when asked
                    await asyncio.sleep(LOOK_S)
                return True
        return False

    async def times(self, event: str, since: int = 0) -> dict[str, datetime]:
        """Return when each PDU (hex) above number `since` came to `stored_at` or `deleted_at`, if it did."""
        entries = (await self.ask("ledger", since=since))["entries"]
        return {one["pdu"]: datetime.fromisoformat(one[event]) for one in entries if one[event]}


@contextlib.asynccontextmanager
async def pretend_modem(folder: Path, *options: str) -> AsyncGenerator[PretendModem]:
    """Run one in `folder` while the context lasts; `options` are those of `patrolwire sim modem`."""
    modem = PretendModem(folder / "modem.pty", folder / "modem.sock")
    where = ("--pty", str(modem.pty), "--control", str(modem.control))
    with (folder / "modem.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "web",
            "sim",
            "modem",
            *where,
            *options,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        async with asyncio.timeout(UP_S):
            while not (modem.control.exists() and modem.pty.exists()):  # noqa: ASYNC110  # a file raises no event
                await asyncio.sleep(LOOK_S)
        yield modem
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
