"""Tells staff when codes come that are on no row: somebody may be guessing. Nobody is ever locked out."""

from datetime import timedelta

from gateway.board.board import Board, Level
from gateway.kit import Kit
from gateway.looking import look_for_ever
from gateway.senders.standing import GUESSES
from gateway.store import sheets
from gateway.store.store import Store
from hardware.sentence import Sentence

WITHIN = timedelta(days=1)
MOST = 5
_NAME = "codes guessed"


class Guesses:
    """Counts the wrong codes of the last day, for ever."""

    def __init__(self, kit: Kit, store: Store, board: Board) -> None:
        self._kit, self._store, self._board = kit, store, board

    async def run(self) -> None:
        """Look until cancelled."""
        await look_for_ever(self.look, self._kit.pace.guesses, "wrong codes were not counted")

    async def look(self) -> None:
        """Put the notice up, or take it down."""
        since = self._kit.clock.now() - WITHIN
        count = await self._store.read(lambda conn: sheets.wrong_since(conn, since, GUESSES))
        if count < MOST:
            self._board.clear(_NAME)
            return
        sentence = Sentence(
            "{count} codes in a day were on no row of a sheet: somebody may be guessing."
            " All messages were kept; look at them, and revoke a sheet that may have been seen.",
            count=count,
        )
        self._board.post(_NAME, Level.WARNING, sentence)
