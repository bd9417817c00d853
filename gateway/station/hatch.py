"""A hatch in the running station, through which the doctor on the same machine can ask how it is.

A socket in the office's folder, for the station's own user alone. One JSON object a line in, one out:
`{"op": "health"}`, or `{"op": "prove", "bearer": "modem1"}`, which has that bearer send a text to itself.
"""

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, cast

import structlog

from gateway.station.station import Station

NAME: Final = "station.sock"
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
ANSWER_S: Final = 5.0
_log = structlog.get_logger()


@contextlib.asynccontextmanager
async def hatch(station: Station) -> AsyncGenerator[None]:
    """Keep the hatch open while the context lasts."""
    folder = station.kit.config.folder

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, ValueError):
            writer.write(json.dumps(await _answer(station, await reader.readline())).encode() + b"\n")
            await writer.drain()
        writer.close()

    with _short(folder) as short:
        server = await _listen(short, serve)
        try:
            yield
        finally:
            if server is not None:
                server.close()
                short.unlink(missing_ok=True)


async def _listen(short: Path, serve: Serve) -> asyncio.Server | None:
    """Listen for our own user alone; a station goes on without a hatch where that cannot be."""
    before = os.umask(0o177)
    try:
        return await asyncio.start_unix_server(serve, short)
    except OSError as error:
        _log.warning("the doctor cannot ask this station", why=str(error))
        return None
    finally:
        os.umask(before)


async def ask(folder: Path, within_s: float = ANSWER_S, **request: str) -> dict[str, Any] | None:
    """Ask the station that lives in `folder`; None when none is running there."""
    try:
        async with asyncio.timeout(within_s):
            with _short(folder) as short:
                reader, writer = await asyncio.open_unix_connection(short)
            writer.write(json.dumps(request).encode() + b"\n")
            line = await reader.readline()
            writer.close()
            return cast("dict[str, Any]", json.loads(line))
    except (OSError, ValueError, TimeoutError):
        return None


@contextlib.contextmanager
def _short(folder: Path) -> Generator[Path]:
    """Give the socket's name by way of a descriptor: a socket's address has room for 107 bytes only."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield Path(f"/proc/self/fd/{handle}/{NAME}")
    finally:
        os.close(handle)


async def _answer(station: Station, line: bytes) -> dict[str, Any]:
    match json.loads(line):
        case {"op": "health"}:
            return _health(station)
        case {"op": "prove", "bearer": str(name)} if name in station.watchdogs:
            return {"ok": True, "sentence": await station.watchdogs[name].prove()}
        case _:
            return {"ok": False, "error": "no such op"}


def _health(station: Station) -> dict[str, Any]:
    proofs = {name: one.last.isoformat() for name, one in station.watchdogs.items() if one.last}
    return {
        "ok": True,
        "pid": os.getpid(),
        "bearers": [{"name": one.name, **asdict(one.health())} for one in station.bearers],
        "notices": [{"level": one.level.value, "sentence": one.sentence} for one in station.board.standing()],
        "proofs": proofs,
    }
