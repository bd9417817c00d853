"""Serving: the station, its console and its door in one loop, started together and stopped together."""

import asyncio
import contextlib
import signal
from collections.abc import Generator
from typing import Any

import structlog
import uvicorn

from gateway.board.board import Level
from gateway.desk.desk import Desk
from gateway.errors import ConfigError
from gateway.office.config import Listener
from gateway.role import Share
from gateway.station.hatch import hatch
from gateway.station.station import Station
from gateway.tls.console import ConsoleTls
from hardware.sentence import Sentence
from web import listening
from web.app import create_console
from web.console import desk_of, settings_of
from web.door import create_door
from web.plain import Onward
from web.slow import Prompt

_log = structlog.get_logger()
_LAST_SECONDS = 3  # an open stream must not hold up the end


class _Server(uvicorn.Server):
    """A server that leaves signals to us: there are two of them in this loop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


async def serve(station: Station) -> None:
    """Run everything until SIGTERM or SIGINT; the servers end first, then what is in hand is finished."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    shares, tls = _tls(station)
    desk = desk_of(station, tls)
    servers = _servers(station, desk, shares, tls)
    for server in servers:
        listening.check(server.config.host, server.config.port)
    if Share.CONSOLE in shares:
        _log.info("the console is open", at=station.kit.config.console.address)
    running = [asyncio.create_task(server.serve()) for server in servers]
    renewing = asyncio.create_task(tls.run()) if tls else None
    work = asyncio.create_task(station.run())
    async with hatch(station):
        await asyncio.wait(
            [*running, work, asyncio.create_task(stop.wait())], return_when=asyncio.FIRST_COMPLETED
        )
    desk.watch.close()
    for server in servers:
        server.should_exit = True
    work.cancel()
    if renewing:
        renewing.cancel()
    # What was acknowledged is committed: whatever hangs now may be left behind.
    await asyncio.wait([*running, work], timeout=_LAST_SECONDS + 2)
    if work.done() and not work.cancelled() and (failed := work.exception()):
        raise failed


def _tls(station: Station) -> tuple[frozenset[Share], ConsoleTls | None]:
    """Return this worker's shares, and what the console's TLS is served from, None where it speaks none.

    Where its certificate is damaged the console stays shut, and the rest works on: officers text as ever.
    """
    config, shares = station.kit.config, station.shares
    if Share.CONSOLE not in shares or not config.console.encrypted:
        return shares, None
    try:
        return shares, ConsoleTls(config, station.store, station.kit.clock, station.board)
    except (ConfigError, OSError) as error:
        _log.error("the console stays shut", why=str(error))
        station.board.post("console", Level.FAULT, Sentence("The console stays shut: {why}", why=str(error)))
        return shares - {Share.CONSOLE}, None


def _servers(station: Station, desk: Desk, shares: frozenset[Share], tls: ConsoleTls | None) -> list[_Server]:
    """Return the servers of these shares: the console, the door, both or none."""
    config, keys, found = station.kit.config, station.kit.keys, list[_Server]()
    if Share.CONSOLE in shares:
        settings, more = settings_of(station), dict[str, Any]()
        if tls is not None:
            more["ssl_context_factory"] = tls.served
            if (port := config.console.plain) is not None:
                onward = Onward(settings.hosts, config.console.port)
                found.append(_Server(_settings(onward, Listener(host=config.console.host, port=port))))
        found.append(_Server(_settings(create_console(desk, settings), config.console, **more)))
    if Share.PARTNERS in shares:
        files = {"ssl_keyfile": str(keys.tls_key), "ssl_certfile": str(keys.tls_certificate)}
        found.append(_Server(_settings(create_door(station.kit, station.store), config.door, **files)))
    return found


def _settings(app: object, where: Listener, **more: Any) -> uvicorn.Config:  # noqa: ANN401  # uvicorn's own
    return uvicorn.Config(
        app,  # pyright: ignore[reportArgumentType]  # an ASGI application, whatever made it
        host=where.host,
        port=where.port,
        http=Prompt,
        proxy_headers=False,  # anybody could write one, and be another address at each try
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_LAST_SECONDS,
        **more,
    )
