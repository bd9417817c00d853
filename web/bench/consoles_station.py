"""A whole station without a modem, with reports in its queue and people signed in at many consoles."""

import asyncio
import contextlib
import hashlib
import os
import re
import secrets
import socket
import sys
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import httpx
from sqlalchemy import Connection

from gateway.clock import SystemClock
from gateway.founding import Founded, found
from gateway.office import keys
from gateway.office.config import load
from gateway.store import accounts, counters, feed, history, reports
from gateway.store.keys import ReportKey
from gateway.store.store import Store

LANGUAGES: Final = ("en", "th", "lo", "km", "my", "vi")
FILTERS: Final = ("", "state=all&")
REPORTS: Final = 25
_UP_S, _LOOK_S, _END_S = 60.0, 0.05, 30.0
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Station:
    """A running station: its port and process, whose cookies open it, and what was done in it."""

    process: asyncio.subprocess.Process
    port: int
    seq: int
    client: httpx.AsyncClient
    csrf: str
    cookies: tuple[str, ...]
    keys: tuple[str, ...]
    acted: set[str] = field(default_factory=set[str])

    async def act(self, number: int) -> None:
        """Take a report in hand, or give it back when it is."""
        key = self.keys[number // 2 % len(self.keys)]
        deed = "give-back" if number % 2 else "claim"
        answer = await self.client.post(f"/r/{key}/{deed}", data={"csrf": self.csrf})
        if answer.headers.get("location", "").partition("done=")[2] not in ("claimed", "given-back"):
            raise RuntimeError(f"{deed} of {key} was answered {answer.status_code}")
        self.acted.add(key)

    def worked(self) -> float:
        """Return the seconds of processor time that the station has had."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> int:
        """Return the most bytes of memory that the station has held."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        peak = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(peak[1]) * 1024 if peak else 0

    async def stop(self) -> None:
        self.process.terminate()
        await asyncio.wait_for(self.process.wait(), _END_S)


@contextlib.asynccontextmanager
async def running(folder: Path) -> AsyncGenerator[Station]:
    """Run a station in `folder` while the context lasts."""
    port, secrets_ = _free(), [secrets.token_urlsafe(32) for _ in LANGUAGES]
    config = found(folder / "office", Founded("MSI", "Mae Sai", "TH", console_port=port, door_port=_free()))
    made = load(config)
    store = Store.make(made.dsn(), keys.store_key(made.path(made.store.key_file)))
    names, seq = store.write_now(lambda conn: _fill(conn, secrets_))
    store.close()
    arguments = (sys.executable, "-m", "web", "run", "--config", str(config))
    with (folder / "station.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(*arguments, stdout=log, stderr=log)
    cookies = tuple(f"session-MSI={secret}" for secret in secrets_)
    try:
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", trust_env=False, headers={"cookie": cookies[0]}
        ) as client:
            await _up(client)
            yield Station(process, port, seq, client, _CSRF, cookies, names)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


_CSRF: Final = secrets.token_urlsafe(24)


def _fill(conn: Connection, secrets_: list[str]) -> tuple[tuple[str, ...], int]:
    at = SystemClock().now()
    for language, secret in zip(LANGUAGES, secrets_, strict=True):
        name = f"duty-{language}"
        accounts.create(conn, name=name, role="duty", language=language, password="", created_at=at)
        times = {"created_at": at, "seen_at": at, "expires_at": at + timedelta(hours=1)}
        hashed = hashlib.sha256(secret.encode()).digest()
        accounts.sign_in(conn, id_hash=hashed, account=name, csrf=_CSRF, **times)
    names = tuple(str(_report(conn, at - timedelta(minutes=number))) for number in range(REPORTS))
    return names, feed.last(conn)


def _report(conn: Connection, at: Any) -> ReportKey:  # noqa: ANN401  # a moment
    key = ReportKey("MSI", 1, counters.take(conn, "report"))
    items = [{"code": "YAB", "quantity": "200000", "unit": "T"}]
    values = {"ref": f"K{key.seq}", "type": "DRG", "edition": 1, "precedence": 2, "state": "new"}
    texts = {"canonical": "DRG MSI YAB 200000T SEIZED", "place": "MSI", "unit": "Patrol 3"}
    fields = {"items": items, "place": "MSI", "action": "SEIZED"}
    rest: dict[str, Any] = {"provenance": "C", "handling": "C", "corrections": []}
    rest |= {"sent_at": at, "received_at": at}
    reports.file(conn, {**key.values(), **values, **texts, **rest, "fields": fields}, None)
    history.note(conn, key, at, "officer", "reported")
    feed.add(conn, "report", at, key)
    return key


async def _up(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(_UP_S):
        while True:
            with contextlib.suppress(httpx.TransportError):
                await client.get("/sign-in")
                return
            await asyncio.sleep(_LOOK_S)


def _free() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]
