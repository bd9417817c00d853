"""What the attendants of one connected modem share."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from hardware.gsm.announcements import Announcements
from hardware.gsm.condition import Condition
from hardware.gsm.options import ModemOptions
from hardware.gsm.setup import Equipment
from hardware.gsm.terminal import Terminal

Monotonic = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Connection:
    """One connection, from set-up to its end; `monotonic` gives seconds."""

    terminal: Terminal
    equipment: Equipment
    heard: Announcements
    condition: Condition
    options: ModemOptions
    monotonic: Monotonic

    async def rung(self, bell: asyncio.Event, within_s: float | None = None) -> None:
        """Wait for `bell`, at most so long; raise what ended the conversation, if it has ended."""
        try:
            async with asyncio.timeout(within_s):
                await bell.wait()
        except TimeoutError:
            pass
        bell.clear()
        self.terminal.check()

    def note_heard(self, count: int) -> None:
        if count:
            self.condition.heard += count
            self.condition.last_heard = self.monotonic()
