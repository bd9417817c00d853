"""A real console on a real server over a real store, and a pretend station behind its desk."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from argon2 import PasswordHasher
from sqlalchemy import Connection

from codes.load import shipped
from gateway.board.board import Board
from gateway.board.presence import Presence
from gateway.clock import SystemClock
from gateway.desk.book_words import BookWords
from gateway.desk.desk import Desk
from gateway.office.config import Office
from gateway.store import (
    accounts,
    counters,
    feed,
    history,
    messages,
    reports,
    segments,
)
from gateway.store.keys import ReportKey
from gateway.store.store import Store
from tests.web.heard import parts_of
from tests.web.pretend_station import PretendStation, now
from web.app import create_console
from web.settings import ConsoleSettings
from web.slow import Prompt

OFFICE = Office(code="MSI", name="BLO Mae Sai", country="TH", zone="Asia/Bangkok")
PARTNERS = (("TCL", "BLO Tachileik"), ("BKK", "TCCC Bangkok"))
PASSWORD = "correct horse battery"
_HASH = PasswordHasher(1, 8, 1).hash(PASSWORD)  # a cheap one: each test signs in


@dataclass
class Stage:
    """One office's console, where it stands, and how to fill it."""

    store: Store
    desk: Desk
    board: Board
    station: PretendStation
    url: str
    settings: ConsoleSettings
    app: Any
    clients: list[httpx.AsyncClient] = field(default_factory=list)

    def client(self) -> httpx.AsyncClient:
        client = httpx.AsyncClient(base_url=self.url, timeout=30, trust_env=False)
        self.clients.append(client)
        return client

    async def account(self, name: str, role: str = "duty", **more: object) -> None:
        values = {"name": name, "role": role, "password": _HASH, "created_at": now(), **more}
        await self.store.write(lambda conn: accounts.create(conn, **values))

    async def signed_in(self, name: str = "somchai") -> "Browserless":
        client = self.client()
        answer = await sign_in(client, name, PASSWORD)
        assert answer.status_code == 303, answer.text
        return Browserless(client)

    async def report(self, **more: Any) -> ReportKey:  # noqa: ANN401  # columns of Report
        return await self.store.write(lambda conn: file_report(conn, **more))

    async def message(self, text: str, outcome: str = "unreadable", sender: str = "+66812345678") -> int:
        return await self.store.write(lambda conn: file_message(conn, text, outcome=outcome, sender=sender))


@dataclass
class Browserless:
    """Somebody signed in without a browser: follows links and fills forms as they stand in the page."""

    client: httpx.AsyncClient

    async def token(self) -> str:
        return hidden((await self.client.get("/")).text, "csrf")

    async def post(self, path: str, **form: str) -> httpx.Response:
        return await self.client.post(path, data={"csrf": await self.token(), **form})


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field of a page."""
    _, found, rest = page.partition(f'name="{name}" value="')
    assert found, f"no field {name} in the page"
    return rest.partition('"')[0]


async def sign_in(client: httpx.AsyncClient, name: str, password: str, **more: str) -> httpx.Response:
    page = await client.get("/sign-in")
    form = {"name": name, "password": password, "pre": hidden(page.text, "pre"), **more}
    return await client.post("/sign-in", data=form)


def file_message(conn: Connection, text: str, *, outcome: str, sender: str = "+66812345678") -> int:
    at = now()
    parts = parts_of(sender, text, at)
    values = {name: parts[0][name] for name in ("bearer", "sender_kind", "sender")} | {"provenance": "C"}
    number = messages.add(conn, text=text, outcome=outcome, sent_at=at, received_at=at, **values)
    rows = [{**one, "key": f"{number}-{part}".encode()} for part, one in enumerate(parts)]
    segments.attach(conn, [one for one in segments.keep(conn, rows) if one], number)
    feed.add(conn, "message", at, message_id=number)
    return number


def file_report(
    conn: Connection,
    *,
    text: str = "DRG MSI YAB 200000T SEIZED",
    origin: str = "MSI",
    ago: float = 0,
    **more: Any,  # noqa: ANN401  # columns of Report
) -> ReportKey:
    """File a report as intake (or, from another origin, a partner's envelope) does."""
    at = now() - timedelta(seconds=ago)
    number = counters.take(conn, f"report-{origin}" if origin != "MSI" else "report")
    key = ReportKey(origin, 1, number)
    items = [{"code": "YAB", "quantity": "200000", "unit": "T"}]
    values: dict[str, Any] = {
        **key.values(),
        "ref": f"K{number:03d}-P",
        "type": "DRG",
        "fields": {"items": items, "place": "MSI", "action": "SEIZED"},
        "canonical": text,
        "edition": 1,
        "precedence": 2,
        "state": "new",
        "version": 1,
        "provenance": "C",
        "handling": "C",
        "place": "MSI",
        "agency": "",
        "unit": "Patrol 3",
        "corrections": [],
        "sent_at": at,
        "received_at": at,
        **more,
    }
    source = None
    if origin == "MSI":
        message = file_message(conn, text, outcome="accepted")
        messages.change(conn, message, **key.values())
        source = {"officer": "Sgt Nobody", "sender_kind": "number", "sender": "+66812345678"}
        source |= {"bearer": "gsm1", "language": "en", "message_id": message}
    reports.file(conn, values, source)
    history.note(conn, key, at, "officer" if source else origin, "reported" if source else "received")
    feed.add(conn, "report", at, key)
    return key


class _Server(uvicorn.Server):
    """A server that leaves signals alone: the test's process is not its own."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def stage(
    folder: Path,
    settings: ConsoleSettings | None = None,
    http: type[Prompt] = Prompt,
    dsn: str = "",
) -> AsyncIterator[Stage]:
    """Set up a store, a desk and a console on an ephemeral port; take all down afterwards."""
    settings = settings or ConsoleSettings(heartbeat=0.5)
    store = Store.make(dsn) if dsn else Store.make(f"sqlite:///{folder / 'station.db'}", bytes(32))
    clock, station = SystemClock(), PretendStation()
    board = Board(clock.now)
    desk = Desk(store, OFFICE, clock, BookWords(shipped()), PARTNERS, station.plugs(), board, Presence(clock))
    app: Any = create_console(desk, settings)
    config = uvicorn.Config(
        app,
        port=0,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=3,
        server_header=False,
        http=http,
        proxy_headers=False,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve())
    try:
        while not server.started:
            assert not task.done(), "the server did not start"
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        made = Stage(store, desk, board, station, f"http://127.0.0.1:{port}", settings, app)
        yield made
        for client in made.clients:
            await client.aclose()
    finally:
        desk.watch.close()
        server.should_exit = True
        await task
        store.close()
