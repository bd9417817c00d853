"""One office with two modems and a partner, each a process of its own, and a count of every message."""

import asyncio
import contextlib
import json
import shutil
import socket
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from gateway.founding import Founded, found
from gateway.office import keys
from gateway.office.config import Config, load
from gateway.store.columns import table
from gateway.store.store import Store
from gateway.store.tables import Message, Segment
from tests.road.keeper import Station
from tests.road.stations import export
from tests.road.tally import Tally
from web.bench.pretend_modem import PretendModem, pretend_modem

OFFICER = "+66800000101"
STRANGER = "+66899999999"
SLOW_SIM = "CMGL=0.002,CMGD=0.01,CPMS=0.01"
PLACES = ("10", "1000")  # one SIM is full all the time, the other never
SEND_S = 10  # how long the modem may take over a segment: the product allows 180 s, a test has not the time
HERE, THERE = "MSI", "TCL"


class Post:
    """The office on its stage."""

    def __init__(
        self, folder: Path, station: Station, partner: Station, modems: tuple[PretendModem, ...]
    ) -> None:
        self.folder = folder
        self.station = station
        self.partner = partner
        self.modems = modems

    async def counts(self) -> Counter[str]:
        """Return how many messages are in each state, on both modems."""
        found: Counter[str] = Counter()
        for modem in self.modems:
            found.update((await modem.ask("stats"))["counts"])
        return found

    async def delivers(self) -> list[dict[str, Any]]:
        """Return the ledgers' entries of what came in; the receipts for what went out are left out."""
        ledgers = [(await modem.ask("ledger"))["entries"] for modem in self.modems]
        return [one for ledger in ledgers for one in ledger if one["kind"] == "deliver"]

    async def tally(self) -> Tally:
        """Count; the stations may be dead or alive."""
        delivers = await self.delivers()
        given = Counter(one["pdu"].upper() for one in delivers)
        sent = [(await modem.ask("sent"))["messages"] for modem in self.modems]
        segments, texts = await asyncio.to_thread(_kept, load(self.config(HERE)))
        return Tally(
            given=given.total(),
            lost=given - segments,
            strange=segments - given,
            doubled=[pdu for pdu, count in segments.items() if count > 1],
            left=sum(one["deleted_at"] is None for one in delivers),
            texts=texts,
            quantities=await self.quantities(HERE),
            across=await self.quantities(THERE),
            replies=Counter(one["text"] for messages in sent for one in messages),
        )

    async def quantities(self, code: str) -> list[str]:
        """Return the quantity of each report that an office holds."""
        reports = await asyncio.to_thread(export, self.config(code))
        return sorted(str(one["fields"]["items"][0]["quantity"]) for one in reports)

    def config(self, code: str) -> Path:
        return self.folder / code / "office.toml"


def _kept(config: Config) -> tuple[Counter[str], Counter[str]]:
    """Return every PDU (receipts left out) and every text that the store has."""
    store = Store.open(config.dsn(), keys.store_key(config.path(config.store.key_file)))
    segment, message = table(Segment).c, table(Message).c
    whole = (segment.text.is_not(None)) | (segment.data.is_not(None)) | (segment.problem.is_not(None))
    try:
        raws = store.read_now(lambda conn: list(conn.execute(select(segment.raw).where(whole)).scalars()))
        texts = store.read_now(lambda conn: list(conn.execute(select(message.text)).scalars()))
    finally:
        store.close()
    return Counter(bytes(raw).hex().upper() for raw in raws), Counter(texts)


@contextlib.asynccontextmanager
async def post(folder: Path, *program: str, more: Mapping[str, str] | None = None) -> AsyncGenerator[Post]:
    """Found both offices and keep their stations running while the context lasts.

    `program` runs the office's station, with `more` in its environment; the partner's is always the product.
    """
    rooms = [folder / name for name in ("modem1", "modem2")]
    for room in rooms:
        room.mkdir()
    _found(folder, rooms)
    slow = ("--latency", SLOW_SIM, "--capacity")
    async with (
        pretend_modem(rooms[0], *slow, PLACES[0]) as one,
        pretend_modem(rooms[1], *slow, PLACES[1], "--number", "+66810000002") as two,
    ):
        station = Station(program, folder / HERE / "office.toml", folder / "station.log", more)
        partner = Station(("web",), folder / THERE / "office.toml", folder / "partner.log")
        keepers = [asyncio.create_task(one.keep()) for one in (station, partner)]
        try:
            yield Post(folder, station, partner, (one, two))
            assert not any(keeper.done() for keeper in keepers)
        finally:
            for keeper in keepers:
                keeper.cancel()
            await asyncio.gather(*keepers, return_exceptions=True)


def _found(folder: Path, rooms: list[Path]) -> None:
    ports = free_ports(4)
    address = f"https://127.0.0.1:{ports[3]}", f"https://127.0.0.1:{ports[1]}"
    partner = {
        "code": THERE,
        "name": "Tachileik",
        "role": "hub",
        "url": address[0],
        "card": f"../{THERE}.toml",
    }
    here = [
        *(_table("bearer", name=one.name, url=_url(one), **_no_limit("limit")) for one in rooms),
        _table("officer", number=OFFICER, name="Sgt Anan"),
        _table("partner", **partner),
        _table("answers", **_no_limit("routine")).replace("[[answers]]", "[answers]"),
    ]
    partner |= {
        "code": HERE,
        "name": "Mae Sai",
        "role": "office",
        "url": address[1],
        "card": f"../{HERE}.toml",
    }
    mae_sai = Founded(HERE, "Mae Sai", "TH", console_port=ports[0], door_port=ports[1])
    tachileik = Founded(THERE, "Tachileik", "MM", console_port=ports[2], door_port=ports[3])
    found(folder / HERE, mae_sai, "\n".join(here))
    found(folder / THERE, tachileik, _table("partner", **partner))
    for code in (HERE, THERE):
        shutil.copy(folder / code / f"{code}.card.toml", folder / f"{code}.toml")
        config = load(folder / code / "office.toml")
        Store.make(config.dsn(), keys.store_key(config.path(config.store.key_file))).close()


def _url(room: Path) -> str:
    return f"gsm:{room}/modem.pty?send_s={SEND_S}"


def _no_limit(name: str) -> dict[str, int]:
    return {f"{name}.an_hour": 1_000_000, f"{name}.a_day": 1_000_000}


def _table(table_name: str, /, **values: object) -> str:
    return "\n".join(
        (f"[[{table_name}]]", *(f"{key} = {json.dumps(value)}" for key, value in values.items()), "")
    )


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
