"""A TNC bearer on a line in memory, with a gateway that keeps what it gets, and time that runs fast."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, timedelta

from hardware.bearer import Address, AddressKind, Hearing, Outgoing
from hardware.errors import PortLostError
from hardware.radio import ax25, kiss, message
from hardware.radio.ax25 import Callsign, UiFrame
from hardware.radio.tnc import KissTnc

ME = Callsign("HQPOST", 1)
PATROL = Callsign("9V1AB", 7)
SPEED = 500.0
START = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
HANG = 20.0  # seconds after which a test is stuck


def to_patrol(text: str, tag: str = "t1") -> Outgoing:
    return Outgoing(tag, Address(AddressKind.CALLSIGN, str(PATROL)), text)


async def until(done: Callable[[], object], within: float = HANG) -> None:
    """Wait for what raises no event."""
    async with asyncio.timeout(within):
        while not done():
            await asyncio.sleep(0.002)


class FastTime:
    """Minutes in a moment."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / SPEED)

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time() * SPEED

    def now(self) -> datetime:
        return START + timedelta(seconds=self.monotonic())


class MemoryPort:
    """A port whose other end is the test."""

    def __init__(self) -> None:
        self.inbound: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.outbound = b""
        self.lost = False
        self.closed = False

    async def read(self) -> bytes:
        if (data := await self.inbound.get()) is None:
            raise PortLostError("unplugged")
        return data

    def write(self, data: bytes) -> None:
        if self.lost:
            raise PortLostError("unplugged")
        self.outbound += data

    async def flushed(self) -> None:
        return

    async def close(self) -> None:
        self.closed = True

    def unplug(self) -> None:
        self.lost = True
        self.inbound.put_nowait(None)

    def hear(self, info: str, source: Callsign = PATROL, port: int = 0) -> None:
        frame = ax25.encode(UiFrame(Callsign("APZSIM"), source, info.encode()))
        self.inbound.put_nowait(kiss.encode(kiss.KissFrame(frame, port)))

    def said(self) -> list[message.Message | message.Ack | None]:
        """Return what the bearer has put on the air so far."""
        frames = [ax25.decode(frame.payload) for frame in kiss.KissDecoder().feed(self.outbound)]
        return [message.decode(frame.info) for frame in frames if isinstance(frame, UiFrame)]


class Bench:
    """One bearer, and all that surrounds it; `ports` are the openings so far."""

    def __init__(self, kiss_port: int = 0) -> None:
        self.ports: list[MemoryPort] = []
        self.plugged = True
        self.kept: list[Hearing] = []
        self.failures = 0
        self.gate = asyncio.Event()
        self.gate.set()
        time = FastTime()
        self.tnc = KissTnc(
            "radio",
            "memory",
            ME,
            kiss_port=kiss_port,
            shake=random.Random(0),
            open_port=self._open,
            sleep=time.sleep,
            monotonic=time.monotonic,
            now=time.now,
        )

    @property
    def port(self) -> MemoryPort:
        return self.ports[-1]

    async def deliver(self, hearings: Sequence[Hearing]) -> None:
        await self.gate.wait()
        if self.failures:
            self.failures -= 1
            raise OSError("the disk is full")
        self.kept += hearings

    async def settle(self) -> None:
        """Let a few seconds of fast time pass."""
        await asyncio.sleep(5 / SPEED)

    async def _open(self, url: str, baud: int) -> MemoryPort:
        del url, baud
        if not self.plugged:
            raise PortLostError("no such device")
        self.ports.append(MemoryPort())
        return self.port


@contextlib.asynccontextmanager
async def running(kiss_port: int = 0) -> AsyncIterator[Bench]:
    bench = Bench(kiss_port)
    task = asyncio.create_task(bench.tnc.run(bench.deliver))
    await until(lambda: bench.tnc.health().ready)
    try:
        yield bench
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert bench.port.closed
