"""The keeper writes into the log what the board says of the station: gone, and back."""

import asyncio
import contextlib
from dataclasses import dataclass, field

from sqlalchemy import Connection

from gateway.board.board import Board
from gateway.clock import Clock
from gateway.errors import StoreFullError, StoreLostError
from gateway.store import shift
from gateway.store.store import Store

STATION = "station"
SETTLE = 5.0  # seconds: what is gone again by then was a start or a slip, and nobody needs to read of it
LOOK_EVERY = 60.0


@dataclass(slots=True)
class Keeper:
    """Compares the board with the log's last word on each notice, and writes down what differs.

    The log itself says what was out of order, so that a restart neither repeats nor forgets a line.
    """

    store: Store
    board: Board
    clock: Clock
    settle: float = SETTLE
    _moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Watch the board until cancelled; a store that takes nothing is tried again."""
        self.board.listen(self._moved.set)
        while True:
            await asyncio.sleep(self.settle)
            self._moved.clear()
            with contextlib.suppress(StoreFullError, StoreLostError):
                await self.look()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._moved.wait()

    async def look(self) -> None:
        """Write a line for each notice that the log does not know, and for each that is gone."""
        standing = {one.name: one.sentence for one in self.board.standing()}
        if set(await self.store.read(shift.faults)) != set(standing):
            at = self.clock.now()

            def work(conn: Connection) -> None:
                known = shift.faults(conn)
                for name in standing.keys() - known.keys():
                    shift.write(conn, at, STATION, shift.FAULT, standing[name], name)
                for name in known.keys() - standing.keys():
                    shift.write(conn, at, STATION, shift.MENDED, known[name], name)

            await self.store.write(work)
