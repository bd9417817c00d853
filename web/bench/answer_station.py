"""A whole station as `patrolwire run` starts it, at a pretend modem, with officers and a person signed in."""

import asyncio
import contextlib
import json
import re
import secrets
import socket
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import httpx

from gateway.clock import SystemClock
from gateway.founding import Founded, first_account, found
from gateway.office import keys
from gateway.office.config import load
from gateway.store.store import Store
from web.bench.pretend_modem import PretendModem, pretend_modem

OFFICERS: Final = 400
NUMBER: Final = "+66892000{:03d}"
USER: Final = "duty"
_UP_S, _LOOK_S, _END_S = 60.0, 0.02, 10.0
_MANY = "{ an_hour = 100000, a_day = 100000 }"
_FIELD = 'name="{}" value="([^"]*)"'


@dataclass(frozen=True, slots=True)
class Running:
    """Where the station is, and who may sign in."""

    modem: PretendModem
    url: str
    password: str

    async def stored_at(self, number: int) -> datetime:
        """Return when the network put the message of that number onto the SIM."""
        (entry, *_) = (await self.modem.ask("ledger", since=number - 1))["entries"]
        return datetime.fromisoformat(entry["stored_at"])

    async def replied_at(self, to: str) -> datetime:
        """Wait until the network took a text to that phone, and return when."""
        while True:
            for one in (await self.modem.ask("sent"))["messages"]:
                if one["to"] == to:
                    return datetime.fromisoformat(one["at"])
            await asyncio.sleep(_LOOK_S)

    @contextlib.asynccontextmanager
    async def console(self) -> AsyncGenerator["Console"]:
        """Sign somebody in for as long as the context lasts."""
        async with httpx.AsyncClient(base_url=self.url, trust_env=False, timeout=_UP_S) as client:
            form = {"name": USER, "password": self.password, "pre": await _field(client, "/sign-in", "pre")}
            await client.post("/sign-in", data=form)
            yield Console(client, await _field(client, "/", "csrf"))


@dataclass(frozen=True, slots=True)
class Console:
    """Somebody signed in, without a browser."""

    client: httpx.AsyncClient
    csrf: str

    async def alarms(self) -> AsyncIterator[set[str]]:
        """Yield the keys of the alarms that the head of the page shows, whenever the stream changes them."""
        async with self.client.stream("GET", "/live?since=0", timeout=None) as stream:
            event = ""
            async for line in stream.aiter_lines():
                if line.startswith("event:"):
                    event = line.removeprefix("event:")
                elif line.startswith("data:") and event == "h":
                    yield set(re.findall(r"/r/([A-Z]+-\d+-\d+)/claim", line))

    async def claim(self, key: str) -> None:
        await self.client.post(f"/r/{key}/claim", data={"csrf": self.csrf})


async def _field(client: httpx.AsyncClient, path: str, name: str) -> str:
    match = re.search(_FIELD.format(name), (await client.get(path)).text)
    return match[1] if match else ""


@contextlib.asynccontextmanager
async def running(folder: Path, *options: str) -> AsyncGenerator[Running]:
    """Run a station in `folder` while the context lasts; `options` are those of the pretend modem."""
    async with pretend_modem(folder, *options) as modem:
        port, password = _free(), secrets.token_urlsafe(9)
        config = _found(folder / "office", modem.pty, port, password)
        arguments = (sys.executable, "-m", "web", "run", "--config", str(config))
        with (folder / "station.log").open("wb") as log:
            station = await asyncio.create_subprocess_exec(
                *arguments, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log
            )
        try:
            made = Running(modem, f"http://127.0.0.1:{port}", password)
            async with asyncio.timeout(_UP_S):
                await _up(made)
            yield made
        finally:
            with contextlib.suppress(ProcessLookupError):
                station.terminate()
            await asyncio.wait_for(station.wait(), _END_S)


async def _up(made: Running) -> None:
    """Wait for the console, and for a first text to be answered, so that set-up is not measured."""
    async with httpx.AsyncClient(base_url=made.url, trust_env=False) as client:
        while True:
            with contextlib.suppress(httpx.TransportError):
                await client.get("/sign-in")
                break
            await asyncio.sleep(_LOOK_S)
    first = NUMBER.format(0)
    await made.modem.receive(first, "NIL MSI")
    await made.replied_at(first)


def _found(folder: Path, pty: Path, port: int, password: str) -> Path:
    officers = "".join(_officer(number) for number in range(OFFICERS))
    bearer = f'[[bearer]]\nname = "modem1"\nurl = "gsm:{pty}"\nlimit = {_MANY}\nflash_limit = {_MANY}\n'
    office = Founded("MSI", "Mae Sai", "TH", console_port=port, door_port=_free())
    config = found(folder, office, bearer + officers)
    made = load(config)
    store = Store.make(made.dsn(), keys.store_key(made.path(made.store.key_file)))
    first_account(store, USER, password, "duty", SystemClock().now())
    store.close()
    return config


def _officer(number: int) -> str:
    return f'[[officer]]\nnumber = "{NUMBER.format(number)}"\nname = {json.dumps(f"Officer {number}")}\n'


def _free() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]
