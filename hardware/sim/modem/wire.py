"""The modem on a pty, in an asyncio loop: its bytes, its timers and its plug."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from hardware.sim.modem.core import Modem
from hardware.sim.modem.pty_pair import PtyPair


class Wire:
    """Drives a modem from `plug_in` to `close`; `settle` is called before the client is told anything."""

    def __init__(self, modem: Modem, path: Path, settle: Callable[[], None]) -> None:
        self._modem = modem
        self._path = path
        self._settle = settle
        self._loop = asyncio.get_running_loop()
        self._pair: PtyPair | None = None
        self._reading = False
        self._writing = False
        self._timer: asyncio.TimerHandle | None = None
        self._replug: asyncio.TimerHandle | None = None

    def plug_in(self) -> None:
        """Make a fresh line and switch the modem on."""
        self._pair = PtyPair(self._path)
        self._modem.switch_on()
        self.pump()

    def unplug(self, seconds: float) -> None:
        """Hang up, and be back `seconds` later, counted from the last time that anybody asked."""
        self._hang_up()
        self._replug = self._loop.call_later(seconds, self.plug_in)
        self.pump()

    def close(self) -> None:
        self._hang_up()
        if self._timer:
            self._timer.cancel()
        self._settle()

    def pump(self) -> None:
        """Let the modem do what it can by now, and send what it says as far as the line takes it."""
        self._tick()
        while self._pair and self._pair.write(self._modem.out):
            self._tick()
        self._watch()
        self._wait()

    def _tick(self) -> None:
        self._modem.tick(self._loop.time())
        self._settle()

    def _hear(self) -> None:
        if self._pair:
            self._modem.feed(self._pair.read(), self._loop.time())
        self.pump()

    def _watch(self) -> None:
        """Read while the modem has room, write while the line is full."""
        if self._pair is None:
            return
        fd, reading, writing = self._pair.master, self._modem.wants_input, bool(self._modem.out)
        if reading and not self._reading:
            self._loop.add_reader(fd, self._hear)
        if not reading and self._reading:
            self._loop.remove_reader(fd)
        if writing and not self._writing:
            self._loop.add_writer(fd, self.pump)
        if not writing and self._writing:
            self._loop.remove_writer(fd)
        self._reading, self._writing = reading, writing

    def _wait(self) -> None:
        """Come back when the modem has something to do."""
        due = self._modem.due()
        if self._timer and self._timer.when() == due:
            return
        if self._timer:
            self._timer.cancel()
        self._timer = None if due is None else self._loop.call_at(due, self._wake)

    def _wake(self) -> None:
        self._timer = None
        self.pump()

    def _hang_up(self) -> None:
        if self._replug:
            self._replug.cancel()
            self._replug = None
        if self._pair is None:
            return
        self._loop.remove_reader(self._pair.master)
        self._loop.remove_writer(self._pair.master)
        self._reading = self._writing = False
        self._modem.switch_off()
        self._pair.close()
        self._pair = None
