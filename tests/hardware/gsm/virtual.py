"""An event loop that never waits: when nothing is ready, its clock jumps to the next timer."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import TypeVar

T = TypeVar("T")


class _Jumping(selectors.SelectSelector):
    """Counts the seconds it was asked to wait, and does not wait."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout is None:
            raise AssertionError("everybody waits, and no timer is set")
        if not ready:
            self.now += timeout or 0.0
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """Deterministic as long as nobody uses threads or real descriptors."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def play(story: Coroutine[None, None, T], within_s: float = 3600.0) -> T:
    """Run `story` to its end in virtual time; TimeoutError after so many virtual seconds."""

    async def bounded() -> T:
        async with asyncio.timeout(within_s):
            return await story

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(bounded())
