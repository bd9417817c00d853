"""The demo's phones: a page to text from as any officer of the cast or as a stranger, and to be answered.

It stands where the mobile network would: what is typed goes to a pretend modem's control socket, and what
that modem sent comes back. It knows the demo's folder and nothing of the stations.
"""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import quote
from zoneinfo import ZoneInfo

import typer
import uvicorn
from jinja2 import Environment, PackageLoader, select_autoescape
from litestar import Litestar, Response, get, post
from litestar.enums import MediaType, RequestEncodingType
from litestar.params import Body, FromQuery
from litestar.response import Redirect

from web.demo.cast import CAST, STRANGER
from web.demo.control import ask

app = typer.Typer(add_completion=False)
_LONGEST = 1000
_PAGES = Environment(loader=PackageLoader("web.demo"), autoescape=select_autoescape())


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone: whose it is, the office it texts to, and by whose clock it shows times."""

    number: str
    office: str
    office_name: str
    owner: str
    zone: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """One text as the phone shows it."""

    mine: bool
    text: str
    at: datetime


PHONES = {
    f"{role.code}{number}": Phone(number, role.code, role.name, owner, role.zone)
    for role in CAST
    for number, owner in [
        *((one.number or "", f"{one.name}, {one.unit} ({one.language})") for one in role.officers),
        (STRANGER, "a stranger"),
    ]
}
FIRST = next(iter(PHONES))


class Exchange:
    """The mobile network as the phones see it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._typed: dict[str, list[Bubble]] = defaultdict(list)
        self._heard: dict[str, list[dict[str, str]]] = defaultdict(list)  # as long as the modem is gone

    async def text(self, name: str, text: str) -> None:
        """Send a text from a phone; OSError while the modem is not there."""
        phone = PHONES[name]
        await ask(self._control(phone), op="receive", **{"from": phone.number, "text": text})
        self._typed[name].append(Bubble(mine=True, text=text, at=datetime.now(UTC)))

    async def talk(self, name: str) -> tuple[list[Bubble], bool]:
        """Return the conversation of a phone, oldest first, and whether there is a network."""
        phone, there = PHONES[name], True
        try:
            self._heard[name] = (await ask(self._control(phone), op="sent")).get("messages", [])
        except OSError:
            there = False
        replies = [
            Bubble(mine=False, text=one["text"], at=datetime.fromisoformat(one["at"]))
            for one in self._heard[name]
            if one["to"] == phone.number
        ]
        return sorted([*self._typed[name], *replies], key=lambda bubble: bubble.at), there

    def _control(self, phone: Phone) -> Path:
        return self._folder / "hardware" / f"{phone.office}-modem.sock"


def create_phone(folder: Path) -> Litestar:
    """Return the phone page's application."""
    exchange = Exchange(folder)

    @get("/", media_type=MediaType.HTML)
    async def page(phone: FromQuery[str] = FIRST) -> str:
        return await _page("phone.html", exchange, phone)

    @get("/talk", media_type=MediaType.HTML)
    async def talk(phone: FromQuery[str] = FIRST) -> str:
        return await _page("talk.html", exchange, phone)

    @post("/")
    async def send(
        data: Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)],
    ) -> Redirect | Response[str]:
        name = data.get("phone", FIRST)
        text = data.get("text", "").strip()[:_LONGEST]
        try:
            if name in PHONES and text:
                await exchange.text(name, text)
        except OSError:
            kept = await _page("phone.html", exchange, name, text)
            return Response(kept, status_code=503, media_type=MediaType.HTML)
        return Redirect(f"/?phone={quote(name)}", status_code=303)

    @get("/ready")
    async def ready() -> str:
        return "ready"

    return Litestar([page, talk, send, ready], openapi_config=None)


async def _page(template: str, exchange: Exchange, name: str, draft: str = "") -> str:
    chosen = name if name in PHONES else FIRST
    bubbles, there = await exchange.talk(chosen)
    known = {"phones": PHONES, "chosen": chosen, "zone": ZoneInfo(PHONES[chosen].zone)}
    return _PAGES.get_template(template).render(**known, bubbles=bubbles, there=there, draft=draft)


@app.command()
def serve(
    folder: Annotated[Path, typer.Option("--dir", help="The demo's folder.")],
    port: Annotated[int, typer.Option(help="Where to listen, on the loopback interface.")],
) -> None:
    """Serve the phone page."""
    settings = uvicorn.Config(create_phone(folder), host="127.0.0.1", port=port, access_log=False)
    asyncio.run(uvicorn.Server(settings).serve())
