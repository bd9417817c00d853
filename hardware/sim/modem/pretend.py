"""The whole pretend modem: on its pty, with its control socket and its state file.

As a program it is `patrolwire sim modem`; in a test it is `async with PretendModem(path) as modem`.
"""

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Self

from hardware.sim.modem.control import answer_line
from hardware.sim.modem.control_socket import ControlSocket
from hardware.sim.modem.core import Modem
from hardware.sim.modem.journal import Journal, keep_nothing
from hardware.sim.modem.ledger import Wall, utc_now
from hardware.sim.modem.machine import Machine
from hardware.sim.modem.ops import Levers, address_of
from hardware.sim.modem.settings import Settings
from hardware.sim.modem.wire import Wire

DEFAULT = Settings()
PRELOADED_FROM = "+66891000{:03d}"
PRELOADED_TEXT = "DRG MSI YAB {}T SEIZED"


class PretendModem:
    """A modem at `pty` while the context lasts.

    Entering raises OSError or ValueError when a path is taken or the state file is no modem's. A state file
    that holds something leaves `preload` aside.
    """

    def __init__(
        self,
        pty: Path,
        control: Path | None = None,
        *,
        settings: Settings = DEFAULT,
        preload: int = 0,
        state: Path | None = None,
        wall: Wall = utc_now,
    ) -> None:
        self.pty = pty
        self.ended = asyncio.Event()
        self._control = control
        self._settings = settings
        self._preload = preload
        self._state = state
        self._wall = wall
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            journal = None if self._state is None else Journal(self._state)
            if journal is not None:
                stack.callback(journal.close)
            self.modem = Modem(self._machine(journal))
            self._wire = Wire(self.modem, self.pty, journal.flush if journal else _nothing)
            stack.callback(self._wire.close)
            loop = asyncio.get_running_loop()
            self._levers = Levers(self.modem, loop.time, self._wire.unplug, self.ended.set)
            self._wire.plug_in()
            if self._control is not None:
                socket = ControlSocket(self._control, self.answer)
                await socket.open()
                stack.push_async_callback(socket.close)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def answer(self, line: bytes) -> bytes:
        """Answer one line of the control socket."""
        answered = answer_line(line, self._levers)
        self._wire.pump()
        return answered

    def ask(self, op: str, **request: object) -> dict[str, Any]:
        """Do what the control socket would; `from_` stands for `from`, `with_` for `with`."""
        named = {key.rstrip("_"): value for key, value in request.items()}
        answered: dict[str, Any] = json.loads(self.answer(json.dumps({"op": op, **named}).encode()))
        return answered

    def _machine(self, journal: Journal | None) -> Machine:
        machine = Machine(self._settings, self._wall, journal or keep_nothing)
        if journal is not None and journal.values:
            machine.restore(journal.values)
        else:
            preload(machine, self._preload)
        return machine


def preload(machine: Machine, count: int) -> None:
    """Let `count` texts wait, each from another sender."""
    for number in range(1, count + 1):
        sender = address_of(PRELOADED_FROM.format(number % 1000))
        machine.network.receive(sender, PRELOADED_TEXT.format(100 * number))


def _nothing() -> None:
    """Keep no state."""
