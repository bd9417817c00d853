"""Retention: what is older than the configuration keeps is erased, a little every minute, by itself."""

import structlog

from gateway.audit import erasure
from gateway.kit import Kit
from gateway.looking import look_for_ever
from gateway.store.store import Store

_log = structlog.get_logger()


class Retention:
    """Looks for what is too old, for ever."""

    def __init__(self, kit: Kit, store: Store) -> None:
        self._kit, self._store = kit, store

    async def run(self) -> None:
        """Look until cancelled; nothing is done where the configuration keeps everything."""
        await look_for_ever(self._look, self._kit.pace.retention, "what is too old waits")

    async def _look(self) -> None:
        kit, kept = self._kit, self._kit.config.retention
        if not kept.messages and not kept.reports:
            return
        rows = await self._store.write(lambda c: erasure.expired(c, kept, kit.clock.now()))
        if rows:
            _log.info("erased what is older than is kept", rows=rows)
