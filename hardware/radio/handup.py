"""What was heard and is not kept yet: handed up until `deliver` has returned, and only then answered."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from hardware.bearer import Deliver, Hearing
from hardware.radio.message import Ack

AGAIN_S = 1.0  # until what could not be kept is handed up again
MOST = 1000  # hearings held; beyond it the officer's radio must repeat


@dataclass(frozen=True, slots=True)
class Heard:
    """One hearing, and the ack that goes out once it is kept."""

    hearing: Hearing
    ack: Ack | None = None


class HandUp:
    """The hearings on their way up, each key once."""

    def __init__(self, answer: Callable[[Ack], object], sleep: Callable[[float], Awaitable[None]]) -> None:
        self.refused = 0  # times that nothing could be kept
        self.turned_away = 0  # hearings beyond the bound
        self._answer = answer
        self._sleep = sleep
        self._held: dict[bytes, Heard] = {}
        self._news = asyncio.Event()

    def __len__(self) -> int:
        return len(self._held)

    def take(self, heard: Heard) -> None:
        if len(self._held) >= MOST:
            self.turned_away += 1
            return
        self._held.setdefault(heard.hearing.key, heard)
        self._news.set()

    async def run(self, deliver: Deliver) -> None:
        """Hand up all there is, at once and in order; never ends by itself."""
        while True:
            await self._news.wait()
            self._news.clear()
            if not await self._try(deliver):
                await self._sleep(AGAIN_S)
                self._news.set()

    async def _try(self, deliver: Deliver) -> bool:
        batch = tuple(self._held.values())
        try:
            await deliver([heard.hearing for heard in batch])
        except Exception:  # noqa: BLE001  # whatever stopped the gateway from keeping it, it is not kept
            self.refused += 1
            return False
        for heard in batch:
            del self._held[heard.hearing.key]
            if heard.ack:
                self._answer(heard.ack)
        return True
