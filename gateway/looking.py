"""The loop of whatever looks by itself: for ever, at its own pace, whatever the store has room for."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from gateway.errors import StoreFullError, StoreLostError

_log = structlog.get_logger()


async def look_for_ever(look: Callable[[], Awaitable[object]], every_s: float, waits: str) -> None:
    """Look until cancelled; while the store is full or lost, `waits` says in the log what has to wait."""
    while True:
        try:
            await look()
        except (StoreFullError, StoreLostError) as error:
            _log.warning(waits, why=str(error))
        await asyncio.sleep(every_s)
