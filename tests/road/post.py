"""One office with two modems, each a process of its own, and a count of what became of every message."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from gateway import keys
from gateway.config import Config, load
from gateway.founding import Founded, found
from gateway.store.columns import table
from gateway.store.store import Store
from gateway.store.tables import Message, Segment
from tests.road.stations import export
from web.bench.pretend_modem import PretendModem, pretend_modem

ROOT = Path(__file__).parents[2]
OFFICER = "+66800000101"
STRANGER = "+66899999999"
SLOW_SIM = "CMGL=0.002,CMGD=0.01,CPMS=0.01"
PLACES = ("10", "1000")  # one SIM is full all the time, the other never


class Station:
    """A station that is started again whenever it dies; `program` is a module and its first arguments."""

    def __init__(self, program: Sequence[str], config: Path, log: Path) -> None:
        self._command = (sys.executable, "-m", *program, "run", "--config", str(config))
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self.deaths = 0

    async def keep(self) -> None:
        """Keep it alive until cancelled."""
        try:
            while True:
                self._process = await self._start()
                await self._process.wait()
                self.deaths += 1
        finally:
            if self._process is not None and self._process.returncode is None:
                self._process.terminate()
                await self._process.wait()

    async def _start(self) -> asyncio.subprocess.Process:
        quiet = asyncio.subprocess.DEVNULL
        with self._log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *self._command, cwd=ROOT, stdin=quiet, stdout=log, stderr=log
            )

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the network gave against what the office has.

    `lost` and `strange` are PDUs that it gave and the office lacks, and the other way round; `doubled` are
    those that the office has twice.
    """

    given: int
    lost: Counter[str]
    strange: Counter[str]
    doubled: list[str]
    left: int
    texts: Counter[str]
    quantities: list[str]
    replies: Counter[str]

    @property
    def answered(self) -> int:
        return len(self.replies)


class Post:
    """The office on its stage."""

    def __init__(self, config: Path, station: Station, modems: tuple[PretendModem, PretendModem]) -> None:
        self.station = station
        self.modems = modems
        self._config = config

    async def counts(self) -> Counter[str]:
        """Return how many messages are in each state, on both modems."""
        found: Counter[str] = Counter()
        for modem in self.modems:
            found.update((await modem.ask("stats"))["counts"])
        return found

    async def tally(self) -> Tally:
        """Count; the station may be dead or alive."""
        ledgers = [(await modem.ask("ledger"))["entries"] for modem in self.modems]
        given = Counter(
            one["pdu"].upper() for ledger in ledgers for one in ledger if one["kind"] == "deliver"
        )
        sent = [(await modem.ask("sent"))["messages"] for modem in self.modems]
        segments, texts = await asyncio.to_thread(_kept, load(self._config))
        reports = await asyncio.to_thread(export, self._config)
        counts = await self.counts()
        return Tally(
            given=given.total(),
            lost=given - segments,
            strange=segments - given,
            doubled=[pdu for pdu, count in segments.items() if count > 1],
            left=counts["stored"] + counts["waiting"],
            texts=texts,
            quantities=sorted(str(one["fields"]["items"][0]["quantity"]) for one in reports),
            replies=Counter(one["text"] for messages in sent for one in messages),
        )


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
async def post(folder: Path, *program: str) -> AsyncGenerator[Post]:
    """Found the office and keep its station running while the context lasts."""
    rooms = [folder / name for name in ("modem1", "modem2")]
    for room in rooms:
        room.mkdir()
    more = "".join(f'[[bearer]]\nname = "{room.name}"\nurl = "gsm:{room}/modem.pty"\n' for room in rooms)
    more += f'[[officer]]\nnumber = "{OFFICER}"\nname = "Sgt Anan"\n'
    console, door = _free_ports()
    office = Founded("MSI", "Mae Sai", "TH", console_port=console, door_port=door)
    config = found(folder / "MSI", office, more)
    slow = ("--latency", SLOW_SIM, "--capacity")
    async with (
        pretend_modem(rooms[0], *slow, PLACES[0]) as one,
        pretend_modem(rooms[1], *slow, PLACES[1]) as two,
    ):
        station = Station(program, config, folder / "station.log")
        keeper = asyncio.create_task(station.keep())
        try:
            yield Post(config, station, (one, two))
            assert not keeper.done()
        finally:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]
