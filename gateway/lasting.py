"""Notices that outlast a restart: what stands in the store is put on the board until a person clears it."""

import asyncio

import structlog

from gateway.board import Board, Level
from gateway.errors import StoreFullError, StoreLostError
from gateway.kit import Kit
from gateway.store import notices
from gateway.store.store import Store

KEPT = "kept "  # before the name that a notice has in the store
_log = structlog.get_logger()


class Lasting:
    """Holds the board to the store, for ever."""

    def __init__(self, kit: Kit, store: Store, board: Board) -> None:
        self._kit, self._store, self._board = kit, store, board

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.look()
            except (StoreFullError, StoreLostError) as error:
                _log.warning("the notices in the store were not read", why=str(error))
            await asyncio.sleep(self._kit.pace.notices)

    async def look(self) -> None:
        """Put up what stands in the store, take down what does not any more."""
        standing = {KEPT + one.name: one for one in await self._store.read(notices.standing)}
        for name, one in standing.items():
            level = Level.FAULT if one.level == Level.FAULT.value else Level.WARNING
            self._board.post(name, level, f"{one.sentence} ({one.at:%Y-%m-%d %H:%M} UTC)")
        for notice in self._board.standing():
            if notice.name.startswith(KEPT) and notice.name not in standing:
                self._board.clear(notice.name)
