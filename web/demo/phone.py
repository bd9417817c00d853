"""The demo's phones: a page to text from as any officer of the cast or as a stranger, and to be answered.

It stands where the mobile network would: what is typed goes to a pretend modem's control socket, and what
that modem sent comes back. It knows the demo's folder and nothing of the stations.
"""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer
import uvicorn
from jinja2 import Environment, PackageLoader, select_autoescape
from litestar import Litestar, Response, get, post
from litestar.enums import MediaType, RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect

from web.demo.cast import CAST, STRANGER
from web.demo.control import ask

app = typer.Typer(add_completion=False)
_LONGEST = 1000
_PAGES = Environment(loader=PackageLoader("web.demo"), autoescape=select_autoescape())


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone: whose it is, and the office it texts to."""

    number: str
    office: str
    office_name: str
    owner: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """One text as the phone shows it."""

    mine: bool
    text: str
    at: datetime


PHONES = {
    f"{role.code}{number}": Phone(number, role.code, role.name, owner)
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

    async def text(self, name: str, text: str) -> None:
        """Send a text from a phone; OSError while the modem is not there."""
        phone = PHONES[name]
        await ask(self._control(phone), op="receive", **{"from": phone.number, "text": text})
        self._typed[name].append(Bubble(mine=True, text=text, at=datetime.now(UTC)))

    async def talk(self, name: str) -> list[Bubble]:
        """Return the conversation of a phone, oldest first."""
        phone = PHONES[name]
        sent = await ask(self._control(phone), op="sent")
        replies = [
            Bubble(mine=False, text=one["text"], at=datetime.fromisoformat(one["at"]))
            for one in sent.get("messages", [])
            if one["to"] == phone.number
        ]
        return sorted([*self._typed[name], *replies], key=lambda bubble: bubble.at)

    def _control(self, phone: Phone) -> Path:
        return self._folder / "hardware" / f"{phone.office}-modem.sock"


def create_phone(folder: Path) -> Litestar:
    """Return the phone page's application."""
    exchange = Exchange(folder)

    @get("/", media_type=MediaType.HTML)
    async def page(phone: str = FIRST) -> str:
        return await _page("phone.html", exchange, phone)

    @get("/talk", media_type=MediaType.HTML)
    async def talk(phone: str = FIRST) -> str:
        return await _page("talk.html", exchange, phone)

    @post("/")
    async def send(
        data: Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)],
    ) -> Redirect:
        name = data.get("phone", FIRST)
        text = data.get("text", "").strip()[:_LONGEST]
        if name in PHONES and text:
            await exchange.text(name, text)
        return Redirect(f"/?phone={quote(name)}", status_code=303)

    @get("/ready")
    async def ready() -> str:
        return "ready"

    return Litestar([page, talk, send, ready], openapi_config=None, exception_handlers={OSError: _no_network})


async def _page(template: str, exchange: Exchange, name: str) -> str:
    chosen = name if name in PHONES else FIRST
    bubbles = await exchange.talk(chosen)
    return _PAGES.get_template(template).render(phones=PHONES, chosen=chosen, bubbles=bubbles)


def _no_network(request: Any, error: OSError) -> Response[str]:  # noqa: ANN401  # what Litestar hands over
    del request, error
    return Response("No network: the pretend modem is not running. Go back and try again.", status_code=503)


@app.command()
def serve(
    folder: Annotated[Path, typer.Option("--dir", help="The demo's folder.")],
    port: Annotated[int, typer.Option(help="Where to listen, on the loopback interface.")],
) -> None:
    """Serve the phone page."""
    settings = uvicorn.Config(create_phone(folder), host="127.0.0.1", port=port, access_log=False)
    asyncio.run(uvicorn.Server(settings).serve())
