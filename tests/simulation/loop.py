"""An event loop in virtual time: when nothing is ready, its clock jumps to the next timer."""

import asyncio
import selectors
from collections.abc import Callable
from contextvars import Context


class _Jumping(selectors.SelectSelector):
    """Counts the seconds it was asked to wait; it never waits, and never looks at a descriptor."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise AssertionError("everybody waits, and no timer is set")
        self.now += max(timeout, 0.0)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """One thread, no descriptors: the order of everything follows from the program alone."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now

    def call_soon_threadsafe(  # pyright: ignore[reportIncompatibleMethodOverride]  # there is one thread
        self, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.Handle:
        return self.call_soon(callback, *args, context=context)
