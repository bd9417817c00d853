"""Notices that outlast a restart: what stands in the store is put on the board until a person clears it."""

from gateway.board.board import Board, Level
from gateway.kit import Kit
from gateway.looking import look_for_ever
from gateway.store import notices
from gateway.store.store import Store
from hardware.sentence import Sentence

KEPT = "kept "  # before the name that a notice has in the store


class Lasting:
    """Holds the board to the store, for ever."""

    def __init__(self, kit: Kit, store: Store, board: Board) -> None:
        self._kit, self._store, self._board = kit, store, board

    async def run(self) -> None:
        """Look until cancelled."""
        await look_for_ever(self.look, self._kit.pace.notices, "the notices in the store were not read")

    async def look(self) -> None:
        """Put up what stands in the store, take down what does not any more."""
        standing = {KEPT + one.name: one for one in await self._store.read(notices.standing)}
        for name, one in standing.items():
            level = Level.FAULT if one.level == Level.FAULT.value else Level.WARNING
            self._board.post(
                name, level, Sentence("{said} ({at})", said=Sentence.of(one.sentence), at=one.at)
            )
        for notice in self._board.standing():
            if notice.name.startswith(KEPT) and notice.name not in standing:
                self._board.clear(notice.name)
