"""Our driver against the pretend modem's core in one virtual-time loop, without a pty between them."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from hardware.bearer import Address, AddressKind, Hearing, Outgoing
from hardware.errors import PortLostError
from hardware.gsm.known import Known
from hardware.gsm.modem import GsmModem
from hardware.gsm.options import ModemOptions
from hardware.port import Port
from hardware.sim.modem.control import answer_line
from hardware.sim.modem.core import Modem
from hardware.sim.modem.machine import Machine
from hardware.sim.modem.ops import Levers
from hardware.sim.modem.pretend import preload
from hardware.sim.modem.settings import Settings


class SimPort:
    """A port whose other end is the core of the pretend modem."""

    def __init__(self, modem: Modem) -> None:
        self._modem = modem
        self._loop = asyncio.get_running_loop()
        self._said = bytearray()
        self._news = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self.gone = False

    async def read(self) -> bytes:
        while not self._said:
            if self.gone:
                raise PortLostError("unplugged")
            self._news.clear()
            await self._news.wait()
        data = bytes(self._said)
        self._said.clear()
        return data

    def write(self, data: bytes) -> None:
        if self.gone:
            raise PortLostError("unplugged")
        self._modem.feed(data, self._loop.time())
        self.pump()

    async def flushed(self) -> None:
        await asyncio.sleep(0)

    async def close(self) -> None:
        self.drop()

    def drop(self) -> None:
        self.gone = True
        self._news.set()
        if self._timer is not None:
            self._timer.cancel()

    def pump(self) -> None:
        """Let the modem do what it can by now, and come back when it has something to do."""
        if self.gone:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._modem.tick(self._loop.time())
        if self._modem.out:
            self._said += self._modem.out
            self._modem.out.clear()
            self._news.set()
            self._modem.tick(self._loop.time())
        due = self._modem.due()
        self._timer = None if due is None else self._loop.call_at(due, self.pump)


class Office:
    """Whoever stands above the bearer: keeps hearings, or refuses to."""

    def __init__(self) -> None:
        self.heard: list[Hearing] = []
        self.batches: list[int] = []
        self.refusing = 0
        self.refuses: Callable[[], bool] = lambda: False
        self.takes_s = 0.0

    async def deliver(self, batch: Sequence[Hearing]) -> None:
        await asyncio.sleep(self.takes_s)
        if self.refusing or self.refuses():
            self.refusing = max(0, self.refusing - 1)
            raise OSError("disk full")
        self.batches.append(len(batch))
        self.heard += batch

    @property
    def texts(self) -> list[str | None]:
        return [hearing.text for hearing in self.heard if hearing.receipt is None]

    @property
    def receipts(self) -> list[str]:
        return [hearing.receipt.reference for hearing in self.heard if hearing.receipt]

    def counts(self) -> Counter[bytes]:
        return Counter(hearing.raw for hearing in self.heard)


class Rig:
    """A pretend modem, its plug, and our driver."""

    def __init__(
        self,
        settings: Settings,
        options: ModemOptions,
        waiting: int = 0,
        pin: str | None = None,
        known: Known | None = None,
    ) -> None:
        machine = Machine(settings)
        preload(machine, waiting)
        loop = asyncio.get_running_loop()
        self.sim = Modem(machine)
        self.sim.switch_on()
        self._levers = Levers(self.sim, loop.time, self.unplug, lambda: None)
        self._port: SimPort | None = None
        self._loop = loop
        self.plugged = True
        self.office = Office()
        self.calls: list[Address] = []
        self._pin, self._known, self._options = pin, known, options
        self.modem = self._driver()
        self.running: asyncio.Task[None] | None = None

    def _driver(self) -> GsmModem:
        return GsmModem(
            "gsm1",
            "sim://modem",
            pin=self._pin,
            known=self._known,
            options=self._options,
            opener=self.open,
            monotonic=self._loop.time,
            uniform=lambda: 0.5,
            called=self.calls.append,
        )

    def start(self) -> None:
        self.running = asyncio.create_task(self.modem.run(self.office.deliver))

    async def end(self) -> None:
        """End the driver, which must not have ended by itself."""
        running = self.running
        assert running is not None
        ended = running.done()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert not ended

    async def killed(self) -> None:
        """Let a new process take over, which knows nothing of the old one's; the modem stays on."""
        await self.end()
        self.modem = self._driver()
        self.start()

    async def open(self, _url: str, _baud: int) -> Port:
        await asyncio.sleep(0)
        if not self.plugged:
            raise PortLostError("not there")
        self._port = SimPort(self.sim)
        self._port.pump()
        return self._port

    def ask(self, op: str, **request: object) -> dict[str, Any]:
        """Do what the control socket would; `from_` stands for `from`, `with_` for `with`."""
        named = {key.rstrip("_"): value for key, value in request.items()}
        answered = json.loads(answer_line(json.dumps({"op": op, **named}).encode(), self._levers))
        if self._port is not None:
            self._port.pump()
        assert answered["ok"], answered
        return answered

    def text(self, text: str, sender: str = "+66812345678") -> None:
        self.ask("receive", from_=sender, text=text)

    def unplug(self, seconds: float) -> None:
        self.plugged = False
        if self._port is not None:
            self._port.drop()
            self._port = None
        self.sim.switch_off()
        self._loop.call_later(seconds, self._plug_in)

    def _plug_in(self) -> None:
        if not self.plugged:
            self.plugged = True
            self.sim.switch_on()

    def stored(self) -> list[dict[str, Any]]:
        return self.ask("stored")["stored"]

    def commands(self) -> dict[str, int]:
        return self.ask("stats")["commands"]

    async def ready(self) -> None:
        await self.until(lambda: self.modem.health().facts["phase"] == "serving")

    async def drained(self, count: int) -> None:
        """Wait until `count` messages have been deleted and nothing more waits."""
        await self.until(lambda: self.ask("ledger")["counts"]["deleted"] == count and not self.stored())

    async def until(self, reached: Callable[[], object]) -> None:
        while not reached():
            await asyncio.sleep(0.02)


def outgoing(tag: str, text: str, to: str = "+66811111111") -> Outgoing:
    return Outgoing(tag, Address(AddressKind.NUMBER, to), text)


@asynccontextmanager
async def rig(
    settings: Settings | None = None,
    options: ModemOptions | None = None,
    waiting: int = 0,
    pin: str | None = None,
    known: Known | None = None,
) -> AsyncIterator[Rig]:
    """Give a rig whose driver runs while the context lasts."""
    made = Rig(settings or Settings(), options or ModemOptions(), waiting, pin, known)
    made.start()
    try:
        yield made
    finally:
        await made.end()
