"""Retention: what is older than the configuration keeps is erased, a little every minute, by itself."""

import asyncio

import structlog

from gateway.audit import erasure
from gateway.errors import StoreFullError, StoreLostError
from gateway.kit import Kit
from gateway.store.store import Store

_log = structlog.get_logger()


class Retention:
    """Looks for what is too old, for ever."""

    def __init__(self, kit: Kit, store: Store) -> None:
        self._kit, self._store = kit, store

    async def run(self) -> None:
        """Look until cancelled; nothing is done where the configuration keeps everything."""
        kit, kept = self._kit, self._kit.config.retention
        while True:
            try:
                if kept.messages or kept.reports:
                    rows = await self._store.write(lambda c: erasure.expired(c, kept, kit.clock.now()))
                    if rows:
                        _log.info("erased what is older than is kept", rows=rows)
            except (StoreFullError, StoreLostError) as error:
                _log.warning("what is too old waits", why=str(error))
            await asyncio.sleep(kit.pace.retention)
