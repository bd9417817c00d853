"""The watch over the feed: one look for all consoles, on a hint or every second, and none after closing."""

import asyncio
import contextlib
from dataclasses import dataclass, field

from gateway.errors import StoreFullError, StoreLostError
from gateway.store import feed
from gateway.store.store import Store

LOOK_EVERY = 1.0


@dataclass(slots=True)
class Watch:
    """Knows the feed's newest seq and wakes whoever waits for a newer one; hints only make it sooner.

    `turn` also grows when something moved that is in no feed, such as the notice board.
    """

    store: Store
    seq: int = 0
    turn: int = 0
    closed: bool = False
    _hinted: asyncio.Event = field(default_factory=asyncio.Event)
    _moved: asyncio.Event = field(default_factory=asyncio.Event)

    def hint(self) -> None:
        """Say that something may have been committed; to be called on the loop."""
        self._hinted.set()

    def nudge(self) -> None:
        """Wake every console, though the feed has not moved."""
        self.turn += 1
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    def close(self) -> None:
        """End every wait, now and from now on: the station is stopping."""
        self.closed = True
        self._hinted.set()
        self._moved.set()

    async def run(self) -> None:
        """Look until closed or cancelled; a store that cannot be read is looked at again."""
        stop = self.store.add_listener(self.hint)
        try:
            while not self.closed:
                # Not wait_for, which can lose a cancellation that comes together with the hint.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_EVERY):
                        await self._hinted.wait()
                self._hinted.clear()
                with contextlib.suppress(StoreFullError, StoreLostError):
                    await self._look()
        finally:
            stop()

    async def wait(self, turn: int, longest: float) -> None:
        """Wait until there was a turn after `turn`, or `longest` seconds, or the end."""
        if self.turn > turn or self.closed:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest):
                await self._moved.wait()

    async def _look(self) -> None:
        seq = await self.store.read(feed.last)
        if seq > self.seq:
            self.seq = seq
            self.nudge()
