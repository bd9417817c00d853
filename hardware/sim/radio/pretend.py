"""The whole pretend radio: on its pty, with its control socket, and the time that passes.

As a program it is `patrolwire sim radio`; in a test it is `async with PretendRadio(setup) as radio`.
"""

import asyncio
import random
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from hardware.radio.ax25 import Callsign
from hardware.sim.modem.control_socket import ControlSocket
from hardware.sim.modem.pty_pair import PtyPair
from hardware.sim.radio.control import Control
from hardware.sim.radio.core import Core

_TICK_S = 0.1


@dataclass(frozen=True, slots=True)
class Setup:
    """Where it is, how bad the air is (`loss` 0 to 1), and seconds of `patience` before a patrol repeats."""

    pty: Path
    callsign: Callsign
    control: Path | None = None
    loss: float = 0.0
    echo: bool = False
    patience: float = 5.0
    seed: int = 0


class PretendRadio:
    """A TNC at `setup.pty`, with its patrols, while the context lasts; OSError when a path is taken."""

    def __init__(self, setup: Setup) -> None:
        chance = random.Random(setup.seed)  # noqa: S311  # luck on the air, nothing secret
        self.core = Core(
            setup.callsign, self._put, chance, loss=setup.loss, echo=setup.echo, patience=setup.patience
        )
        self.ended = asyncio.Event()
        self._setup = setup
        self._line: PtyPair | None = None
        self._back: asyncio.TimerHandle | None = None
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._control = Control(self.core, monotonic=loop.time, unplug=self.unplug, leave=self.ended.set)
        async with AsyncExitStack() as stack:
            if self._setup.control is not None:
                socket = ControlSocket(self._setup.control, self.answer)
                await socket.open()
                stack.push_async_callback(socket.close)
            self._plug()
            stack.callback(self._hang_up)
            ticking = asyncio.create_task(self._tick())
            stack.callback(ticking.cancel)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def answer(self, line: bytes) -> bytes:
        """Answer one line of the control socket."""
        return self._control.answer(line)

    def unplug(self, seconds: float) -> None:
        """Take the TNC away, and bring it back after a while."""
        self._hang_up()
        self._back = asyncio.get_running_loop().call_later(seconds, self._plug)

    def _plug(self) -> None:
        self.core.tnc.plugged()
        self._line = PtyPair(self._setup.pty)
        asyncio.get_running_loop().add_reader(self._line.master, self._read, self._line)

    def _hang_up(self) -> None:
        if self._back is not None:
            self._back.cancel()
        if self._line is not None:
            asyncio.get_running_loop().remove_reader(self._line.master)
            self._line.close()
            self._line = None

    def _read(self, line: PtyPair) -> None:
        self.core.tnc.typed(line.read())

    def _put(self, octets: bytes) -> None:
        if self._line is not None:
            self._line.write(bytearray(octets))  # what nobody reads is lost, as on a real line

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK_S)
            self.core.tick(asyncio.get_running_loop().time())
