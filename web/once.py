"""Work that many consoles want at the same moment, done once for all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Once:
    """Shares the answers of one turn; the next turn begins with none, and a failure is no answer."""

    def __init__(self) -> None:
        self._turn = -1
        self._answers: dict[Hashable, asyncio.Future[Any]] = {}

    async def get(self, turn: int, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """Return what `make` gives for `key` in this turn, made by whoever asks first."""
        if turn != self._turn:
            self._turn, self._answers = turn, {}
        answer = self._answers.get(key)
        if answer is None or failed(answer):
            answer = self._answers[key] = asyncio.ensure_future(make())
        # A console that goes away must not take the answer from the others.
        return await asyncio.shield(answer)


def failed(answer: asyncio.Future[Any]) -> bool:
    """Say whether work is over and left nothing that could be shared."""
    return answer.done() and (answer.cancelled() or answer.exception() is not None)
