"""The watch over the feed: one look for all consoles, on a hint or every second, and none after closing."""

import asyncio
import contextlib
from dataclasses import dataclass, field

from gateway.store import feed
from gateway.store.store import Store

LOOK_EVERY = 1.0


@dataclass(slots=True)
class Watch:
    """Knows the feed's newest seq and wakes whoever waits for a newer one; hints only make it sooner."""

    store: Store
    seq: int = 0
    closed: bool = False
    _hinted: asyncio.Event = field(default_factory=asyncio.Event)
    _moved: asyncio.Event = field(default_factory=asyncio.Event)

    def hint(self) -> None:
        """Say that something may have been committed; to be called on the loop."""
        self._hinted.set()

    def close(self) -> None:
        """End every wait, now and from now on: the station is stopping."""
        self.closed = True
        self._hinted.set()
        self._moved.set()

    async def run(self) -> None:
        """Look until closed; a store that cannot be read is looked at again."""
        while not self.closed:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._hinted.wait(), LOOK_EVERY)
            self._hinted.clear()
            await self._look()

    async def wait(self, since: int, longest: float) -> bool:
        """Wait until there is something after `since`, at most `longest` seconds; False when there is not."""
        end = asyncio.get_running_loop().time() + longest
        while self.seq <= since and not self.closed:
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                return False
            try:
                await asyncio.wait_for(self._moved.wait(), left)
            except TimeoutError:
                return False
        return self.seq > since

    async def _look(self) -> None:
        seq = await self.store.read(feed.last)
        if seq > self.seq:
            self.seq = seq
            moved, self._moved = self._moved, asyncio.Event()
            moved.set()
