"""A link in memory between two offices: slow, lossy, cut off in the middle, given to repeating itself."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from gateway.links.link import Exchanged
from hardware.sentence import Sentence
from tests.simulation.plan import Trouble
from tests.simulation.sim_card import soon

Door = Callable[[Sequence[bytes]], Awaitable[Exchanged]]
TIMEOUT_S = 60.0
LATEST_DOUBLE_S = 7200.0


@dataclass
class Path:
    """What lies between two offices, the same both ways; `times` counts how often it went down."""

    up: bool = True
    times: int = 0

    def flap(self, *, up: bool) -> None:
        self.up = up
        self.times += not up


class MemoryLink:
    """One office's way to one partner, in one life."""

    def __init__(self, path: Path, door: Door, dice: random.Random, trouble: Trouble) -> None:
        self._path, self._door, self._dice, self._trouble = path, door, dice, trouble

    async def exchange(self, frames: Sequence[bytes]) -> Exchanged:
        before = self._path.times
        await asyncio.sleep(soon(self._dice, 0.1, 20.0))
        if not self._path.up:
            return Exchanged(None, Sentence("its door cannot be reached"))
        if self._lost():
            return await self._silence()
        if self._dice.random() < self._trouble.doubled:
            self._again(list(frames))
        answer = await self._door(frames)
        await asyncio.sleep(soon(self._dice, 0.1, 20.0))
        if self._lost() or self._path.times != before:
            return await self._silence()
        return answer

    async def close(self) -> None: ...

    def _lost(self) -> bool:
        return self._dice.random() < self._trouble.lost

    async def _silence(self) -> Exchanged:
        await asyncio.sleep(TIMEOUT_S)
        return Exchanged(None, Sentence("its door did not answer in time"))

    def _again(self, frames: list[bytes]) -> None:
        """Deliver the same frames once more, much later, when newer ones have gone before."""
        loop = asyncio.get_running_loop()
        loop.call_later(soon(self._dice, 1.0, LATEST_DOUBLE_S), lambda: _forget(self._door(frames)))


def _forget(late: Awaitable[Exchanged]) -> None:
    task = asyncio.ensure_future(late)
    _late.add(task)
    task.add_done_callback(_late.discard)


_late: set["asyncio.Future[Exchanged]"] = set()
