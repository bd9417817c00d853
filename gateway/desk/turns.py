"""Turns at what is costly: so many at once, the next to whoever holds fewest, no long line for anybody."""

import asyncio
import contextlib
import heapq
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, field
from itertools import count

MOST = 8
"""How many turns one caller may hold or wait for."""

_Place = tuple[int, int, asyncio.Future[None]]


@dataclass(slots=True)
class Turns:
    """At most `at_once` at a time; who asks for many stands behind who asks for one."""

    at_once: int
    _held: Counter[str] = field(default_factory=Counter[str])
    _waiting: list[_Place] = field(default_factory=list[_Place])
    _serial: Iterator[int] = field(default_factory=count)
    _running: int = 0

    def full(self, whose: str) -> bool:
        """Say whether somebody holds and waits for as many turns as he may."""
        return self._held[whose] >= MOST

    @contextlib.asynccontextmanager
    async def turn(self, whose: str, *, first: bool = False) -> AsyncGenerator[None]:
        """Wait for a turn and hold it; `first` goes before all others that wait."""
        rank = -1 if first else self._held[whose]
        self._held[whose] += 1
        try:
            await self._called(rank)
            try:
                yield
            finally:
                self._next()
        finally:
            self._held -= Counter([whose])  # keeps nobody who holds none

    async def _called(self, rank: int) -> None:
        if self._running < self.at_once:
            self._running += 1
            return
        place = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (rank, next(self._serial), place))
        try:
            await place
        except asyncio.CancelledError:
            if not place.cancelled():  # it was his turn already
                self._next()
            raise

    def _next(self) -> None:
        while self._waiting:
            *_, place = heapq.heappop(self._waiting)
            if not place.done():
                place.set_result(None)
                return
        self._running -= 1
