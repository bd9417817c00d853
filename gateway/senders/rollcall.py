"""Keeps the roster at hand as the store has it, in every worker: at each change, and now and then besides."""

import asyncio
import contextlib

import structlog
from sqlalchemy import Connection

from gateway.errors import StoreFullError, StoreLostError
from gateway.kit import Kit
from gateway.office.roster import Known
from gateway.senders import enrolment
from gateway.senders.taken import marks
from gateway.store import officers
from gateway.store.store import Store

_log = structlog.get_logger()


class Rollcall:
    """Takes the config's officers over, then follows the store for ever."""

    def __init__(self, kit: Kit, store: Store) -> None:
        self._kit, self._store = kit, store
        self._changed = asyncio.Event()
        kit.roster.become(store.read_now(self._known))

    async def run(self) -> None:
        """Look until cancelled."""
        stop = self._store.add_listener(self._changed.set, officers.ROSTER)
        try:
            while True:
                self._changed.clear()
                try:
                    await self.look()
                except (StoreFullError, StoreLostError) as error:
                    _log.warning("the roster was not read anew", why=str(error))
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._kit.pace.roster):
                        await self._changed.wait()
        finally:
            stop()

    async def look(self) -> None:
        """Take over what is new in the config, and let the roster become what the store says."""
        config, keys, at = self._kit.config.officer, self._kit.keys, self._kit.clock.now()
        listed = await self._store.read(officers.listed)
        if any(marks(one, keys)[0] not in listed for one in config):
            await self._store.write(lambda conn: enrolment.take_over(conn, config, keys, at))
        self._kit.roster.become(await self._store.read(self._known))

    def _known(self, conn: Connection) -> list[Known]:
        return enrolment.known(conn, self._kit.config.officer, self._kit.keys)
