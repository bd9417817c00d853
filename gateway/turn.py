"""Whose turn it is to count time: where several workers do the same, one does it and the others look on.

Seconds that every worker adds by itself would run as many times as fast. Who has the turn counts a number in
the store up; who sees it stand still for a lease, by his own monotonic clock, takes it over. So no two
machines' clocks are compared, and a worker that dies stops the count for a lease at most.
"""

from functools import partial
from typing import Final

from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.store import counters
from gateway.store.store import Store

LOOKS: Final = 3  # of ours in which nothing moved: a machine that slept has seen nothing yet
_SHORTEST_S: Final = 30.0


class Turn:
    """One worker's turn at one `part`, which looks every so many seconds."""

    def __init__(self, store: Store, clock: Clock, part: str, every_s: float) -> None:
        self._store, self._clock = store, clock
        self._name = f"turn {part}"
        self.lease_s = max(_SHORTEST_S, LOOKS * every_s)
        self._mine = False
        self._count: int | None = None  # as last seen, or as we left it
        self._at, self._looks = 0.0, 0  # when that was, and how often we looked since

    async def mine(self) -> bool:
        """Say whether this worker counts now; who did not, and now does, begins from here."""
        now = self._clock.monotonic()
        if self._store.alone or (self._mine and now - self._at < self.lease_s / LOOKS):
            return True
        count = await self._store.read(self._last)
        if count != self._count:
            self._mine, self._count, self._at, self._looks = False, count, now, 0
        self._looks += 1
        if not count or self._mine or (now - self._at >= self.lease_s and self._looks > LOOKS):
            self._mine = await self._store.write(partial(counters.step, name=self._name, was=count))
            self._count, self._at = count + 1, now
        return self._mine

    def held(self, conn: Connection) -> bool:
        """Say in the transaction that counts whether nobody took the turn over meanwhile."""
        return self._store.alone or (self._mine and self._last(conn) == self._count)

    def _last(self, conn: Connection) -> int:
        return counters.last(conn, self._name)
