"""The words of partners' reports on their way into search, behind the reports: on PostgreSQL only."""

from functools import partial

from gateway.kit import Kit
from gateway.looking import look_for_ever
from gateway.store import worded
from gateway.store.store import Store


class Worded:
    """Keeps what search needs of batches just taken in, for ever."""

    def __init__(self, kit: Kit, store: Store) -> None:
        self._kit, self._store = kit, store

    async def run(self) -> None:
        """Look until cancelled; while the store is full, reports are found by all but their words."""
        await look_for_ever(self.look, self._kit.pace.words, "search waits for words")

    async def look(self) -> None:
        """Keep all that is missing, a piece a transaction, so that batches come in between."""
        while (found := await self._store.read(worded.missing)) is not None:
            if not await self._store.write(partial(worded.keep, found=found)):
                return
